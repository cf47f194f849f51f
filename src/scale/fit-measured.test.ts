import { describe, expect, it } from 'vitest'
import { pointsOf, type LawWorld } from '../../tests/support/simulated-studies.ts'
import { isDrawn } from '../../tests/support/slice-of.ts'
import { rng } from '../core/index.ts'
import { meanSpread, studentCritical } from '../evaluate/index.ts'
import { fitMeasured, type MeasuredFit, type MeasuredFitOptions } from './fit-measured.ts'
import type { FormName } from './fit-forms.ts'
import { noiseVariances } from './measured-noise.ts'
import type { MeasuredPoint } from './resample-points.ts'

type Experiment = LawWorld & { address: readonly (string | number)[] }

const measure = ({ address, ...world }: Experiment): MeasuredPoint[] => pointsOf(world, address)

function fitted(
  form: FormName,
  points: readonly MeasuredPoint[],
  options: MeasuredFitOptions = { address: ['test'] },
): MeasuredFit {
  const fit = fitMeasured(form, points, options)
  if ('warning' in fit) throw new Error(fit.warning)
  return fit
}

const xs = [1, 2, 4, 8, 16]
const rising = (x: number): number => 0.3 + 0.08 * Math.log2(x)
const saturating = (x: number): number => 0.8 - 0.6 * x ** -0.8
const plain = {
  xs,
  law: rising,
  seeds: 3,
  problems: 300,
  shared: 0.5,
  runNoise: 0,
  address: ['plain'],
}
const points = measure(plain)

describe('fitMeasured', () => {
  it('finds the law with its uncertainty', () => {
    const { slope, parameters, r2, formula, slopeUnit, doubt, predictions } = fitted(
      'logLinear',
      points,
      {
        address: ['test'],
        predictAt: [32],
      },
    )
    expect(slope).toEqual(parameters['slope'])
    expect(slope.value).toBeCloseTo(0.08, 1)
    expect(slope.ci95[0]).toBeGreaterThan(0.05)
    expect(slope.ci95[1]).toBeLessThan(0.11)
    expect(r2).toBeGreaterThan(0.95)
    expect([formula, slopeUnit, doubt]).toEqual([
      'y = intercept + slope · log2 x',
      'per doubling of x',
      undefined,
    ])
    const [prediction] = predictions
    expect(prediction).toMatchObject({
      x: 32,
      value: expect.closeTo(0.7, 1),
      ci95: [expect.closeTo(0.66, 1), expect.closeTo(0.74, 1)],
    })
    expect(prediction).toMatchObject({
      rise: {
        value: expect.closeTo(slope.value, 12),
        ci95: slope.ci95.map((end) => expect.closeTo(end, 12)),
      },
    })
  })

  it('draws the same for the same address, and other for others', () => {
    const at = (address: string): MeasuredFit =>
      fitted('linear', points, { address: [address], resamples: 200 })
    expect(at('a')).toEqual(at('a'))
    expect(at('a').slope.ci95).not.toEqual(at('b').slope.ci95)
    expect(at('a').slope.value).toBe(at('b').slope.value)
  })

  it.each(['linear', 'logLinear', 'powerLaw'] as const)(
    'does not mind the order of the points: %s',
    (form) => {
      const data = measure({ ...plain, law: saturating })
      const options = { address: ['order'], resamples: 100, predictAt: [3] }
      const fit = fitted(form, data, options)
      for (const turn of [1, 2, 3])
        expect(fitted(form, rng('turn', turn).shuffle(data), options)).toEqual(fit)
    },
  )

  it('has the interval of a mean difference where the slope is one', () => {
    // With the same weight at both ends, the slope over -1, 0, 1 is half the difference of the
    // ends.
    const [low, middle, high] = measure({
      ...plain,
      xs: [-1, 0, 1],
      law: (x) => 0.5 + 0.1 * x,
      shared: 0.8,
    })
    const halves = high!.bySeed.map((values, seed) =>
      values.map((value, at) => (value - low!.bySeed[seed]![at]!) / 2),
    )
    const { variance, degreesOfFreedom } = meanSpread(halves, [-0.5, 0.5])
    const half = studentCritical(degreesOfFreedom) * Math.sqrt(variance)
    const { slope, p } = fitted('linear', [low!, middle!, high!])
    expect(slope.ci95[0]).toBeCloseTo(slope.value - half, 2)
    expect(slope.ci95[1]).toBeCloseTo(slope.value + half, 2)
    expect(p).toBeLessThan(0.001)
  })

  it('is not sure of a rise that few problems show', () => {
    const few = [0, 0, 1, 1].map((share, x) => ({ x, bySeed: [[share, share, share, 0]] }))
    const { slope, p } = fitted('linear', few)
    expect(p).toBeCloseTo(0.25, 1)
    expect(slope.ci95[0]).toBeLessThan(0)
  })

  it.each([
    ['one problem of one seed', [[1]], [[0]]],
    ['problems that all rise at the same point', [[1, 1, 1]], [[0, 0, 0]]],
  ])(
    'gives no numbers where there is no telling how far other problems would differ: %s',
    (_, right, wrong) => {
      const steps = [wrong, wrong, right, right].map((bySeed, x) => ({ x, bySeed }))
      expect(fitMeasured('linear', steps, { address: [] })).toEqual({
        warning: `all problems (${right[0]!.length}) say the same of the slope, so there is no telling how far others would differ`,
      })
    },
  )

  it.each(['linear', 'logLinear'] as const)('fits no law to points at one height: %s', (form) => {
    const level = xs.map((x) => ({
      x,
      bySeed: [Array.from({ length: 10 }, (_, at) => (at < 4 ? 1 : 0))],
    }))
    expect(fitMeasured(form, level, { address: [] })).toEqual({
      warning: 'the points all lie at the same height, so there is no law to fit to them',
    })
  })

  it('takes x as the mean over seeds where it is measured for each', () => {
    const bySeed = points.map((point) => point.bySeed)
    const spread = points.map(({ x }, index) => ({
      x: Number.NaN,
      xBySeed: [x * 0.8, x, x * 1.2],
      bySeed: bySeed[index]!,
    }))
    const same = points.map(({ x, bySeed: values }) => ({
      x: Number.NaN,
      xBySeed: [x, x, x],
      bySeed: values,
    }))
    const fit = fitted('linear', points)
    expect(fitted('linear', same)).toEqual(fit)
    expect(fitted('linear', spread).slope.value).toBeCloseTo(fit.slope.value, 12)
    expect(fitted('linear', spread).slope.ci95).not.toEqual(fit.slope.ci95)
  })

  it('refuses seeds or problems that do not match', () => {
    const one = { x: 1, bySeed: [[1, 0]] }
    for (const other of [
      { x: 2, bySeed: [[1]] },
      {
        x: 2,
        bySeed: [
          [1, 0],
          [1, 0],
        ],
      },
      { x: 2, bySeed: [] },
      { x: 2, xBySeed: [1, 2], bySeed: [[1, 0]] },
    ])
      expect(() => fitMeasured('linear', [one, other], { address: [] })).toThrow(RangeError)
  })
})

describe.runIf(isDrawn('coverage', 8))('intervals cover the truth about 95 times in 100', () => {
  const trials = 200
  const coverage = (
    form: FormName,
    experiment: Omit<Experiment, 'address'>,
    truth: number,
  ): number => {
    let covered = 0
    for (let trial = 0; trial < trials; trial++) {
      const fit = fitMeasured(form, measure({ ...experiment, address: ['coverage', trial] }), {
        address: [trial],
        resamples: 300,
      })
      if ('warning' in fit) continue
      if (fit.slope.ci95[0] <= truth && truth <= fit.slope.ci95[1]) covered++
    }
    return covered / trials
  }

  it.each([
    ['one seed, problems decided anew', 1, 0],
    ['one seed, problems in common', 1, 0.9],
    ['three seeds, problems in common', 3, 1],
  ])('logLinear: %s', (_, seeds, shared) => {
    const share = coverage('logLinear', { ...plain, seeds, problems: 150, shared }, 0.08)
    expect(share).toBeGreaterThan(0.9)
    expect(share).toBeLessThan(0.99)
  })

  it('linear', () => {
    const share = coverage(
      'linear',
      { ...plain, xs: [0, 1, 2, 3], law: (x) => 0.2 + 0.15 * x, seeds: 1, problems: 150 },
      0.15,
    )
    expect(share).toBeGreaterThan(0.9)
    expect(share).toBeLessThan(0.99)
  })

  it.each([
    ['every run decides every problem anew', 0, 0],
    ['runs differ by five points at every point', 0.9, 0.05],
  ])('three seeds, and %s', (_, shared, runNoise) => {
    const share = coverage('logLinear', { ...plain, problems: 150, shared, runNoise }, 0.08)
    expect(share).toBeGreaterThan(0.88)
    expect(share).toBeLessThan(0.995)
  })
})

describe('noise', () => {
  it('is binomial in the problems, finite at 0 and 1', () => {
    const [none, half, all] = noiseVariances([[[0, 0, 0, 0]], [[1, 0, 1, 0]], [[1, 1, 1, 1]]])
    expect(half).toBeCloseTo(0.25 / 4, 12)
    expect(none).toBeCloseTo((0.25 * 0.75) / 4, 12)
    expect(all).toBeCloseTo(none!, 12)
  })

  it('of gains, which no share can be, is that of their problems, the same for all points', () => {
    const [first, second] = noiseVariances([[[1, 0, -1, 0]], [[0, 0, 0, 0]]])
    expect(first).toBeCloseTo((2 / 3 + 0) / 2 / 4, 12)
    expect(second).toBe(first)
  })

  it('grows with what seeds disagree on, by as much for all points', () => {
    const agreeing = noiseVariances([
      [
        [1, 0],
        [1, 0],
      ],
      [
        [1, 0],
        [1, 0],
      ],
    ])
    const differing = noiseVariances([
      [
        [1, 1],
        [0, 0],
      ],
      [
        [1, 0],
        [1, 0],
      ],
    ])
    // Seed means 1 and 0 have variance 0.5; over two points 0.25, over two seeds 0.125.
    for (const point of [0, 1]) expect(differing[point]! - agreeing[point]!).toBeCloseTo(0.125, 12)
  })
})

it('the noise of a point does not depend on the order of the points, not even by a rounding', () => {
  // Seeds that differ by far more than problems, so that a rounding of their variance shows.
  const random = rng('turned')
  const data = Array.from({ length: 7 }, () =>
    Array.from({ length: 3 }, () => Array<number>(1000).fill(random.next())),
  )
  const turned = data.map((_, first) =>
    noiseVariances([...data.slice(first), ...data.slice(0, first)]),
  )
  for (const [first, variances] of turned.entries()) expect(variances[0]).toBe(turned[0]![first])
})

describe('doubt', () => {
  const bent = { ...plain, law: saturating, xs: [1, 2, 4, 8, 16, 32], problems: 1500 }

  it('is raised where the points bend away by more than noise', () => {
    const { doubt, residuals } = fitted('linear', measure(bent), {
      address: ['test'],
      resamples: 50,
    })
    expect(doubt).toBe('the points bend away from the linear form by more than noise explains')
    expect(residuals).toMatchObject({ degreesOfFreedom: 4, p: expect.closeTo(0, 3) })
  })

  it('is not raised by the form that made the points', () => {
    const { doubt, residuals, parameters } = fitted('powerLaw', measure(bent), {
      address: ['test'],
      resamples: 200,
    })
    expect(doubt).toBeUndefined()
    expect(residuals.degreesOfFreedom).toBe(3)
    expect(parameters['asymptote']!.ci95[0]).toBeLessThan(0.8)
    expect(parameters['asymptote']!.ci95[1]).toBeGreaterThan(0.8)
  })

  it.runIf(isDrawn('noise alone', 8))('is raised by noise alone as often as its level says', () => {
    const fits = Array.from({ length: 300 }, (_, trial) =>
      fitted('logLinear', measure({ ...plain, seeds: 1, shared: 0, address: ['doubt', trial] }), {
        address: [trial],
        resamples: 20,
      }),
    )
    const shareBelow = (level: number): number =>
      fits.filter(({ residuals }) => residuals.p < level).length / fits.length
    expect(fits.filter(({ doubt }) => doubt !== undefined).length / fits.length).toBe(
      shareBelow(0.01),
    )
    expect(shareBelow(0.01)).toBeLessThan(0.04)
    for (const level of [0.2, 0.5, 0.8])
      expect(Math.abs(shareBelow(level) - level)).toBeLessThan(0.1)
  })
})

describe('warnings', () => {
  it('passes on that the points do not carry the form', () => {
    expect(fitMeasured('logLinear', points.slice(0, 2), { address: [] })).toEqual({
      warning: expect.stringContaining('different x'),
    })
    expect(fitMeasured('linear', [], { address: [] })).toEqual({
      warning: 'there are no points, so no curve is fitted',
    })
    const broken = [
      ...points.slice(1),
      { x: 1, bySeed: points[0]!.bySeed.map((values) => values.map(() => Number.NaN)) },
    ]
    expect(fitMeasured('linear', broken, { address: [] })).toEqual({
      warning: expect.stringContaining('not a finite number'),
    })
  })

  it('gives no numbers where many resamples carry no fit', () => {
    const few = measure({ ...plain, law: saturating, problems: 40 })
    expect(fitMeasured('powerLaw', few, { address: ['test'], resamples: 200 })).toEqual({
      warning: expect.stringMatching(/^\d+ of 200 resamples of the problems carry no powerLaw fit/),
    })
  })

  it('predicts only near the points', () => {
    const at = (
      form: FormName,
      data: readonly MeasuredPoint[],
      predictAt: readonly number[],
    ): boolean[] =>
      fitted(form, data, { address: ['test'], predictAt, resamples: 100 }).predictions.map(
        (prediction) => 'value' in prediction,
      )
    expect(at('logLinear', points, [0.2, 0.25, 64, 65])).toEqual([false, true, true, false])
    expect(at('linear', points, [-15, -14, 31, 32])).toEqual([false, true, true, false])
    const [far] = fitted('logLinear', points, {
      address: [],
      predictAt: [100],
      resamples: 20,
    }).predictions
    expect(far).toEqual({
      x: 100,
      warning: 'x = 100 is too far from the points for a prediction: they allow 0.25 to 64',
    })
  })

  it('says where a prediction leaves 0…1, and does not clip it', () => {
    const steep = measure({ ...plain, xs: [1, 2, 3, 4], law: (x) => 0.23 * x })
    const [inside, outside] = fitted('linear', steep, {
      address: [],
      predictAt: [3, 6],
      resamples: 100,
    }).predictions
    expect(inside).not.toHaveProperty('warning')
    expect(outside).toMatchObject({
      value: expect.closeTo(1.38, 1),
      warning: expect.stringContaining('leaves 0…1'),
    })
  })
})
