import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DecodingSession, Fork, GenerateRequest, SequenceState } from '../model/index.ts'
import { scriptedModel } from './scripted-model.ts'
import { splitSession } from './split.ts'
import { SpreadSession, type SessionPart } from './spread-session.ts'

const letters = ['a', 'b', 'c', 'd', 'e']
const texts = { 'one two three': 2, 'two ones': 1, three: 1, 'one, two, three, four': 2 }
const model = scriptedModel(Object.fromEntries(letters.map((letter) => [letter, texts])))
const request: GenerateRequest = {
  prompts: letters.map((prompt) => ({ problemId: prompt, prompt, stream: [prompt] })),
  numGenerations: 2,
  decoding: { temperature: 1, maxNewTokens: 12 },
}

/** Sequences of at most two prompts come together, in one of two lanes. */
async function spread(): Promise<SpreadSession> {
  const parts = splitSession(request, { batchRows: 4, fewestRows: 4 }).map(
    async (part, lane): Promise<SessionPart> => ({
      session: await model.openSession(part.request),
      lane: lane % 2,
      places: part.places,
    }),
  )
  expect(parts).toHaveLength(3)
  return new SpreadSession(await Promise.all(parts), request)
}

const steps = fc.array(
  fc.oneof(
    fc.record({ maxNewTokens: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ forks: fc.array(fc.nat(20), { maxLength: 8 }) }),
  ),
  { maxLength: 8 },
)
type Step = { maxNewTokens: number } | { forks: number[] }

/** Does the same to a session, whatever it is made of. */
async function done(session: DecodingSession, all: readonly Step[]): Promise<SequenceState[][]> {
  const seen = [await session.advance({ maxNewTokens: 1 })]
  for (const [turn, step] of all.entries()) {
    const { length } = seen.at(-1)!
    if ('forks' in step)
      await session.arrange(
        step.forks
          .filter(() => length > 0)
          .map((from, place): Fork => ({ from: from % length, index: 100 * turn + place })),
      )
    seen.push(await session.advance('forks' in step ? { maxNewTokens: 1 } : step))
  }
  return seen
}

describe('a session that is spread', () => {
  it('does what one session does, however it is forked and advanced', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await using one = await model.openSession(request)
        await using several = await spread()
        expect(await done(several, all)).toEqual(await done(one, all))
      }),
      { numRuns: 60 },
    )
  })

  it('does one thing after the other, also when it is asked at once', async () => {
    await using session = await spread()
    const [first, , second] = await Promise.all([
      session.advance({ maxNewTokens: 2 }),
      session.arrange([{ from: 9 }, { from: 0 }]),
      session.advance({ maxNewTokens: 2 }),
    ])
    expect(second.map(({ problemId, index }) => `${problemId}${index}`)).toEqual(['e1', 'a0'])
    expect(second[0]!.text.startsWith(first[9]!.text)).toBe(true)
    expect(second[0]!.tokens).toBe(4)
  })

  it('stays as it was where it refuses something, in all its parts', async () => {
    for (const from of [4, 10]) {
      await using session = await spread()
      const before = await session.advance({ maxNewTokens: 2 })
      await expect(session.arrange([{ from: 9 }, { from }, { from }])).rejects.toThrow(
        from === 4 ? 'the same text' : 'no sequence 10',
      )
      const after = await session.advance({ maxNewTokens: 2 })
      expect(after.map(({ text }) => text.slice(0, 2))).toEqual(before.map(({ text }) => text))
    }
  })

  it('takes an ended sequence several times, as one session does', async () => {
    const forks = [{ from: 4 }, { from: 4 }, { from: 9 }]
    await using one = await model.openSession(request)
    await using several = await spread()
    for (const session of [one, several]) {
      await session.advance()
      await session.arrange(forks)
    }
    expect(await several.advance()).toEqual(await one.advance())
  })

  it('refuses what one session refuses', async () => {
    const session = await spread()
    await expect(session.arrange([{ from: 10 }])).rejects.toThrow('there is no sequence 10')
    await expect(session.arrange([{ from: 0 }, { from: 0 }])).rejects.toThrow('the same text')
    await expect(session.advance({}, AbortSignal.abort())).rejects.toThrow('interrupted')
    await session[Symbol.asyncDispose]()
    await expect(session.advance()).rejects.toThrow('the session is closed')
    await expect(session.arrange([])).rejects.toThrow('the session is closed')
  })
})
