/** Metrics with intervals, comparisons, results and reports. */
export * from './results.ts'
export { renderReport } from './report.ts'
