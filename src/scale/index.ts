/** Laws: how accuracy grows with what was varied, how sure that is, and what it says of a claim. */
export { fitCurve, type FitPoint, type FittedCurve, type FitWarning } from './fit-curve.ts'
export { fitForms, type Curve, type FitForm, type FormName } from './fit-forms.ts'
export {
  fitMeasured,
  type Estimate,
  type MeasuredFit,
  type MeasuredFitOptions,
  type Prediction,
} from './fit-measured.ts'
export { judgeClaim, type Claim, type Judgement } from './judge-claim.ts'
export type { MeasuredPoint } from './resample-points.ts'
export {
  samplingFlops,
  trainingFlops,
  type SamplingRun,
  type TrainingRun,
} from './training-cost.ts'
export type { Columns } from './weighted-line.ts'
