/** Evaluators of a known quality over completions of a known accuracy. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { drain, rng, sha256, type RunEvent } from '../../core/index.ts'
import type { TableResult } from '../../evaluate/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'
import { defineStage } from '../stage.ts'
import { completionsOfInput, jsonLines, writeOut, writeScoredFrom } from './files.ts'
import { stages } from './index.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-judged-'))
  const lines = Array.from({ length: 30 }, (_, index) =>
    JSON.stringify({
      id: `p${index}`,
      question: 'q',
      answer: '42',
      meta: { level: 1 + (index % 2) },
    }),
  )
  writeFileSync(join(directory, 'problems.jsonl'), lines.join('\n'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Four completions of each problem; a share of them is correct, which ones depends on the seed. */
const draw = defineStage({
  version: 1,
  description: 'Writes completions.',
  settings: z.strictObject({ label: z.string(), share: z.number().default(0.5) }),
  label: 'label',
  inputs: {},
  makes: ['completions'],
  perSeed: true,
  // eslint-disable-next-line require-yield -- there is nothing to say
  async *run({ settings: { share }, seed, out }) {
    const completions = Array.from({ length: 120 }, (_, place) => {
      const isRight = rng('right', seed, place).next() < share
      return {
        problemId: `p${place >> 2}`,
        index: place % 4,
        text: `#### ${isRight ? 42 : 7}`,
        seed,
      }
    })
    await writeOut({ out }, 'completions.jsonl', jsonLines(completions))
    await writeOut(
      { out },
      'drawn-from.json',
      `{"seed":${seed},"numGenerations":4,"temperature":1}`,
    )
  },
})

/** Scores that tell right from wrong by `signal`; `fault` makes them those of another set. */
const judge = defineStage({
  version: 1,
  description: 'Writes scores.',
  settings: z.strictObject({
    label: z.string(),
    signal: z.number(),
    fault: z.enum(['none', 'missing', 'other text', 'others']).default('none'),
  }),
  label: 'label',
  inputs: { completions: { kind: 'artifact', takes: 'completions' } },
  makes: ['scores'],
  perSeed: 'inherit',
  // eslint-disable-next-line require-yield -- there is nothing to say
  async *run(context) {
    const { settings, inputs, out } = context
    const { signal, fault } = settings
    const scores: object[] = []
    for await (const { text, problemId, index, seed } of completionsOfInput(
      inputs['completions']![0]!,
    )) {
      if (fault === 'missing' && index === 3) continue
      const noise = rng('score', seed!, problemId, index).next()
      const score = 0.5 + (text === '#### 42' ? 0.4 : -0.4) * signal + 0.1 * (noise - 0.5)
      const textHash = sha256(fault === 'other text' ? 'x' : text).slice(0, 16)
      scores.push({ problemId, index, score, textHash, seed })
    }
    if (fault === 'others') scores.push({ problemId: 'p99', index: 0, score: 0.5 })
    await writeOut({ out }, 'scores.jsonl', jsonLines(scores))
    await writeScoredFrom(context)
  },
})

const drawn = { id: 'drawn', stage: 'toy.draw', label: 'SFT' }
const judged = { id: 'judged', stage: 'toy.judge', label: 'large', completions: 'drawn', signal: 1 }
const all = { id: 'all', stage: 'evaluate.scores', problems: 'problems.jsonl' }

async function run(header: object, ...more: object[]): Promise<RunResult & { notes: string[] }> {
  const text = JSON.stringify({
    name: 'judged',
    description: 'd',
    seeds: [1, 2],
    ...header,
    stages: more,
  })
  const registry = { ...stages, 'toy.draw': draw, 'toy.judge': judge }
  const recipe = parseRecipe(text, join(directory, 'a.yaml'), { stages: registry })
  const events: RunEvent[] = []
  const task = runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry)
  const result = await drain(task, (event) => events.push(event))
  const notes = events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
  return { ...result, notes: notes.filter((note) => note.includes(' on ')) }
}

const cells = ({ rows }: TableResult): string[][] => rows.map((row) => row.map(({ text }) => text))

describe('evaluate.scores', () => {
  it('judges each evaluator over all seeds, by the labels of what scored and what drew', async () => {
    const scores = [judged, { ...judged, id: 'guessed', label: 'small', signal: 0 }]
    const { results, notes } = await run({}, drawn, ...scores, {
      ...all,
      completions: 'drawn',
      scores: ['judged', 'guessed'],
    })
    expect(results.tables!.map(({ title, label }) => [label, title])).toEqual([
      ['all', 'How well scores tell right from wrong'],
      ['all', 'Are scores probabilities?'],
      ['all', 'By the share of correct completions'],
      ['all', 'By the level of problems'],
    ])
    const [large, small] = cells(results.tables![0]!) as [string[], string[]]
    expect(large.slice(0, 3)).toEqual(['large', 'SFT', '240'])
    expect(large[4]).toMatch(/^1\.000 \[0\.\d{3}, 1\.000\]$/)
    expect(small.slice(0, 3)).toEqual(['small', 'SFT', '240'])
    const { value, ci95 } = results.tables![0]!.rows[1]![4]!
    expect(Math.abs(value! - 0.5)).toBeLessThan(0.1)
    expect(ci95![0] < 0.5 && 0.5 < ci95![1]).toBe(true)
    expect(results.tables![0]!.caption).toContain('over problems and runs')
    expect(results.figures![0]!.series.map(({ label }) => label)).toEqual([
      'large on SFT',
      'small on SFT',
      'calibrated',
    ])
    expect(notes).toEqual([])
  })

  it('notes evaluators that always say the same, and completions of one kind', async () => {
    const { results, notes } = await run({ seeds: [1] }, { ...drawn, share: 1 }, judged, {
      ...all,
      completions: 'drawn',
      scores: 'judged',
    })
    expect(notes).toEqual([
      'large on SFT: The evaluator says `correct` of every completion.',
      'large on SFT: Every completion is correct, so there is nothing to tell apart and no AUC.',
    ])
    expect(cells(results.tables![0]!)[0]!.slice(3, 7)).toEqual(['100.0 %', '–', '–', '0'])
  })

  it('takes the scores at each place of an axis with the completions there', async () => {
    const { results } = await run(
      { axes: { signal: [0, 1] }, seeds: [1] },
      drawn,
      { ...judged, signal: { each: 'signal' } },
      { ...all, completions: 'drawn', scores: 'judged' },
    )
    const rows = cells(results.tables![0]!).map(([evaluator, of, , , area]) => [
      evaluator,
      of,
      area!.slice(0, 3),
    ])
    expect(rows).toEqual([
      ['large, signal=0', 'SFT', '0.5'],
      ['large, signal=1', 'SFT', '1.0'],
    ])
  })

  it('takes a file of scores, and names its evaluator as the file is called', async () => {
    const scores = Array.from({ length: 120 }, (_, place) => ({
      problemId: `p${place >> 2}`,
      index: place % 4,
      score: place,
    }))
    writeFileSync(join(directory, 'rewards.jsonl'), jsonLines(scores))
    const { results, notes } = await run({ seeds: [1] }, drawn, {
      ...all,
      completions: 'drawn',
      scores: 'rewards.jsonl',
    })
    expect(cells(results.tables![0]!)[0]!.slice(0, 2)).toEqual(['rewards', 'SFT'])
    expect(notes).toEqual([
      'rewards on SFT: Some scores are no probabilities (0 to 1), so calibration is not measured.',
    ])
  })

  it.each([
    [
      'missing',
      /scores\.jsonl: 2 completions have no score; the first is completion 3 of problem "p6"/,
    ],
    [
      'other text',
      /scores\.jsonl:1: completion 0 of problem "p0" has another text than the one with this score/,
    ],
    ['others', /scores\.jsonl:121: there is no completion 0 of problem "p99"/],
  ])('refuses scores of another set: %s', async (fault, message) => {
    const failed = run(
      { seeds: [1] },
      drawn,
      { ...judged, fault },
      {
        ...all,
        completions: 'drawn',
        scores: 'judged',
      },
    )
    await expect(failed).rejects.toThrow(message)
  })

  it('refuses lists that do not belong together', async () => {
    const other = { ...drawn, id: 'other', label: 'RFT', share: 0.25 }
    await expect(
      run({ seeds: [1] }, drawn, other, judged, {
        ...all,
        completions: ['drawn', 'other'],
        scores: 'judged',
      }),
    ).rejects.toThrow('all: there are no scores of the completions "RFT" at seed 1')
    await expect(
      run({ seeds: [1] }, drawn, other, judged, { ...all, completions: 'other', scores: 'judged' }),
    ).rejects.toThrow('all: the scores "large" at seed 1 are of other completions than those named')
    await expect(
      run(
        { seeds: [1] },
        drawn,
        judged,
        { ...judged, id: 'again', signal: 0.5 },
        {
          ...all,
          completions: 'drawn',
          scores: ['judged', 'again'],
        },
      ),
    ).rejects.toThrow(
      'all: two sets of scores are of the evaluator "large" and the completions "SFT" at seed 1',
    )
  })
})
