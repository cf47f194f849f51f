/** How a model is laid over the cores of this machine. */
import { availableParallelism } from 'node:os'
import type { ExecutionProvider } from '../engine/index.ts'
import { sizeOf } from '../engine/index.ts'
import type { Parameters } from '../model/index.ts'

/** Memory for further copies of the weights. */
const COPIES_BYTES = 2 * 2 ** 30

export interface Placement {
  /** Threads that decode batches of their own, each with its own weights. */
  copies: number
  /** Threads of one operator. */
  threads: number
  /** Whether decoding steps are compiled with a copy of the weights, which makes their products faster. */
  compileWeights: boolean
}

/**
 * Returns one copy a core for a small model: batches side by side share nothing and wait for nothing. A model too large for that is kept
 * once, and its operators run on all cores; so is one that an accelerator computes.
 */
export function placementOf(parameters: Parameters, provider: ExecutionProvider, cores = availableParallelism()): Placement {
  const bytes = 4 * Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const affordable = Math.floor(COPIES_BYTES / (2 * bytes)) // each holds the weights as read and as compiled
  const copies = provider === 'cpu' ? Math.min(cores, Math.max(1, affordable)) : 1
  return { copies, threads: Math.max(1, Math.floor(cores / copies)), compileWeights: affordable >= 1 }
}
