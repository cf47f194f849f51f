/**
 * A law fitted to measured accuracies, with what other seeds and problems could change, and whether
 * noise explains the rest.
 */
import { mean, signFlipTest, type Interval } from '../evaluate/index.ts'
import { chiSquareTail } from './chi-square.ts'
import { fitCurve, type FitPoint, type FittedCurve, type FitWarning } from './fit-curve.ts'
import { fitForms, type FormName } from './fit-forms.ts'
import { lawSpread, problemMeans, problemVariance, widened } from './law-spread.ts'
import { noiseVariances } from './measured-noise.ts'
import { resamplePoints, type MeasuredPoint } from './resample-points.ts'

export interface MeasuredFitOptions {
  /** Where the resamples are drawn from: the same address gives the same intervals. */
  address: readonly (string | number)[]
  /** Values of `x` to predict the accuracy at. */
  predictAt?: readonly number[]
  resamples?: number
}

export interface Estimate {
  value: number
  /**
   * The 95 % interval: percentiles over resamples of the problems, wider by what a few problems
   * leave open and by what runs differ.
   */
  ci95: Interval
}

/**
 * An accuracy 0…1 at `x`, and its rise over that at the largest x of the points, not clipped: a
 * warning says where it leaves that range. Without a value, the warning says why.
 */
export type Prediction =
  | ({ x: number; rise: Estimate; warning?: string } & Estimate)
  | ({ x: number } & FitWarning)

export interface MeasuredFit {
  form: FormName
  formula: string
  parameters: Readonly<Record<string, Estimate>>
  /** How much accuracy (0…1) rises, in `slopeUnit`: what a claim about the law is judged by. */
  slope: Estimate
  slopeUnit: string
  /** Two-sided, of a slope of 0: the sign-flip test over problems. */
  p: number
  r2: number
  predictions: readonly Prediction[]
  /**
   * Squared residuals over the variance of noise, summed; `p` is the probability of as much or more
   * if the form held.
   */
  residuals: { chiSquare: number; degreesOfFreedom: number; p: number }
  /** One sentence, where the residuals are too large for noise (p < 0.01). */
  doubt?: string
}

/**
 * Returns the form fitted to accuracies, weighted by one over their noise (`noiseVariances`), with
 * intervals from resamples of the problems, drawn for all points together and widened for runs
 * (`widened`); the weights are those of the data in all of them. With one seed the intervals are
 * about these runs and other problems. A warning in place of numbers where the points do not carry
 * the fit, all lie at one height, or leave no telling how sure it is, since every problem
 * contributes the same; also where more than 5 % of the resamples carry no fit. A prediction is
 * refused beyond four times (a straight line: one range beyond) the points' x.
 * @throws RangeError where the points differ in their numbers of seeds or problems, or have none
 */
export function fitMeasured(
  form: FormName,
  measured: readonly MeasuredPoint[],
  { address, predictAt = [], resamples = 2000 }: MeasuredFitOptions,
): MeasuredFit | FitWarning {
  checkShape(measured)
  if (measured.length === 0) return { warning: 'there are no points, so no curve is fitted' }
  const points = inOrder(measured)
  const weights = noiseVariances(points.map(({ bySeed }) => bySeed)).map((variance) => 1 / variance)
  const [data, ...resampled] = resamplePoints(points, weights, resamples, address)
  const fit = fitCurve(form, data!)
  if ('warning' in fit) return fit
  const heights = data!.map(({ y }) => y)
  if (Math.max(...heights) - Math.min(...heights) < 1e-12)
    return { warning: 'the points all lie at the same height, so there is no law to fit to them' }

  const spread = lawSpread(form, points, data!)
  if ('warning' in spread) return spread
  const ofSlope = spread.contributions(({ slope }) => slope).bySeed
  if (problemVariance(ofSlope) === 0)
    return {
      warning: `all problems (${ofSlope[0]!.length}) say the same of the slope, so there is no telling how far others would differ`,
    }
  const curves = resampled
    .map((each) => fitCurve(form, each))
    .flatMap((each) => ('warning' in each ? [] : [each]))
  const lost = resamples - curves.length
  if (lost > 0.05 * resamples)
    return {
      warning: `${lost} of ${resamples} resamples of the problems carry no ${form} fit, so its numbers would mean little`,
    }

  const estimate = (read: (curve: FittedCurve) => number): Estimate => {
    const value = read(fit)
    return {
      value,
      ci95: widened(value, percentiles(curves.map(read)), spread.contributions(read)),
    }
  }
  const residuals = residualTest(fit, data!)
  const largest = Math.max(...data!.map(({ x }) => x))
  return {
    form,
    formula: fitForms[form].formula,
    parameters: Object.fromEntries(
      Object.keys(fit.parameters).map((name) => [
        name,
        estimate((curve) => curve.parameters[name]!),
      ]),
    ),
    slope: estimate((curve) => curve.slope),
    slopeUnit: fitForms[form].slopeUnit,
    p: signFlipTest(problemMeans(ofSlope), ['slope', ...address]),
    r2: fit.r2,
    predictions: predictAt.map(
      (x) =>
        refusal(form, data!, x) ??
        flagged(
          x,
          estimate((curve) => curve.predict(x)),
          estimate((curve) => curve.predict(x) - curve.predict(largest)),
        ),
    ),
    residuals,
    ...(residuals.p < 0.01 && {
      doubt: `the points bend away from the ${form} form by more than noise explains`,
    }),
  }
}

function checkShape(points: readonly MeasuredPoint[]): void {
  const seeds = points[0]?.bySeed.length
  const problems = points[0]?.bySeed[0]?.length
  for (const { bySeed, xBySeed } of points) {
    if (bySeed.length === 0 || bySeed.length !== seeds || (xBySeed ?? bySeed).length !== seeds)
      throw new RangeError('measured points need the same seeds, at least one')
    if (bySeed.some((values) => values.length === 0 || values.length !== problems))
      throw new RangeError('measured points need the same problems, at least one')
  }
}

/** The same order whatever order they come in, so that not even a rounding differs. */
function inOrder(points: readonly MeasuredPoint[]): MeasuredPoint[] {
  const at = ({ x, xBySeed }: MeasuredPoint): number => (xBySeed === undefined ? x : mean(xBySeed))
  return points.toSorted(
    (a, b) => at(a) - at(b) || mean(a.bySeed.map(mean)) - mean(b.bySeed.map(mean)),
  )
}

function percentiles(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort()
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)]
}

/** The quantile of numbers in ascending order, interpolated linearly as NumPy does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below]!
  return low + (position - below) * ((sorted[below + 1] ?? low) - low)
}

function residualTest(
  { parameters, predict }: FittedCurve,
  points: readonly FitPoint[],
): MeasuredFit['residuals'] {
  const terms = points
    .map(({ x, y, weight }) => weight! * (y - predict(x)) ** 2)
    .sort((a, b) => a - b)
  const chiSquare = terms.reduce((total, term) => total + term, 0)
  const degreesOfFreedom = points.length - Object.keys(parameters).length
  return { chiSquare, degreesOfFreedom, p: chiSquareTail(chiSquare, degreesOfFreedom) }
}

function refusal(form: FormName, points: readonly FitPoint[], x: number): Prediction | undefined {
  const all = points.map((point) => point.x)
  const [low, high] = fitForms[form].reach(Math.min(...all), Math.max(...all))
  if (x >= low && x <= high) return undefined
  return {
    x,
    warning: `x = ${x} is too far from the points for a prediction: they allow ${rounded(low)} to ${rounded(high)}`,
  }
}

function flagged(x: number, { value, ci95 }: Estimate, rise: Estimate): Prediction {
  const leaves = Math.min(value, ci95[0]) < 0 || Math.max(value, ci95[1]) > 1
  return {
    x,
    value,
    ci95,
    rise,
    ...(leaves && {
      warning: `at x = ${x} the prediction or its interval leaves 0…1, where no accuracy can be`,
    }),
  }
}

/** For reading, to four digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
