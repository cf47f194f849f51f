/**
 * A real model says what it says in Transformers: the same greedy texts and log-probabilities.
 * Skipped where there is no such model: `tools/smollm2.py` makes it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatPrompt } from '../../src/data/index.ts'
import type { LanguageModel } from '../../src/model/index.ts'
import { completionsOf, readModelOutline, scoreEach } from '../../src/model/index.ts'
import type * as Sample from '../../src/sample/index.ts'
import { realModel, realModelHint } from '../support/smollm2.ts'

interface Golden {
  /** SHA-256 of `model.safetensors`. */
  weights: string
  maxNewTokens: number
  problems: {
    question: string
    prompt: string
    text: string
    tokens: number
    solution: string
    logprobs: number[]
  }[]
}

const { weights, maxNewTokens, problems } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/smollm2.json'), 'utf8'),
) as Golden

function missing(): string | undefined {
  const path = join(realModel, 'model.safetensors')
  if (!existsSync(path) || !existsSync(join(realModel, 'config.json')))
    return `no model in ${realModel}; ${realModelHint}`
  const isSame = createHash('sha256').update(readFileSync(path)).digest('hex') === weights
  return isSame ? undefined : `${realModel} has other weights`
}

const reason = missing()
const skipped = reason === undefined ? '' : ` (skipped: ${reason})`

describe.runIf(reason === undefined)(`SmolLM2-135M-Instruct${skipped}`, () => {
  let model: LanguageModel
  let sample: typeof Sample
  beforeAll(async () => {
    // Its threads need compiled modules
    sample = (await import(
      new URL('../../dist/sample/index.js', import.meta.url).href
    )) as typeof Sample
    model = await sample.openModel(realModel)
  })
  afterAll(() => model[Symbol.asyncDispose]())

  it('is asked in its chat template', async () => {
    const format = await sample.namedPromptFormat('chat', await readModelOutline(realModel))
    expect(problems.map(({ question }) => formatPrompt(format, question))).toEqual(
      problems.map(({ prompt }) => prompt),
    )
  })

  it('writes the same greedy texts, all at once and one alone', async () => {
    const greedy = async (places: number[]): Promise<[string, number][]> => {
      const found: [string, number][] = []
      const events = model.generate({
        prompts: places.map((place) => ({
          problemId: String(place),
          prompt: problems[place]!.prompt,
          stream: [],
        })),
        numGenerations: 1,
        decoding: { temperature: 0, maxNewTokens },
      })
      for await (const { problemId, text, tokens, finish } of completionsOf(events))
        found[Number(problemId)] = [text, finish === 'endOfText' ? tokens - 1 : tokens]
      return places.map((place) => found[place]!)
    }
    const expected = problems.map(({ text, tokens }) => [text, tokens])
    expect(await greedy([...problems.keys()])).toEqual(expected)
    expect(await greedy([2])).toEqual([expected[2]])
  })

  it('gives the same log-probabilities', async () => {
    const items = problems.map(({ prompt, solution }) => ({ prompt, continuation: solution }))
    const scores = await scoreEach(model, items)
    for (const [place, { logprobs, question }] of problems.entries()) {
      const { logprob, tokens } = scores[place]!
      expect(tokens, question).toHaveLength(logprobs.length)
      for (const [token, value] of logprobs.entries())
        expect(Math.abs(tokens[token]!.logprob - value), question).toBeLessThan(5e-4)
      const sum = logprobs.reduce((total, value) => total + value, 0)
      expect(Math.abs(logprob / sum - 1), question).toBeLessThan(1e-4)
    }
  })
})
