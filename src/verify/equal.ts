/** The one definition of equal answers. */
import { compareRational } from '../core/index.ts'
import type { AnswerValue } from './parse.ts'

/** Whether two answers are the same value: exactly, without tolerance, so that `18` equals `18.00` and `0.33` is not `1/3`. */
export function equalAnswers(a: AnswerValue, b: AnswerValue): boolean {
  return compareRational(a.value, b.value) === 0
}
