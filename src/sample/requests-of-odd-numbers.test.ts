/** Sessions and decoding with numbers and orders that a caller may get wrong. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { collected } from '../../tests/support/collected.ts'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { ConfigError } from '../core/index.ts'
import { completionsOf, type Decoding, type LanguageModel } from '../model/index.ts'
import { packageRoot } from '../store/index.ts'
import { LocalModel } from './local-model.ts'
import type * as Sample from './index.ts'
import { scriptedModel } from './index.ts'

const { openModel } = (await import(
  new URL('../../dist/sample/index.js', import.meta.url).href
)) as typeof Sample
const shipped = join(packageRoot, 'models', 'base-250k')
const asked = (decoding: Decoding, numGenerations = 1) => ({
  prompts: [{ problemId: 'q', prompt: 'q', stream: [1] }],
  numGenerations,
  decoding,
})
const generated = (model: LanguageModel, decoding: Decoding, numGenerations = 1) =>
  collected(completionsOf(model.generate(asked(decoding, numGenerations))))

it('two calls of advance at once corrupt no sequence', async () => {
  const model = await openModel(shipped)
  const decoding = { temperature: 1, maxNewTokens: 20 }
  const [whole] = await generated(model, decoding)
  const session = await model.openSession(asked(decoding))
  // Either an error, or one after the other.
  await Promise.allSettled([
    session.advance({ maxNewTokens: 3 }),
    session.advance({ maxNewTokens: 3 }),
  ])
  const [state] = await session.advance()
  await model[Symbol.asyncDispose]()
  expect(state!.text).toBe(whole!.text)
})

it('a session that was closed says so, wherever its model runs', async () => {
  for (const model of [
    await openModel(shipped),
    new LocalModel(tinyModel()),
    scriptedModel({ q: 'a' }),
  ]) {
    const session = await model.openSession(asked({ temperature: 0, maxNewTokens: 4 }))
    await session[Symbol.asyncDispose]()
    await expect(session.advance()).rejects.toMatchObject({ name: 'ConfigError' })
    await model[Symbol.asyncDispose]()
  }
})

it.each([0, -3, Number.NaN])(
  'at most %s new tokens are refused with a ConfigError',
  async (maxNewTokens) => {
    const model = scriptedModel({ q: 'abcdef' })
    await expect(generated(model, { temperature: 0, maxNewTokens })).rejects.toThrow(ConfigError)
  },
)

it('advance by NaN tokens does not return for ever without going on', async () => {
  const session = await scriptedModel({ q: 'abc' }).openSession(
    asked({ temperature: 0, maxNewTokens: 9 }),
  )
  await expect(session.advance({ maxNewTokens: Number.NaN })).rejects.toThrow(ConfigError)
})

it.each([{ topK: 0.5 }, { minP: 2 }, { temperature: Number.NaN }, { temperature: -1 }])(
  'decoding with %o is refused with a ConfigError, not garbage or an internal error',
  async (odd) => {
    const model = new LocalModel(tinyModel(), { session: { threads: 1 } })
    await expect(generated(model, { temperature: 1, maxNewTokens: 4, ...odd })).rejects.toThrow(
      ConfigError,
    )
  },
)

it.each([1e-3, 5e-3])(
  'at temperature %f a scripted model draws the likeliest text, as others do',
  async (temperature) => {
    const texts = (
      await generated(
        scriptedModel({ q: { aaaa: 1, bbbb: 1, cccc: 2 } }),
        { temperature, maxNewTokens: 9 },
        4,
      )
    ).map(({ text }) => text)
    expect(texts).toEqual(['cccc', 'cccc', 'cccc', 'cccc'])
  },
)

it('at a temperature whose inverse is no float32, the likeliest token is drawn', async () => {
  const model = new LocalModel(tinyModel(), { session: { threads: 1 } })
  const [greedy] = await generated(model, { temperature: 0, maxNewTokens: 6 })
  const [cold] = await generated(model, { temperature: 1e-40, maxNewTokens: 6 })
  expect(cold!.text).toBe(greedy!.text)
})

it('a prompt of the script is followed by its own text, also where it continues another', async () => {
  const model = scriptedModel({ a: 'bcd', ab: 'xyz' })
  const prompts = [{ problemId: 'ab', prompt: 'ab', stream: [] }]
  const [one] = await collected(
    completionsOf(
      model.generate({ prompts, numGenerations: 1, decoding: { temperature: 0, maxNewTokens: 9 } }),
    ),
  )
  expect(one!.text).toBe('xyz')
})

it.each([-1, Number.NaN, 0])('a script with the weight %s is refused', async (weight) => {
  const make = async () =>
    generated(scriptedModel({ q: { a: weight, b: 2 } }), { temperature: 1, maxNewTokens: 4 }, 3)
  await expect(make()).rejects.toThrow(ConfigError)
})
