/** How good, how sure, and how much better: metrics, intervals and paired comparisons. */
export { comparePaired, type Comparison } from './compare.ts'
export { evaluate, type ComparisonRow, type EvaluateOptions, type Evaluation, type MetricRow } from './evaluate.ts'
export {
  bootstrapInterval,
  crossedInterval,
  crossedTest,
  interval95,
  mcnemarExact,
  pairedDifference,
  quantile,
  signFlipTest,
  wilsonInterval,
  type Interval,
} from './intervals.ts'
export { majorityAtK, mean, passAtK, shareCorrect, type Sample } from './metrics.ts'
export { withSameTexts } from './same-texts.ts'
export {
  evaluationRecordSchema,
  scores,
  seriesCollector,
  type EvaluationRecord,
  type Series,
  type SeriesCollector,
} from './series.ts'
export * from './format.ts'
export { renderReport } from './report.ts'
export * from './results-inside.ts'
export * from './results-numbers.ts'
export * from './results-study.ts'
export * from './results.ts'
