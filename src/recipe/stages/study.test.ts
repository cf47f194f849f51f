/** Studies over completions whose accuracy is known, since a toy stage writes them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError, drain, rng, type Prediction } from '../../core/index.ts'
import type { Results } from '../../evaluate/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'
import { defineStage } from '../stage.ts'
import { jsonLines, readProblemsInput, writeMeasures, writeOut } from './files.ts'
import { stages } from './index.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-study-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Solves the problems below a share of them; which ones depends a little on the seed. */
const solve = defineStage({
  version: 1,
  description: 'Writes completions of a known accuracy.',
  settings: z.strictObject({
    label: z.string(),
    share: z.number(),
    bonus: z.number().default(0),
    numGenerations: z.int().default(1),
  }),
  label: 'label',
  inputs: { problems: { kind: 'path' } },
  perSeed: true,
  async *run({ settings: { share, bonus, numGenerations }, seed, inputs, out }) {
    const problems = await readProblemsInput(inputs['problems']![0]!)
    const completions = problems.flatMap(({ id, answer }, place) =>
      Array.from({ length: numGenerations }, (_, index) => {
        const luck = 0.04 * (rng('luck', seed, place, index).next() - 0.5)
        const isRight = (place + 0.5) / problems.length + luck < share + bonus
        return {
          problemId: id,
          index,
          text: isRight ? `<<${index}+0=${index}>>\n#### ${answer}` : '#### 7919',
        }
      }),
    )
    await writeOut({ out }, 'completions.jsonl', jsonLines(completions))
    await writeOut(
      { out },
      'drawn-from.json',
      JSON.stringify({ seed, numGenerations, temperature: numGenerations > 1 ? 1 : 0 }),
    )
    await writeMeasures({ out }, { loss: 2 - share })
    yield { type: 'metric', name: 'share', value: share }
  },
})

async function run(header: object, ...more: object[]): Promise<RunResult> {
  const test = { id: 'test', stage: 'data.problems', count: 400, split: 'test' }
  const text = JSON.stringify({
    name: 'test',
    description: 'of studies',
    seeds: [1, 2, 3],
    ...header,
    stages: [test, ...more],
  })
  const registry = { ...stages, 'toy.solve': solve }
  const recipe = parseRecipe(text, join(directory, 'test.yaml'), { stages: registry })
  return drain(runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry))
}

const shares = { axes: { share: [0.1, 0.2, 0.4, 0.8] } }
const before = {
  id: 'before',
  stage: 'toy.solve',
  label: 'before',
  problems: 'test',
  share: { each: 'share' },
}
const after = { ...before, id: 'after', label: 'after', bonus: 0.1 }
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

describe('evaluate on axes', () => {
  it('names each place, and compares models at the same one', async () => {
    const evaluate = {
      id: 'all',
      stage: 'evaluate',
      problems: 'test',
      completions: ['before', 'after'],
      examples: 0,
    }
    const { results } = await run({ axes: { share: [0.2, 0.4] } }, before, after, evaluate)
    expect(results.metrics.map(({ model }) => model)).toEqual([
      'before, share=0.2',
      'before, share=0.4',
      'after, share=0.2',
      'after, share=0.4',
    ])
    expect(results.comparisons.map(({ a, b }) => [a, b])).toEqual([
      ['before, share=0.2', 'after, share=0.2'],
      ['before, share=0.4', 'after, share=0.4'],
    ])
  })
})

it.each([
  [
    'evaluate',
    { stage: 'evaluate', examples: 0 },
    'two sets of completions have the label "before" at seed 1',
  ],
  [
    'a study',
    { stage: 'study.difference', name: 'x', minus: 'before' },
    'two sets of completions have the label "before"',
  ],
])('two models of one label are no seeds of one model: %s', async (_, fields, message) => {
  const one = { ...before, share: 0.2 }
  const both = { id: 'both', problems: 'test', completions: ['before', 'other'], ...fields }
  const failed = run({ seeds: [1, 2] }, one, { ...one, id: 'other', share: 0.4 }, both)
  await expect(failed).rejects.toThrow(message)
})

describe('curate.rft', () => {
  const sampled = { ...before, id: 'sampled', label: 'SFT', numGenerations: 4 }
  const curated = {
    id: 'rows',
    stage: 'curate.rft',
    problems: 'test',
    completions: 'sampled',
    includeGold: false,
  }
  const rowsOf = (runDirectory: string, id: string): { source: string; foundBy?: string[] }[] =>
    readFileSync(join(runDirectory, id, 'rows.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))

  it('makes a union of what it gathers, and says who found what', async () => {
    const { runDirectory, results } = await run(
      { axes: { share: [0.1, 0.4] }, seeds: [1] },
      sampled,
      {
        ...curated,
        gather: ['share'],
      },
    )
    const rows = rowsOf(runDirectory, 'rows@1')
    const makers = new Set(rows.flatMap(({ foundBy }) => foundBy!))
    expect([...makers].map((maker) => maker.replace(/[\da-f]{8}$/, 'key'))).toEqual([
      'toy.solve-key',
      'toy.solve-key',
    ])
    const labels = (results as Results).ownership![0]!.models.map(({ model }) => model)
    expect(labels).toEqual(['SFT, share=0.1', 'SFT, share=0.4'])
    const [ownership] = (results as Results).ownership!
    expect(ownership!.models.map(({ input }) => input)).toEqual([1600, 1600])
    expect(ownership!.overlaps.reduce((sum, { paths }) => sum + paths, 0)).toBe(rows.length)
    expect(ownership!.models[1]!.exclusivePaths).toBeGreaterThan(100)
  })

  it('takes the first completions only, and as many of all correct ones as there are distinct paths', async () => {
    const { runDirectory } = await run(
      { axes: { share: [0.4] }, seeds: [1] },
      sampled,
      { ...curated, id: 'two', numGenerations: 2 },
      curated,
      { ...curated, id: 'copies', keepDuplicates: true, asManyRowsAs: 'two' },
    )
    const [two, rows, copies] = ['two', 'rows', 'copies'].map(
      (id) => rowsOf(runDirectory, `${id}@share=0.4@1`).length,
    )
    expect(two! / rows!).toBeCloseTo(0.5, 1)
    expect(copies).toBe(two)
  })

  it('matches the rows of a curation only', async () => {
    const failed = run({ axes: { share: [0.4] }, seeds: [1] }, sampled, {
      ...curated,
      asManyRowsAs: 'test',
    })
    await expect(failed).rejects.toThrow(
      /rows\.asManyRowsAs: needs a curation report, but "test" makes problems \{/,
    )
  })
})

describe('infer', () => {
  it('is evaluated beside what it chose from, under the name of its strategy', async () => {
    const sampled = { ...before, id: 'sampled', label: 'SFT', share: 0.4, numGenerations: 3 }
    const vote = {
      id: 'vote',
      stage: 'infer',
      label: 'SFT',
      strategy: 'majorityVote',
      problems: 'test',
      completions: 'sampled',
      trace: true,
    }
    const scores = { id: 'scores', stage: 'evaluate', problems: 'test' }
    const { runDirectory, results } = await run({ seeds: [1, 2] }, sampled, vote, {
      ...scores,
      completions: ['sampled', 'vote'],
    })
    const metrics = results.metrics.map(({ model, name, strategy }) => [model, name, strategy])
    expect(metrics).toEqual([
      ['SFT', 'accuracy', 'sampling at 1'],
      ['SFT', 'maj@3', 'majorityVote'],
      ['SFT', 'pass@3', 'any of k'],
      ['SFT', 'accuracy', 'majorityVote'],
    ])
    const [, majority, , chosen] = results.metrics
    expect(chosen!.value).toBe(majority!.value)
    const predictions = readFileSync(join(runDirectory, 'vote@1', 'predictions.jsonl'), 'utf8')
    const [first] = predictions.split('\n').map((line) => JSON.parse(line || 'null') as Prediction)
    expect(first!.cost!.completions).toBe(3)
    expect(first!.trace!.candidates.map(({ index }) => index)).toEqual([0, 1, 2])
  })
})
