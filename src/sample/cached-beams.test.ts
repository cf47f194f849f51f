/** Beam search: the cache, lines and verdicts must give what their definition gives. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collected } from '../../tests/support/collected.ts'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { rng } from '../core/index.ts'
import type { BeamRequest, BeamResult, CompletedLine, LineJudge } from '../model/index.ts'
import { beamResults, BeamSession, startGroups } from './beam-session.ts'
import { Decoder } from './decoder.ts'
import { scriptedModel } from './index.ts'
import { LocalModel } from './local-model.ts'
import { rankLikeliest } from './ranked-tokens.ts'

const tiny = tinyModel()
const { tokenizer } = tiny
/** Its texts have many lines. */
const model = {
  ...tiny,
  tokenizer: {
    ...tokenizer,
    decodeContinuation: (ids: readonly number[]) =>
      tokenizer.decodeContinuation(ids).replaceAll(/[a-n]/g, '\n'),
  },
}
const decoder = new Decoder(model, { threads: 1 }, false)
const texts = ['Tom has 3 boxes.', 'a', 'Question: how many apples has Tom in all?', 'x y z']
const prompts = texts.map((prompt, place) => ({ problemId: `p${place}`, prompt }))

/** A search in which every hypothesis is read again from its beginning at every step. */
async function plainly(request: BeamRequest, judge?: LineJudge): Promise<BeamResult[]> {
  const groups = startGroups(model, request, judge !== undefined)
  const { vocabularySize } = model.config
  const batch = {
    async step(those: typeof groups): Promise<void> {
      const live = those.flatMap((group) => group.live)
      const sequences = live.map(({ promptIds, ids }) => [...promptIds, ...ids])
      const { probabilities } = await decoder.prefill(sequences, 0)
      for (const group of those)
        group.extend((beam) => {
          const start = live.indexOf(beam) * vocabularySize
          const row = probabilities.slice(start, start + vocabularySize)
          return rankLikeliest(row, request.width, 0)
        })
    },
  }
  const session = new BeamSession(groups, batch, judge !== undefined)
  const found = beamResults((verdicts) => session.advance(verdicts), judge, undefined)
  return collected(found)
}

/** Scores are left out: arithmetic in other batches differs in its last bits. */
const shown = (results: readonly BeamResult[]) =>
  results
    .toSorted((a, b) => a.problemId.localeCompare(b.problemId))
    .map(({ problemId, tokens, hypotheses }) => ({
      problemId,
      tokens,
      hypotheses: hypotheses.map(({ text, finish, steps }) => ({ text, finish, steps })),
    }))

/** A judge who decides by the text alone, as if at random. */
const judgeOf =
  (seed: number, dropped: number): LineJudge =>
  async (lines) =>
    lines.map(({ text }) => {
      const random = rng('judge', seed, text)
      return { added: -2 * random.next(), isDropped: random.next() < dropped }
    })

describe('a beam search over a cache', () => {
  it('is tried with texts of several lines', async () => {
    const request = { prompts, width: 3, decoding: { maxNewTokens: 24 } }
    const found = await plainly(request, judgeOf(1, 0))
    const lines = found.flatMap(({ hypotheses }) => hypotheses.map(({ steps }) => steps.length))
    expect(Math.max(...lines)).toBeGreaterThan(1)
  })

  const local = new LocalModel(model, { session: { threads: 1 } })

  it.each([1, 2, 4, 7])('finds what a search without one finds, %i wide', async (width) => {
    const request = { prompts, width, decoding: { maxNewTokens: 20 } }
    expect(shown(await collected(local.searchBeams(request)))).toEqual(
      shown(await plainly(request)),
    )
  })

  it('whatever is said of its lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0, 0.3, 1),
        async (seed, width, dropped) => {
          const request = { prompts, width, decoding: { maxNewTokens: 24, stop: ['zz'] } }
          const judge = judgeOf(seed, dropped)
          const found = await collected(local.searchBeams(request, judge))
          const plain = await plainly(request, judge)
          expect(shown(found)).toEqual(shown(plain))
          for (const { problemId, hypotheses } of found)
            for (const [place, { score }] of hypotheses.entries()) {
              const other = plain.find((each) => each.problemId === problemId)!
              expect(score).toBeCloseTo(other.hypotheses[place]!.score, 2)
            }
          for (const { hypotheses } of found)
            for (const { score, logprob, steps } of hypotheses) {
              const added = steps.reduce((sum, step) => sum + step.added, 0)
              expect(score).toBeCloseTo(logprob + added, 9)
            }
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('a beam search', () => {
  const script = {
    q: {
      'def solution():\n    a = 1\n    return a': 5,
      'def solution():\n    a = 2\n    return a': 4,
      'def solution():\n    b = 3\n\n    return b\n': 2,
      'no program': 1,
    },
  }
  const request = (width: number): BeamRequest => ({
    prompts: [{ problemId: 'q', prompt: 'q' }],
    width,
    decoding: { maxNewTokens: 99 },
  })
  const search = async (width: number, judge?: LineJudge): Promise<BeamResult> =>
    (await collected(scriptedModel(script).searchBeams(request(width), judge)))[0]!

  it('finds all texts of a script where it is wide enough, by their probability', async () => {
    const { hypotheses } = await search(4)
    expect(hypotheses.map(({ text }) => text)).toEqual(Object.keys(script.q))
    for (const [place, weight] of [5, 4, 2, 1].entries())
      expect(Math.exp(hypotheses[place]!.logprob)).toBeCloseTo(weight / 12, 6)
  })

  it('asks for each line once, with the text up to it, and adds what is said', async () => {
    const asked: CompletedLine[] = []
    const { hypotheses } = await search(3, async (lines) => {
      asked.push(...lines)
      return lines.map(({ line }) => (line.includes('a = 1') ? { added: -3 } : { added: -0.1 }))
    })
    const keys = asked.map(({ text }) => text)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { line, text } of asked) {
      expect(line.trim()).not.toBe('')
      expect(text.endsWith(line)).toBe(true)
    }
    expect(hypotheses.map(({ text }) => text.match(/= (\d)/)?.[1])).toEqual(['2', '3', '1'])
    expect(hypotheses[1]!.steps.map(({ line }) => line)).toEqual([
      'def solution():',
      '    b = 3',
      '    return b',
    ])
    expect(hypotheses[2]!.score).toBeCloseTo(Math.log(5 / 12) - 3.2, 6)
  })

  it('drops what is to be dropped, unless nothing would be left', async () => {
    const { hypotheses } = await search(3, async (lines) =>
      lines.map(({ line }) => ({ isDropped: line.includes('a = ') })),
    )
    expect(hypotheses.map(({ text }) => text)).toEqual([Object.keys(script.q)[2]])
    const kept = await search(3, async (lines) => lines.map(() => ({ isDropped: true })))
    expect(kept.hypotheses.length).toBeGreaterThan(0)
  })
})
