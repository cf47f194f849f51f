/**
 * What each problem and each run contributes to a number of a fitted law, and how much wider that
 * makes its interval.
 */
import { mean, meanSpread, studentCritical, z95, type Interval } from '../evaluate/index.ts'
import { fitCurve, type FitPoint, type FittedCurve, type FitWarning } from './fit-curve.ts'
import type { FormName } from './fit-forms.ts'
import type { MeasuredPoint } from './resample-points.ts'

/**
 * Small against what points differ by, large against the precision to which an exponent is found.
 */
const step = 1e-4

/** The law after a point was moved a step up and a step down. */
type Moved = readonly [up: FittedCurve, down: FittedCurve]

export interface LawSpread {
  /**
   * What each problem of each run contributes to a number of the law: their mean is that number,
   * but for a constant.
   */
  contributions(read: (curve: FittedCurve) => number): { bySeed: number[][]; range: Interval }
}

/**
 * Returns how the numbers of a law hang on the measured values, to first order: for a straight line
 * exactly. A warning where the law cannot be fitted to points that lie a little off.
 */
export function lawSpread(
  form: FormName,
  points: readonly MeasuredPoint[],
  data: readonly FitPoint[],
): LawSpread | FitWarning {
  const move = (index: number, field: 'x' | 'y', by: number): FittedCurve | FitWarning =>
    fitCurve(
      form,
      data.map((point, other) =>
        other === index ? { ...point, [field]: point[field] + by } : point,
      ),
    )
  const moved: { y: Moved; x: Moved | undefined; stepX: number }[] = []
  for (const [index, { xBySeed }] of points.entries()) {
    const stepX = step * Math.abs(data[index]!.x)
    const curves = [move(index, 'y', step), move(index, 'y', -step)]
    if (xBySeed !== undefined) curves.push(move(index, 'x', stepX), move(index, 'x', -stepX))
    const fitted = curves.flatMap((curve) => ('warning' in curve ? [] : [curve]))
    if (fitted.length < curves.length)
      return {
        warning: `the ${form} fit is lost where a point is moved by a hundredth of a point, so its numbers would mean little`,
      }
    moved.push({ y: [fitted[0]!, fitted[1]!], x: xBySeed && [fitted[2]!, fitted[3]!], stepX })
  }
  const least = points.some(({ bySeed }) =>
    bySeed.some((values) => values.some((value) => value < 0)),
  )
    ? -1
    : 0
  return {
    contributions(read) {
      const rises = moved.map(({ y: [up, down] }) => (read(up) - read(down)) / (2 * step))
      const shifts = moved.map(({ x, stepX }) =>
        x === undefined || stepX === 0 ? 0 : (read(x[0]) - read(x[1])) / (2 * stepX),
      )
      const bySeed = points[0]!.bySeed.map((values, seed) => {
        const shift = total(
          points,
          ({ xBySeed }, at) => shifts[at]! * ((xBySeed?.[seed] ?? data[at]!.x) - data[at]!.x),
        )
        return values.map(
          (_, problem) =>
            shift + total(points, (point, at) => rises[at]! * point.bySeed[seed]![problem]!),
        )
      })
      const ends = rises.map(
        (rise) => [rise * least, rise].sort((a, b) => a - b) as [number, number],
      )
      return { bySeed, range: [total(ends, ([low]) => low), total(ends, ([, high]) => high)] }
    },
  }
}

/**
 * Returns the interval that resamples of the problems gave, made wider on both sides as the spread
 * over problems and runs asks for (`meanSpread`, Student's t): by nothing for many problems and one
 * run.
 */
export function widened(
  value: number,
  resampled: Interval,
  { bySeed, range }: ReturnType<LawSpread['contributions']>,
): Interval {
  const ofProblems = problemVariance(bySeed)
  if (ofProblems === 0) return resampled
  const { variance, degreesOfFreedom } = meanSpread(bySeed, range)
  const factor = (studentCritical(degreesOfFreedom) / z95) * Math.sqrt(variance / ofProblems)
  return [value - factor * (value - resampled[0]), value + factor * (resampled[1] - value)]
}

/**
 * The variance of the mean that resampling the problems has; 0 where they all contribute the same.
 */
export function problemVariance(bySeed: readonly (readonly number[])[]): number {
  const means = problemMeans(bySeed)
  const centre = mean(means)
  const variance = mean(means.map((value) => (value - centre) ** 2)) / means.length
  return variance < 1e-24 ? 0 : variance
}

/** What each problem contributes, over all runs. */
export function problemMeans(bySeed: readonly (readonly number[])[]): number[] {
  return bySeed[0]!.map((_, problem) => mean(bySeed.map((values) => values[problem]!)))
}

function total<T>(items: readonly T[], value: (item: T, index: number) => number): number {
  return items.reduce((sum, item, index) => sum + value(item, index), 0)
}
