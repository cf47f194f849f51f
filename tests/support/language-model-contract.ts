/** What every language model keeps to, wherever it runs. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/index.ts'
import type {
  BeamRequest,
  BeamResult,
  Capabilities,
  DecodingSession,
  GeneratedCompletion,
  GenerateRequest,
  LanguageModel,
  LineJudge,
  Prompt,
  SequenceState,
} from '../../src/model/index.ts'
import { completionsOf, scoreEach } from '../../src/model/index.ts'
import { collected } from './collected.ts'

export interface ContractSubject {
  name: string
  open(): LanguageModel | Promise<LanguageModel>
  /** Prompts whose completions at temperature 1 differ. */
  prompts: readonly string[]
  /** Cuts to try. @default 10 */
  runs?: number
  /** What the model must be able to do, and what it must refuse. @default everything */
  capabilities?: Partial<Capabilities>
  /** Whether it tells a stop text from the end of the text. @default true */
  tellsStops?: boolean
  /** Whether it tells the exact number of tokens of each completion. @default true */
  tellsTokens?: boolean
  /** Whether the same request brings the same texts, whatever is asked beside it. @default true */
  isRepeatable?: boolean
}

const everything: Capabilities = {
  score: true,
  sessions: true,
  beams: true,
  embed: true,
  addressed: true,
}

const maxNewTokens = 24
/** Arithmetic in other batches differs in its last bits. */
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(a))

export function describeContract({
  name,
  open,
  prompts: texts,
  runs = 10,
  capabilities = {},
  tellsStops = true,
  tellsTokens = true,
  isRepeatable = true,
}: ContractSubject): void {
  const can: Capabilities = { ...everything, ...capabilities }
  const isSame = can.addressed && isRepeatable
  describe(`the contract of language models: ${name}`, () => {
    let model: LanguageModel
    beforeAll(async () => void (model = await open()))
    afterAll(() => model[Symbol.asyncDispose]())

    const prompts = texts.map((prompt, place): Prompt => ({
      problemId: `p${place}`,
      prompt,
      stream: [7, place],
    }))
    const request: GenerateRequest = {
      prompts,
      numGenerations: 3,
      decoding: { temperature: 1, maxNewTokens },
    }
    const generate = async (asked: GenerateRequest = request): Promise<GeneratedCompletion[]> => {
      const found = await collected(completionsOf(model.generate(asked)))
      return found.toSorted((a, b) => a.problemId.localeCompare(b.problemId) || a.index - b.index)
    }
    const shown = (states: readonly (SequenceState | GeneratedCompletion)[]) =>
      states.map(({ problemId, index, text, tokens, finish }) => ({
        problemId,
        index,
        text,
        tokens,
        finish,
      }))
    const toTheEnd = async (
      session: DecodingSession,
      cut: () => number = () => maxNewTokens,
    ): Promise<SequenceState[]> => {
      for (;;) {
        const states = await session.advance({ maxNewTokens: cut() })
        if (states.every(({ finish }) => finish)) return states
      }
    }

    it('can do what it says, and nothing else', () => {
      expect(model.capabilities).toEqual(can)
    })

    it('completes every prompt as often as asked', async () => {
      const first = await generate()
      expect(first.map(({ problemId, index }) => `${problemId}:${index}`)).toEqual(
        prompts.flatMap(({ problemId }) => [0, 1, 2].map((index) => `${problemId}:${index}`)),
      )
      const third = await generate({ ...request, numGenerations: 1, firstIndex: 2 })
      expect(third.map(({ index }) => index)).toEqual(prompts.map(() => 2))
      const greedy = await generate({ ...request, decoding: { temperature: 0, maxNewTokens } })
      for (const { problemId, text } of greedy)
        if (isRepeatable)
          expect(text).toBe(
            greedy.find((each) => each.problemId === problemId && !each.index)!.text,
          )
      expect(greedy.map(({ index }) => index)).toEqual(first.map(({ index }) => index))
    })

    it.skipIf(!isSame)('draws the same each time', async () => {
      const first = await generate()
      expect(shown(await generate())).toEqual(shown(first))
      expect(new Set(first.map(({ text }) => text)).size).toBeGreaterThan(prompts.length)
      const third = await generate({ ...request, numGenerations: 1, firstIndex: 2 })
      expect(shown(third)).toEqual(shown(first.filter(({ index }) => index === 2)))
    })

    it.skipIf(!isSame)('draws by the address of the stream, and by nothing else', async () => {
      const renamed = prompts.map((prompt) => ({ ...prompt, problemId: `q-${prompt.problemId}` }))
      const texts = (await generate()).map(({ text }) => text)
      expect((await generate({ ...request, prompts: renamed })).map(({ text }) => text)).toEqual(
        texts,
      )
      const moved = prompts.map((prompt) => ({ ...prompt, stream: [...prompt.stream, 'other'] }))
      expect((await generate({ ...request, prompts: moved })).map(({ text }) => text)).not.toEqual(
        texts,
      )
    })

    it('tells why a completion ended', async () => {
      const free = await generate()
      for (const { finish, tokens } of free) {
        expect(['endOfText', 'length']).toContain(finish)
        if (tellsTokens) expect(tokens).toBeLessThanOrEqual(maxNewTokens)
      }
      const short = await generate({ ...request, decoding: { temperature: 1, maxNewTokens: 1 } })
      for (const { finish, tokens, text } of short) {
        if (tellsTokens) expect(tokens).toBe(1)
        if (text !== '') expect(finish).toBe('length')
        else if (isSame) expect(finish).toBe('endOfText')
      }
      if (!isSame) return
      const stop = free.map(({ text }) => /(?<=.)[ -~]{2}/s.exec(text)?.[0]).find(Boolean)!
      const stopped = await generate({
        ...request,
        decoding: { ...request.decoding, stop: [stop] },
      })
      for (const [place, each] of stopped.entries()) {
        const whole = free[place]!.text
        const end = whole.indexOf(stop)
        expect(each.text).toBe(end < 0 ? whole : whole.slice(0, end))
        if (end >= 0) expect(each.finish).toBe('stop')
        else if (tellsStops) expect(each.finish).toBe(free[place]!.finish)
        else expect(each.finish === 'length').toBe(free[place]!.finish === 'length')
      }
      expect(stopped.some(({ finish }) => finish === 'stop')).toBe(true)
    })

    it('tells texts as they grow, which together are the completion', async () => {
      const [first] = await generate()
      for (const stop of [[], [Array.from(first!.text).slice(2, 4).join('')]]) {
        const grown = new Map<string, string>()
        let pieces = 0
        let completions = 0
        const decoding = { ...request.decoding, stop }
        for await (const event of model.generate({ ...request, decoding, deltas: true })) {
          if (event.type === 'text') {
            const key = `${event.problemId}:${event.index}`
            expect(event.text).not.toBe('')
            grown.set(key, (grown.get(key) ?? '') + event.text)
            pieces++
          } else {
            const { problemId, index } = event.completion
            expect(grown.get(`${problemId}:${index}`) ?? '').toBe(event.completion.text)
            completions++
          }
        }
        expect(completions).toBe(3 * prompts.length)
        expect(pieces).toBeGreaterThan(completions)
      }
      for await (const event of model.generate(request)) expect(event.type).toBe('completion')
    })

    it.skipIf(!can.score)('scores texts that share a prompt as it scores each alone', async () => {
      const completions = await generate()
      const items = prompts.map(({ prompt, problemId }) => ({
        prompt,
        continuations: completions
          .filter((each) => each.problemId === problemId)
          .flatMap(({ text }) => [text, text.slice(0, 5)]),
      }))
      const together = await model.score(items)
      for (const [place, { prompt, continuations }] of items.entries()) {
        const alone = await scoreEach(
          model,
          continuations.map((continuation) => ({ prompt, continuation })),
        )
        for (const [index, score] of alone.entries()) {
          const found = together[place]![index]!
          expect(found.tokens.map(({ text }) => text)).toEqual(score.tokens.map(({ text }) => text))
          expect(near(found.logprob, score.logprob), `${found.logprob} ${score.logprob}`).toBe(true)
          const sum = found.tokens.reduce((total, { logprob }) => total + logprob, 0)
          expect(near(sum, found.logprob)).toBe(true)
        }
      }
      expect(await model.score([{ prompt: prompts[0]!.prompt, continuations: [] }])).toEqual([[]])
    })

    it.skipIf(!can.sessions)(
      'gives step by step what it gives at once, wherever the steps are cut',
      async () => {
        const atOnce = await generate()
        const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })
        await fc.assert(
          fc.asyncProperty(cuts, async (sizes) => {
            let step = 0
            await using session = await model.openSession(request)
            const states = await toTheEnd(session, () => sizes[step++ % sizes.length]!)
            expect(shown(states)).toEqual(shown(atOnce))
            for (const [place, { logprob }] of states.entries())
              expect(near(logprob, atOnce[place]!.logprob!)).toBe(true)
          }),
          { numRuns: runs },
        )
      },
    )

    it.skipIf(!can.sessions)(
      'rests where it is told to, with the text that it was told',
      async () => {
        const atOnce = await generate()
        const texts = atOnce.map(({ text }) => text)
        const until = [...new Set(texts.join(''))].filter((each) => /[ -~]/.test(each)).slice(0, 2)
        await using session = await model.openSession(request)
        let rested = 0
        for (let before = texts.map(() => ''); ;) {
          const states = await session.advance({ until })
          for (const [place, { text, finish }] of states.entries()) {
            expect(text.startsWith(before[place]!)).toBe(true)
            if (finish) continue
            rested++
            const fresh = text.slice(before[place]!.length)
            expect(until.some((each) => fresh.includes(each))).toBe(true)
          }
          before = states.map(({ text }) => text)
          if (states.every(({ finish }) => finish)) break
        }
        expect(rested).toBeGreaterThan(0)
        expect(shown(await session.advance())).toEqual(shown(atOnce))
      },
    )

    it.skipIf(!can.sessions)('forks and re-orders sequences', async () => {
      const atOnce = await generate()
      await using session = await model.openSession({ ...request, numGenerations: 1 })
      const begun = await session.advance({ maxNewTokens: 4 })
      const last = begun.length - 1
      await expect(session.arrange([{ from: 0 }, { from: 0 }])).rejects.toThrow('the same text')
      await session.arrange([{ from: last }, { from: 0 }, { from: last, index: 9 }])
      await session.advance({ maxNewTokens: 3 })
      await session.arrange([0, 2, 1].map((from) => ({ from })))
      const [a, c, b] = await toTheEnd(session)
      const wholeOf = (problemId: string) =>
        atOnce.find((each) => each.problemId === problemId && each.index === 0)!
      expect(shown([a!, b!])).toEqual(shown([wholeOf(`p${last}`), wholeOf('p0')]))
      expect(c).toMatchObject({ problemId: `p${last}`, index: 9 })
      expect(c!.text.startsWith(begun[last]!.text)).toBe(true)
      await expect(session.arrange([{ from: 3 }])).rejects.toThrow('there is no sequence 3')
      await session.arrange([])
      expect(await session.advance()).toEqual([])
    })

    it.skipIf(!can.sessions)('forks at the start draw what their indices draw', async () => {
      const atOnce = await generate({ ...request, prompts: prompts.slice(0, 1) })
      await using session = await model.openSession({
        ...request,
        prompts: prompts.slice(0, 1),
        numGenerations: 1,
      })
      await session.arrange([0, 1, 2].map((index) => ({ from: 0, index })))
      expect(shown(await toTheEnd(session))).toEqual(shown(atOnce))
    })

    const search = async (width: number, judge?: LineJudge): Promise<BeamResult[]> => {
      const asked: BeamRequest = { prompts, width, decoding: { maxNewTokens } }
      const found = await collected(model.searchBeams(asked, judge))
      return found.toSorted((a, b) => a.problemId.localeCompare(b.problemId))
    }

    it.skipIf(!can.beams)('with one hypothesis finds the greedy text', async () => {
      const decoding = { temperature: 0, maxNewTokens }
      const greedy = await generate({ ...request, numGenerations: 1, decoding })
      const found = await search(1)
      for (const [place, { problemId, hypotheses, tokens }] of found.entries()) {
        const { text, finish, logprob, ...rest } = greedy[place]!
        expect(hypotheses).toHaveLength(1)
        expect(hypotheses[0]).toMatchObject({ text, finish, tokens, steps: [] })
        expect({ problemId, tokens }).toEqual({ problemId: rest.problemId, tokens: rest.tokens })
        expect(near(hypotheses[0]!.logprob, logprob!)).toBe(true)
        expect(hypotheses[0]!.score).toBe(hypotheses[0]!.logprob)
      }
    })

    it.skipIf(!can.beams)(
      'finds no less with more hypotheses, the best first, and none twice',
      async () => {
        for (const { hypotheses } of await search(3)) {
          const scores = hypotheses.map(({ score }) => score)
          expect(scores).toEqual(scores.toSorted((a, b) => b - a))
          expect(hypotheses.length).toBeGreaterThan(0)
          expect(hypotheses.length).toBeLessThanOrEqual(3)
          const keys = hypotheses.map(({ text, logprob }) => JSON.stringify([text, logprob]))
          expect(new Set(keys).size).toBe(keys.length)
        }
      },
    )

    it.skipIf(!can.beams)(
      'finds with a judge who always says the same what it finds without',
      async () => {
        const plain = await search(3)
        const judged = await search(3, async (lines) => lines.map(() => ({})))
        const told = (results: readonly BeamResult[]) =>
          results.map(({ problemId, tokens, hypotheses }) => ({
            problemId,
            tokens,
            texts: hypotheses.map(({ text, finish }) => ({ text, finish })),
          }))
        expect(told(judged)).toEqual(told(plain))
      },
    )

    it.skipIf(!can.beams)(
      'refuses a search that means nothing, and searches nothing when asked for nothing',
      async () => {
        await expect(search(0)).rejects.toMatchObject({ name: 'ConfigError' })
        const nothing = { prompts: [], width: 2, decoding: { maxNewTokens } }
        expect(await collected(model.searchBeams(nothing))).toEqual([])
      },
    )

    it.skipIf(!can.embed)(
      'embeds texts as it embeds each alone, as vectors of length 1',
      async () => {
        const texts = prompts.flatMap(({ prompt }) => [prompt, `${prompt} 12 pens`, 'a = 3 * 4'])
        const together = await model.embed(texts)
        expect(together).toHaveLength(texts.length)
        for (const [place, text] of texts.entries()) {
          const vector = together[place]!
          const [alone] = await model.embed([text])
          for (const [axis, number] of vector.entries())
            expect(near(number, alone![axis]!)).toBe(true)
          const length = Math.hypot(...vector)
          expect(length === 0 || near(length, 1)).toBe(true)
        }
        expect(near(Math.hypot(...together.at(-1)!), 1)).toBe(true)
        expect(await model.embed([])).toEqual([])
      },
    )

    it('stops when it is cancelled', async () => {
      const controller = new AbortController()
      controller.abort()
      await expect(
        collected(completionsOf(model.generate(request, controller.signal))),
      ).rejects.toThrow('interrupted')
      if (can.sessions) {
        await using session = await model.openSession(request)
        await expect(session.advance({}, controller.signal)).rejects.toThrow('interrupted')
      }
      if (!can.beams) return
      const asked = { prompts, width: 2, decoding: { maxNewTokens } }
      await expect(
        collected(model.searchBeams(asked, undefined, controller.signal)),
      ).rejects.toThrow('interrupted')
    })

    it('goes on after one request was cancelled, or left before its end', async () => {
      const controller = new AbortController()
      const cancelled = collected(model.generate({ ...request, deltas: true }, controller.signal))
      controller.abort()
      await expect(cancelled).rejects.toThrow('interrupted')
      for await (const _ of model.generate(request)) break
      expect(await generate()).toHaveLength(3 * prompts.length)
    })

    const asks: [keyof Capabilities, () => Promise<unknown>, string][] = [
      ['score', () => model.score([{ prompt: 'a', continuations: ['b'] }]), 'how likely'],
      ['sessions', () => model.openSession(request), 'continue sequences'],
      ['beams', () => search(2), 'several hypotheses'],
      ['embed', () => model.embed(['a']), 'as vectors'],
    ]
    for (const [capability, ask, words] of asks.filter(([name]) => !can[name]))
      it(`says that it lacks what it lacks: ${capability}`, async () => {
        await expect(ask()).rejects.toThrow(ConfigError)
        await expect(ask()).rejects.toThrow(words)
      })

    it.each([
      { numGenerations: Number.POSITIVE_INFINITY },
      { numGenerations: Number.NaN },
      { firstIndex: -1 },
      { decoding: { temperature: -1, maxNewTokens } },
    ])('refuses what means nothing: %o', async (odd) => {
      await expect(generate({ ...request, ...odd })).rejects.toMatchObject({ name: 'ConfigError' })
    })

    it('asked for nothing, gives nothing', async () => {
      expect(await generate({ ...request, prompts: [] })).toEqual([])
      expect(await generate({ ...request, numGenerations: 0 })).toEqual([])
      if (can.score) expect(await model.score([])).toEqual([])
    })
  })
}
