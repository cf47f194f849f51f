/**
 * One stage of a recipe: its inputs told from its settings, for every value of the axes it takes.
 */
import { dirname } from 'node:path'
import { z } from 'zod'
import { combinations, eachSchema, type Axes, type Coordinates } from './axes.ts'
import { elsewhereFields, inputsElsewhere, type Elsewhere } from './elsewhere.ts'
import { faultsIn, located, type Path, type Place } from './fault.ts'
import type { RecipeSource } from './source.ts'
import type { StageDefinition, StageRegistry } from './stage.ts'
import { suggestion } from './suggest.ts'

export interface RecipeStage {
  id: string
  /** The kind, a key of the registry. */
  stage: string
  /** The fields that take an axis's values in turn, with the axis. */
  each: Readonly<Record<string, string>>
  /** The inputs that are taken from another place on an axis than the stage's own. */
  elsewhere: Readonly<Record<string, Elsewhere>>
  /** Axes over which inputs are taken together instead of one by one. */
  gather: readonly string[]
  /** One for each combination of the axes in `each`; a single one where there are none. */
  variants: StageVariant[]
  /** Where one of its keys is written, for messages. */
  where(key: string): string
  /** Where one of its keys is written, and what it is called. */
  at(key: string): string
}

export interface StageVariant {
  coordinates: Coordinates
  inputs: Record<string, InputReference[]>
  settings: unknown
}

/**
 * A stage's id (with a path inside its artifact: `data/train.jsonl`), a path, or a shipped model's
 * name.
 */
export interface InputReference {
  text: string
  /**
   * What a relative path is relative to: the recipe's directory, or the working directory for a
   * `--set`.
   */
  directory: string
  /** The axes on which it is taken from another place than the stage's own. */
  from?: Coordinates
}

/** Where a stage is written, and what it inherits. */
export interface StagePlace {
  source: RecipeSource
  path: Path
  axes: Axes
  /** The model of stages that name none. */
  model?: string | undefined
  /** Fields of all stages of its kind. */
  defaults: Readonly<Record<string, unknown>>
}

/** Reads one stage; what is wrong with it is added to `faults`. */
export function parseStage(
  entry: { id: string; stage: string; gather?: string[] | undefined },
  { source, path, axes, model, defaults }: StagePlace,
  registry: StageRegistry,
  faults: string[],
): RecipeStage {
  const { id, stage, gather = [], ...own } = entry
  const definition = Object.hasOwn(registry, stage) ? registry[stage] : undefined
  const where = (key: string): string => source.where(path, key)
  const at = (key: string): string => located(where(key), source.label([id, key]))
  const named = { id, stage, where, at }
  const result: RecipeStage = { ...named, each: {}, elsewhere: {}, gather, variants: [] }
  if (!definition) {
    faults.push(
      `${source.where(path, 'stage')}: ${id}.stage: there is no stage "${stage}"${suggestion(stage, Object.keys(registry))}`,
    )
    return result
  }
  const shared = mustHaveModel(definition) ? model : undefined
  const { fields, isDefault, placeOf } = fieldsOf({ path, stage, own, defaults, shared })
  const each = eachFields(fields)
  const elsewhere = elsewhereFields(fields, definition.inputs)
  const unknown = [
    ...Object.entries(each),
    ...Object.entries(elsewhere).map(([key, { along }]) => [key, along] as const),
    ...gather.map((axis) => ['gather', axis] as const),
  ].filter(([, axis]) => !Object.hasOwn(axes, axis))
  for (const [key, axis] of unknown)
    faults.push(
      `${source.where(placeOf([key]))}: ${id}.${key}: there is no axis "${axis}"${suggestion(axis, Object.keys(axes))}`,
    )
  if (unknown.length > 0) return result
  const names = Object.keys(axes).filter((axis) => ownAxes({ each, elsewhere }).includes(axis))
  const variants = combinations(names, axes).map((coordinates) => {
    const values = Object.entries(each).map(([key, axis]) => [key, coordinates[axis]])
    const taken = inputsElsewhere(elsewhere, coordinates, axes)
    const sources = Object.entries(taken).map(([key, { text }]) => [key, text])
    const value = { ...fields, ...Object.fromEntries([...values, ...sources]) }
    const place: Place = {
      value,
      where: (below, key) =>
        isDefault(key) ? source.where(['defaults', stage], key) : source.where(placeOf(below), key),
      label: (below) =>
        source.label(isDefault(below[0]) ? ['defaults', stage, ...below] : [id, ...below]),
    }
    const { inputs: texts, settings } = parseFields(value, definition, place, faults)
    const further =
      settings === undefined ? [] : (definition.faults?.(settings, axes, Object.keys(texts)) ?? [])
    faults.push(
      ...further.map(
        ({ path: below, text }) => `${located(place.where(below), place.label(below))}: ${text}`,
      ),
    )
    const inputs = Object.entries(texts).map(([key, references]) => {
      const axis = each[key]
      const written = axis === undefined ? placeOf([key]) : ['axes', axis]
      const directory = source.isOverridden(written) ? process.cwd() : dirname(source.file)
      const from = taken[key]?.from
      return [
        key,
        references.map((text): InputReference => ({ text, directory, ...(from && { from }) })),
      ]
    })
    return { coordinates, inputs: Object.fromEntries(inputs) as StageVariant['inputs'], settings }
  })
  return { ...result, each, elsewhere, variants }
}

interface WrittenFields {
  path: Path
  stage: string
  own: Readonly<Record<string, unknown>>
  defaults: Readonly<Record<string, unknown>>
  /** The model of the head, where the stage may take it. */
  shared: string | undefined
}

/** The fields of a stage, and where each is written: with itself, with its kind, or in the head. */
function fieldsOf({ path, stage, own, defaults, shared }: WrittenFields) {
  const isDefault = (field: string | number | undefined): boolean =>
    typeof field === 'string' && !Object.hasOwn(own, field) && Object.hasOwn(defaults, field)
  const isOfHead = shared !== undefined && !('model' in defaults) && !('model' in own)
  const placeOf = (below: Path): Path => {
    if (isOfHead && below[0] === 'model') return below
    return isDefault(below[0]) ? ['defaults', stage, ...below] : [...path, ...below]
  }
  const fields: Record<string, unknown> = {
    ...(shared !== undefined && { model: shared }),
    ...defaults,
    ...own,
  }
  return { fields, isDefault, placeOf }
}

const mustHaveModel = ({ inputs }: StageDefinition): boolean =>
  inputs['model'] !== undefined && inputs['model'].optional !== true

/** The axes that a stage takes by itself, whatever its inputs depend on. */
export function ownAxes({ each, elsewhere }: Pick<RecipeStage, 'each' | 'elsewhere'>): string[] {
  const rounds = Object.values(elsewhere).filter((written) => 'previous' in written)
  return [...Object.values(each), ...rounds.map(({ along }) => along)]
}

/** The fields that are written `{ each: axis }`, with the axis. */
function eachFields(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const each = eachSchema.safeParse(value)
      return each.success ? [[key, each.data.each]] : []
    }),
  )
}

function parseFields(
  fields: Readonly<Record<string, unknown>>,
  definition: StageDefinition,
  place: Place,
  faults: string[],
): { inputs: Record<string, string[]>; settings: unknown } {
  const inputs = inputSchema(definition)
  const isInput = (key: string): boolean => Object.hasOwn(definition.inputs, key)
  const given = Object.entries(fields)
  const parsedInputs = inputs.safeParse(Object.fromEntries(given.filter(([key]) => isInput(key))))
  if (!parsedInputs.success) faults.push(...faultsIn(parsedInputs.error, inputs, place))
  const parsed = definition.settings.safeParse(
    Object.fromEntries(given.filter(([key]) => !isInput(key))),
  )
  if (!parsed.success)
    faults.push(
      ...faultsIn(parsed.error, definition.settings, place, [
        ...Object.keys(definition.inputs),
        'gather',
      ]),
    )
  const texts = Object.entries(parsedInputs.data ?? {}).flatMap(([key, given]) =>
    given === undefined ? [] : [[key, [given].flat()]],
  )
  return { inputs: Object.fromEntries(texts) as Record<string, string[]>, settings: parsed.data }
}

function inputSchema(
  definition: StageDefinition,
): z.ZodType<Record<string, string | string[] | undefined>> {
  const one = z.string('expected a stage id, a path or a name').min(1)
  return z.strictObject(
    Object.fromEntries(
      Object.entries(definition.inputs).map(([name, { list, optional }]) => {
        const reference = list
          ? z.union(
              [one, z.array(one).min(1)],
              'expected a stage id, a path or a name, or a list of them',
            )
          : one
        return [name, optional ? reference.optional() : reference]
      }),
    ),
  )
}
