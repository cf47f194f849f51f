/**
 * Splits by hash: where a problem goes depends on its id alone, not on the others or their order.
 */
import { sha256, type Problem } from '../core/index.ts'

/** Returns a number in [0, 1) that depends on `text` alone. */
export function hashFraction(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 12), 16) / 2 ** 48
}

/**
 * Returns the problems in their order, about `validationFraction` of them set apart. Adding
 * problems never moves the ones already there.
 */
export function splitProblems<T extends Pick<Problem, 'id'>>(
  problems: readonly T[],
  validationFraction: number,
): { train: T[]; validation: T[] } {
  const train: T[] = []
  const validation: T[] = []
  for (const problem of problems)
    (hashFraction(`split ${problem.id}`) < validationFraction ? validation : train).push(problem)
  return { train, validation }
}
