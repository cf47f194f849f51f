/** The shapes of the shipped models, as their recipes give them. */
import type { FreshShape, ModelConfig } from '../src/model/index.ts'
import { freshConfig } from '../src/model/index.ts'
import { loadRecipe } from '../src/recipe/index.ts'

async function shapeOf(recipe: string): Promise<ModelConfig> {
  const { stages } = await loadRecipe(recipe)
  return freshConfig(
    stages.find(({ stage }) => stage === 'model.fresh')!.variants[0]!.settings as FreshShape,
  )
}

export const sizes = {
  '1m': await shapeOf('base-1m'),
  '4m': await shapeOf('base-4m'),
  '10m': await shapeOf('base-10m'),
}
export type SizeName = keyof typeof sizes
