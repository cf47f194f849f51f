/**
 * Calculator annotations `<<3*4=12>>`: finding them, checking them exactly, and the list that names
 * a reasoning path.
 */
import {
  absoluteRational,
  compareRational,
  formatRational,
  subtractRational,
  type Rational,
} from '../core/pure.ts'
import { evaluateArithmetic } from './arithmetic.ts'

/** What a check says; `reason` is there when the equation does not hold. */
export type EquationCheck = { holds: true } | { holds: false; reason: string }

/**
 * Two sides agree when they differ by less than this, since annotations round: `<<10/3=3.333>>`.
 * Source: Yuan et al. 2023 (arXiv 2308.01825), `check_equation` in their code. Deviations: the
 * difference is exact; every side of `a=b=c` is compared with the first, not only `b`; a side may
 * be an expression; a percent sign and thousands separators are read; nothing is evaluated as code.
 */
const tolerance: Rational = { numerator: 1n, denominator: 1000n }

/** Longer annotations are garbage. */
const maxEquationLength = 500

/**
 * Returns the texts between `<<` and the next `>>`, in order. An annotation that is never closed is
 * cut at its line's end.
 */
export function findEquations(text: string): string[] {
  const equations: string[] = []
  for (let open = text.indexOf('<<'); open !== -1; open = text.indexOf('<<', open)) {
    const start = open + 2
    const window = text.slice(start, start + maxEquationLength + 1)
    const length = window.search(/>>|\n/)
    equations.push(length === -1 ? window : window.slice(0, length))
    open = start + (length === -1 ? window.length : length)
  }
  return equations
}

/** Checks one annotation's text, such as `3*4=12`. Never throws. */
export function checkEquation(equation: string): EquationCheck {
  if (equation.length > maxEquationLength)
    return fails(`longer than ${maxEquationLength} characters`)
  const sides = equation.split('=')
  if (sides.length < 2) return fails('there is no equals sign')
  const values: Rational[] = []
  for (const side of sides) {
    const result = evaluateArithmetic(side)
    if ('fault' in result) return fails(result.fault)
    values.push(result.value)
  }
  const [first, ...others] = values
  const wrong = first && others.find((value) => !agree(first, value))
  return first && wrong
    ? fails(`${formatRational(first)} is not ${formatRational(wrong)}`)
    : { holds: true }
}

/**
 * Checks every annotation of a text: `holds` also when there is none. The reason names the first
 * that fails.
 */
export function checkEquations(text: string): EquationCheck {
  for (const equation of findEquations(text)) {
    const check = checkEquation(equation)
    if (!check.holds) return fails(`<<${equation.slice(0, 80)}>>: ${check.reason}`)
  }
  return { holds: true }
}

/**
 * Returns the annotations without blanks, joined by `|`: two solutions with the same list take the
 * same path. The order of operands and of equations counts. Empty when there is no annotation.
 * Source: Yuan et al. 2023, section 3.3.
 */
export function equationListKey(text: string): string {
  return findEquations(text)
    .map((equation) => equation.replaceAll(/\s+/g, ''))
    .join('|')
}

function agree(a: Rational, b: Rational): boolean {
  const difference = subtractRational(a, b)
  return difference !== null && compareRational(absoluteRational(difference), tolerance) < 0
}

function fails(reason: string): EquationCheck {
  return { holds: false, reason }
}
