/**
 * One stage of a recipe: its inputs told from its settings, for every value of the axes it takes.
 */
import { dirname } from 'node:path'
import { z } from 'zod'
import {
  combinations,
  eachSchema,
  previousSchema,
  type Axes,
  type Coordinates,
  type Previous,
} from './axes.ts'
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
  /** The inputs that are what another stage made at an axis's previous value. */
  previous: Readonly<Record<string, Previous>>
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
  /** The place it is taken from where that is not the stage's own: the previous value of an axis. */
  from?: Coordinates
}

/** Where a stage is written, and what it inherits. */
export interface StagePlace {
  source: RecipeSource
  path: Path
  axes: Axes
  /** Fields of all stages of its kind. */
  defaults: Readonly<Record<string, unknown>>
}

/** Reads one stage; what is wrong with it is added to `faults`. */
export function parseStage(
  entry: { id: string; stage: string; gather?: string[] | undefined },
  { source, path, axes, defaults }: StagePlace,
  registry: StageRegistry,
  faults: string[],
): RecipeStage {
  const { id, stage, gather = [], ...own } = entry
  const fields: Record<string, unknown> = { ...defaults, ...own }
  const where = (key: string): string => source.where(path, key)
  const at = (key: string): string => located(where(key), source.label([id, key]))
  const named = { id, stage, where, at }
  const result: RecipeStage = { ...named, each: {}, previous: {}, gather, variants: [] }
  const definition = Object.hasOwn(registry, stage) ? registry[stage] : undefined
  if (!definition) {
    faults.push(
      `${source.where(path, 'stage')}: ${id}.stage: there is no stage "${stage}"${suggestion(stage, Object.keys(registry))}`,
    )
    return result
  }
  const isDefault = (field: string | number | undefined): boolean =>
    typeof field === 'string' && !Object.hasOwn(own, field) && Object.hasOwn(defaults, field)
  const placeOf = (below: Path): Path =>
    isDefault(below[0]) ? ['defaults', stage, ...below] : [...path, ...below]
  const each = eachFields(fields)
  const previous = previousFields(fields, definition)
  const unknown = [
    ...Object.entries(each),
    ...Object.entries(previous).map(([key, { along }]) => [key, along] as const),
    ...gather.map((axis) => ['gather', axis] as const),
  ].filter(([, axis]) => !Object.hasOwn(axes, axis))
  for (const [key, axis] of unknown)
    faults.push(
      `${source.where(placeOf([key]))}: ${id}.${key}: there is no axis "${axis}"${suggestion(axis, Object.keys(axes))}`,
    )
  if (unknown.length > 0) return result
  const taken = ownAxes({ each, previous })
  const names = Object.keys(axes).filter((axis) => taken.includes(axis))
  const variants = combinations(names, axes).map((coordinates) => {
    const values = Object.entries(each).map(([key, axis]) => [key, coordinates[axis]])
    const { texts: sources, from: fromOf } = takenAt(coordinates, previous, axes)
    const value = { ...fields, ...Object.fromEntries(values), ...sources }
    const place: Place = {
      value,
      where: (below, key) =>
        isDefault(key) ? source.where(['defaults', stage], key) : source.where(placeOf(below), key),
      label: (below) =>
        source.label(isDefault(below[0]) ? ['defaults', stage, ...below] : [id, ...below]),
    }
    const { inputs: texts, settings } = parseFields(value, definition, place, faults)
    const ofAxes = settings === undefined ? [] : (definition.faults?.(settings, axes) ?? [])
    faults.push(
      ...ofAxes.map(
        ({ path: below, text }) => `${located(place.where(below), place.label(below))}: ${text}`,
      ),
    )
    const inputs = Object.entries(texts).map(([key, references]) => {
      const axis = each[key]
      const written = axis === undefined ? placeOf([key]) : ['axes', axis]
      const directory = source.isOverridden(written) ? process.cwd() : dirname(source.file)
      const from = fromOf[key]
      return [
        key,
        references.map((text): InputReference => ({ text, directory, ...(from && { from }) })),
      ]
    })
    return { coordinates, inputs: Object.fromEntries(inputs) as StageVariant['inputs'], settings }
  })
  return { ...result, each, previous, variants }
}

/** The axes that a stage takes by itself, whatever its inputs depend on. */
export function ownAxes({ each, previous }: Pick<RecipeStage, 'each' | 'previous'>): string[] {
  return [...Object.values(each), ...Object.values(previous).map(({ along }) => along)]
}

/** What inputs are at a place that are an earlier place's at others: as texts, and from where. */
function takenAt(
  coordinates: Coordinates,
  previous: Readonly<Record<string, Previous>>,
  axes: Axes,
): { texts: Record<string, string>; from: Record<string, Coordinates | undefined> } {
  const texts: Record<string, string> = {}
  const from: Record<string, Coordinates | undefined> = {}
  for (const [key, written] of Object.entries(previous)) {
    const values = axes[written.along]!
    const before = values[values.indexOf(coordinates[written.along]!) - 1]
    texts[key] = before === undefined ? written.first : written.previous
    from[key] = before === undefined ? undefined : { [written.along]: before }
  }
  return { texts, from }
}

/** The inputs that are written `{ previous, along, first }`. */
function previousFields(
  fields: Readonly<Record<string, unknown>>,
  { inputs }: StageDefinition,
): Record<string, Previous> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const previous = previousSchema.safeParse(value)
      return previous.success && Object.hasOwn(inputs, key) ? [[key, previous.data]] : []
    }),
  )
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
