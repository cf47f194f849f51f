/** Laws: how accuracy grows with what was varied, how sure that is, and what it says of a claim. */
export { fitCurve, type FitPoint, type FittedCurve, type FitWarning } from './fit-curve.ts'
export { fitForms, type Curve, type FitForm, type FormName } from './fit-forms.ts'
export { fitMeasured, type Estimate, type MeasuredFit, type MeasuredFitOptions, type Prediction } from './fit-measured.ts'
export type { MeasuredPoint } from './resample-points.ts'
export type { Columns } from './weighted-line.ts'
