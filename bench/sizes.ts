/** The shapes of the shipped models. */
import type { ModelConfig } from '../src/model/index.ts'

const shape = (
  hiddenSize: number,
  intermediateSize: number,
  layers: number,
  heads: number,
  keyValueHeads: number,
): ModelConfig => ({
  vocabularySize: 1024,
  hiddenSize,
  intermediateSize,
  layers,
  heads,
  keyValueHeads,
  headSize: hiddenSize / heads,
  maxPositions: 1024,
  rmsNormEpsilon: 1e-5,
  rotaryBase: 10_000,
  tiedHead: true,
  attentionBias: false,
  endOfTextIds: [0],
})

export const sizes = { '1m': shape(128, 352, 4, 4, 2), '4m': shape(256, 688, 5, 8, 4), '10m': shape(384, 992, 6, 8, 4) }
export type SizeName = keyof typeof sizes
