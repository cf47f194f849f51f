/** Decoding: the cache, batches and shared prefill must not change what is generated. */
import { describe, expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { ConfigError } from '../core/index.ts'
import type { Decoding, GeneratedCompletion, GenerateRequest } from '../model/index.ts'
import { completionsOf, encodeJointly, encodeStart, scoreEach } from '../model/index.ts'
import { LocalModel } from './local-model.ts'
import { splitRequest } from './split.ts'

const model = tinyModel()
const session = { threads: 1 }
const prompts = [
  'Tom has 3 boxes.',
  'a',
  'Question: how many apples has Tom in all of his boxes?',
  '',
  'x y z',
]
const asRequest = (
  texts: readonly string[],
  decoding: Decoding,
  numGenerations = 1,
): GenerateRequest => ({
  prompts: texts.map((prompt, index) => ({
    problemId: `p${texts === prompts ? index : prompts.indexOf(prompt)}`,
    prompt,
    stream: [7, `p${texts === prompts ? index : prompts.indexOf(prompt)}`],
  })),
  numGenerations,
  decoding,
})
const greedy = { temperature: 0, maxNewTokens: 24 }

async function generate(lm: LocalModel, request: GenerateRequest): Promise<GeneratedCompletion[]> {
  const completions: GeneratedCompletion[] = []
  for await (const completion of completionsOf(lm.generate(request))) completions.push(completion)
  return inOrder(completions)
}

const inOrder = (completions: readonly GeneratedCompletion[]): GeneratedCompletion[] =>
  completions.toSorted((a, b) => a.problemId.localeCompare(b.problemId) || a.index - b.index)

/**
 * Greedy decoding with a full forward pass for every token: the definition the cache must agree
 * with.
 */
async function naiveGreedy(lm: LocalModel, prompt: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: model.tokenizer.size }, (_, id) =>
    model.tokenizer.decode([id]),
  )
  const usable = tokens
    .map((text, id) => ({ text, id }))
    .filter(({ text, id }) => id > 0 && model.tokenizer.encode(text)[0] === id && text.length > 0)
  let text = prompt
  for (let step = 0; step < count; step++) {
    const scores = await scoreEach(
      lm,
      usable.map((token) => ({ prompt: text, continuation: token.text })),
    )
    const best = scores.reduce(
      (winner, { logprob }, index) => (logprob > scores[winner]!.logprob ? index : winner),
      0,
    )
    text += usable[best]!.text
  }
  return [text.slice(prompt.length)]
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(a))

describe('generate', () => {
  it('gives with a cache what full passes give', async () => {
    await using lm = new LocalModel(model, { session })
    let compared = 0
    const lengths = [1, 2, 3, 4, 24].map((maxNewTokens) =>
      generate(lm, asRequest(prompts, { ...greedy, maxNewTokens })),
    )
    for (const completion of (await Promise.all(lengths)).flat()) {
      const prompt = prompts[Number(completion.problemId.slice(1))]!
      const [score] = await scoreEach(lm, [{ prompt, continuation: completion.text }])
      // The text re-encodes to the same ids unless it holds broken UTF-8 or ended early.
      if (completion.text.includes('\uFFFD') || completion.finish === 'endOfText') continue
      if (score!.tokens.length !== completion.tokens) continue
      const joint = encodeJointly(model.tokenizer, prompt, completion.text)
      if (
        joint.ids.slice(0, joint.promptLength).join() !==
        encodeStart(model.tokenizer, prompt).join()
      )
        continue
      compared++
      expect(
        near(score!.logprob, completion.logprob!),
        `${prompt}: ${score!.logprob} against ${completion.logprob}`,
      ).toBe(true)
    }
    expect(compared).toBeGreaterThan(0)
    const [first] = await generate(
      lm,
      asRequest([prompts[0]!], { temperature: 0, maxNewTokens: 2 }),
    )
    if (/^[\x20-\x7e]+$/.test(first!.text))
      expect(await naiveGreedy(lm, prompts[0]!, 2)).toEqual([first!.text])
  })

  it.each([
    greedy,
    { temperature: 0.9, maxNewTokens: 24 },
    { temperature: 1, topP: 0.9, topK: 20, minP: 0.02, maxNewTokens: 24 },
  ])('gives in a batch what it gives one by one: %j', async (decoding) => {
    await using lm = new LocalModel(model, { session })
    const together = await generate(lm, asRequest(prompts, decoding, 3))
    const alone = (
      await Promise.all(prompts.map((prompt) => generate(lm, asRequest([prompt], decoding, 3))))
    ).flat()
    expect(
      together.map(({ problemId, index, text, tokens, finish }) => ({
        problemId,
        index,
        text,
        tokens,
        finish,
      })),
    ).toEqual(
      alone.map(({ problemId, index, text, tokens, finish }) => ({
        problemId,
        index,
        text,
        tokens,
        finish,
      })),
    )
    expect(together.every(({ logprob }, index) => near(logprob!, alone[index]!.logprob!))).toBe(
      true,
    )
  })

  it('gives the same whatever the batch size, and each sample alone by its index', async () => {
    const decoding = { temperature: 1, maxNewTokens: 12 }
    await using lm = new LocalModel(model, { session })
    const request = asRequest(prompts, decoding, 4)
    const texts = (await generate(lm, request)).map(({ text }) => text)
    for (const rows of [2, 4, 10]) {
      const parts = []
      for (const part of splitRequest(request, { batchRows: rows, fewestRows: 16 }))
        parts.push(...(await generate(lm, part)))
      expect(inOrder(parts).map(({ text }) => text)).toEqual(texts)
    }
    const third = await generate(lm, { ...asRequest(prompts, decoding), firstIndex: 2 })
    expect(third.map(({ text }) => text)).toEqual(texts.filter((_, place) => place % 4 === 2))
    expect(new Set(texts).size).toBeGreaterThan(10)
  })

  it('gives the same with weights compiled in', async () => {
    await using fed = new LocalModel(model, { session })
    await using compiled = new LocalModel(model, { session, compileWeights: true })
    for (const temperature of [0, 0.7, 1]) {
      const request = asRequest(prompts, { temperature, maxNewTokens: 24 }, 2)
      const texts = (await generate(fed, request)).map(({ text }) => text)
      expect((await generate(compiled, request)).map(({ text }) => text)).toEqual(texts)
    }
  })

  it('ends before a stop string, and at the last position', async () => {
    await using lm = new LocalModel(model, { session })
    const [free] = await generate(
      lm,
      asRequest([prompts[0]!], { temperature: 1, maxNewTokens: 40 }),
    )
    const stop = free!.text.slice(3, 5)
    const [stopped] = await generate(
      lm,
      asRequest([prompts[0]!], { temperature: 1, maxNewTokens: 40, stop: [stop] }),
    )
    expect(stopped).toMatchObject({
      text: free!.text.slice(0, free!.text.indexOf(stop)),
      finish: 'stop',
    })
    await using short = new LocalModel(tinyModel(1, 16), { session })
    const [cut] = await generate(short, asRequest(['a'], { temperature: 0, maxNewTokens: 100 }))
    expect(cut!.tokens + 1).toBeLessThanOrEqual(16)
    await expect(generate(short, asRequest([prompts[2]!.repeat(3)], greedy))).rejects.toThrow(
      ConfigError,
    )
  })

  it('stops when cancelled', async () => {
    await using lm = new LocalModel(model, { session })
    const controller = new AbortController()
    controller.abort()
    await expect(async () => {
      for await (const _ of lm.generate(asRequest(prompts, greedy), controller.signal)) continue
    }).rejects.toThrow('interrupted')
  })
})

describe('score', () => {
  it('sums token log-probabilities that do not depend on the batch', async () => {
    await using lm = new LocalModel(model, { session })
    const items = prompts.map((prompt) => ({ prompt, continuation: ' has 12 apples.' }))
    const together = await scoreEach(lm, items)
    for (const [index, item] of items.entries()) {
      const [alone] = await scoreEach(lm, [item])
      expect(near(together[index]!.logprob, alone!.logprob)).toBe(true)
      expect(
        near(
          alone!.tokens.reduce((sum, { logprob }) => sum + logprob, 0),
          alone!.logprob,
        ),
      ).toBe(true)
    }
    expect(await scoreEach(lm, [{ prompt: 'a', continuation: '' }])).toEqual([
      { logprob: 0, tokens: [] },
    ])
  })
})
