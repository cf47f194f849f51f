/** The shapes of two shipped models, as their recipes give them, and of two larger ones. */
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
  '10m': freshConfig({
    vocabularySize: 1024,
    hiddenSize: 384,
    intermediateSize: 992,
    layers: 6,
    heads: 8,
    keyValueHeads: 4,
    maxPositions: 1024,
  }),
  /** The shape of SmolLM2-135M. */
  '135m': freshConfig({
    vocabularySize: 49_152,
    hiddenSize: 576,
    intermediateSize: 1536,
    layers: 30,
    heads: 9,
    keyValueHeads: 3,
    maxPositions: 2048,
  }),
}
export type SizeName = keyof typeof sizes
