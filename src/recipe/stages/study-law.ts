/**
 * A fitted law as results show it: parameters in points, predictions as sentences, the curve with
 * its band.
 */
import {
  formatDifference,
  formatInterval,
  formatNumber,
  formatValue,
  type FigureResult,
  type FitResult,
} from '../../evaluate/index.ts'
import {
  fitForms,
  type Estimate,
  type FitWarning,
  type FormName,
  type MeasuredFit,
} from '../../scale/index.ts'

export interface LawTexts {
  xTitle: string
  /** Multiples of `largest` that are predicted. */
  predict: readonly number[]
  largest: number
}

export function fitResultOf(
  name: string,
  form: FormName,
  fit: MeasuredFit | FitWarning,
  texts: LawTexts,
): FitResult {
  if ('warning' in fit) return { name, form, warning: fit.warning }
  const { formula, parameters, r2, doubt } = fit
  return {
    name,
    form,
    formula,
    parameters: Object.entries(parameters).map(([parameter, estimate]) =>
      parameterOf(parameter, form, estimate),
    ),
    r2,
    predictions: texts.predict.map((multiple) => predictionOf(fit, multiple, texts)),
    ...(doubt !== undefined && { doubt }),
  }
}

/** Everything but an exponent is a share, shown in points. */
function parameterOf(
  name: string,
  form: FormName,
  { value, ci95: [low, high] }: Estimate,
): FitParameter {
  if (name === 'exponent') return { name, value, ci95: [low, high] }
  const unit = name === 'slope' ? `points ${fitForms[form].slopeUnit}` : 'points'
  return { name, value: 100 * value, ci95: [100 * low, 100 * high], unit }
}
type FitParameter = Extract<FitResult, { parameters: unknown }>['parameters'][number]

/**
 * A prediction as a sentence; where the law is not trusted so far, the sentence says so in place of
 * the number.
 */
function predictionOf(
  fit: MeasuredFit,
  multiple: number,
  { xTitle, largest }: LawTexts,
): FitPrediction {
  const at = multiple * largest
  const asked = `${formatNumber(multiple)} × the ${xTitle} (${formatNumber(at)})`
  const prediction = fit.predictions.find(({ x }) => x === at)!
  if (!('value' in prediction)) return { text: `${asked}: ${prediction.warning}` }
  const { value, ci95, rise, warning } = prediction
  const rises = `${formatDifference('accuracy', rise.value)} [${formatInterval('accuracy', rise.ci95, 'difference')}]`
  const text = `${asked}: ${rises}, to ${formatValue('accuracy', value)} [${formatInterval('accuracy', ci95)}]`
  return { text: warning === undefined ? text : `${text}; ${warning}`, value, ci95 }
}
type FitPrediction = Extract<FitResult, { parameters: unknown }>['predictions'][number]

/** The curve in ascending order of x; nothing where there is none. */
export function lawLine(fit: MeasuredFit | FitWarning): FigureResult['series'][number]['line'] {
  if ('warning' in fit) return undefined
  return fit.predictions
    .flatMap((prediction) =>
      'value' in prediction
        ? [
            {
              x: prediction.x,
              y: prediction.value,
              low: prediction.ci95[0],
              high: prediction.ci95[1],
            },
          ]
        : [],
    )
    .toSorted((a, b) => a.x - b.x)
}
