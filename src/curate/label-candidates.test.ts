import { describe, expect, it } from 'vitest'
import type { GradedCompletion } from '../core/index.ts'
import { withGold } from '../verify/index.ts'
import { labelCandidates } from './label-candidates.ts'

const problems = [
  { id: 'a', question: 'What is 1 plus 1?', answer: '2', solution: 'It is 2.\n#### 2' },
  { id: 'b', question: 'What is 2 plus 2?', answer: '4' },
].map(withGold)

function graded(
  problemId: string,
  text: string,
  verdict: 'correct' | 'incorrect' | 'unparseable' | null,
): GradedCompletion {
  const index = 0
  return {
    completion: { problemId, index, text, modelId: 'm' },
    verdict: verdict && { problemId, index, verdict, answer: null, reason: 'r' },
  }
}

describe('labelCandidates', () => {
  it('labels each distinct completion with an answer, and accounts for the rest', async () => {
    const { rows, report } = await labelCandidates(problems, [
      graded('b', '#### 4', 'correct'),
      graded('a', '#### 3', 'incorrect'),
      graded('a', '#### 2', 'correct'),
      graded('a', '#### 3 \n', 'incorrect'),
      graded('b', 'I do not know.', 'unparseable'),
      graded('c', '#### 1', null),
    ])
    const a = { prompt: 'Question: What is 1 plus 1?\nAnswer:\n', problemId: 'a', source: 'm' }
    expect(rows).toEqual([
      { ...a, completion: '#### 3', label: false },
      { ...a, completion: '#### 2', label: true },
      {
        prompt: 'Question: What is 2 plus 2?\nAnswer:\n',
        completion: '#### 4',
        label: true,
        problemId: 'b',
        source: 'm',
      },
    ])
    expect(report).toEqual({
      input: 6,
      kept: 3,
      dropped: { duplicateText: 1, unparseable: 1, unknownProblem: 1 },
      rows: 3,
      goldRows: 0,
      wrongGold: 0,
      correct: 2,
      incorrect: 1,
      problems: 2,
      mixedProblems: 1,
    })
  })

  it('adds solutions that no completion is, only where that is asked for', async () => {
    const own = [graded('a', '#### 3', 'incorrect')]
    const { rows, report } = await labelCandidates(problems, own, { includeGold: true })
    expect(rows.map(({ completion, label, source }) => [completion, label, source])).toEqual([
      ['#### 3', false, 'm'],
      ['It is 2.\n#### 2', true, 'gold'],
    ])
    expect(report).toMatchObject({ input: 1, kept: 1, goldRows: 1, mixedProblems: 1 })
    const same = [...own, graded('a', 'It is 2.\n#### 2\n', 'correct')]
    const again = await labelCandidates(problems, same, { includeGold: true })
    expect(again.report).toMatchObject({ input: 2, kept: 2, goldRows: 0, correct: 1 })
  })

  it('keeps the first ones of each label and problem', async () => {
    const own = Array.from({ length: 10 }, (_, place) =>
      graded('a', `${place} #### ${place % 2 ? 3 : 2}`, place % 2 ? 'incorrect' : 'correct'),
    )
    const { rows, report } = await labelCandidates(problems, own, { maxPerLabel: 2 })
    expect(rows.map(({ completion }) => completion[0])).toEqual(['0', '1', '2', '3'])
    expect(report).toMatchObject({ input: 10, kept: 4, dropped: { overCap: 6 } })
  })

  it('counts the solution among the correct ones, and never leaves it out for others', async () => {
    const others = ['1+1=2\n#### 2', '#### 2'].map((text) => graded('a', text, 'correct'))
    const solution = 'It is 2.\n#### 2'
    const kept = async (own: GradedCompletion[], maxPerLabel: number): Promise<unknown> => {
      const options = { includeGold: true, maxPerLabel }
      const { rows, report } = await labelCandidates(problems, own, options)
      return [rows.map(({ completion }) => completion), report.dropped, report.correct]
    }
    expect(await kept(others, 1)).toEqual([[solution], { overCap: 2 }, 1])
    expect(await kept(others, 2)).toEqual([['1+1=2\n#### 2', solution], { overCap: 1 }, 2])
    const drawn = [...others, graded('a', `${solution}\n`, 'correct')]
    expect(await kept(drawn, 1)).toEqual([[solution], { overCap: 2 }, 1])
    const early = [graded('a', solution, 'correct'), ...others]
    expect(await kept(early, 2)).toEqual([[solution, '1+1=2\n#### 2'], { overCap: 1 }, 2])
    // An incorrect one has a place of its own.
    expect(await kept([graded('a', '#### 3', 'incorrect')], 1)).toEqual([
      ['#### 3', solution],
      {},
      1,
    ])
  })

  it('leaves out solutions that state another answer than the problem has', async () => {
    const given = [
      { id: 'b', question: '1+2?', answer: '3', solution: '1+2=4\n#### 4' },
      { id: 'c', question: '1+2?', answer: '3', solution: 'It is \\boxed{3}' },
      { id: 'd', question: '1+2?', answer: '3', solution: 'Three, as 4 would be too many of 10' },
    ].map(withGold)
    const own = [graded('b', '#### 5', 'incorrect')]
    const { rows, report } = await labelCandidates(given, own, { includeGold: true })
    expect(rows.map(({ problemId, label }) => [problemId, label])).toEqual([
      ['b', false],
      ['c', true],
      ['d', true],
    ])
    expect(report).toMatchObject({ goldRows: 2, wrongGold: 1, correct: 2 })
    expect((await labelCandidates(given, own)).report.wrongGold).toBe(0)
  })

  it.each([
    ['there are no completions to learn from', []],
    [
      'none of 3 completions can be learned from: 1 unparseable, 2 unknownProblem',
      [graded('a', 'x', 'unparseable'), graded('c', 'y', null), graded('d', 'z', null)],
    ],
  ])('says why there is nothing to learn from: %s', async (message, own) => {
    await expect(labelCandidates(problems, own)).rejects.toMatchObject({
      name: 'DataError',
      message,
    })
  })

  it('refuses two problems with one id', async () => {
    await expect(labelCandidates([...problems, problems[0]!], [])).rejects.toThrow(
      'a problem is given more than once',
    )
  })
})
