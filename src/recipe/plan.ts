/**
 * A recipe → its stages in the order they run, one for each seed where they depend on it, each with
 * the key of what it makes.
 */
import { join } from 'node:path'
import { canonicalJson, ConfigError, sha256 } from '../core/index.ts'
import { modelIdentity, modelRefText } from '../sample/index.ts'
import { artifactKey, hashPath } from '../store/index.ts'
import { agree, placedId, placedLabel, without, type Coordinates, type InputPlace } from './axes.ts'
import { requireInputKinds } from './input-kinds.ts'
import type { Recipe } from './load.ts'
import type { InputReference, RecipeStage } from './parse-stage.ts'
import { literalModel, literalPath, stageReference } from './reference.ts'
import { planVerdicts } from './plan-verdicts.ts'
import type { PathInput, PlannedInput, PlannedStage } from './planned-stage.ts'
import { verdictsOf, type StageDefinition, type StageInput, type StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'
import { inOrder } from './stage-order.ts'
import { stagePlaces, type StagePlaces } from './stage-places.ts'

export interface Plan {
  recipe: Recipe
  /** The recipe's name and 8 digits of the hash of what it asks for. */
  runName: string
  /** The recipe with defaults and overrides in place and paths made absolute. */
  resolved: Record<string, unknown>
  stages: PlannedStage[]
}

/**
 * @throws ConfigError for cycles, and for references to what does not exist or is of another kind
 * than the stage takes
 */
export async function planRecipe(
  recipe: Recipe,
  registry: StageRegistry = shippedStages,
): Promise<Plan> {
  const ordered = inOrder(recipe, registry)
  await requireInputKinds(recipe, registry)
  const stages = await planStages(recipe, ordered, registry)
  const { name, description, seeds } = recipe
  const axes = Object.keys(recipe.axes).length > 0 ? { axes: recipe.axes } : {}
  const asked = recipe.stages.map((stage) =>
    writtenStage(recipe, stage, registry, (reference) => reference.text),
  )
  const written = recipe.stages.map((stage) =>
    writtenStage(recipe, stage, registry, (reference, input) =>
      input.kind === 'model'
        ? modelRefText(literalModel(reference))
        : literalPath(reference, input),
    ),
  )
  const runName = `${name}-${sha256(canonicalJson({ name, seeds, ...axes, stages: asked })).slice(0, 8)}`
  return {
    recipe,
    runName,
    resolved: { name, description, seeds, ...axes, stages: written },
    stages,
  }
}

/** Every stage at each of its places, after what it takes. */
async function planStages(
  recipe: Recipe,
  ordered: readonly RecipeStage[],
  registry: StageRegistry,
): Promise<PlannedStage[]> {
  const places = stagePlaces(recipe, registry)
  const planned = new Map<string, PlannedStage>()
  const begun = new Set<string>()
  const hashes = new Map<string, Promise<string>>()
  const hash = (path: string): Promise<string> => {
    if (!hashes.has(path)) hashes.set(path, hashPath(path))
    return hashes.get(path)!
  }
  const plannedAt = async (stage: RecipeStage, at: StagePlace): Promise<PlannedStage> => {
    const id = placedId(stage.id, at.coordinates, at.seed)
    const known = planned.get(id)
    if (known) return known
    if (begun.has(id))
      throw new ConfigError(`${stage.where('id')}: ${id} depends on its own output`, {
        hint: 'Take it from an earlier round: { previous, along, first }.',
      })
    begun.add(id)
    const definition = registry[stage.stage]!
    const node = await planStage({
      recipe,
      registry,
      stage,
      definition,
      at,
      places,
      planned,
      plannedAt,
      hash,
    })
    planned.set(id, node)
    return node
  }
  for (const stage of ordered) {
    const { coordinates, seeds } = places.get(stage.id)!
    for (const place of coordinates)
      for (const seed of seeds) await plannedAt(stage, { coordinates: place, seed })
  }
  return [...planned.values()]
}

interface StagePlace {
  coordinates: Coordinates
  /** Absent for a stage that runs once. */
  seed: number | undefined
}

interface StagePlanning {
  recipe: Recipe
  registry: StageRegistry
  stage: RecipeStage
  definition: StageDefinition
  at: StagePlace
  places: ReadonlyMap<string, StagePlaces>
  planned: Map<string, PlannedStage>
  /** Returns a stage at one of its places, planning it first where need be. */
  plannedAt: (stage: RecipeStage, at: StagePlace) => Promise<PlannedStage>
  hash: (path: string) => Promise<string>
}

async function planStage(planning: StagePlanning): Promise<PlannedStage> {
  const { stage, definition, at } = planning
  const { coordinates, seed } = at
  const variant = stage.variants.find((each) => agree(each.coordinates, coordinates))!
  const inputs: Record<string, PlannedInput[]> = {}
  for (const [name, references] of Object.entries(variant.inputs)) {
    const found: PlannedInput[] = []
    for (const reference of references) found.push(...(await findInputs(planning, name, reference)))
    inputs[name] = found
  }
  Object.assign(inputs, await findVerdicts(planning, inputs, variant.settings))
  const inputKeys: Record<string, string[]> = {}
  for (const [name, found] of Object.entries(inputs)) {
    const isNamed = definition.inputs[name]?.named ?? false
    inputKeys[name] = await Promise.all(found.map((input) => inputKey(planning, input, isNamed)))
  }
  const { label, settings } = withoutLabel(definition, variant.settings)
  const identity = {
    stage: stage.stage,
    version: definition.version,
    settings,
    seed: definition.perSeed === true ? seed! : 0,
    inputs: inputKeys,
  }
  const id = placedId(stage.id, coordinates, seed)
  const node = {
    id,
    definition,
    identity,
    key: artifactKey(identity),
    inputs,
    coordinates,
    ...label,
  }
  return seed === undefined ? node : { ...node, seed }
}

function withoutLabel(
  { label: field }: StageDefinition,
  given: unknown,
): { label: { label?: string }; settings: unknown } {
  if (field === undefined) return { label: {}, settings: given }
  const { [field]: label, ...settings } = given as Record<string, unknown>
  return { label: { label: String(label) }, settings }
}

/**
 * What one reference stands for at a stage's place: of the stage it names, those at the same place,
 * or at the place before on an axis.
 */
async function findInputs(
  { recipe, stage, definition, at, places, plannedAt }: StagePlanning,
  name: string,
  reference: InputReference,
): Promise<PlannedInput[]> {
  const input = definition.inputs[name]!
  const referred = stageReference(recipe, reference)
  if (!referred)
    return input.kind === 'model'
      ? [{ model: literalModel(reference) }]
      : [{ path: literalPath(reference, input) }]
  const producer = recipe.stages.find(({ id }) => id === referred.id)!
  const made = places.get(referred.id)!
  requireAxes(stage, name, reference, made)
  const place = { ...at.coordinates, ...reference.from }
  const coordinates = made.coordinates.filter((each) => agree(each, place))
  const isOwnSeed = (seed: number | undefined): boolean => seed === undefined || seed === at.seed
  const seeds = at.seed === undefined ? made.seeds : made.seeds.filter(isOwnSeed)
  const axes = coordinates.flatMap((each) => Object.keys(without(each, place)))
  const gathered = [...new Set([...axes, ...(seeds.length > 1 ? ['seed'] : [])])].join(' and ')
  if (gathered !== '' && !input.list) {
    throw new ConfigError(
      `${stage.at(name)} takes one input, but "${reference.text}" gives several: one for each ${gathered}`,
      {
        hint: `Do not gather ${gathered} here, or name a stage that does not depend on ${gathered}.`,
      },
    )
  }
  const found: PlannedInput[] = []
  for (const each of coordinates)
    for (const seed of seeds)
      found.push({
        from: await plannedAt(producer, { coordinates: each, seed }),
        path: referred.path,
      })
  return found
}

/** The verdicts on those inputs that the stage wants graded, by input name. */
async function findVerdicts(
  { definition, registry, planned, hash }: StagePlanning,
  inputs: Readonly<Record<string, readonly PlannedInput[]>>,
  settings: unknown,
): Promise<Record<string, PlannedInput[]>> {
  const verdicts: Record<string, PlannedInput[]> = {}
  for (const [name, found] of Object.entries(inputs)) {
    if (!definition.inputs[name]!.graded) continue
    verdicts[verdictsOf(name)] = []
    const [problems] = inputs[definition.inputs[name]!.problems ?? 'problems']!
    for (const completions of found) {
      const grading = { problems: problems as PathInput, completions: completions as PathInput }
      const stage = await planVerdicts(
        {
          ...grading,
          settings: settings as Record<string, unknown>,
          keyOf: contentKey(hash),
        },
        registry,
        planned,
      )
      verdicts[verdictsOf(name)]!.push({ from: stage, path: '' })
    }
  }
  return verdicts
}

/** Otherwise every round would take the same, and pass for progress. */
function requireAxes(
  stage: RecipeStage,
  name: string,
  { text, from = {} }: InputReference,
  made: StagePlaces,
): void {
  const axis = Object.keys(from).find((each) => !Object.hasOwn(made.coordinates[0]!, each))
  if (axis === undefined) return
  throw new ConfigError(
    `${stage.at(name)}: "${text}" does not depend on the axis "${axis}", so it is the same everywhere on this axis`,
    { hint: `Name a stage that depends on "${axis}", or take "${text}" itself.` },
  )
}

/**
 * What makes an input the one it is: for artifacts that are taken together, also the place of each,
 * and for those that are taken with their names, also these.
 */
async function inputKey(
  { at, hash }: StagePlanning,
  input: PlannedInput,
  isNamed: boolean,
): Promise<string> {
  const content = await contentKey(hash)(input)
  if (!('from' in input)) return content
  const { coordinates, label } = input.from
  const place = without(coordinates, at.coordinates)
  const suffix = Object.keys(place).length === 0 ? '' : `#${canonicalJson(place)}`
  const name = isNamed && label !== undefined ? `#${JSON.stringify(label)}` : ''
  return `${content}${suffix}${name}`
}

/** What an input holds, wherever it stands and whatever it is called. */
const contentKey =
  (hash: StagePlanning['hash']) =>
  async (input: PlannedInput): Promise<string> => {
    if ('from' in input) return join(input.from.key, input.path)
    return 'model' in input ? modelIdentity(input.model, hash) : hash(input.path)
  }

/** Where each input of a stage stands, by input name, in the order of its paths. */
export function inputPlaces(stage: PlannedStage): Record<string, InputPlace[]> {
  return Object.fromEntries(
    Object.entries(stage.inputs).map(([name, inputs]) => [
      name,
      inputs.map((input, position): InputPlace => {
        const key = stage.identity.inputs[name]![position]!
        if (!('from' in input)) return { coordinates: {}, key }
        const { coordinates, seed, label } = input.from
        const isNamed = stage.definition.inputs[name]?.named ?? false
        const place = {
          coordinates: without(coordinates, stage.coordinates),
          maker: makerOf(input.from),
          key,
          madeOf: input.from.identity.inputs,
          ...(isNamed && label !== undefined && { label }),
        }
        return seed === undefined || stage.seed !== undefined ? place : { ...place, seed }
      }),
    ]),
  )
}

/** `sample-748debd4`: names a stage by its kind and the beginning of its key. */
const makerOf = ({ identity, key }: PlannedStage): string => `${identity.stage}-${key.slice(0, 8)}`

/**
 * What a recipe calls the makers of a stage's inputs, by the names that the stage itself has for
 * them.
 */
export function makersLabels(stage: PlannedStage): Map<string, string> {
  const makers = Object.values(stage.inputs).flatMap((inputs) =>
    inputs.flatMap((input) => ('from' in input ? [input.from] : [])),
  )
  return new Map(
    makers.flatMap((maker) => {
      const place = without(maker.coordinates, stage.coordinates)
      return maker.label === undefined
        ? []
        : [[makerOf(maker), placedLabel(maker.label, place)] as const]
    }),
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
  const elsewhere = Object.entries(stage.elsewhere).map(([name, taken]) => {
    if ('last' in taken) return [name, taken]
    const first = variant!.inputs[name]![0]!
    const isStage = stageReference(recipe, first) !== undefined
    return [
      name,
      { ...taken, first: isStage ? first.text : textOf(first, definition.inputs[name]!) },
    ]
  })
  const each = Object.entries(stage.each).map(([name, axis]) => [name, { each: axis }])
  return {
    id: stage.id,
    stage: stage.stage,
    ...(stage.gather.length > 0 && { gather: stage.gather }),
    ...Object.fromEntries(inputs),
    ...(variant!.settings as object),
    ...Object.fromEntries(each),
    ...Object.fromEntries(elsewhere),
  }
}
