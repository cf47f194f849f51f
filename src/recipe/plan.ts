/** A recipe → its stages in the order they run, one for each seed where they depend on it, each with the key of what it makes. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { canonicalJson, ConfigError, sha256 } from '../core/index.ts'
import { artifactKey, hashPath, type ArtifactIdentity } from '../store/index.ts'
import type { InputReference, Recipe, RecipeStage } from './load.ts'
import { modelPath, shippedModels } from './shipped.ts'
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
  /** The stage's id, with its seed where it runs once for each: `sft@1`. */
  id: string
  definition: StageDefinition
  identity: ArtifactIdentity
  key: string
  inputs: Record<string, PlannedInput[]>
  /** The recipe's seed it runs for; absent for a stage that runs once. */
  seed?: number
}

/** A stage's artifact (or a path in it), or a path that was there before. */
export type PlannedInput = { from: PlannedStage; path: string } | { path: string }

/** @throws ConfigError for cycles and for references to what does not exist */
export async function planRecipe(recipe: Recipe, registry: StageRegistry = shippedStages): Promise<Plan> {
  const planned = new Map<string, PlannedStage[]>()
  const hashes = new Map<string, Promise<string>>()
  const hash = (path: string): Promise<string> => {
    if (!hashes.has(path)) hashes.set(path, hashPath(path))
    return hashes.get(path)!
  }
  for (const stage of inOrder(recipe, registry)) {
    const definition = registry[stage.stage]!
    const nodes: PlannedStage[] = []
    for (const seed of seedsOf(stage, definition, recipe, planned))
      nodes.push(await planStage({ recipe, stage, definition, seed, planned, hash }))
    planned.set(stage.id, nodes)
  }
  const { name, description, seeds } = recipe
  const asked = recipe.stages.map((stage) => writtenStage(recipe, stage, registry, (reference) => reference.text))
  const written = recipe.stages.map((stage) =>
    writtenStage(recipe, stage, registry, (reference, input) => literalPath(reference, input)),
  )
  const runName = `${name}-${sha256(canonicalJson({ name, seeds, stages: asked })).slice(0, 8)}`
  return { recipe, runName, resolved: { name, description, seeds, stages: written }, stages: [...planned.values()].flat() }
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
  const producers = Object.values(stage.inputs)
    .flat()
    .flatMap((reference) => planned.get(stageReference(recipe, reference)?.id ?? '') ?? [])
  return producers.some((producer) => producer.seed !== undefined) ? recipe.seeds : [undefined]
}

interface StagePlanning {
  recipe: Recipe
  stage: RecipeStage
  definition: StageDefinition
  /** Absent for a stage that runs once. */
  seed: number | undefined
  planned: ReadonlyMap<string, PlannedStage[]>
  hash: (path: string) => Promise<string>
}

async function planStage({ recipe, stage, definition, seed, planned, hash }: StagePlanning): Promise<PlannedStage> {
  const inputs: Record<string, PlannedInput[]> = {}
  const inputKeys: Record<string, string[]> = {}
  for (const [name, references] of Object.entries(stage.inputs)) {
    const found = references.flatMap((reference): PlannedInput[] => {
      const referred = stageReference(recipe, reference)
      if (!referred) return [{ path: literalPath(reference, definition.inputs[name]!) }]
      const producers = planned.get(referred.id)!
      const needsAll = seed === undefined || producers.length === 1
      const needed = needsAll ? producers : producers.filter((producer) => producer.seed === seed)
      return needed.map((from) => ({ from, path: referred.path }))
    })
    inputs[name] = found
    inputKeys[name] = await Promise.all(
      found.map(async (input) => ('from' in input ? join(input.from.key, input.path) : hash(input.path))),
    )
  }
  const identity = {
    stage: stage.stage,
    version: definition.version,
    settings: stage.settings,
    seed: definition.perSeed === true ? seed! : 0,
    inputs: inputKeys,
  }
  const node = { definition, identity, key: artifactKey(identity), inputs }
  return seed === undefined ? { id: stage.id, ...node } : { id: `${stage.id}@${seed}`, seed, ...node }
}

/** The stages, every one after those it refers to and otherwise as written. */
function inOrder(recipe: Recipe, registry: StageRegistry): RecipeStage[] {
  const ordered: RecipeStage[] = []
  const visit = (stage: RecipeStage, trail: readonly RecipeStage[]): void => {
    if (ordered.includes(stage)) return
    if (trail.includes(stage)) {
      const cycle = [...trail.slice(trail.indexOf(stage)), stage].map((each) => each.id).join(' → ')
      throw new ConfigError(`${stage.where('id')}: stages refer to each other in a circle: ${cycle}`, {
        hint: 'Remove one of these references.',
      })
    }
    for (const [name, references] of Object.entries(stage.inputs)) {
      for (const reference of references) {
        const referred = stageReference(recipe, reference)
        if (referred)
          visit(
            recipe.stages.find((each) => each.id === referred.id)!,
            [...trail, stage],
          )
        else requireExisting({ recipe, stage, name, reference, input: registry[stage.stage]!.inputs[name]! })
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
  const at = `${stage.where(name)}: ${stage.id}.${name}:`
  if (input.kind === 'artifact')
    throw new ConfigError(`${at} there is no stage "${reference.text}"${suggestion(reference.text, ids)}`)
  const path = literalPath(reference, input)
  if (existsSync(path)) return
  const known = input.kind === 'model' ? [...ids, ...shippedModels()] : ids
  throw new ConfigError(`${at} "${reference.text}" is no stage, and there is no ${path}${suggestion(reference.text, known)}`, {
    hint: `Name ${input.kind === 'model' ? 'a shipped model, ' : ''}a stage of this recipe or an existing path.`,
  })
}

/** The stage that a reference names, with the path inside its artifact. */
function stageReference(recipe: Recipe, reference: InputReference): { id: string; path: string } | undefined {
  const slash = reference.text.indexOf('/')
  const id = slash < 0 ? reference.text : reference.text.slice(0, slash)
  return recipe.stages.some((stage) => stage.id === id)
    ? { id, path: slash < 0 ? '' : reference.text.slice(slash + 1) }
    : undefined
}

function literalPath(reference: InputReference, input: StageInput): string {
  const path = input.kind === 'model' ? modelPath(reference.text) : reference.text
  return resolve(reference.directory, path)
}

/** A stage as a recipe writes it. */
function writtenStage(
  recipe: Recipe,
  stage: RecipeStage,
  registry: StageRegistry,
  textOf: (reference: InputReference, input: StageInput) => string,
): object {
  const definition = registry[stage.stage]!
  const inputs = Object.entries(stage.inputs).map(([name, references]) => {
    const texts = references.map((each) => (stageReference(recipe, each) ? each.text : textOf(each, definition.inputs[name]!)))
    return [name, definition.inputs[name]!.list ? texts : texts[0]]
  })
  return { id: stage.id, stage: stage.stage, ...Object.fromEntries(inputs), ...(stage.settings as object) }
}
