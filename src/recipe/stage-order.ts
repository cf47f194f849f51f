/** The order of a recipe's stages, and whether what they refer to is there. */
import { existsSync } from 'node:fs'
import { ConfigError } from '../core/index.ts'
import { modelRefFault, servedRefHint, shippedModels, type ModelRef } from '../sample/index.ts'
import type { Recipe } from './load.ts'
import type { InputReference, RecipeStage } from './parse-stage.ts'
import { literalModel, literalPath, stageReference } from './reference.ts'
import { shippedExamples } from './shipped-examples.ts'
import type { StageInput, StageRegistry } from './stage.ts'
import { suggestion } from './suggest.ts'

/** The stages, every one after those it refers to and otherwise as written. */
export function inOrder(recipe: Recipe, registry: StageRegistry): RecipeStage[] {
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
        if (reference.from && !referred) requireStage(recipe, stage, name, reference)
        // What an earlier round made may well be written further down.
        const written = stage.elsewhere[name]
        if (reference.from && written && 'previous' in written) continue
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

function requireStage(
  recipe: Recipe,
  stage: RecipeStage,
  name: string,
  { text }: InputReference,
): never {
  const ids = recipe.stages.map(({ id }) => id)
  throw new ConfigError(`${stage.at(name)}: there is no stage "${text}"${suggestion(text, ids)}`, {
    hint: 'Name a stage of this recipe. Files and shipped models do not depend on an axis.',
  })
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
  const model = input.kind === 'model' ? modelOf(reference, at) : undefined
  const fault = model ? modelRefFault(model) : pathFault(reference, input)
  if (fault === null) return
  // What is named so can be no stage, and no name of a shipped model.
  if (model?.scheme === 'served') throw new ConfigError(`${at} ${fault}`, { hint: servedRefHint })
  const shipped = shippedFor(input)
  const isAlone = ids.length === 0
  throw new ConfigError(
    `${at} ${isAlone ? '' : `"${reference.text}" is no stage, and `}${fault}${suggestion(reference.text, [...ids, ...(shipped?.names ?? [])])}`,
    {
      hint: `Name ${shipped ? `${shipped.is}, ` : ''}${isAlone ? '' : 'a stage of this recipe or '}an existing path.`,
    },
  )
}

/** What comes with the package that an input may name, and what it is called. */
function shippedFor({ kind }: StageInput): { is: string; names: readonly string[] } | undefined {
  if (kind === 'model') return { is: 'a shipped model', names: shippedModels() }
  if (kind !== 'examples') return undefined
  return { is: `shipped examples (${shippedExamples.join(', ')})`, names: shippedExamples }
}

function pathFault(reference: InputReference, input: StageInput): string | null {
  const path = literalPath(reference, input)
  return existsSync(path) ? null : `there is no ${path}`
}

function modelOf(reference: InputReference, at: string): ModelRef {
  try {
    return literalModel(reference)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(`${at} ${error.message}`, { ...(error.hint && { hint: error.hint }) })
  }
}
