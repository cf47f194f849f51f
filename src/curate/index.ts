/** From verified samples to training data. */
export { curateRft, type Curated, type CurationReport, type RftOptions } from './curate.ts'
export { distinctPaths, type DistinctPath } from './distinct-paths.ts'
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
export { pathKey, programPathKey } from './path-key.ts'
