import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceOf } from '../../../tests/support/slice-of.ts'
import { formatRational } from '../../core/index.ts'
import { compareAnswers, compileAnswer } from '../compare/compare-answers.ts'
import { extractAnswer, extractMarkedAnswer } from './extract.ts'
import { numberValue } from './number-value.ts'

const read = (text: string): [string | null, string] => {
  const extraction = extractAnswer(text, { expects: 'number' })
  if (extraction.candidate === null) return [null, extraction.reason]
  const value = numberValue(extraction.candidate)
  return [value && formatRational(value), extraction.mark]
}

describe('after ####', () => {
  it.each([
    ['He has <<3*4=12>>12.\n#### 12', '12'],
    ['#### 1,080', '1080'],
    ['#### $18.00', '18'],
    ['#### -10', '-10'],
    ['#### 3/4', '3/4'],
    ['#### 60%', '60'],
    ['#### 18 dollars', '18'],
    ['####18', '18'],
    ['#### 18 dollars for 3 days', '18'],
    ['#### $18.00 per 2 weeks', '18'],
    ['#### 18 (9*2)', '18'],
    ['#### 7** dozen eggs in 4 weeks.', '7'],
    ['#### 18\nQuestion: next?\nAnswer:\n#### 20', '18'],
    ['#### Step 1: add 3\n#### Step 2: add 4\n#### 7', '7'],
    ['#### 1. Add 3 and 4\nSo it is 7.\n#### 7', '7'],
    ['The text says \\boxed{9}, "answer": 8 and A: 7\n#### 6', '6'],
  ])('%j gives %s', (text, answer) => {
    expect(read(text)).toEqual([answer, 'after ####'])
  })

  it('passes on to the next mark when no number follows', () => {
    expect(read('#### Solution\nThe answer is 5.')).toEqual(['5', 'answer line'])
  })
})

describe('in a box', () => {
  it.each([
    ['so $\\boxed{18}$', '18'],
    ['\\boxed{3} then \\boxed{\\frac{3}{4}}', '3/4'],
    ['\\boxed{\\text{$1{,}080}}', '1080'],
    ['\\boxed{x = 5}', '5'],
    ['\\boxed 7', '7'],
    ['\\boxed{60\\%}', '60'],
    ['\\boxed{18\\text{ cm}^2}', '18'],
  ])('%j gives %s', (text, answer) => {
    expect(read(text)).toEqual([answer, 'in \\boxed{}'])
  })

  it('takes a box without a number for no answer', () => {
    expect(read('5 apples, \\boxed{x+y}')).toEqual([null, 'no number in \\boxed{}: "x+y"'])
    expect(read('\\boxed{x - 10}')[0]).toBeNull()
  })

  it('ignores a box that is never closed', () => {
    expect(read('it is 5, \\boxed{5')).toEqual(['5', 'last number'])
  })
})

describe('a JSON field', () => {
  it.each([
    ['{"reasoning": "9*2", "answer": "18"}', '18'],
    ['```json\n{\n "reasoning": "…",\n "answer": 18\n}\n```', '18'],
    ['{"reasoning": "he said "hi" 3 times", "answer": "$70,000"}', '70000'],
    ['{"reasoning": "x", "answer": "540 meters"', '540'],
    ['{"reasoning": "x", "answer": 1,080}', '1080'],
    ['{"answer": "5"} or rather {"answer": "6"}', '6'],
    ["{'answer': '7'}", '7'],
    ['{\\"answer\\": \\"220\\"}', '220'],
    ['**answer": "42"\n}', '42'],
    ['"Answer": "The total cost is $322."', '322'],
    ['"answer": "3*68 + 2*80 = 204 + 160 = 364"', '364'],
    ['"answer": "(43 * $3) + (23 * $4) = $129 + $92 = $221"', '221'],
    ['"answer": "252 / 12 = 21 a day. 21 * $2 = $42 a day. $42 * 7 = $294 per week."', '294'],
    ['"answer": "315 miles (from the point where 2 roads meet)"', '315'],
    ['"final_answer": "-$4,875"', '-4875'],
  ])('%j gives %s', (text, answer) => {
    expect(read(text)).toEqual([answer, 'JSON field "answer"'])
  })

  it.each(['None', 'Cannot be determined', '', 'unlimited'])(
    'takes %j for no answer, whatever numbers come before',
    (value) => {
      expect(read(`{"reasoning": "3 of 4", "answer": "${value}"}`)[0]).toBeNull()
    },
  )

  it.each([
    'x - 10',
    '4x - 4',
    '2x',
    '$1125/x',
    'S - 16/3',
    '41 - (4 + 24)',
    '(D/2)*10 - 4 cups',
    '5-10 minutes',
  ])('does not take an operand of %j for the answer', (value) => {
    expect(read(`{"answer": "${value}"}`)[0]).toBeNull()
  })
})

describe('an answer line', () => {
  it.each([
    ['She makes 9*2 = $18.\nA: 18', '18'],
    ['The answer is 18.', '18'],
    ['**Final answer:** $1,080.50', '2161/2'],
    ['**Answer**: 39\n}\n```', '39'],
    ['Answer: "83"', '83'],
    ['The answer is:\n\n18 apples for 3 days', '18'],
    ['so the final answer is $5 + 3 = 8$ apples. That is 2 more.', '8'],
    ['answer = 12', '12'],
    ['The answer is that it takes him 4 hours to dig 30 small holes.', '4'],
    ['The answer is that it drops by 36% when the other rises by 25%.', '36'],
    ['The answer is that it rises from 5 to about 7.', '7'],
    ['The answer is that if 3 leave, there are 5.', '5'],
  ])('%j gives %s', (text, answer) => {
    expect(read(text)).toEqual([answer, 'answer line'])
  })

  it('does not take the first line after a heading "Answer:" for the final answer', () => {
    expect(read('Answer: Janet sells 9 eggs.\nShe makes 9 * 2 = $18.')).toEqual([
      '18',
      'last number',
    ])
  })
})

describe('the last number', () => {
  it.each([
    ['She sells 9 eggs at $2, so $18.', '18'],
    ['It is 1 1/2 hours', '3/2'],
    ['It is ½ an hour', null],
    ['profit of -$5', '-5'],
    ['90 - 100 = -10.', '-10'],
    ['about 1.2 million people', '1200000'],
    ['ends at 2:30', null],
    ['so far $10,00', null],
    ['an area of 18 cm^2', '18'],
    ['2000 - 180', null],
    ['I do not know', null],
    [`It is 18. ${'I am not sure about that. '.repeat(4)}`, '18'],
    [`So x is 18 or not. ${'Let us look at the angle ABC again. '.repeat(40)}`, null],
    ['', null],
  ])('%j gives %s', (text, answer) => {
    expect(read(text)[0]).toBe(answer)
  })

  it('does not count where a mark is asked for', () => {
    expect(extractMarkedAnswer('She makes 18.')).toBeNull()
  })
})

describe('the candidate', () => {
  const candidate = (text: string) => extractAnswer(text, { expects: 'number' }).candidate
  it.each([
    ['The answer is **$57,500**', '$57,500'],
    ['**Answer: 350**', '350'],
    ['The final answer is: ######26', '26'],
    ['There are **#### 17** good oranges in the basket', '17'],
    ['{"answer": "Anne is 8 years old"}', '8'],
    ['{"answer": "18 cm"}', '18 cm'],
    ['{"answer": "$118 000"}', '$118 000'],
    ['```output\n5.0\n```\nFive of 15.', '5.0'],
  ])('of %j is %j, which the grammar of answers can read', (text, expected) => {
    expect(candidate(text)).toBe(expected)
    expect(compileAnswer(expected).value.kind).toBe('scalar')
  })

  it.each(['9sqrt(2)', '25√2/2', '35 - 49*sqrt(3)', '1, 2, 3', String.raw`31.\overline{6}`])(
    'of %j is all of it',
    (answer) => {
      expect(compareAnswers(answer, candidate(`{"answer": "${answer}"}`)!).outcome).toBe('equal')
      expect(
        compareAnswers(/\d+/.exec(answer)![0], candidate(`{"answer": "${answer}"}`)!).outcome,
      ).toBe('different')
    },
  )
})

describe('hostile texts', () => {
  it.each([
    ['#### '.repeat(200_000)],
    [`####${' '.repeat(990)}5${' '.repeat(990)}x\n`.repeat(100)],
    [`#### ${'1'.repeat(1_900)}x\n`.repeat(100)],
    ['\\boxed{'.repeat(150_000)],
    ['{"answer": "'.repeat(100_000)],
    ['answer is '.repeat(100_000)],
    [' \n'.repeat(500_000)],
    ['9'.repeat(1_000_000)],
    ['1/'.repeat(500_000)],
    ['$-'.repeat(500_000)],
    [`"answer": "${'('.repeat(1_000_000)}`],
    ['1 '.repeat(500_000)],
  ])('%.20s… is read in bounded time', (text) => {
    const start = performance.now()
    extractAnswer(text)
    extractAnswer(text, { expects: 'number' })
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  // Each of these made a regular expression or a loop of the folder exponential or quadratic.
  const pieces = [
    ['The value is $', 'a', '$.'],
    ['The value is $ ', 'ab ', '!$.'],
    ['{"answer": "5 (', 'a', '"}'],
    ['So it is (', '1,', 'x'],
    ['So it is (', '111,', ')'],
    ['So it is ', '1,1, ', 'and 1x'],
    ['So ', 'x = 1, ', 'y'],
    ['So ', 'x = 1,1', '.'],
    ['So it is 1 (', 'since ', ')'],
    ['It is A', ', B', ' is'],
    ['The answer is 2n', ', ', 'where'],
    ['', '<answer>', ''],
    ['**', "'", '**'.repeat(50)],
    ['#### ', '`', ''],
    ['', '#### "\n', ''],
    ['', '<|im_end|>', ''],
    ['', '[INST] ', ''],
    ['', '<think>', ''],
    ['x<|channel|>', '<|channel|>final', '<|message|>'],
    ['', '&nbsp;', ''],
    ['', '<b>', '</b>'],
    ['The answer is 5 ', 'because ', ''],
    ['The answer is 5', ' (', ''],
    ['The answer is 5', ', not ', '6'],
    ['The answer is ', 'not ', '5'],
    ['The answer is ', 'at least ', '5'],
    ['The answer is ', 'half of ', '5'],
    ['', '1\n', ''],
    ['', '1 2 ', ''],
    ['', 'A or ', 'B'],
    ['The answer is ', '(A) ', ''],
    ['答案是', '1、', ''],
    ['', '选', 'A'],
    ['', 'x=\\boxed{1} and ', ''],
    ['', 'in \\boxed{} ', ''],
    ['The answer is 5', '!', ''],
    ['', '١', ''],
  ] as const
  it.each(sliceOf(pieces, 4))(
    '%j, %j many times and %j are read in bounded time',
    (start, piece, end) => {
      for (const length of [40, 1_900, 4_000, 20_000, 1_000_000]) {
        const text = start + piece.repeat(Math.ceil(length / piece.length)) + end
        const begun = performance.now()
        for (const expects of ['auto', 'number', 'choice'] as const)
          extractAnswer(text, { expects })
        expect(performance.now() - begun).toBeLessThan(2_000)
      }
    },
  )

  it('never throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '####',
        '\\boxed{',
        '}',
        '"answer":',
        'A: ',
        'answer is',
        '$',
        '-',
        '1,000',
        '3/4',
        '%',
        '\n',
        '=',
        '\\frac{1}{0}',
        '1e999',
        '²',
        '½',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const [answer, mark] = read(pieces.join(''))
        expect(mark).not.toBe('')
        if (answer !== null) expect(answer).toMatch(/^-?\d+(\/\d+)?$/)
      }),
      { numRuns: 500 },
    )
  })
})
