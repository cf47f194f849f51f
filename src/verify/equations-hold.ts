/** Whether a solution calculates correctly, whatever it calculates. */
import { checkEquation, findEquations } from './equations.ts'
import { textEquations } from './text-equations.ts'

/**
 * Returns whether every equation of a solution holds: its annotations `<<3*4=12>>`, or those that
 * its prose states where it has no annotations. A text without equations holds.
 */
export function equationsHold(text: string): boolean {
  const annotations = findEquations(text)
  const equations = annotations.length > 0 ? annotations : textEquations(text)
  return equations.every((equation) => checkEquation(equation).holds)
}
