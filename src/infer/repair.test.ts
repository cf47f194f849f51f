import { describe, expect, it } from 'vitest'
import { drain, rng, type Completion } from '../core/index.ts'
import type { ProgramRun } from '../verify/index.ts'
import { finalAttempt, repairRounds, type Attempt } from './repair-rounds.ts'
import { repair } from './repair.ts'

/** Programs are words here: what begins with "bad" fails with its own text. */
const runOf = ({ text }: Completion): ProgramRun =>
  text.startsWith('bad')
    ? { answer: null, error: { type: 'NameError', message: text, line: 2 } }
    : { answer: text, error: null }
const completion = (problemId: string, text: string): Completion => ({
  problemId,
  index: 0,
  text,
  tokens: text.length,
})
const first = (problemId: string, text: string): Attempt => {
  const own = completion(problemId, text)
  return { completion: own, ...runOf(own) }
}

describe('repairRounds', () => {
  it('asks again only while a program fails, all problems a round together', async () => {
    const script: Record<string, string> = { 'bad 1': 'bad 2', 'bad 2': '7', bad: '5' }
    const asked: string[][] = []
    const attempts = await drain(
      repairRounds(
        [first('a', 'bad 1'), first('b', '3'), first('c', 'bad')],
        {
          run: async (completions) => completions.map(runOf),
          // eslint-disable-next-line require-yield -- a script reports nothing
          revise: async function* (failed, round) {
            asked.push([
              String(round),
              ...failed.map(({ problemId, error }) => `${problemId}:${error.message}`),
            ])
            return failed.map(({ problemId, text }) => completion(problemId, script[text]!))
          },
        },
        5,
      ),
    )
    expect(asked).toEqual([
      ['1', 'a:bad 1', 'c:bad'],
      ['2', 'a:bad 2'],
    ])
    expect(attempts.map((own) => own.map(({ completion: { text } }) => text))).toEqual([
      ['bad 1', 'bad 2', '7'],
      ['3'],
      ['bad', '5'],
    ])
    expect(attempts.map((own) => finalAttempt(own).answer)).toEqual(['7', '3', '5'])
  })

  it('ends at the bound, and where a program comes again; then the first one counts', async () => {
    const run = async (completions: readonly Completion[]) => completions.map(runOf)
    let count = 0
    const other = await drain(
      repairRounds(
        [first('a', 'bad')],
        {
          run,
          // eslint-disable-next-line require-yield -- a script reports nothing
          revise: async function* () {
            return [completion('a', `bad ${++count}`)]
          },
        },
        3,
      ),
    )
    expect(other[0]!.map(({ completion: { text } }) => text)).toEqual([
      'bad',
      'bad 1',
      'bad 2',
      'bad 3',
    ])
    expect(finalAttempt(other[0]!).completion.text).toBe('bad')
    const same = await drain(
      repairRounds(
        [first('a', 'bad')],
        {
          run,
          // eslint-disable-next-line require-yield -- a script reports nothing
          revise: async function* () {
            return [completion('a', ' bad\n')]
          },
        },
        9,
      ),
    )
    expect(same[0]).toHaveLength(2)
  })

  it('counts right for any number of faults and any bound', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = rng('repair', seed)
      const faults = Array.from({ length: random.int(1, 8) }, () => random.int(0, 5))
      const rounds = random.int(1, 4)
      const textOf = (left: number): string => (left > 0 ? `bad ${left}` : '1')
      let revised = 0
      const attempts = await drain(
        repairRounds(
          faults.map((left, place) => first(`p${place}`, textOf(left))),
          {
            run: async (completions) => completions.map(runOf),
            // eslint-disable-next-line require-yield -- an oracle reports nothing
            revise: async function* (failed) {
              revised += failed.length
              // Knows the fault, and mends one at a time.
              return failed.map(({ problemId, text }) =>
                completion(problemId, textOf(Number(text.slice(4)) - 1)),
              )
            },
          },
          rounds,
        ),
      )
      expect(attempts.map((own) => own.length - 1)).toEqual(
        faults.map((left) => Math.min(left, rounds)),
      )
      expect(revised).toBe(attempts.reduce((sum, own) => sum + own.length - 1, 0))
      expect(attempts.map((own) => finalAttempt(own).error === null)).toEqual(
        faults.map((left) => left <= rounds),
      )
    }
  })
})

describe('repair', () => {
  const tools = {
    generate: async () => [completion('p', 'bad')],
    run: async (own: Completion) => runOf(own),
    revise: async () => completion('p', '12'),
  }

  it('answers with the program that runs, counts both, and says how it came to be', async () => {
    const prediction = await drain(repair.answer('p', tools, { trace: true }))
    expect(prediction).toEqual({
      problemId: 'p',
      answer: '12',
      text: '12',
      cost: { completions: 2, tokens: 5 },
      trace: {
        candidates: [
          { index: 0, answer: null, error: { type: 'NameError', message: 'bad', line: 2 } },
          { index: 1, answer: '12' },
        ],
        choice: 1,
      },
    })
  })

  it('needs a sandbox', async () => {
    const { generate } = tools
    await expect(drain(repair.answer('p', { generate }))).rejects.toThrow(
      'the strategy repair needs completions that are programs',
    )
  })
})
