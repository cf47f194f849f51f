import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { collected } from '../../tests/support/collected.ts'
import { describeContract } from '../../tests/support/language-model-contract.ts'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { ConfigError } from '../core/index.ts'
import { completionsOf, requireCapability } from '../model/index.ts'
import { packageRoot } from '../store/index.ts'
import { LocalModel } from './local-model.ts'
import type * as Sample from './index.ts'
import { scriptedModel } from './index.ts'

/** Decoding runs in worker threads, which need compiled modules. */
const { openModel } = (await import(
  new URL('../../dist/sample/index.js', import.meta.url).href
)) as typeof Sample

const script = {
  'Tom has 3 boxes. ': { '3 * 4 = 12 pens.\n#### 12': 3, '3 + 4 = 7\n#### 7': 1, 'many 📦!': 2 },
  '2 + 2 =': { ' 4': 5, ' 22': 1 },
}

describeContract({
  name: 'a scripted one',
  open: () => scriptedModel(script),
  prompts: Object.keys(script),
})

describeContract({
  name: 'one in this thread',
  open: () => new LocalModel(tinyModel(), { session: { threads: 1 } }),
  prompts: ['Tom has 3 boxes.', 'a', 'Question: how many apples has Tom in all?', '', 'x y z'],
})

describeContract({
  name: 'a directory, in other threads',
  open: () => openModel(join(packageRoot, 'models', 'base-250k')),
  prompts: ['Question: Tom has 3 boxes of 4 pens. How many pens?\nAnswer:\n', 'Once', ''],
  runs: 3,
})

it('a session over several threads draws what a request draws', async () => {
  await using model = await openModel(join(packageRoot, 'models', 'base-250k'))
  const prompts = Array.from({ length: 40 }, (_, place) => ({
    problemId: `p${place}`,
    prompt: `Question: Tom has ${'very '.repeat(place % 7)}${place} boxes.\nAnswer:\n`,
    stream: [place],
  }))
  const request = { prompts, numGenerations: 2, decoding: { temperature: 0.7, maxNewTokens: 12 } }
  const drawn = await collected(completionsOf(model.generate(request)))
  const texts = new Map(drawn.map(({ problemId, index, text }) => [`${problemId} ${index}`, text]))
  await using session = await model.openSession(request)
  await session.advance({ maxNewTokens: 5 })
  const states = await session.advance()
  expect(states.map(({ problemId, index }) => `${problemId} ${index}`)).toEqual(
    prompts.flatMap(({ problemId }) => [`${problemId} 0`, `${problemId} 1`]),
  )
  for (const { problemId, index, text } of states)
    expect(text).toBe(texts.get(`${problemId} ${index}`))
})

describe.each([
  ['a scripted model', () => scriptedModel({ q: 'one. two' })],
  ['a model in this thread', () => new LocalModel(tinyModel(), { session: { threads: 1 } })],
])('%s', (_, open) => {
  it('tells which stop text has ended a completion, where it is asked to', async () => {
    await using model = open()
    const asked = {
      prompts: [{ problemId: 'q', prompt: 'q', stream: [1] }],
      numGenerations: 3,
      decoding: { temperature: 1, maxNewTokens: 30 },
    }
    for (const { text, index } of await collected(completionsOf(model.generate(asked)))) {
      const [a, b] = [text.slice(2, 5), text.slice(2, 4)]
      const one = { ...asked, firstIndex: index, numGenerations: 1 }
      const stopped = { ...one, decoding: { ...asked.decoding, stop: [a, b] } }
      const [told] = await collected(
        completionsOf(model.generate({ ...stopped, tellsStops: true })),
      )
      expect(told).toMatchObject({ finish: 'stop', stoppedBy: b })
      const [silent] = await collected(completionsOf(model.generate(stopped)))
      expect({ ...silent, stoppedBy: b }).toEqual(told)
    }
  })
})

describe('a scripted model', () => {
  it('draws its texts as often as the script says', async () => {
    const model = scriptedModel({ q: { yes: 3, no: 1, 'yes!': 4 } })
    const counts = new Map<string, number>()
    const request = {
      prompts: [{ problemId: 'q', prompt: 'q', stream: [1] }],
      numGenerations: 4000,
      decoding: { temperature: 1, maxNewTokens: 10 },
    }
    for await (const { text, logprob } of completionsOf(model.generate(request))) {
      counts.set(text, (counts.get(text) ?? 0) + 1)
      const share = { yes: 3, no: 1, 'yes!': 4 }[text]! / 8
      expect(Math.abs(logprob! - Math.log(share))).toBeLessThan(1e-6)
    }
    expect(Math.abs(counts.get('no')! / 4000 - 1 / 8)).toBeLessThan(0.02)
    expect(Math.abs(counts.get('yes')! / 4000 - 3 / 8)).toBeLessThan(0.03)
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(4000)
  })

  it('goes on from a prompt and the beginning of a text, by the same numbers', async () => {
    const model = scriptedModel(script)
    const decoding = { temperature: 1, maxNewTokens: 40 }
    const [prompt] = Object.keys(script) as [string]
    for (let index = 0; index < 8; index++) {
      const asked = { numGenerations: 1, firstIndex: index, decoding }
      const whole = await collected(
        completionsOf(
          model.generate({ ...asked, prompts: [{ problemId: 'a', prompt, stream: [3] }] }),
        ),
      )
      const begun = Array.from(whole[0]!.text).slice(0, 4)
      const later = {
        problemId: 'a',
        prompt: prompt + begun.join(''),
        stream: [3],
        drawn: begun.length,
      }
      const rest = await collected(completionsOf(model.generate({ ...asked, prompts: [later] })))
      expect(begun.join('') + rest[0]!.text).toBe(whole[0]!.text)
    }
  })

  it('says what it does not know, and finds impossible what the script has not', async () => {
    const model = scriptedModel(script)
    const prompts = [{ problemId: 'a', prompt: 'Who?', stream: [] }]
    const decoding = { temperature: 0, maxNewTokens: 4 }
    await expect(
      collected(model.generate({ prompts, numGenerations: 1, decoding })),
    ).rejects.toThrow('the script has nothing that follows "Who?"')
    const scores = await model.score([{ prompt: '2 + 2 =', continuations: [' 5'] }])
    expect(scores[0]![0]!.logprob).toBe(-Infinity)
  })

  it('lacks what it is told to lack, and says so', async () => {
    const model = scriptedModel(script, { id: 'mute', capabilities: { score: false } })
    await expect(model.score([])).rejects.toThrow(ConfigError)
    expect(() => requireCapability(model, 'score', 'evaluate.loss')).toThrow(
      'evaluate.loss needs a model that can tell how likely given texts are; mute cannot',
    )
    const whole = scriptedModel(script, { capabilities: { sessions: false } })
    requireCapability(whole, 'score', 'evaluate.loss')
    await expect(
      whole.openSession({
        prompts: [],
        numGenerations: 1,
        decoding: { temperature: 0, maxNewTokens: 1 },
      }),
    ).rejects.toThrow('needs a model that can continue sequences where they stand')
  })
})

describe('a reference to a model', () => {
  it.each(['hf://org/name@main', 'FTP://x', 'gs+x://y'])(
    'of a scheme that there is not is refused: %s',
    (text) => {
      expect(() => openModel(text)).toThrow(/a model cannot be opened from [A-Za-z+]+:\/\//)
    },
  )
})
