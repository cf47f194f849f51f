/** The calculations that a narrative leaves unsaid, as rationales in it. */
import { annotate } from '../rationale-format.ts'
import type { NarrativePart } from './narrative.ts'
import { equation, stepsOf, writeStep, type Quantity } from './quantity.ts'

/**
 * Returns the narrative with the calculation of each result before the part that states it:
 * `11+15=26, 26+13` where what lies between was not told. The result itself stays unsaid: a
 * rationale does not hold the answer.
 */
export function annotatedNarrative(parts: readonly NarrativePart[]): string {
  const told = new Set<Quantity>()
  return annotate(
    parts.map(({ text, result }) => ({
      text,
      ...(result && { rationale: calculation(result, told) }),
    })),
  )
}

function calculation(result: Quantity, told: Set<Quantity>): string {
  const before = stepsOf(result).filter((step) => step !== result && !told.has(step))
  for (const step of [...before, result]) told.add(step)
  const { op, left, right } = result.step!
  const last = writeStep(op, String(left.value), String(right.value))
  return [...before.map(equation), last].join(', ')
}
