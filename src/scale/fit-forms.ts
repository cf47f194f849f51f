/**
 * The forms a law may take, each with its fit, its slope and how far it may be trusted beyond the
 * points.
 */
import { fitPowerLaw } from './power-law.ts'
import { weightedLine, type Columns } from './weighted-line.ts'

/** A form with its parameters found. */
export interface Curve {
  parameters: Readonly<Record<string, number>>
  /** How fast y rises, in the form's `slopeUnit`. */
  slope: number
  predict(x: number): number
}

export interface FitForm {
  formula: string
  parameters: readonly string[]
  slopeUnit: string
  /** Whether the form takes a logarithm or a power of `x`. */
  needsPositiveX: boolean
  /**
   * Returns the curve of weighted least squares, or why there is none; `x` is ascending and has
   * more distinct values than the form parameters.
   */
  solve(columns: Columns): Curve | { warning: string }
  /**
   * Returns the least and the largest `x` for which a prediction is made, from those of the points.
   */
  reach(least: number, largest: number): readonly [low: number, high: number]
}

/** Two doublings: the paper behind these laws gives points over three to seven. */
const reachFactor = 4
const reachByFactor: FitForm['reach'] = (least, largest) => [
  least / reachFactor,
  largest * reachFactor,
]

export const fitForms = {
  linear: {
    formula: 'y = intercept + slope · x',
    parameters: ['intercept', 'slope'],
    slopeUnit: 'per unit of x',
    needsPositiveX: false,
    solve: (columns) => {
      const { intercept, slope } = weightedLine(columns)
      return { parameters: { intercept, slope }, slope, predict: (x) => intercept + slope * x }
    },
    reach: (least, largest) => [2 * least - largest, 2 * largest - least],
  },
  logLinear: {
    formula: 'y = intercept + slope · log2 x',
    parameters: ['intercept', 'slope'],
    slopeUnit: 'per doubling of x',
    needsPositiveX: true,
    solve: (columns) => {
      const { intercept, slope } = weightedLine({ ...columns, x: columns.x.map(Math.log2) })
      return {
        parameters: { intercept, slope },
        slope,
        predict: (x) => intercept + slope * Math.log2(x),
      }
    },
    reach: reachByFactor,
  },
  powerLaw: {
    formula: 'y = asymptote − scale · x^(−exponent)',
    parameters: ['asymptote', 'scale', 'exponent'],
    slopeUnit: 'for the doubling of x up to the largest',
    needsPositiveX: true,
    solve: (columns) => {
      const law = fitPowerLaw(columns)
      if ('warning' in law) return law
      const predict = (x: number): number => law.asymptote - law.scale * x ** -law.exponent
      const largest = columns.x.at(-1)!
      return { parameters: { ...law }, slope: predict(largest) - predict(largest / 2), predict }
    },
    reach: reachByFactor,
  },
} satisfies Record<string, FitForm>

export type FormName = keyof typeof fitForms
