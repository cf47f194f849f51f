import { describe, expect, it } from 'vitest'
import { decontaminate, sharedCombinations } from './decontaminate.ts'

const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `w${from + index}`).join(' ')
const problem = (id: string, question: string) => ({ id, question })

describe('decontaminate', () => {
  it('drops what shares 13 words in a row, whatever the case and punctuation', () => {
    const evaluation = [problem('e', `${words(0, 20)}?`)]
    const shares13 = problem(
      'a',
      `Other start. ${words(3, 13).toUpperCase().replaceAll(' ', ', ')}! Other end?`,
    )
    const shares12 = problem('b', `${words(3, 12)} other words that follow here`)
    const { kept, dropped, overlaps } = decontaminate([shares13, shares12], evaluation)
    expect(kept).toEqual([shares12])
    expect(dropped).toEqual([shares13])
    expect(overlaps).toEqual([{ id: 'a', evaluationId: 'e', text: words(3, 13) }])
  })

  it('drops short questions only when all their words are the same', () => {
    const evaluation = [problem('e', 'What is 3 plus 4?')]
    const same = problem('a', 'what is 3 plus 4')
    const longer = problem('b', `what is 3 plus 4 ${words(0, 20)}`)
    expect(decontaminate([same, longer], evaluation).kept).toEqual([longer])
  })

  it('keeps or drops every problem', () => {
    const problems = Array.from({ length: 30 }, (_, index) =>
      problem(String(index), words(index, 15)),
    )
    const { kept, dropped, overlaps } = decontaminate(problems, [problem('e', words(10, 20))], {
      ngram: 8,
    })
    expect(kept.length + dropped.length).toBe(30)
    expect(overlaps.map(({ id }) => id)).toEqual(dropped.map(({ id }) => id))
  })
})

it('finds combinations that two lists share', () => {
  const row = (frame: string, graph: string) => ({ meta: { frame, graph } })
  expect(
    sharedCombinations(
      [row('farm', 'a'), row('farm', 'b'), {}],
      [row('farm', 'b'), row('bus', 'a'), row('farm', 'b'), {}],
    ),
  ).toEqual(['farm b'])
})
