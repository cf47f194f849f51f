/** Studies over completions whose accuracy is known. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { after, before, runStages, shares } from '../../../tests/support/known-accuracy.ts'
import { ConfigError } from '../../core/index.ts'
import type { RunResult } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-study-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const run = (header: object, ...more: object[]): Promise<RunResult> =>
  runStages(directory, header, ...more)

const curve = {
  id: 'curve',
  stage: 'study.curve',
  name: 'curve',
  problems: 'test',
  over: 'share',
  form: 'linear',
}

describe('study.curve', () => {
  it('fits accuracy along an axis, predicts, draws, and judges a claim by the slope', async () => {
    const claim = { text: 'more share solves more' }
    const { results } = await run(shares, before, {
      ...curve,
      form: 'logLinear',
      completions: 'before',
      xTitle: 'share',
      predict: [2, 100],
      claim,
    })
    const [fit] = results.fits!
    expect(fit).toMatchObject({
      name: 'curve',
      form: 'logLinear',
      doubt: 'the points bend away from the logLinear form by more than noise explains',
    })
    const { parameters, predictions } = fit as Extract<typeof fit, { r2: number }>
    expect(parameters.map(({ name }) => name)).toEqual(['intercept', 'slope'])
    expect(parameters[1]).toMatchObject({ unit: 'points per doubling of x' })
    expect(predictions).toHaveLength(2)
    expect(predictions[1]).toEqual({
      text: expect.stringMatching(/^100 × the share \(80\): x = 80 is too far from the points/),
    })
    expect(predictions[0]!.text).toMatch(
      /^2 × the share \(1\.6\): \+[\d.]+ points \[.*\], to [\d.]+ % \[.*\]/,
    )
    expect(results.claims).toMatchObject([
      { id: 'curve', text: claim.text, verdict: 'confirmed', unit: 'points per doubling' },
    ])
    const [figure] = results.figures!
    expect(figure!.series[0]!.points.map(({ x, y }) => [x, Math.round(10 * y) / 10])).toEqual([
      [0.1, 0.1],
      [0.2, 0.2],
      [0.4, 0.4],
      [0.8, 0.8],
    ])
  })

  it('sets a gain against a measure, and says less where less is claimed', async () => {
    const { results } = await run(
      shares,
      before,
      { ...after, bonus: 0.1 },
      {
        ...curve,
        completions: 'after',
        minus: 'before',
        measures: 'before',
        x: 'loss',
        claim: { text: 'the gain grows with the loss' },
      },
    )
    const [figure] = results.figures!
    expect(figure!.y.title).toBe('gain in accuracy')
    for (const [place, { x, y }] of figure!.series[0]!.points.entries()) {
      expect(x).toBeCloseTo([1.9, 1.8, 1.6, 1.2][place]!, 10)
      expect(y).toBeCloseTo(0.1, 1)
    }
    const [claim] = results.claims!
    expect(claim!.verdict).toBe('undecided')
    expect(Math.abs((claim as Extract<typeof claim, { effect: number }>).effect)).toBeLessThan(0.03)
  })

  it('has one series for each label, and warns where there is no fit', async () => {
    const { results } = await run({ axes: { share: [0.2, 0.4] } }, before, after, {
      ...curve,
      completions: ['before', 'after'],
    })
    expect(results.figures![0]!.series.map(({ label }) => label)).toEqual(['before', 'after'])
    expect(results.fits).toMatchObject([
      { name: 'curve, before', warning: expect.stringContaining('3 different x') },
      { name: 'curve, after' },
    ])
  })

  it('names with `at` the place on axes that only minus and the measures have', async () => {
    const axes = { share: [0.1, 0.2, 0.4], bonus: [0, 0.1] }
    const { results } = await run(
      { axes, seeds: [1] },
      before,
      { ...after, bonus: { each: 'bonus' } },
      {
        ...curve,
        completions: 'before',
        minus: 'after',
        measures: 'after',
        x: 'loss',
        at: { bonus: 0.1 },
      },
    )
    for (const { y } of results.figures![0]!.series[0]!.points) expect(y).toBeCloseTo(-0.1, 1)
  })

  it('calls a claim undecided, and says why, where there is no fit', async () => {
    const claim = { text: 'more share solves more', note: 'Stated before.' }
    const { results } = await run({ axes: { share: [0.2, 0.4] } }, before, {
      ...curve,
      completions: 'before',
      claim,
    })
    expect(results.claims).toEqual([
      {
        id: 'curve',
        ...claim,
        verdict: 'undecided',
        warning: expect.stringContaining('3 different x'),
      },
    ])
  })

  it('says in a sentence that points are flat, and that one problem of one seed tells nothing, and confirms no claim by it', async () => {
    const claim = { text: 'more share solves more' }
    const flat = await run({ axes: { share: [1.1, 1.2, 1.3, 1.4] }, seeds: [1] }, before, {
      ...curve,
      completions: 'before',
      claim,
    })
    expect(flat.results.fits).toMatchObject([
      { warning: expect.stringContaining('all lie at the same height') },
    ])
    expect(flat.results.claims).toMatchObject([
      { verdict: 'undecided', warning: expect.stringContaining('same height') },
    ])

    const alone = { id: 'test', stage: 'data.problems', count: 1, split: 'test' }
    const one = await run(
      { axes: { share: [0.1, 0.2, 0.9, 1] }, seeds: [1] },
      { ...before, problems: 'alone' },
      { ...alone, id: 'alone' },
      { ...curve, problems: 'alone', completions: 'before', claim },
    )
    expect(one.results.fits).toMatchObject([
      { warning: expect.stringContaining('all problems (1) say the same') },
    ])
    expect(one.results.claims).toMatchObject([{ verdict: 'undecided' }])
    const { points } = one.results.figures![0]!.series[0]!
    expect(points.map(({ y }) => y)).toEqual([0, 0, 1, 1])
    for (const { ci95 } of points) expect(ci95![1] - ci95![0]).toBeCloseTo(0.7935, 4)
  })

  it.each<[string, object, RegExp]>([
    [
      'two curves under one claim',
      { completions: ['before', 'after'], claim: { text: 'x' } },
      /a claim must be about one curve, but there are "before", "after"/,
    ],
    [
      'an axis that there is not',
      { completions: 'before', over: 'size' },
      /^.*test.yaml:1:\d+: curve.over: there is no axis "size" \(known: share\)$/,
    ],
    [
      'a measure that nobody took',
      { completions: 'before', measures: 'before', x: 'los' },
      /there is no measure "los" at .*share/,
    ],
    [
      'a value that its axis does not have',
      { completions: 'before', at: { share: 3 } },
      /^.*test.yaml:1:\d+: curve.at.share: the axis has no value 3 \(known: 0.1, 0.2, 0.4, 0.8\)$/,
    ],
    [
      'a place on an axis that there is not',
      { completions: 'before', at: { chare: 0.1 } },
      /: curve.at.chare: there is no axis "chare"; did you mean "share"\?$/,
    ],
  ])('%s is an error', async (_, fields, message) => {
    const failed = run(shares, before, after, { ...curve, ...fields })
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.toBeInstanceOf(ConfigError)
  })
})

describe('study.difference', () => {
  const difference = {
    id: 'gain',
    stage: 'study.difference',
    name: 'gain',
    problems: 'test',
    completions: 'after',
    minus: 'before',
  }

  it('compares at one place, over problems and seeds', async () => {
    const claim = { text: 'after is better' }
    const { results } = await run(shares, before, after, {
      ...difference,
      at: { share: 0.4 },
      claim,
    })
    expect(results.comparisons).toMatchObject([
      { name: 'gain', a: 'before, share=0.4', b: 'after, share=0.4', metric: 'accuracy', n: 400 },
    ])
    expect(results.comparisons[0]!.difference).toBeCloseTo(0.1, 1)
    expect(results.claims).toMatchObject([{ verdict: 'confirmed' }])
  })

  it.each<[string, object, string]>([
    ['less, where it is more', { text: 'x', expects: 'less' }, 'not confirmed'],
    ['not less', { text: 'x', expects: 'notLess' }, 'confirmed'],
  ])('judges %s', async (_, claim, verdict) => {
    const { results } = await run(shares, before, after, {
      ...difference,
      at: { share: 0.4 },
      claim,
    })
    expect(results.claims![0]!.verdict).toBe(verdict)
  })

  it.each([
    [0.005, 'undecided'],
    [0.01, 'confirmed'],
  ])(
    'is not certain of a loss below %f where no problem of 400 differs: %s',
    async (margin, verdict) => {
      const claim = { text: 'x', expects: 'notLess', margin }
      const same = { ...after, bonus: 0 }
      const { results } = await run(shares, before, same, {
        ...difference,
        at: { share: 0.4 },
        claim,
      })
      expect(results.comparisons).toMatchObject([
        { difference: 0, ci95: [expect.closeTo(-0.00957, 5), expect.closeTo(0.00957, 5)] },
      ])
      expect(results.claims![0]!.verdict).toBe(verdict)
    },
  )

  it('wants one model on each side', async () => {
    await expect(run(shares, before, after, difference)).rejects.toThrow(
      /several sets of completions at \{\}: "after, share=0.1", "after/,
    )
  })
})

describe('study.measure', () => {
  it('draws a measure along an axis', async () => {
    const measure = {
      id: 'm',
      stage: 'study.measure',
      name: 'loss by share',
      measures: 'before',
      over: 'share',
      y: ['loss'],
      yTitle: 'loss',
    }
    const { results } = await run(shares, before, measure)
    const { points } = results.figures![0]!.series[0]!
    expect(points.map(({ x }) => x)).toEqual([0.1, 0.2, 0.4, 0.8])
    for (const { x, y } of points) expect(y).toBeCloseTo(2 - x, 10)
    await expect(run(shares, before, { ...measure, y: ['los'] })).rejects.toThrow(
      'no given stage reports los along the axis "share"',
    )
    await expect(
      run(shares, before, after, { ...measure, measures: ['before', 'after'] }),
    ).rejects.toThrow(
      'loss by share: there are several values of the measure "loss" at {"share":0.1,"seed":1}',
    )
  })
})
