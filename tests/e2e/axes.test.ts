/**
 * A small study as users run it: axes, choosing on validation problems, losses, laws, the report.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultsSchema, type Results } from '../../src/evaluate/index.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const home = mkdtempSync(join(tmpdir(), 'reckoner-axes-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const recipe = `name: small-study
description: fractions of the data, chosen epochs, losses, a union
seeds: [1, 2]
axes: { labelled: [10, 20, 40], width: [16, 32] }
defaults:
  train.sft: { epochs: 2, batchSize: 8, learningRate: 3e-3 }
  infer.greedy: { maxNewTokens: 12 }
stages:
  - { id: corpus, stage: data.corpus, documents: 200, seed: 1 }
  - { id: fresh, stage: model.fresh, corpus: corpus, vocabularySize: 300, hiddenSize: { each: width }, intermediateSize: 32, layers: 1, heads: 2, keyValueHeads: 1 }
  - { id: loss, stage: evaluate.loss, model: fresh, corpus: corpus }
  - { id: all, stage: data.problems, count: 40, split: train, maxSteps: 2 }
  - { id: test, stage: data.problems, count: 12, split: test, maxSteps: 2 }
  - { id: part, stage: data.problems, file: all, count: { each: labelled } }
  - { id: all-gold, stage: curate.gold, problems: all }
  - { id: gold, stage: curate.gold, problems: part }
  - { id: brief, stage: train.sft, model: fresh, data: gold }
  - { id: long, stage: train.sft, model: fresh, data: gold, stepsOf: all-gold }
  - { id: brief-greedy, stage: infer.greedy, label: brief, model: brief, problems: test }
  - { id: long-greedy, stage: infer.greedy, label: long, model: long, problems: test }
  - { id: chosen, stage: train.choose, models: [brief, long], problems: test, completions: [brief-greedy, long-greedy] }
  - { id: sampled, stage: sample, label: chosen, model: chosen, problems: part, numGenerations: 2, maxNewTokens: 12 }
  - { id: rows, stage: curate.rft, gather: [width], problems: part, completions: sampled }
  - { id: curve, stage: study.curve, name: by data, problems: test, completions: long-greedy, over: labelled, at: { width: 32 }, form: logLinear }
  - { id: by-loss, stage: study.curve, name: by loss, problems: test, completions: long-greedy, over: width, at: { labelled: 40 }, measures: loss, x: loss, form: linear }
`

let runDirectory: string
let results: Results
let stdout: string
beforeAll(() => {
  writeFileSync(join(home, 'small-study.yaml'), recipe)
  const result = spawnSync(process.execPath, [main, 'run', 'small-study.yaml'], {
    cwd: home,
    encoding: 'utf8',
  })
  expect(result.stderr).not.toContain('reckoner:')
  expect(result.status).toBe(0)
  stdout = result.stdout
  runDirectory = join(
    home,
    'runs',
    readdirSync(join(home, 'runs')).find((name) => name.startsWith('small-study-'))!,
  )
  results = resultsSchema.parse(
    JSON.parse(readFileSync(join(runDirectory, 'results.json'), 'utf8')),
  )
}, 300_000)

const read = (...path: string[]): string => readFileSync(join(runDirectory, ...path), 'utf8')
const stepsOf = (id: string): number => read(id, 'training-log.jsonl').trim().split('\n').length

describe('a study on axes', () => {
  it('trains on few problems for as many epochs, or as many steps, as on all', () => {
    expect(
      ['10', '20', '40'].map((labelled) => stepsOf(`brief@labelled=${labelled}@width=16@1`)),
    ).toEqual([4, 6, 10])
    expect(
      ['10', '20', '40'].map((labelled) => stepsOf(`long@labelled=${labelled}@width=16@1`)),
    ).toEqual([10, 10, 10])
  })

  it('keeps the model that was chosen, whole', () => {
    const place = '@labelled=10@width=32@2'
    const { chosen, accuracies } = JSON.parse(read(`chosen${place}`, 'choice.json')) as {
      chosen: number
      accuracies: number[]
    }
    expect(accuracies).toHaveLength(2)
    expect(accuracies[chosen]).toBe(Math.max(...accuracies))
    const origin = ['brief', 'long'][chosen]!
    expect(read(`chosen${place}`, 'model.safetensors')).toBe(
      read(`${origin}${place}`, 'model.safetensors'),
    )
  })

  it('measures the loss of each model: near that of guessing, untrained', () => {
    for (const width of [16, 32]) {
      const { loss, bitsPerByte } = JSON.parse(
        read(`loss@width=${width}`, 'measures.json'),
      ) as Record<string, number>
      expect(loss).toBeGreaterThan(Math.log(300) - 0.3)
      expect(loss).toBeLessThan(Math.log(300) + 0.3)
      expect(bitsPerByte).toBeGreaterThan(2)
      expect(bitsPerByte).toBeLessThan(loss! / Math.LN2)
    }
  })

  it('accounts for the completions of both models of a union', () => {
    const report = JSON.parse(read('rows@labelled=20@1', 'report.json')) as {
      models: { model: string; input: number }[]
    }
    expect(report.models.map(({ input }) => input)).toEqual([40, 40])
    const makers = report.models.map(({ model }) => model)
    expect(new Set(makers).size).toBe(2)
    for (const maker of makers) expect(maker).toMatch(/^sample-[\da-f]{8}$/)
  })

  it('reports figures, laws or why there are none, and operations', () => {
    expect(results.figures!.map(({ title }) => title)).toEqual(['by data', 'by loss'])
    expect(results.fits).toMatchObject([
      { name: 'by data' },
      { name: 'by loss', warning: expect.stringContaining('3 different x') },
    ])
    const costOf = (stage: string): number =>
      results.cost.find((each) => each.stage === stage)!.flops!
    // Six operations a weight and token: as many for as many steps, up to the lengths of problems.
    expect(costOf('long@labelled=40@width=16@1') / costOf('brief@labelled=40@width=16@1')).toBe(1)
    expect(costOf('brief@labelled=40@width=32@1')).toBeGreaterThan(
      costOf('brief@labelled=40@width=16@1'),
    )
    expect(read('report.html')).toContain('by data')
    expect(stdout).toContain('by loss')
  })
})
