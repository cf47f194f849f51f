/**
 * A recipe → its stages in the order they run, one for each seed where they depend on it, each with
 * the key of what it makes.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, ConfigError, sha256 } from '../core/index.ts'
import { artifactKey, hashPath, type ArtifactIdentity } from '../store/index.ts'
import {
  agree,
  combinations,
  placedId,
  without,
  type Coordinates,
  type InputPlace,
} from './axes.ts'
import { requireInputKinds } from './input-kinds.ts'
import type { Recipe } from './load.ts'
import type { InputReference, RecipeStage, StageVariant } from './parse-stage.ts'
import { literalPath, stageReference } from './reference.ts'
import { shippedModels } from './shipped.ts'
import type { StageDefinition, StageInput, StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'
import { suggestion } from './suggest.ts'

export interface Plan {
  recipe: Recipe
  /** The recipe's name and 8 digits of the hash of what it asks for. */
  runName: string
  /** The recipe with defaults and overrides in place and paths made absolute. */
  resolved: Record<string, unknown>
  stages: PlannedStage[]
}

export interface PlannedStage {
  /**
   * The stage's id, with its place on the axes and its seed where it runs once for each:
   * `sft@k=3@1`.
   */
  id: string
  definition: StageDefinition
  identity: ArtifactIdentity
  key: string
  inputs: Record<string, PlannedInput[]>
  /** Its value on every axis it depends on. */
  coordinates: Coordinates
  /** The recipe's seed it runs for; absent for a stage that runs once. */
  seed?: number
}

/** A stage's artifact (or a path in it), or a path that was there before. */
export type PlannedInput = { from: PlannedStage; path: string } | { path: string }

/**
 * @throws ConfigError for cycles, and for references to what does not exist or is of another kind
 * than the stage takes
 */
export async function planRecipe(
  recipe: Recipe,
  registry: StageRegistry = shippedStages,
): Promise<Plan> {
  const planned = new Map<string, PlannedStage[]>()
  const hashes = new Map<string, Promise<string>>()
  const hash = (path: string): Promise<string> => {
    if (!hashes.has(path)) hashes.set(path, hashPath(path))
    return hashes.get(path)!
  }
  const ordered = inOrder(recipe, registry)
  await requireInputKinds(recipe, registry)
  for (const stage of ordered) {
    const definition = registry[stage.stage]!
    const nodes: PlannedStage[] = []
    const planning = { recipe, stage, definition, planned, hash }
    for (const coordinates of placesOf(stage, definition, recipe, planned))
      for (const seed of seedsOf(stage, definition, recipe, planned))
        nodes.push(await planStage({ ...planning, coordinates, seed }))
    planned.set(stage.id, nodes)
  }
  const { name, description, seeds } = recipe
  const axes = Object.keys(recipe.axes).length > 0 ? { axes: recipe.axes } : {}
  const asked = recipe.stages.map((stage) =>
    writtenStage(recipe, stage, registry, (reference) => reference.text),
  )
  const written = recipe.stages.map((stage) =>
    writtenStage(recipe, stage, registry, (reference, input) => literalPath(reference, input)),
  )
  const runName = `${name}-${sha256(canonicalJson({ name, seeds, ...axes, stages: asked })).slice(0, 8)}`
  return {
    recipe,
    runName,
    resolved: { name, description, seeds, ...axes, stages: written },
    stages: [...planned.values()].flat(),
  }
}

/** Everything a stage takes from other stages. */
function producersOf(
  recipe: Recipe,
  variants: readonly StageVariant[],
  planned: ReadonlyMap<string, PlannedStage[]>,
): PlannedStage[] {
  return variants
    .flatMap(({ inputs }) => Object.values(inputs).flat())
    .flatMap((reference) => planned.get(stageReference(recipe, reference)?.id ?? '') ?? [])
}

/** The seeds a stage runs for; `undefined` stands for a single run. */
function seedsOf(
  stage: RecipeStage,
  { perSeed }: StageDefinition,
  recipe: Recipe,
  planned: ReadonlyMap<string, PlannedStage[]>,
): readonly (number | undefined)[] {
  if (perSeed === true) return recipe.seeds
  if (perSeed === false) return [undefined]
  const producers = producersOf(recipe, stage.variants, planned)
  return producers.some((producer) => producer.seed !== undefined) ? recipe.seeds : [undefined]
}

/**
 * The places a stage is made for: all combinations of the axes its own fields take and of those its
 * inputs have, but for gathered ones.
 */
function placesOf(
  stage: RecipeStage,
  definition: StageDefinition,
  recipe: Recipe,
  planned: ReadonlyMap<string, PlannedStage[]>,
): Coordinates[] {
  const own = Object.values(stage.each)
  const given = producersOf(recipe, stage.variants, planned).flatMap(({ coordinates }) =>
    Object.keys(coordinates),
  )
  for (const axis of stage.gather) requireGatherable(stage, axis, own, given)
  const inherited = definition.gathers ? [] : given
  const names = new Set([...own, ...inherited.filter((name) => !stage.gather.includes(name))])
  return combinations(
    Object.keys(recipe.axes).filter((name) => names.has(name)),
    recipe.axes,
  )
}

/** Otherwise what reads like a union would be made of one place only. */
function requireGatherable(
  stage: RecipeStage,
  axis: string,
  own: readonly string[],
  given: readonly string[],
): void {
  const at = `${stage.at('gather')}:`
  if (own.includes(axis))
    throw new ConfigError(
      `${at} a field of this stage takes the values of the axis "${axis}" one by one`,
      {
        hint: `Gather "${axis}" in another stage, or write one value instead of { each: ${axis} }.`,
      },
    )
  if (!given.includes(axis))
    throw new ConfigError(
      `${at} no input depends on the axis "${axis}"${suggestion(axis, [...new Set(given)])}`,
      {
        hint: 'Remove the axis, or name a stage that depends on it.',
      },
    )
}

interface StagePlanning {
  recipe: Recipe
  stage: RecipeStage
  definition: StageDefinition
  coordinates: Coordinates
  /** Absent for a stage that runs once. */
  seed: number | undefined
  planned: ReadonlyMap<string, PlannedStage[]>
  hash: (path: string) => Promise<string>
}

async function planStage(planning: StagePlanning): Promise<PlannedStage> {
  const { stage, definition, coordinates, seed } = planning
  const variant = stage.variants.find((each) => agree(each.coordinates, coordinates))!
  const inputs: Record<string, PlannedInput[]> = {}
  const inputKeys: Record<string, string[]> = {}
  for (const [name, references] of Object.entries(variant.inputs)) {
    const found = references.flatMap((reference) => findInputs(planning, name, reference))
    inputs[name] = found
    inputKeys[name] = await Promise.all(found.map((input) => inputKey(planning, input)))
  }
  const identity = {
    stage: stage.stage,
    version: definition.version,
    settings: variant.settings,
    seed: definition.perSeed === true ? seed! : 0,
    inputs: inputKeys,
  }
  const id = placedId(stage.id, coordinates, seed)
  const node = { id, definition, identity, key: artifactKey(identity), inputs, coordinates }
  return seed === undefined ? node : { ...node, seed }
}

/**
 * What one reference stands for at a stage's place: of the stage it names, those at the same place.
 */
function findInputs(
  planning: StagePlanning,
  name: string,
  reference: InputReference,
): PlannedInput[] {
  const { recipe, stage, definition, coordinates, seed, planned } = planning
  const input = definition.inputs[name]!
  const referred = stageReference(recipe, reference)
  if (!referred) return [{ path: literalPath(reference, input) }]
  const producers = planned
    .get(referred.id)!
    .filter((producer) => agree(producer.coordinates, coordinates))
  const ofSeed = producers.filter(
    (producer) => producer.seed === undefined || producer.seed === seed,
  )
  const needed = seed === undefined ? producers : ofSeed
  const axes = needed.flatMap((producer) => Object.keys(without(producer.coordinates, coordinates)))
  const hasSeeds = new Set(needed.map((producer) => producer.seed)).size > 1
  const gathered = [...new Set([...axes, ...(hasSeeds ? ['seed'] : [])])].join(' and ')
  if (gathered !== '' && !input.list) {
    throw new ConfigError(
      `${stage.at(name)} takes one input, but "${reference.text}" gives several: one for each ${gathered}`,
      {
        hint: `Do not gather ${gathered} here, or name a stage that does not depend on ${gathered}.`,
      },
    )
  }
  return needed.map((from) => ({ from, path: referred.path }))
}

/**
 * What makes an input the one it is: for artifacts that are taken together, also the place of each.
 */
async function inputKey(
  { coordinates, hash }: StagePlanning,
  input: PlannedInput,
): Promise<string> {
  if (!('from' in input)) return hash(input.path)
  const place = without(input.from.coordinates, coordinates)
  const suffix = Object.keys(place).length === 0 ? '' : `#${canonicalJson(place)}`
  return `${join(input.from.key, input.path)}${suffix}`
}

/** Where each input of a stage stands, by input name, in the order of its paths. */
export function inputPlaces(stage: PlannedStage): Record<string, InputPlace[]> {
  return Object.fromEntries(
    Object.entries(stage.inputs).map(([name, inputs]) => [
      name,
      inputs.map((input): InputPlace => {
        if (!('from' in input)) return { coordinates: {} }
        const { coordinates, seed } = input.from
        const place = { coordinates: without(coordinates, stage.coordinates) }
        return seed === undefined || stage.seed !== undefined ? place : { ...place, seed }
      }),
    ]),
  )
}

/** The stages, every one after those it refers to and otherwise as written. */
function inOrder(recipe: Recipe, registry: StageRegistry): RecipeStage[] {
  const ordered: RecipeStage[] = []
  const visit = (stage: RecipeStage, trail: readonly RecipeStage[]): void => {
    if (ordered.includes(stage)) return
    if (trail.includes(stage)) {
      const cycle = [...trail.slice(trail.indexOf(stage)), stage].map((each) => each.id).join(' → ')
      throw new ConfigError(
        `${stage.where('id')}: stages refer to each other in a circle: ${cycle}`,
        {
          hint: 'Remove one of these references.',
        },
      )
    }
    for (const [name, references] of stage.variants.flatMap(({ inputs }) =>
      Object.entries(inputs),
    )) {
      for (const reference of references) {
        const referred = stageReference(recipe, reference)
        if (referred)
          visit(
            recipe.stages.find((each) => each.id === referred.id)!,
            [...trail, stage],
          )
        else
          requireExisting({
            recipe,
            stage,
            name,
            reference,
            input: registry[stage.stage]!.inputs[name]!,
          })
      }
    }
    ordered.push(stage)
  }
  for (const stage of recipe.stages) visit(stage, [])
  return ordered
}

function requireExisting(use: {
  recipe: Recipe
  stage: RecipeStage
  name: string
  reference: InputReference
  input: StageInput
}): void {
  const { recipe, stage, name, reference, input } = use
  const ids = recipe.stages.map((each) => each.id).filter((id) => id !== stage.id)
  const at = `${stage.at(name)}:`
  if (input.kind === 'artifact')
    throw new ConfigError(
      `${at} there is no stage "${reference.text}"${suggestion(reference.text, ids)}`,
    )
  const path = literalPath(reference, input)
  if (existsSync(path)) return
  const known = input.kind === 'model' ? [...ids, ...shippedModels()] : ids
  const isAlone = ids.length === 0
  throw new ConfigError(
    `${at} ${isAlone ? '' : `"${reference.text}" is no stage, and `}there is no ${path}${suggestion(reference.text, known)}`,
    {
      hint: `Name ${input.kind === 'model' ? 'a shipped model, ' : ''}${isAlone ? '' : 'a stage of this recipe or '}an existing path.`,
    },
  )
}

/** A stage as a recipe writes it. */
function writtenStage(
  recipe: Recipe,
  stage: RecipeStage,
  registry: StageRegistry,
  textOf: (reference: InputReference, input: StageInput) => string,
): object {
  const definition = registry[stage.stage]!
  const [variant] = stage.variants
  const inputs = Object.entries(variant!.inputs).map(([name, references]) => {
    const texts = references.map((each) =>
      stageReference(recipe, each) ? each.text : textOf(each, definition.inputs[name]!),
    )
    return [name, definition.inputs[name]!.list ? texts : texts[0]]
  })
  const each = Object.entries(stage.each).map(([name, axis]) => [name, { each: axis }])
  return {
    id: stage.id,
    stage: stage.stage,
    ...(stage.gather.length > 0 && { gather: stage.gather }),
    ...Object.fromEntries(inputs),
    ...(variant!.settings as object),
    ...Object.fromEntries(each),
  }
}
