/** One form fitted to points, or the reason why they do not carry it. */
import { fitForms, type Curve, type FitForm, type FormName } from './fit-forms.ts'
import { weightedR2, type Columns } from './weighted-line.ts'

export interface FitPoint {
  x: number
  y: number
  /** One over the variance of `y`, in any unit; without weights all points count the same. */
  weight?: number
}

export interface FittedCurve extends Curve {
  form: FormName
  /** The weighted share of variance explained, with the weights of the fit. */
  r2: number
}

/** One sentence for the user: why there is no number. */
export interface FitWarning {
  warning: string
}

/**
 * Returns the weighted least-squares fit of the form; a warning where the points do not carry it:
 * numbers that are not finite, weights that are not positive, `x` that are not positive for a form
 * with logarithms, fewer distinct `x` than one more than the form has parameters, or a power law
 * that they do not determine. The order of the points changes nothing, not even a rounding.
 */
export function fitCurve(form: FormName, points: readonly FitPoint[]): FittedCurve | FitWarning {
  const ordered = points
    .map(({ x, y, weight = 1 }) => ({ x, y, weight }))
    .sort((a, b) => a.x - b.x || a.y - b.y || a.weight - b.weight)
  const columns: Columns = {
    x: Float64Array.from(ordered, ({ x }) => x),
    y: Float64Array.from(ordered, ({ y }) => y),
    weights: Float64Array.from(ordered, ({ weight }) => weight),
  }
  const { solve, ...facts }: FitForm = fitForms[form]
  const warning = fault(form, facts, columns)
  if (warning !== undefined) return { warning }
  const curve = solve(columns)
  return 'warning' in curve ? curve : { form, ...curve, r2: weightedR2(columns, curve.predict) }
}

function fault(
  form: FormName,
  { parameters, needsPositiveX }: Omit<FitForm, 'solve'>,
  { x, y, weights }: Columns,
): string | undefined {
  if (![...x, ...y, ...weights].every(Number.isFinite))
    return 'a point is not a finite number, so no curve is fitted'
  if (!weights.every((weight) => weight > 0))
    return 'a point has a weight that is not above 0, so no curve is fitted'
  if (needsPositiveX && x.some((value) => value <= 0))
    return `a ${form} fit needs every x above 0, and the least is ${Math.min(...x)}`
  const distinct = new Set(x).size
  if (distinct === 1) return `every point has the same x, ${x[0]}, so no curve is fitted`
  const needed = parameters.length + 1
  if (distinct < needed)
    return `a ${form} fit needs ${needed} different x to be checked by its points, and there are ${distinct}`
  return undefined
}
