import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rng } from '../core/index.ts'
import { chiSquareTail } from './chi-square.ts'
import { fitCurve, type FitPoint, type FittedCurve } from './fit-curve.ts'
import type { FormName } from './fit-forms.ts'

// Made by tools/make-fit-golden.py.
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../tests/golden/fits.json'), 'utf8'),
) as {
  fits: { form: FormName; points: FitPoint[]; parameters: Record<string, number>; r2: number }[]
  chiSquareTails: { value: number; degreesOfFreedom: number; p: number }[]
}

function fitted(form: FormName, points: readonly FitPoint[]): FittedCurve {
  const fit = fitCurve(form, points)
  if ('warning' in fit) throw new Error(fit.warning)
  return fit
}

const pointsOf = (xs: readonly number[], curve: (x: number) => number): FitPoint[] =>
  xs.map((x) => ({ x, y: curve(x) }))

describe('references', () => {
  it.each(golden.fits.map((fit, index) => ({ name: `${fit.form} ${index}`, ...fit })))(
    '$name agrees with NumPy and SciPy',
    ({ form, points, parameters, r2 }) => {
      const fit = fitted(form, points)
      expect(Object.keys(fit.parameters)).toEqual(Object.keys(parameters))
      // A least squares sum is flat at its end: an exponent cannot be found to more than half the
      // digits.
      const digits = form === 'powerLaw' ? 6 : 11
      for (const [name, value] of Object.entries(parameters))
        expect(fit.parameters[name]! / value).toBeCloseTo(1, digits)
      expect(fit.r2).toBeCloseTo(r2, 11)
    },
  )

  it.each(golden.chiSquareTails)(
    'chi-square $value with $degreesOfFreedom degrees of freedom',
    ({ value, degreesOfFreedom, p }) => {
      expect(chiSquareTail(value, degreesOfFreedom)).toBeCloseTo(p, 12)
    },
  )

  it('the tail of chi-square stays within 0…1 at the ends', () => {
    expect(chiSquareTail(0, 3)).toBe(1)
    for (const value of [400, 607, 800, 1e6]) expect(chiSquareTail(value, 1)).toBeLessThan(1e-12)
  })
})

describe('known parameters are recovered', () => {
  const coefficient = fc.double({ min: -5, max: 5, noNaN: true })

  it.each(['linear', 'logLinear'] as const)('%s', (form) => {
    fc.assert(
      fc.property(coefficient, coefficient, (intercept, slope) => {
        const fit = fitted(
          form,
          pointsOf(
            [0.5, 1, 3, 8],
            (x) => intercept + slope * (form === 'linear' ? x : Math.log2(x)),
          ),
        )
        expect(fit.parameters['intercept']).toBeCloseTo(intercept, 9)
        expect(fit.slope).toBeCloseTo(slope, 9)
        expect(fit.predict(2)).toBeCloseTo(intercept + slope * (form === 'linear' ? 2 : 1), 9)
      }),
    )
  })

  it('powerLaw, rising and falling', () => {
    const exponents = fc.double({ min: 0.3, max: 3, noNaN: true })
    const scales = fc.oneof(
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      fc.double({ min: -2, max: -0.1, noNaN: true }),
    )
    fc.assert(
      fc.property(coefficient, scales, exponents, (asymptote, scale, exponent) => {
        const law = (x: number): number => asymptote - scale * x ** -exponent
        const fit = fitted('powerLaw', pointsOf([1, 2, 4, 8, 16, 32], law))
        expect(fit.parameters['exponent']).toBeCloseTo(exponent, 5)
        expect(fit.parameters['asymptote']).toBeCloseTo(asymptote, 5)
        expect(fit.parameters['scale']).toBeCloseTo(scale, 5)
        expect(fit.slope).toBeCloseTo(law(32) - law(16), 5)
        expect(fit.predict(100)).toBeCloseTo(law(100), 5)
      }),
    )
  })
})

describe('weights', () => {
  const points = [
    { x: 1, y: 0 },
    { x: 2, y: 1 },
    { x: 3, y: 1 },
    { x: 4, y: 4 },
  ]

  it('count as that many copies of a point', () => {
    const weighted = fitted(
      'linear',
      points.map((point, index) => ({ ...point, weight: index + 1 })),
    )
    const copied = fitted(
      'linear',
      points.flatMap((point, index) => Array.from({ length: index + 1 }, () => point)),
    )
    for (const name of ['intercept', 'slope'])
      expect(weighted.parameters[name]).toBeCloseTo(copied.parameters[name]!, 12)
    expect(weighted.r2).toBeCloseTo(copied.r2, 12)
  })

  it('have no unit', () => {
    const equal = fitted(
      'linear',
      points.map((point) => ({ ...point, weight: 1e6 })),
    )
    expect(equal.slope).toBeCloseTo(fitted('linear', points).slope, 12)
  })

  it('pull the line to the heavy points', () => {
    const heavy = fitted(
      'linear',
      points.map((point) => ({ ...point, weight: point.x <= 2 ? 1e9 : 1 })),
    )
    expect(heavy.slope).toBeCloseTo(1, 6)
  })
})

it.each(['linear', 'logLinear', 'powerLaw'] as const)(
  'the order of the points changes nothing: %s',
  (form) => {
    const random = rng('order')
    const points = [1, 1, 2, 3, 7, 9, 20].map((x) => ({
      x,
      y: 1 - 0.6 / x + 0.01 * random.normal(),
      weight: 1 + random.next(),
    }))
    const { predict, ...facts } = fitted(form, points)
    for (let turn = 0; turn < 20; turn++) {
      const { predict: again, ...same } = fitted(form, random.shuffle(points))
      expect(same).toEqual(facts)
      expect(again(5)).toBe(predict(5))
    }
  },
)

it('a level line explains all of nothing', () => {
  expect(
    fitted(
      'linear',
      pointsOf([1, 2, 3, 4, 5], () => 0.1),
    ).r2,
  ).toBe(1)
})

describe('warnings', () => {
  const rising = [0.1, 0.2, 0.3, 0.4]
  it.each<[string, FormName, FitPoint[]]>([
    ['not a finite number', 'linear', [...pointsOf([1, 2, 3], (x) => x), { x: 4, y: Number.NaN }]],
    ['not a finite number', 'linear', [...pointsOf([1, 2, 3], (x) => x), { x: Infinity, y: 1 }]],
    [
      'weight that is not above 0',
      'linear',
      pointsOf([1, 2, 3], (x) => x).map((point) => ({ ...point, weight: 0 })),
    ],
    ['needs every x above 0, and the least is 0', 'logLinear', pointsOf([0, 1, 2], (x) => x)],
    ['needs every x above 0, and the least is -1', 'powerLaw', pointsOf([-1, 1, 2, 3], (x) => x)],
    ['every point has the same x, 2', 'linear', rising.map((y) => ({ x: 2, y }))],
    ['needs 3 different x', 'linear', pointsOf([1, 2, 2], (x) => x)],
    ['needs 3 different x', 'logLinear', pointsOf([1, 2], (x) => x)],
    ['needs 4 different x', 'powerLaw', pointsOf([1, 2, 3], (x) => -1 / x)],
    ['there are 0', 'linear', []],
    ['no levelling off', 'powerLaw', pointsOf([1, 2, 4, 8, 16], (x) => x)],
    ['no levelling off', 'powerLaw', pointsOf([1, 2, 4, 8, 16], Math.log2)],
    ['level off at once', 'powerLaw', pointsOf([1, 2, 4, 8, 16], (x) => (x === 1 ? 0 : 1))],
    [
      'the level at which the power law ends',
      'powerLaw',
      pointsOf([1, 2, 3, 4], (x) => -(x ** -0.2)),
    ],
    ['', 'powerLaw', pointsOf([1, 2, 4, 8, 16], () => 0.1)],
  ])('%s: %s', (sentence, form, points) => {
    const fit = fitCurve(form, points)
    expect(fit).toEqual({ warning: expect.stringContaining(sentence) })
  })
})
