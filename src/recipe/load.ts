/** YAML and overrides → a checked recipe; every fault names its file, line and column. */
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { axesSchema, combinations, eachSchema, type Axes, type Coordinates } from './axes.ts'
import { systemCode } from '../store/index.ts'
import { issueLines, knownKeys, valueAt } from './fault.ts'
import { recipePath, shippedRecipes } from './shipped.ts'
import { readSource, type RecipeSource } from './source.ts'
import type { StageDefinition, StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'
import { suggestion } from './suggest.ts'

const headerSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens')
    .describe('Names the run directory.'),
  description: z.string().describe('What the recipe does, and what it shows.'),
  seeds: z
    .array(z.int().nonnegative())
    .min(1)
    .refine((seeds) => new Set(seeds).size === seeds.length, 'expected every seed once')
    .describe('Stages that depend on chance run once for each.'),
  axes: axesSchema.default({}),
  stages: z
    .array(
      z.looseObject({
        id: z.string().regex(/^[A-Za-z][\w-]*$/, 'expected letters, digits, _ and -, beginning with a letter'),
        stage: z.string(),
        gather: z.array(z.string()).optional().describe('Axes over which inputs are taken together, as for a union of models.'),
      }),
    )
    .min(1)
    .describe('The stages; each has an id, a kind, its inputs and its settings.'),
})
const headerKeys = Object.keys(headerSchema.shape)

export interface Recipe {
  name: string
  description: string
  seeds: number[]
  axes: Axes
  stages: RecipeStage[]
}

export interface RecipeStage {
  id: string
  /** The kind, a key of the registry. */
  stage: string
  /** The fields that take an axis's values in turn, with the axis. */
  each: Readonly<Record<string, string>>
  /** Axes over which inputs are taken together instead of one by one. */
  gather: readonly string[]
  /** One for each combination of the axes in `each`; a single one where there are none. */
  variants: StageVariant[]
  /** Where the stage (or one of its keys) is written, for messages. */
  where(key?: string): string
}

export interface StageVariant {
  coordinates: Coordinates
  inputs: Record<string, InputReference[]>
  settings: unknown
}

/** A stage's id (with a path inside its artifact: `data/train.jsonl`), a path, or a shipped model's name. */
export interface InputReference {
  text: string
  /** What a relative path is relative to: the recipe's directory, or the working directory for a `--set`. */
  directory: string
}

export interface LoadOptions {
  /** `key=value`, as after `--set`. */
  overrides?: readonly string[]
  stages?: StageRegistry
}

/** Reads a recipe given by shipped name or path. @throws ConfigError */
export async function loadRecipe(nameOrPath: string, options: LoadOptions = {}): Promise<Recipe> {
  const path = recipePath(nameOrPath)
  try {
    return parseRecipe(await readFile(path, 'utf8'), path, options)
  } catch (error) {
    if (systemCode(error) === undefined) throw error
    const near = suggestion(nameOrPath, shippedRecipes())
    throw new ConfigError(`cannot read the recipe ${nameOrPath} (${systemCode(error)})${near}`, {
      cause: error,
      hint: 'Give the path of a YAML file, or the name of a recipe that comes with the package.',
    })
  }
}

/** Parses a recipe's text; `file` is for messages and for what relative paths are relative to. @throws ConfigError with one line for each fault */
export function parseRecipe(text: string, file: string, options: LoadOptions = {}): Recipe {
  const registry = options.stages ?? shippedStages
  const source = readSource(text, file, options.overrides ?? [], headerKeys)
  const header = headerSchema.safeParse(source.value)
  if (!header.success) throw recipeError(faultsIn(header.error, headerSchema, { source, path: [], value: source.value }))
  const faults: string[] = []
  const seen = new Map<string, number>()
  const { name, description, seeds, axes } = header.data
  const stages = header.data.stages.map((entry, index) => {
    if (seen.has(entry.id))
      faults.push(`${source.where(['stages', index], 'id')}: the id "${entry.id}" is taken by an earlier stage`)
    if (headerKeys.includes(entry.id))
      faults.push(`${source.where(['stages', index], 'id')}: a stage cannot be called "${entry.id}"`)
    seen.set(entry.id, index)
    return parseStage(entry, { source, path: ['stages', index], id: entry.id, axes }, registry, faults)
  })
  const taken = new Set(stages.flatMap(({ each }) => Object.values(each)))
  for (const axis of Object.keys(axes))
    if (faults.length === 0 && !taken.has(axis))
      faults.push(
        `${source.where(['axes'], axis)}: axes.${axis}: no field of a stage takes its values${suggestion(axis, [...taken])}`,
      )
  if (faults.length > 0) throw recipeError([...new Set(faults)])
  return { name, description, seeds, axes, stages }
}

/** A part of the recipe that is being read. */
interface Place {
  source: RecipeSource
  path: readonly (string | number)[]
  /** What stands there. */
  value: unknown
  /** The stage's id, where it is one. */
  id?: string
}

/** Reads one stage; what is wrong with it is added to `faults`. */
function parseStage(
  entry: { id: string; stage: string; gather?: string[] | undefined },
  place: Omit<Place, 'value'> & { axes: Axes },
  registry: StageRegistry,
  faults: string[],
): RecipeStage {
  const { source, path, axes } = place
  const { id, stage, gather = [], ...fields } = entry
  const result: RecipeStage = { id, stage, each: {}, gather, variants: [], where: (key) => source.where(path, key) }
  const definition = Object.hasOwn(registry, stage) ? registry[stage] : undefined
  if (!definition) {
    faults.push(
      `${source.where(path, 'stage')}: ${id}.stage: there is no stage "${stage}"${suggestion(stage, Object.keys(registry))}`,
    )
    return result
  }
  const each = eachFields(fields)
  const unknown = [...Object.entries(each), ...gather.map((axis) => ['gather', axis] as const)].filter(
    ([, axis]) => !Object.hasOwn(axes, axis),
  )
  for (const [key, axis] of unknown)
    faults.push(`${source.where([...path, key])}: ${id}.${key}: there is no axis "${axis}"${suggestion(axis, Object.keys(axes))}`)
  if (unknown.length > 0) return result
  const names = Object.keys(axes).filter((axis) => Object.values(each).includes(axis))
  const variants = combinations(names, axes).map((coordinates) => {
    const values = Object.entries(each).map(([key, axis]) => [key, coordinates[axis]])
    const value = { ...fields, ...Object.fromEntries(values) }
    return { coordinates, ...parseFields(value, definition, { source, path, id, value }, faults) }
  })
  return { ...result, each, variants }
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
): Omit<StageVariant, 'coordinates'> {
  const { source, path } = place
  const inputs = inputSchema(definition)
  const isInput = (key: string): boolean => Object.hasOwn(definition.inputs, key)
  const given = Object.entries(fields)
  const parsedInputs = inputs.safeParse(Object.fromEntries(given.filter(([key]) => isInput(key))))
  if (!parsedInputs.success) faults.push(...faultsIn(parsedInputs.error, inputs, place))
  const parsed = definition.settings.safeParse(Object.fromEntries(given.filter(([key]) => !isInput(key))))
  if (!parsed.success)
    faults.push(...faultsIn(parsed.error, definition.settings, place, [...Object.keys(definition.inputs), 'gather']))
  const references: Record<string, InputReference[]> = {}
  for (const [key, texts] of Object.entries(parsedInputs.data ?? {})) {
    const directory = source.isOverridden([...path, key]) ? process.cwd() : dirname(source.file)
    if (texts !== undefined) references[key] = [texts].flat().map((text) => ({ text, directory }))
  }
  return { inputs: references, settings: parsed.data }
}

function inputSchema(definition: StageDefinition): z.ZodType<Record<string, string | string[] | undefined>> {
  const one = z.string('expected a stage id, a path or a name').min(1)
  return z.strictObject(
    Object.fromEntries(
      Object.entries(definition.inputs).map(([name, { list, optional }]) => {
        const reference = list
          ? z.union([one, z.array(one).min(1)], 'expected a stage id, a path or a name, or a list of them')
          : one
        return [name, optional ? reference.optional() : reference]
      }),
    ),
  )
}

/** One line for each fault; `moreKeys` are known beside those of the schema. */
function faultsIn(
  error: z.ZodError,
  schema: z.ZodType,
  { source, path: base, value: whole, id }: Place,
  moreKeys: string[] = [],
): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
    const value = valueAt(whole, path)
    const known = [...knownKeys(schema, path), ...(path.length === 0 ? moreKeys : [])]
    return issueLines(issue, value, known).map(({ key, text }) => {
      const label = [...(id === undefined ? [] : [id]), ...path].join('.')
      return `${source.where([...base, ...path], key)}: ${label === '' ? '' : `${label}: `}${text}`
    })
  })
}

function recipeError(faults: readonly string[]): ConfigError {
  return new ConfigError(faults.join('\n'), { hint: 'Correct the recipe, or the --set that is named, and run it again.' })
}
