/** Text to pre-train on: which kind of document comes at an index. */
import { rng } from '../../core/index.ts'
import { drill } from './drill.ts'
import { ledger } from './ledger.ts'
import { narrative } from './problem.ts'
import { recall } from './recall.ts'

export interface CorpusOptions {
  seed: number
  /** Share of documents that are arithmetic drills. */
  drillShare: number
  /** Share that say things again. */
  recallShare: number
  /** Share that compute with named values; the rest are narratives. */
  ledgerShare?: number | undefined
  /** Reasoning steps behind a narrative. */
  minSteps: number
  maxSteps: number
}

/**
 * Returns the document at `index`. Stories are those of the training split, and none holds a worked
 * solution.
 */
export function corpusDocument(options: CorpusOptions, index: number): string {
  const { seed, drillShare, recallShare, ledgerShare = 0, minSteps, maxSteps } = options
  const dice = rng('corpus', seed, index).next()
  if (dice < drillShare) return drill(seed, index)
  if (dice < drillShare + recallShare) return recall(seed, index)
  if (dice < drillShare + recallShare + ledgerShare) return ledger(seed, index)
  return narrative({ seed, split: 'train', steps: { min: minSteps, max: maxSteps } }, index)
}
