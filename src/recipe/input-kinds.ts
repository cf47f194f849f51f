/**
 * Whether every input of a recipe is of the kind that its stage takes: told before anything runs.
 */
import { existsSync } from 'node:fs'
import { ConfigError } from '../core/index.ts'
import { describeKind, kindOfName, pathFault, type ArtifactKind } from './artifact-kind.ts'
import type { Recipe } from './load.ts'
import type { RecipeStage } from './parse-stage.ts'
import type { ModelRef } from '../sample/index.ts'
import { literalModel, literalPath, stageReference } from './reference.ts'
import type { StageInput, StageRegistry } from './stage.ts'

/** @throws ConfigError with one line for each input of another kind than its stage takes */
export async function requireInputKinds(recipe: Recipe, registry: StageRegistry): Promise<void> {
  const faults: string[] = []
  const needed = new Set<ArtifactKind>()
  for (const stage of recipe.stages) {
    const { inputs } = registry[stage.stage]!
    for (const [name, references] of stage.variants.flatMap((variant) =>
      Object.entries(variant.inputs),
    )) {
      const input = inputs[name]!
      const { takes } = input
      if (takes === undefined) continue
      for (const reference of references) {
        const referred = stageReference(recipe, reference)
        const fault = referred
          ? stageFault(
              recipe.stages.find(({ id }) => id === referred.id)!,
              referred.path,
              input,
              registry,
            )
          : input.kind === 'model'
            ? await modelFault(literalModel(reference), input, takes)
            : await literalFault(literalPath(reference, input), takes)
        if (fault === null) continue
        faults.push(
          `${stage.at(name)}: needs ${describeKind(takes)}, but "${reference.text}" ${fault}`,
        )
        needed.add(takes)
      }
    }
  }
  if (faults.length > 0)
    throw new ConfigError([...new Set(faults)].join('\n'), {
      hint: makersOf([...needed], recipe, registry),
    })
}

async function modelFault(
  ref: ModelRef,
  { served }: StageInput,
  takes: ArtifactKind,
): Promise<string | null> {
  if (ref.scheme === 'directory') return literalFault(ref.directory, takes)
  return served ? null : 'is on a server, and this stage needs the weights'
}

async function literalFault(path: string, takes: ArtifactKind): Promise<string | null> {
  return existsSync(path) ? pathFault(path, takes) : null
}

/** What is wrong with a stage (or a path in its artifact) as an input. */
function stageFault(
  producer: RecipeStage,
  path: string,
  { kind, takes }: StageInput,
  registry: StageRegistry,
): string | null {
  const { makes } = registry[producer.stage]!
  if (makes === undefined) return null
  const shown = `makes ${makes.map(describeKind).join('; ')}`
  if (path === '') return makes.includes(takes!) ? null : shown
  if (kind === 'artifact' || kind === 'model')
    return 'names a file of a stage; name the stage alone'
  const named = kindOfName(path)
  return named === undefined || (named === takes && makes.includes(named)) ? null : shown
}

/** Which stages make what is needed: those of the recipe by their ids, and all kinds there are. */
function makersOf(kinds: readonly ArtifactKind[], recipe: Recipe, registry: StageRegistry): string {
  return kinds
    .map((kind) => {
      const makers = Object.keys(registry).filter((name) => registry[name]!.makes?.includes(kind))
      const ids = recipe.stages.filter(({ stage }) => makers.includes(stage)).map(({ id }) => id)
      return `${kind}: made by ${makers.join(', ')}${ids.length > 0 ? ` (here: ${ids.join(', ')})` : ''}`
    })
    .join('; ')
}
