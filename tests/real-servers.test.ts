/**
 * Real servers, where RECKONER_SERVERS names some: `http://127.0.0.1:8000/v1#model`, with blanks
 * between them. Skipped otherwise.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readModel, type Capabilities } from '../src/model/index.ts'
import { LocalModel } from '../src/sample/index.ts'
import { openServed } from '../src/served/index.ts'
import { describeContract } from './support/language-model-contract.ts'
import { realModel } from './support/smollm2.ts'

const refs = (process.env['RECKONER_SERVERS'] ?? '').split(/\s+/).filter(Boolean)

async function capabilitiesOf(ref: string, isChat: boolean): Promise<Capabilities> {
  await using model = await openServed(ref, { isChat })
  return model.capabilities
}

const prompts = [
  'The capital of France is',
  'Question: Tom has 3 boxes of 4 pens.\nAnswer:',
  '1 + 1',
]

// Servers of this machine share its cores with the tests.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 })

for (const ref of refs) {
  for (const isChat of [false, true]) {
    const capabilities = await capabilitiesOf(ref, isChat)
    describeContract({
      name: `${ref}${isChat ? ', a chat' : ''}`,
      open: () => openServed(ref, { isChat }),
      prompts,
      // Which texts share a batch moves the last bits of probabilities, and with them a draw.
      capabilities,
      isRepeatable: false,
      tellsStops: false,
    })
  }
}

const scoring: string[] = []
for (const ref of refs) if ((await capabilitiesOf(ref, false)).score) scoring.push(ref)
const isHere = existsSync(join(realModel, 'model.safetensors'))

describe.runIf(isHere && scoring.length > 0)('scores of the model in this process', () => {
  let local: LocalModel
  beforeAll(async () => void (local = new LocalModel(await readModel(realModel))))
  afterAll(() => local[Symbol.asyncDispose]())

  it.each(scoring)('are those of %s', async (ref) => {
    await using served = await openServed(ref, { isChat: false })
    const items = prompts.map((prompt) => ({
      prompt,
      continuations: [' Paris, the capital of France.\n', ' 3 * 4 = 12 pens 📦📦 é', ' 1'],
    }))
    const [ours, theirs] = [await local.score(items), await served.score(items)]
    for (const [item, scores] of ours.entries())
      for (const [place, { tokens, logprob }] of scores.entries()) {
        const found = theirs[item]![place]!
        expect(found.tokens.map(({ text }) => text).join('')).toBe(
          items[item]!.continuations[place],
        )
        expect(found.tokens).toHaveLength(tokens.length)
        for (const [at, token] of tokens.entries())
          expect(Math.abs(found.tokens[at]!.logprob - token.logprob)).toBeLessThan(1e-3)
        expect(Math.abs(found.logprob - logprob)).toBeLessThan(1e-3 * tokens.length)
      }
  })
})

// A file without a test fails.
it.skipIf(refs.length > 0)('no server is named', () => expect(refs).toEqual([]))
