import { describe, expect, it } from 'vitest'
import type { Completion, GradedCompletion, Verdict } from '../core/index.ts'
import { joinVerdicts } from './join-verdicts.ts'

const completion = (problemId: string, index: number, seed?: number): Completion => ({
  problemId,
  index,
  text: `${problemId} ${index}`,
  ...(seed !== undefined && { seed }),
})
const verdict = (problemId: string, index: number, seed?: number): Verdict => ({
  problemId,
  index,
  verdict: 'correct',
  answer: '1',
  reason: '',
  ...(seed !== undefined && { seed }),
})

async function joined(completions: Completion[], verdicts: Verdict[]): Promise<(Verdict | null)[]> {
  const all: GradedCompletion[] = []
  for await (const each of joinVerdicts(completions, verdicts)) all.push(each)
  expect(all.map((each) => each.completion)).toEqual(completions)
  return all.map((each) => each.verdict)
}

describe('joinVerdicts', () => {
  it('gives each completion its own verdict, and none to one that has none', async () => {
    const [first, last] = [verdict('a', 0), verdict('b', 1)]
    const completions = [completion('a', 0), completion('unknown', 0), completion('b', 1)]
    expect(await joined(completions, [first, last])).toEqual([first, null, last])
    expect(await joined(completions, [])).toEqual([null, null, null])
    expect(await joined([], [])).toEqual([])
  })

  it('tells apart what one problem and index has of several seeds, or twice', async () => {
    const verdicts = [verdict('a', 0, 1), verdict('a', 0, 2), verdict('a', 0, 2)]
    const completions = [completion('a', 0, 1), completion('a', 0, 2), completion('a', 0, 2)]
    expect(await joined(completions, verdicts)).toEqual(verdicts)
  })

  it('refuses verdicts on other completions, or in another order', async () => {
    await expect(joined([completion('a', 0)], [verdict('b', 0)])).rejects.toThrow(
      'there is a verdict on completion 0 of problem "b", but no such completion',
    )
    const completions = [completion('a', 0), completion('b', 0)]
    await expect(joined(completions, [verdict('b', 0), verdict('a', 0)])).rejects.toThrow(
      'there is a verdict on completion 0 of problem "a"',
    )
  })

  it('closes the verdicts where the reader stops', async () => {
    let isClosed = false
    async function* verdicts(): AsyncGenerator<Verdict, void, void> {
      try {
        yield verdict('a', 0)
        yield verdict('b', 0)
      } finally {
        isClosed = true
      }
    }
    for await (const _ of joinVerdicts([completion('a', 0), completion('b', 0)], verdicts())) break
    expect(isClosed).toBe(true)
  })
})
