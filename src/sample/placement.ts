/** How a model is laid over the cores of this machine. */
import { availableParallelism } from 'node:os'
import type { ExecutionProvider } from '../engine/index.ts'
import { sizeOf } from '../engine/index.ts'
import type { Parameters } from '../model/index.ts'

/** Memory for further copies of the weights. */
const COPIES_BYTES = 2 * 2 ** 30

/**
 * Weights below this are decoded in batches of 32: their products are cheap, and a smaller cache
 * stays nearer (38 000 tokens a second against 30 000 with 64 rows, at 0.9 M parameters). Larger
 * products want more rows (11 000 against 10 000 with 32, at 3.9 M).
 */
const SMALL_BYTES = 8 * 2 ** 20

/** Fewer do not fill a product. */
const FEWEST_ROWS = 16

export interface Placement {
  /** Threads that decode batches of their own, each with its own weights. */
  copies: number
  /** Threads of one operator. */
  threads: number
  /**
   * Most sequences decoded at once: a property of the model, not of the machine, because batches
   * decide the last bit of the arithmetic.
   */
  batchRows: number
  /**
   * Sequences of a smaller request that are decoded together: few where copies share the batches,
   * and all where a model is held once. It follows from the model alone too.
   */
  fewestRows: number
  /**
   * Whether decoding steps are compiled with a copy of the weights, which makes their products
   * faster.
   */
  compileWeights: boolean
}

/**
 * Returns one copy a core for a small model: batches side by side share nothing and wait for
 * nothing. A model too large for that is kept once, and its operators run on all cores; so is one
 * that an accelerator computes. (The runtime takes no feeds from memory that threads share: it
 * answers a `SharedArrayBuffer` with "Invalid argument".)
 */
export function placementOf(
  parameters: Parameters,
  provider: ExecutionProvider,
  cores = availableParallelism(),
): Placement {
  const bytes = 4 * Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  // Each holds the weights as read and as compiled
  const affordable = Math.floor(COPIES_BYTES / (2 * bytes))
  const copies = provider === 'cpu' ? Math.min(cores, Math.max(1, affordable)) : 1
  const batchRows = bytes < SMALL_BYTES ? 32 : 64
  return {
    copies,
    threads: Math.max(1, Math.floor(cores / copies)),
    batchRows,
    fewestRows: affordable > 1 ? FEWEST_ROWS : batchRows,
    compileWeights: affordable >= 1,
  }
}
