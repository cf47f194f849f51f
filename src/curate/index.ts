/** From verified samples to training data. */
export type { ModelAccount, Overlap } from './account.ts'
export { curateRft, type Curated, type CurationReport, type RftOptions } from './curate.ts'
export * from './derive/index.ts'
export {
  chainFilters,
  filterBy,
  keepCorrect,
  keepFinished,
  keepFirstOfIndex,
  keepTrueEquations,
  type Dropped,
  type Filter,
  type Filtered,
  type Graded,
} from './filters.ts'
export { curateRepairs, type RepairOptions, type RepairReport } from './faults/curate-repairs.ts'
export { faultKinds, faultNames, injectFault, type FaultName } from './faults/kinds.ts'
export { injectAndRun } from './faults/try-fault.ts'
export {
  labelCandidates,
  type Labelled,
  type LabellingOptions,
  type LabellingReport,
} from './label-candidates.ts'
export { pathKey, programPathKey } from './path-key.ts'
export { DISCOUNT, gain, gainItems } from './rationales/gain.ts'
export { MIN_FIDELITY, siftRationales } from './rationales/sift-rationales.ts'
export { rationaleRow } from './rationales/rationale-row.ts'
export { sameRationale } from './rationales/same-rationale.ts'
export { representatives, type DistinctPath, type Representative } from './path-selection.ts'
export type { PathsAtK } from './paths-by-k.ts'
export { keeps, unnamedModel, type CompletionSource, type SiftOptions } from './sift.ts'
