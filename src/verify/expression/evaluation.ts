/** Where and how an expression is evaluated numerically. */
import type { Budget } from '../budget.ts'
import { real, type Complex, type Field } from './complex.ts'

/** Where and how an expression is evaluated. */
export interface Evaluation<R> {
  field: Field<R>
  /** Values of the free symbols. */
  point: ReadonlyMap<string, Complex<R>>
  /** What `log` without a base means. */
  logarithm: 'common' | 'natural'
  budget: Budget
}

/** Returns a number of JavaScript in the arithmetic of this evaluation. */
export const whole = <R>(value: number, { field }: Evaluation<R>): Complex<R> =>
  real(field, field.reals.fromNumber(value))
