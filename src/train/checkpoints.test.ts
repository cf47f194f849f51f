/**
 * Checkpoints of many kinds, made by Transformers: token ids, scores, greedy texts and 20 training
 * steps are what Transformers and PyTorch make of them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drain } from '../core/index.ts'
import { completionsOf, encodeStart, readModel, scoreEach } from '../model/index.ts'
import { LocalModel } from '../sample/index.ts'
import { epochBatches } from './batches.ts'
import { crossEntropy } from './cross-entropy.ts'
import { encodeRows } from './sequences.ts'
import { train } from './trainer.ts'

interface Golden {
  texts: { text: string; ids: number[] }[]
  decoded: { ids: number[]; text: string }[]
  scores: { prompt: string; continuation: string; ids: number[]; logprob: number }[]
  greedy: { prompt: string; ids: number[]; text: string }[]
  losses: number[]
}

const root = join(import.meta.dirname, '../../tests/golden/checkpoints')
const names = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)
const goldenOf = (name: string): Golden =>
  JSON.parse(readFileSync(join(root, name, 'golden.json'), 'utf8')) as Golden
/**
 * Tokenizers that put an end-of-text token after every text, which is left out here: what is to be
 * continued has not ended.
 */
const addsEnd = ['llama2-eos', 'unigram-eos']
const training = [
  [1, 2],
  [3, 4],
  [10, 5],
  [7, 7],
  [2, 30],
  [8, 1],
  [12, 9],
  [6, 6],
].map(([a, b]) => ({
  prompt: `Question: ${a} + ${b}?\nAnswer:\n`,
  completion: `It is ${a! + b!}.\n#### ${a! + b!}`,
}))

it('there are 25 checkpoints', () => expect(names).toHaveLength(25))

describe.each(names)('%s', async (name) => {
  const golden = goldenOf(name)
  const model = await readModel(join(root, name))

  it('has the token ids of the reference', () => {
    const [first] = model.tokenizer.prefix
    for (const { text, ids } of golden.texts) {
      const whole = addsEnd.includes(name) ? ids.slice(0, -1) : ids
      // A text that spells out the beginning of text gets no second one.
      const expected = first !== undefined && whole[1] === first ? whole.slice(1) : whole
      expect(encodeStart(model.tokenizer, text), JSON.stringify(text)).toEqual(expected)
    }
  })

  it('has the texts of the reference', () => {
    for (const { ids, text } of golden.decoded) expect(model.tokenizer.decode(ids)).toBe(text)
  })

  it('scores continuations as the reference does', async () => {
    await using local = new LocalModel(model, { session: { threads: 1 } })
    const scores = await scoreEach(local, golden.scores)
    for (const [place, { prompt, continuation, ids, logprob }] of golden.scores.entries()) {
      const what = `${JSON.stringify(prompt)} ${JSON.stringify(continuation)}`
      expect(scores[place]!.tokens, what).toHaveLength(ids.length)
      expect(Math.abs(scores[place]!.logprob - logprob), what).toBeLessThanOrEqual(
        1e-4 * Math.abs(logprob),
      )
    }
  })

  it('continues prompts greedily as the reference does', async () => {
    await using local = new LocalModel(model, { session: { threads: 1 } })
    const prompts = golden.greedy.map(({ prompt }, place) => ({
      problemId: String(place),
      prompt,
      stream: [],
    }))
    const decoding = { temperature: 0, maxNewTokens: 12 }
    for await (const completion of completionsOf(
      local.generate({ prompts, numGenerations: 1, decoding }),
    )) {
      const { ids, text } = golden.greedy[Number(completion.problemId)]!
      expect(completion.tokens).toBe(ids.length)
      const ended = model.config.endOfTextIds.includes(ids.at(-1)!)
      const expected = ended ? model.tokenizer.decode(ids.slice(0, -1)) : text
      // The reference decodes the new tokens alone, and so loses the space before a first word.
      expect([expected, ` ${expected}`]).toContain(completion.text)
    }
  })

  it('learns in 20 steps what PyTorch learns', async () => {
    const end = model.config.endOfTextIds[0]!
    const { examples } = encodeRows(training, model.tokenizer, end, 200)
    const batches = epochBatches(crossEntropy, examples, 20, {
      batchSize: 8,
      gradientAccumulationSteps: 1,
      seed: 1,
    })
    const optimizer = {
      learningRate: 3e-3,
      schedule: 'cosine' as const,
      warmupRatio: 0,
      weightDecay: 0.1,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      maxGradNorm: 1,
    }
    const { config, parameters } = model
    const { log } = await drain(
      train({
        config,
        parameters,
        objective: crossEntropy,
        batches,
        optimizer,
        session: { threads: 1 },
      }),
    )
    expect(log).toHaveLength(20)
    for (const [step, { loss }] of log.entries())
      expect(Math.abs(loss / golden.losses[step]! - 1), `step ${step + 1}`).toBeLessThan(1e-4)
  })
})
