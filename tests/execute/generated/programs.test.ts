/** The generator still writes the programs that the golden outcomes are of. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { goldenOutcomes } from '../../support/golden-outcomes.ts'
import { generatedProgram } from './programs.ts'

test('the golden outcomes are of these programs', () => {
  const golden = goldenOutcomes('generated')
  const hash = createHash('sha256')
  for (let index = 0; index < golden.outcomes.length; index++)
    hash.update(generatedProgram(1, index))
  expect(golden.outcomes.length).toBe(5_000)
  expect(hash.digest('hex')).toBe(golden.programs)
  const raised =
    golden.outcomes.filter((outcome) => outcome.startsWith('!')).length / golden.outcomes.length
  expect(raised).toBeGreaterThan(0.1)
  expect(raised).toBeLessThan(0.2)
})

test('a program depends on its seed and its index only', () => {
  expect(generatedProgram(1, 7)).toBe(generatedProgram(1, 7))
  expect(
    new Set([generatedProgram(1, 7), generatedProgram(1, 8), generatedProgram(2, 7)]).size,
  ).toBe(3)
})
