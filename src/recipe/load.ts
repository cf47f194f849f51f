/** YAML and overrides → a checked recipe; every fault names its file, line and column. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { systemCode } from '../store/index.ts'
import { axesSchema, type Axes } from './axes.ts'
import { faultsIn } from './fault.ts'
import { ownAxes, parseStage, type RecipeStage } from './parse-stage.ts'
import { recipePath, shippedRecipes } from './shipped.ts'
import { readSource, type OptionNames } from './source.ts'
import type { StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'
import { suggestion } from './suggest.ts'

/** What a recipe consists of; the fields of a stage depend on its kind. */
export const headerSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens')
    .describe('The name of the recipe; run directories begin with it.'),
  description: z.string().describe('What the recipe does, and what it shows.'),
  seeds: z
    .array(z.int().nonnegative())
    .min(1)
    .refine((seeds) => new Set(seeds).size === seeds.length, 'expected different seeds')
    .meta({ uniqueItems: true })
    .describe('Stages that use random numbers run once for each seed.'),
  axes: axesSchema.default({}),
  model: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The model of every stage that must have one and names none: a path, a shipped model, or a model on a server.',
    ),
  defaults: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .default({})
    .describe('Fields for all stages of a kind, used where a stage does not set them.'),
  stages: z
    .array(
      z.looseObject({
        id: z
          .string()
          .regex(/^[A-Za-z][\w-]*$/, 'expected letters, digits, _ and -, beginning with a letter')
          .describe('The name of the stage: others name it as their input.'),
        stage: z.string().describe('The kind of the stage; `reckoner stages` lists them.'),
        gather: z
          .array(z.string())
          .optional()
          .describe('Axes whose values this stage takes together, as for a union of models.'),
      }),
    )
    .min(1)
    .describe('The stages; each has an id, a kind, its inputs and its settings.'),
})
export const headerKeys = Object.keys(headerSchema.shape)

export interface Recipe {
  name: string
  description: string
  seeds: number[]
  axes: Axes
  stages: RecipeStage[]
}

export interface LoadOptions {
  /** `key=value`, as after `--set`. */
  overrides?: readonly string[]
  stages?: StageRegistry
  /**
   * Given where the recipe is one stage that a command's options describe: faults then name these.
   */
  command?: OptionNames & { hint: string }
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
      hint: 'Give the path of a YAML file, or the name of a shipped recipe.',
    })
  }
}

/**
 * Parses a recipe's text; `file` is for messages and for what relative paths are relative to.
 * @throws ConfigError with one line for each fault
 */
export function parseRecipe(text: string, file: string, options: LoadOptions = {}): Recipe {
  const registry = options.stages ?? shippedStages
  const { overrides = [], command } = options
  const source = readSource(text, file, { overrides, headerKeys, command })
  const header = headerSchema.safeParse(source.value)
  if (!header.success)
    throw recipeError(
      faultsIn(header.error, headerSchema, {
        value: source.value,
        where: source.where,
        label: (path) => path.join('.'),
      }),
    )
  const { name, description, seeds, axes, model, defaults } = header.data
  const faults = Object.keys(defaults)
    .filter((kind) => !header.data.stages.some(({ stage }) => stage === kind))
    .map(
      (kind) =>
        `${source.where(['defaults'], kind)}: defaults: no stage of the recipe is of the kind "${kind}"`,
    )
  const seen = new Map<string, number>()
  const stages = header.data.stages.map((entry, index) => {
    if (seen.has(entry.id))
      faults.push(
        `${source.where(['stages', index], 'id')}: the id "${entry.id}" is taken by an earlier stage`,
      )
    if (headerKeys.includes(entry.id))
      faults.push(
        `${source.where(['stages', index], 'id')}: a stage cannot be called "${entry.id}"`,
      )
    seen.set(entry.id, index)
    return parseStage(
      entry,
      { source, path: ['stages', index], axes, model, defaults: defaults[entry.stage] ?? {} },
      registry,
      faults,
    )
  })
  const taken = new Set(stages.flatMap(ownAxes))
  for (const axis of Object.keys(axes))
    if (faults.length === 0 && !taken.has(axis))
      faults.push(
        `${source.where(['axes'], axis)}: axes.${axis}: no stage has a field { each: ${axis} }${suggestion(axis, [...taken])}`,
      )
  if (faults.length > 0) throw recipeError([...new Set(faults)], command?.hint)
  return { name, description, seeds, axes, stages }
}

function recipeError(
  faults: readonly string[],
  hint = 'Correct the recipe or the --set option, and run the command again.',
): ConfigError {
  return new ConfigError(faults.join('\n'), { hint })
}
