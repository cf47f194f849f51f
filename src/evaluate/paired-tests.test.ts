import { describe, expect, it } from 'vitest'
import { mcnemarExact, signFlipTest } from './paired-tests.ts'

// Reference values: statsmodels 0.15.0 mcnemar(exact=True), SciPy 1.17.1 permutation_test.

describe('mcnemarExact', () => {
  it.each([
    [0, 0, 1],
    [5, 5, 1],
    [1, 0, 1],
    [10, 2, 0.03857421875],
    [8, 1, 0.0390625],
    [121, 59, 4.4344492637551645e-6],
    [400, 330, 0.010605994778707762],
    [700, 619, 0.027573696259397113],
  ])('%i against %i', (a, b, p) => {
    expect(mcnemarExact(a, b) / p).toBeCloseTo(1, 8)
    expect(mcnemarExact(b, a)).toBe(mcnemarExact(a, b))
  })
})

describe('signFlipTest', () => {
  it('agrees with the exact permutation p-value, and is never 0', () => {
    const differences = [0.5, 0.25, -0.25, 1, 0.5, 0, 0.75, -0.5, 0.25, 0.5]
    expect(Math.abs(signFlipTest(differences, ['test']) - 0.09765625)).toBeLessThan(0.01)
    expect(signFlipTest([0, 0], ['test'])).toBe(1)
    expect(
      signFlipTest(
        Array.from({ length: 100 }, () => 1),
        ['test'],
      ),
    ).toBeGreaterThan(0)
  })
})
