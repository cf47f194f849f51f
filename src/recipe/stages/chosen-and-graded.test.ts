/** Evaluation, curation and choice over completions whose accuracy is known. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { after, before, runStages } from '../../../tests/support/known-accuracy.ts'
import type { Prediction } from '../../core/index.ts'
import type { Results } from '../../evaluate/index.ts'
import type { RunResult } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-study-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const run = (header: object, ...more: object[]): Promise<RunResult> =>
  runStages(directory, header, ...more)

describe('evaluate', () => {
  it('compares answers of a strategy with the model before them', async () => {
    const drawn = { ...after, numGenerations: 4 }
    const vote = {
      id: 'vote',
      stage: 'infer',
      strategy: 'majorityVote',
      label: 'after, voted',
      problems: 'test',
      completions: 'after',
    }
    const evaluate = {
      id: 'all',
      stage: 'evaluate',
      problems: 'test',
      completions: ['before', 'vote', 'after'],
      examples: 0,
    }
    const { results } = await run(
      {},
      { ...before, share: 0.2 },
      { ...drawn, share: 0.4 },
      vote,
      evaluate,
    )
    expect(results.comparisons.map(({ name }) => name)).toEqual([
      'after, voted − before, majorityVote',
    ])
  })
})

describe('evaluate of inputs with one label', () => {
  const evaluate = { id: 'all', stage: 'evaluate', problems: 'test', examples: 0 }
  const sampled = { ...after, id: 'sampled', label: 'own', share: 0.4, numGenerations: 4 }
  const greedy = { ...before, id: 'greedy', label: 'own', share: 0.4 }
  const vote = { id: 'vote', stage: 'infer', strategy: 'majorityVote', problems: 'test' }
  const warningsOf = ({ runDirectory }: RunResult): string[] =>
    readFileSync(join(runDirectory, 'events.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level?: string; message: string })
      .filter(({ level }) => level === 'warning')
      .map(({ message }) => message)

  it('says that they are not compared, and compares them once each has its own', async () => {
    const votes = { ...vote, completions: 'sampled' }
    const two = { ...evaluate, completions: ['greedy', 'vote'] }
    const one = await run({ seeds: [1] }, greedy, sampled, { ...votes, label: 'own' }, two)
    expect(one.results.comparisons).toEqual([])
    expect(warningsOf(one)).toEqual([
      'majorityVote is not compared with greedy: both have the label "own"; give each a label of its own',
    ])
    const other = await run({ seeds: [1] }, greedy, sampled, { ...votes, label: 'voted' }, two)
    expect(other.results.comparisons.map(({ name }) => name)).toEqual(['voted − own, majorityVote'])
    expect(warningsOf(other)).toEqual([])
  })

  it('says nothing where it would compare nothing', async () => {
    const none = { ...evaluate, completions: ['greedy', 'sampled'] }
    expect(warningsOf(await run({ seeds: [1] }, greedy, sampled, none))).toEqual([])
    const notAsked = { ...evaluate, completions: ['greedy', 'vote'], compare: 'none' }
    const votes = { ...vote, label: 'own', completions: 'sampled' }
    expect(warningsOf(await run({ seeds: [1] }, greedy, sampled, votes, notAsked))).toEqual([])
  })

  it('counts the pairs that it does not compare', async () => {
    const votes = ['vote', 'first'].map((id) => ({ ...vote, id, label: 'own' }))
    const many = { ...evaluate, completions: ['greedy', 'vote', 'first'] }
    const last = { ...votes[1], strategy: 'first', completions: 'sampled' }
    const ran = await run(
      { seeds: [1] },
      greedy,
      sampled,
      { ...votes[0], completions: 'sampled' },
      last,
      many,
    )
    expect(warningsOf(ran)).toEqual([
      expect.stringContaining(' of its own (2 comparisons are missing)'),
    ])
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

  it('refuses completions of problems that are not given', async () => {
    const few = { id: 'few', stage: 'data.problems', count: 3, split: 'test' }
    const vote = { id: 'vote', stage: 'infer', label: 'x', strategy: 'first', problems: 'few' }
    const failed = run(
      { seeds: [1] },
      few,
      { ...before, share: 0.4 },
      { ...vote, completions: 'before' },
    )
    await expect(failed).rejects.toThrow(/there is no problem ".*" for a completion/)
  })
})
