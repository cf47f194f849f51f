/** How good, how sure, and how much better: metrics, intervals and paired comparisons. */
export { areaUnderCurve, withinProblemArea, type Area } from './area-under-curve.ts'
export { calibration, type Calibration, type CalibrationBin } from './calibration.ts'
export { comparePaired, type Comparison } from './compare.ts'
export {
  evaluate,
  type ComparisonRow,
  type EvaluateOptions,
  type Evaluation,
  type MetricRow,
} from './evaluate.ts'
export { degenerateScores } from './degenerate-scores.ts'
export { evaluatorResults, type EvaluatorResults, type JudgedSet } from './evaluator-results.ts'
export { pairedInterval, shareInterval, type PairedInterval } from './intervals.ts'
export type { Judged, JudgedRuns } from './judged.ts'
export type { BySeed, Interval } from './values.ts'
export {
  accuracyMeasure,
  majorityMeasure,
  passMeasure,
  summary,
  type Measure,
  type SamplesByRun,
} from './measures.ts'
export { meanSpread, type MeanSpread } from './mean-spread.ts'
export { majorityAtK, mean, passAtK, shareCorrect, type Sample } from './metrics.ts'
export { selectionResults, type SelectionSet, type SelectionStudy } from './selection-results.ts'
export { measureVote, scoringStrategies, type Pool, type PoolsByRun } from './strategy-measures.ts'
export {
  bestOfEach,
  bestTried,
  measuredStrategies,
  triedTable,
  tryStrategies,
  type Yardsticks,
  type MeasuredStrategy,
  type TriedStrategy,
} from './try-strategies.ts'
export { mcnemarExact, signFlipTest } from './paired-tests.ts'
export type { ScoredSteps } from './step-measures.ts'
export { stepResults, type StepResults } from './step-results.ts'
export { withSameTexts } from './same-texts.ts'
export {
  evaluationRecordSchema,
  judgedRuns,
  scores,
  seriesCollector,
  type EvaluationRecord,
  type Series,
  type SeriesCollector,
} from './series.ts'
export * from './format.ts'
export { studentCritical, studentTail } from './student-t.ts'
export { tangoInterval, tangoStatistic, type Pairs } from './tango-interval.ts'
export { wilsonInterval, z95 } from './wilson-interval.ts'
export { renderReport } from './report.ts'
export * from './results-inside.ts'
export * from './results-numbers.ts'
export * from './results-study.ts'
export * from './results-tables.ts'
export * from './results.ts'
export { thresholdFor, thresholdSweep, type ThresholdPoint } from './threshold-sweep.ts'
