/** Which way of rounding turns one number into another. */
import { compareRational, type Rational } from '../../core/index.ts'
import { rounded, type RoundingFunction } from './expression.ts'

/** How `value` becomes `stated`, where rounding does that. */
export function roundingTo(
  value: Rational,
  stated: Rational,
  digits: number,
): { function: RoundingFunction; digits?: number } | null {
  const gives = (how: RoundingFunction, places?: number): boolean => {
    const result = rounded(value, how, places)
    return result !== null && compareRational(result, stated) === 0
  }
  if (digits > 0) return gives('round', digits) ? { function: 'round', digits } : null
  const found = (['int', 'math.ceil', 'round'] as const).find((how) => gives(how))
  return found ? { function: found } : null
}
