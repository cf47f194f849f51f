/** Examples of an evaluator against PyTorch: what they add to the loss, and the gradients. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../engine/index.ts'
import { grad, scalar, Session } from '../engine/index.ts'
import { parseModelConfig, readSafetensors, sequenceFeeds } from '../model/index.ts'
import { labelWords, type EvaluatorExample, type WordChoice } from './label-words.ts'
import { lossGraph, pieceSuffix } from './loss-graph.ts'

interface Measured {
  loss: number
  gradNorms: Record<string, number>
  norm: number[]
}
interface Case {
  correct: number[]
  incorrect: number[]
  better: number[]
  worse: number[]
  marginLoss: Measured
  crossEntropy: Measured
}
const folder = join(import.meta.dirname, '../../tests/golden/llama')
const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const golden = json('label-words.json') as {
  margin: number
  weight: number
  cases: Record<string, Case>
}
const config = parseModelConfig(json('config.json'), 'config.json')
const parameters = await readSafetensors(join(folder, 'model.safetensors'))

const choiceOf = (prompt: number[], { correct, incorrect }: Case): WordChoice => {
  const after = (word: number[]) => ({ ids: [...prompt, ...word], lossFrom: prompt.length })
  return { correct: after(correct), incorrect: after(incorrect) }
}
const pairOf = (own: Case): EvaluatorExample => ({
  better: choiceOf(own.better, own),
  worse: choiceOf(own.worse, own),
  margin: golden.margin,
})
const likelyOf = (own: Case): EvaluatorExample => ({
  sequences: [choiceOf(own.better, own).correct, choiceOf(own.worse, own).incorrect],
  weight: golden.weight,
})

/** The sum of the terms of `examples`, cut into pieces, and the gradients of all parameters. */
async function measured(pieces: readonly (readonly EvaluatorExample[])[]) {
  const { loss, trained } = lossGraph(labelWords, config, pieces.length)
  const names = Object.keys(trained)
  const gradients = grad(loss, Object.values(trained))
  const outputs = {
    loss,
    ...Object.fromEntries(names.map((name, index) => [`d.${name}`, gradients[index]!])),
  }
  await using session = await Session.create({ outputs }, { threads: 1 })
  const feeds: Record<string, Tensor> = { ...parameters, lossScale: scalar(1) }
  for (const [piece, examples] of pieces.entries()) {
    const batch = labelWords.collate(examples)
    const own = { ...sequenceFeeds(config)(batch.rows, batch.length), ...batch.feeds }
    for (const [name, tensor] of Object.entries(own)) feeds[name + pieceSuffix(piece)] = tensor
  }
  const computed = await session.run(feeds)
  const numbers = (name: string): number[] => Array.from(computed[name]!.data, Number)
  const gradNorms = names.map((name) => [name, Math.hypot(...numbers(`d.${name}`))] as const)
  return {
    loss: numbers('loss')[0]!,
    gradNorms: Object.fromEntries(gradNorms),
    norm: numbers('d.model.norm.weight'),
  }
}

describe.each(Object.entries(golden.cases))('words: %s', (_, own) => {
  it.each([
    ['margin', pairOf(own), own.marginLoss],
    ['cross-entropy', likelyOf(own), own.crossEntropy],
  ])('%s as PyTorch computes it', async (_name, example, reference) => {
    const { loss, gradNorms, norm } = await measured([[example]])
    expect(loss).toBeCloseTo(reference.loss, 4)
    expect(Object.keys(gradNorms).toSorted()).toEqual(Object.keys(reference.gradNorms).toSorted())
    for (const [name, value] of Object.entries(reference.gradNorms))
      expect(Math.abs(gradNorms[name]! - value), name).toBeLessThan(1e-4 * Math.max(1, value))
    for (const [place, value] of reference.norm.entries()) expect(norm[place]).toBeCloseTo(value, 4)
  })
})

describe('a batch', () => {
  const cases = Object.values(golden.cases)
  const examples = [...cases.map(pairOf), ...cases.map(likelyOf)]
  const expected = cases.reduce((sum, own) => sum + own.marginLoss.loss + own.crossEntropy.loss, 0)

  it('adds up its examples, however it is cut into pieces', async () => {
    const whole = await measured([examples])
    expect(whole.loss).toBeCloseTo(expected, 3)
    const cut = await measured([examples.slice(0, 3), examples.slice(3, 6), examples.slice(6)])
    expect(cut.loss).toBeCloseTo(expected, 3)
    for (const [name, value] of Object.entries(whole.gradNorms))
      expect(cut.gradNorms[name]).toBeCloseTo(value, 3)
  })

  it('counts a pair as one term, and each sequence as one', () => {
    expect(labelWords.collate(examples).lossTerms).toBe(cases.length * 3)
    // Words of one token share a sequence.
    expect(labelWords.collate([pairOf(golden.cases['oneToken']!)]).rows).toBe(2)
    expect(labelWords.collate([pairOf(golden.cases['severalTokens']!)]).rows).toBe(4)
  })

  it('gets nothing of a pair of equals without a margin', async () => {
    const certain = { ids: [1, 2, 3], lossFrom: 2 }
    const other = { ids: [1, 2, 4], lossFrom: 2 }
    const choice = { correct: certain, incorrect: other }
    const { loss } = await measured([[{ better: choice, worse: choice, margin: 0 }]])
    expect(loss).toBe(0)
  })
})
