import { afterAll, describe, expect, it } from 'vitest'
import { collected } from '../../tests/support/collected.ts'
import { openSandbox } from '../execute/index.ts'
import type { BeamResult, CompletedLine } from '../model/index.ts'
import { scriptedModel } from '../sample/index.ts'
import {
  alignmentScorer,
  evaluatorScorer,
  isFatal,
  isStep,
  partialPrograms,
  sentencesOf,
  stepJudge,
  type JudgeTools,
} from './index.ts'

const script = {
  q: {
    'def solution():\n    # pens in boxes\n    pens = boxes * 4\n    return pens': 6,
    'def solution():\n    pens = 3 * 4\n\n    result = pens - 5\n    return result': 4,
    'def solution():\n    apples = (3 +\n        4)\n    return apples': 3,
  },
}

async function search(width: number, tools: JudgeTools = {}): Promise<BeamResult> {
  const request = {
    prompts: [{ problemId: 'q', prompt: 'q' }],
    width,
    decoding: { maxNewTokens: 200 },
  }
  const judge = stepJudge(tools)
  return (await collected(scriptedModel(script).searchBeams(request, judge)))[0]!
}
const texts = ({ hypotheses }: BeamResult): string[] => hypotheses.map(({ text }) => text)
const [failing, good, bracket] = Object.keys(script.q) as [string, string, string]

describe('steps', () => {
  it.each([
    ['def solution():', false],
    ['def solution(a=1) -> int:', false],
    ['  # a comment', false],
    ['    pens = 3 # a comment', true],
    ['def solutions():', true],
    ['#### 12', false],
    ['def solution(): return 4', true],
  ])('%s', (line, expected) => expect(isStep(line)).toBe(expected))

  it('are scored once each, and comments not at all', async () => {
    const asked: string[] = []
    const scoreLines = async (lines: readonly CompletedLine[]): Promise<number[]> => {
      asked.push(...lines.map(({ text }) => text))
      return lines.map(({ line }) => (line.includes('boxes') ? 0.1 : 0.8))
    }
    const found = await search(3, { scoreLines })
    expect(new Set(asked).size).toBe(asked.length)
    expect(texts(found)[0]).toBe(good)
    const [best] = found.hypotheses
    expect(best!.steps.map(({ line }) => line.trim())).toEqual([
      'pens = 3 * 4',
      'result = pens - 5',
      'return result',
    ])
    expect(best!.score).toBeCloseTo(best!.logprob + 3 * Math.log(0.8), 9)
  })

  it('that all have the score 1 change nothing', async () => {
    const { hypotheses, tokens } = await search(2)
    const same = await search(2, { scoreLines: async (lines) => lines.map(() => 1) })
    expect(same.tokens).toBe(tokens)
    expect(same.hypotheses.map(({ text, score }) => ({ text, score }))).toEqual(
      hypotheses.map(({ text, score }) => ({ text, score })),
    )
  })

  it.each([Number.NaN, -0.1, 1.5])('with the score %f are refused', async (score) => {
    await expect(
      search(2, { scoreLines: async (lines) => lines.map(() => score) }),
    ).rejects.toThrow('not between 0 and 1')
  })
})

describe('programs that are run as they grow', () => {
  const sandbox = openSandbox({ workers: 1 })
  afterAll(() => sandbox[Symbol.asyncDispose]())

  it('go when they raise, and not while they are unfinished', async () => {
    const runPartial = partialPrograms(sandbox)
    expect(texts(await search(3)).at(0)).toBe(failing)
    expect(texts(await search(3, { runPartial }))).toEqual([good, bracket])
  })

  it('stay when none is better', async () => {
    const found = await search(1, { runPartial: partialPrograms(sandbox) })
    expect(texts(found)).toEqual([failing])
  })

  it.each([
    ['def solution():\n    a = b', true],
    ['def solution():\n    a = = 1', true],
    ['def solution():\n    a = 1 / 0', true],
    ['def solution():\n    a = 1', false],
    ['def solution():\n    a = (1 +', false],
    ['def solution():\n    a = {"x": 1,', false],
    ['def solution():\n    a = 1 + \\', false],
    ['def solution():\n    a = """x', false],
    ['def solution():\n    for x in [1]:', false],
    ['def solution():\n    for x in [1]:\n    a = 1', true],
    ['def solution():\n    try:\n        a = 1', false],
    ['a = 1', false],
    ['```python\ndef solution():\n    a = 1', false],
    ['```python\ndef solution():\n    a = b', true],
  ])('%j', async (text, expected) => {
    const fault = await partialPrograms(sandbox)(text)
    expect(fault !== null && isFatal(fault, text, false)).toBe(expected)
  })

  it('may no longer be unfinished when the text has ended', async () => {
    const text = 'def solution():\n    a = (1 +'
    const fault = await partialPrograms(sandbox)(text)
    expect(isFatal(fault!, text, true)).toBe(true)
  })

  it('are run once', async () => {
    let runs = 0
    const run: typeof sandbox.run = (program) => {
      runs++
      return sandbox.run(program)
    }
    const runPartial = partialPrograms({ run })
    await Promise.all([runPartial('a = 1'), runPartial('a = 1'), runPartial('a = 2')])
    expect(runs).toBe(2)
  })
})

it('a limit that a beginning reaches is not fatal: the line that ends a loop may be missing', () => {
  for (const type of ['Timeout', 'MemoryError', 'OutputLimit']) {
    expect(isFatal({ type, message: '' }, 'while True:\n    pass', false)).toBe(false)
    expect(isFatal({ type, message: '' }, 'while True:\n    pass', true)).toBe(true)
  }
})

describe('the likeness of a line and a question', () => {
  const embedder = scriptedModel({})

  it('is that of the sentence that is most like it', async () => {
    const score = alignmentScorer(embedder)
    const question = 'Tom has pens. Zoe buys figs! How many?'
    const step = (line: string) => ({ problemId: 'p', question, line, text: line })
    const [same, other] = await score([step('  zoe buys figs'), step('xxxx')])
    expect(same).toBeGreaterThan(0.9)
    expect(other).toBeLessThan(same!)
    expect(other).toBeGreaterThanOrEqual(0)
  })

  it('asks for each text of a problem once', async () => {
    const asked: string[] = []
    const score = alignmentScorer({
      embed(texts) {
        asked.push(...texts)
        return embedder.embed(texts)
      },
    })
    const step = { problemId: 'p', question: 'One. Two.', line: 'a = 1', text: 'a = 1' }
    const first = await score([step, step])
    expect(await score([step, step])).toEqual(first)
    expect(asked).toEqual(['a = 1', 'One.', 'Two.'])
    // Another problem's texts are embedded apart: what is known must not depend on who came first.
    await score([{ ...step, problemId: 'q' }])
    expect(asked).toEqual(['a = 1', 'One.', 'Two.', 'a = 1', 'One.', 'Two.'])
  })

  it.each([
    [
      'Tom has $3.50. He buys "figs." How many?',
      ['Tom has $3.50.', 'He buys "figs."', 'How many?'],
    ],
    ['', ['']],
    ['One\n\ntwo', ['One', 'two']],
  ])('is of sentences: %j', (text, expected) => expect(sentencesOf(text)).toEqual(expected))
})

it('an evaluator reads the question and the program so far', async () => {
  const score = evaluatorScorer({
    score: async (candidates) =>
      candidates.map(({ question, solution }) => (question === 'q' ? solution.length / 10 : null)),
  })
  const step = { problemId: 'p', line: 'b', text: 'a\nb' }
  expect(
    await score([
      { question: 'q', ...step },
      { question: 'r', ...step },
    ]),
  ).toEqual([0.3, 0])
})
