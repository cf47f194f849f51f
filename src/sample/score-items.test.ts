/** Shared rows change no log-probability, whatever the texts have in common. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ScoreItem, TokenLogprobs } from '../model/index.ts'
import { readModel } from '../model/index.ts'
import { packageRoot } from '../store/index.ts'
import { Decoder } from './decoder.ts'
import { LocalModel } from './local-model.ts'

const directory = join(packageRoot, 'models', 'base-1m')
const shipped = await readModel(directory)
let model: LocalModel
beforeAll(() => {
  model = new LocalModel(shipped, { session: { threads: 1 } })
})
afterAll(() => model[Symbol.asyncDispose]())

const problem = 'Question: Tom has 3 boxes of 4 pens. He loses 2. How many pens has he?\nAnswer:\n'
const judged = (candidate: string): ScoreItem => ({
  prompt: `${problem}${candidate}\nThe solution above is`,
  continuations: [' correct', ' incorrect'],
})
const first = 'Tom had <<3*4=12>>12 pens.\n'
const candidates = [10, 12, 9, 14, 10].map((left) => `${first}Tom has ${left}.\n#### ${left}`)
const prompts = (texts: readonly string[], continuations: readonly string[]): ScoreItem[] =>
  texts.map((prompt) => ({ prompt, continuations }))

const shapes: Record<string, ScoreItem[]> = {
  'candidates of one problem': candidates.map(judged),
  'words of one token': prompts(
    candidates.map((text) => problem + text),
    ['\n', ' ', '#', '1'],
  ),
  'words of several tokens': prompts([`${problem}${first}`], [' 10 pens.', ' 12 pens.', ' 1000']),
  'the same candidate many times': Array.from({ length: 20 }, () => judged(candidates[0]!)),
  'one candidate a beginning of another': [
    judged(''),
    { prompt: problem, continuations: [first, candidates[0]!, first.slice(0, 9)] },
    { prompt: problem + first, continuations: ['Tom has 10.\n#### 10', 'Tom'] },
  ],
  'an empty candidate and an empty continuation': [
    judged(''),
    judged(candidates[1]!),
    { prompt: `${problem}${first}`, continuations: ['', 'Tom', ''] },
    { prompt: '', continuations: ['', 'Tom has 3 boxes.', 'Tom has 4 boxes.'] },
  ],
  'first tokens that differ': [
    { prompt: 'a', continuations: [' b', ' c'] },
    { prompt: 'Tom', continuations: [' has', ' had 3 boxes'] },
    { prompt: '7', continuations: ['+1=8', '+2'] },
  ],
  'problems by turns': candidates.flatMap((text) => [
    judged(text),
    { prompt: `Question: Is ${text.length} odd?\nAnswer:\n`, continuations: [' yes', ' no'] },
  ]),
  'many rows of different lengths': Array.from({ length: 70 }, (_, each) =>
    judged(`${first}${'Then he counts. '.repeat(each % 7)}He has ${each}.\n#### ${each}`),
  ),
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b))

describe('score', () => {
  it.each(Object.entries(shapes))('%s: as each text alone', async (_, items) => {
    const together = await model.score(items)
    expect(together.map((item) => item.length)).toEqual(
      items.map(({ continuations }) => continuations.length),
    )
    for (const [place, { prompt, continuations }] of items.entries())
      for (const [index, continuation] of continuations.entries()) {
        const [[alone]] = (await model.score([{ prompt, continuations: [continuation] }])) as [
          [TokenLogprobs],
        ]
        const found = together[place]![index]!
        expect(found.tokens.map(({ text }) => text)).toEqual(alone.tokens.map(({ text }) => text))
        for (const [at, { logprob }] of alone.tokens.entries())
          expect(
            near(found.tokens[at]!.logprob, logprob),
            `${found.tokens[at]!.logprob} ${logprob}`,
          ).toBe(true)
        expect(near(found.logprob, alone.logprob)).toBe(true)
      }
  })

  it('gives the same bytes again', async () => {
    const items = Object.values(shapes).flat()
    expect(await model.score(items)).toEqual(await model.score(items))
  })

  it('reads what is shared once, and texts that share nothing in the plain way', async () => {
    const trees = vi.spyOn(Decoder.prototype, 'scoreTrees')
    const plain = vi.spyOn(Decoder.prototype, 'score')
    try {
      const items = Array.from({ length: 64 }, (_, each) => judged(`${first}He has ${each}.`))
      await model.score(items)
      const rows = trees.mock.calls.flatMap(([pass]) => pass)
      const texts = items.map(({ prompt }) => shipped.tokenizer.encode(prompt).length)
      const read = rows.reduce((sum, { ids }) => sum + ids.length, 0)
      expect(read * 4).toBeLessThan(texts.reduce((sum, length) => sum + length, 0) * 2)
      expect(plain).not.toHaveBeenCalled()
      trees.mockClear()
      await model.score([
        { prompt: 'Question: What is 3 + 4?\nAnswer:\n', continuations: ['3+4=7'] },
        { prompt: 'The ladder leans on the wall', continuations: [' of the house.'] },
      ])
      expect(trees).not.toHaveBeenCalled()
      expect(plain).toHaveBeenCalledTimes(1)
    } finally {
      vi.restoreAllMocks()
    }
  })

  it('stops between passes', async () => {
    const controller = new AbortController()
    const pass = vi
      .spyOn(Decoder.prototype, 'scoreTrees')
      .mockImplementation(async (_, __, picks) => {
        controller.abort()
        return new Float32Array(picks.length)
      })
    try {
      const items = Array.from({ length: 400 }, (_, each) => judged(`${each} `.repeat(20)))
      await expect(model.score(items, controller.signal)).rejects.toThrow('interrupted')
      expect(pass).toHaveBeenCalledTimes(1)
    } finally {
      vi.restoreAllMocks()
    }
  })
})
