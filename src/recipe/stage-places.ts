/** The places a recipe's stages are made for: their values on the axes, and their seeds. */
import { ConfigError } from '../core/index.ts'
import { combinations, type Coordinates } from './axes.ts'
import type { Recipe } from './load.ts'
import { ownAxes, type RecipeStage } from './parse-stage.ts'
import { stageReference } from './reference.ts'
import type { StageRegistry } from './stage.ts'
import { suggestion } from './suggest.ts'

/** A stage is made once for every pair of these. */
export interface StagePlaces {
  coordinates: readonly Coordinates[]
  /** `undefined` stands for a single run. */
  seeds: readonly (number | undefined)[]
}

/** What a stage depends on. */
interface Dependence {
  axes: ReadonlySet<string>
  hasSeeds: boolean
}

/**
 * Returns the places of each stage, by its id: all combinations of the axes its own fields take and
 * of those its inputs have, but for gathered ones.
 * @throws ConfigError for axes that cannot be gathered
 */
export function stagePlaces(recipe: Recipe, registry: StageRegistry): Map<string, StagePlaces> {
  const known = new Map<string, Dependence>()
  // Stages of a round depend on each other in a circle: it takes several passes to get around it.
  for (let isNew = true; isNew;) {
    isNew = false
    for (const stage of recipe.stages) {
      const before = known.get(stage.id)
      const now = dependenceOf(stage, recipe, registry, known)
      isNew ||= now.axes.size !== before?.axes.size || now.hasSeeds !== before.hasSeeds
      known.set(stage.id, now)
    }
  }
  for (const stage of recipe.stages) requireGatherable(stage, recipe, known)
  const places = recipe.stages.map(({ id }) => {
    const { axes, hasSeeds } = known.get(id)!
    const names = Object.keys(recipe.axes).filter((name) => axes.has(name))
    const seeds = hasSeeds ? recipe.seeds : [undefined]
    return [id, { coordinates: combinations(names, recipe.axes), seeds }] as const
  })
  return new Map(places)
}

function dependenceOf(
  stage: RecipeStage,
  recipe: Recipe,
  registry: StageRegistry,
  known: ReadonlyMap<string, Dependence>,
): Dependence {
  const { gathers = false, perSeed } = registry[stage.stage]!
  const producers = dependencesOfInputs(stage, recipe, known)
  const inherited = gathers ? [] : producers.flatMap(({ axes }) => [...axes])
  const axes = inherited.filter((axis) => !stage.gather.includes(axis))
  return {
    axes: new Set([...ownAxes(stage), ...axes]),
    hasSeeds: perSeed === 'inherit' ? producers.some(({ hasSeeds }) => hasSeeds) : perSeed,
  }
}

/** Of everything that a stage takes from other stages, but for the axes on which it says where. */
function dependencesOfInputs(
  { variants }: RecipeStage,
  recipe: Recipe,
  known: ReadonlyMap<string, Dependence>,
): Dependence[] {
  const references = variants.flatMap(({ inputs }) => Object.values(inputs).flat())
  return references.flatMap((reference) => {
    const made = known.get(stageReference(recipe, reference)?.id ?? '')
    if (!made) return []
    const axes = [...made.axes].filter((axis) => !Object.hasOwn(reference.from ?? {}, axis))
    return [{ ...made, axes: new Set(axes) }]
  })
}

/** Otherwise what reads like a union would be made of one place only. */
function requireGatherable(
  stage: RecipeStage,
  recipe: Recipe,
  known: ReadonlyMap<string, Dependence>,
): void {
  const own = ownAxes(stage)
  const given = dependencesOfInputs(stage, recipe, known).flatMap(({ axes }) => [...axes])
  const at = `${stage.at('gather')}:`
  for (const axis of stage.gather) {
    if (own.includes(axis))
      throw new ConfigError(
        `${at} the axis "${axis}" cannot be gathered, because a field of this stage takes its values one by one`,
        {
          hint: `Gather "${axis}" in another stage, or write one value instead of { each: ${axis} }.`,
        },
      )
    if (!given.includes(axis))
      throw new ConfigError(
        `${at} no input depends on the axis "${axis}"${suggestion(axis, [...new Set(given)])}`,
        { hint: 'Remove the axis, or name a stage that depends on it.' },
      )
  }
}
