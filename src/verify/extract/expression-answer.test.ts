import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceOf } from '../../../tests/support/slice-of.ts'
import { extractAnswer, extractMarkedAnswer } from './extract.ts'
import type { AnswerKind, Mark } from './mark.ts'

const raw = String.raw

function states(mark: Mark, cases: [text: string, candidate: string][]): void {
  it.each(cases)(`%j gives %j, ${mark}`, (text, candidate) => {
    expect(extractAnswer(text)).toMatchObject({ candidate, mark })
    expect(extractAnswer(text, { expects: 'expression' })).toMatchObject({ candidate, mark })
  })
}

describe('any mathematics with an explicit mark', () => {
  states('after ####', [
    ['#### x^2 + 1', 'x^2 + 1'],
    [raw`#### $\frac{1}{2}$`, raw`\frac{1}{2}`],
    [`#### Step 1: add 2\n#### (3, 4)`, '(3, 4)'],
    ['#### 1. Add 3 and 4\n#### 7', '7'],
    ['#### 18 dollars for 3 days', '18'],
    ['#### 18\nQuestion: next?\n#### 20', '18'],
    ['#### Evelyn', 'Evelyn'],
    ['The final answer is: ###### 26', '26'],
    ['The final answer is: #### # 18', '18'],
    ['The total is **####**: $9.00', '$9.00'],
    ['The alarm rang **#### 22** times.', '22 times'],
  ])
  states('in \\boxed{}', [
    [raw`so $\boxed{\frac{3}{4}}$.`, raw`\frac{3}{4}`],
    [raw`\boxed{x=5}`, 'x=5'],
    [raw`\boxed{$x^2$}`, 'x^2'],
    [raw`\boxed{28 percent}`, '28 percent'],
    [raw`\boxed{1} and \boxed{2}`, '1, 2'],
    [raw`<think>\boxed{3}</think> \boxed{4}`, '4'],
    [raw`\boxed{5}. Final answer: see above`, '5'],
    [raw`\boxed{5}, "answer": "6"`, '5'],
    [raw`\boxed{outer {inner} ok}`, 'outer {inner} ok'],
  ])
  states('JSON field "answer"', [
    [raw`{"answer": "\\frac{1}{2}"}`, raw`\frac{1}{2}`],
    [raw`{"answer": "\frac{1}{2}"}`, raw`\frac{1}{2}`],
    [raw`{"answer": "$2\\sqrt{26}$"}`, raw`2\sqrt{26}`],
    ['{"answer": "3*68 + 2*80 = 364"}', '3*68 + 2*80 = 364'],
    ['{"answer": "The total cost is $322."}', '$322'],
    ['{"answer": "21 * $2 = $42 a day. $42 * 7 = $294 per week."}', '$294'],
    ['{"answer": "315 miles (from the point where 2 roads meet)"}', '315 miles'],
    ['{"answer": "4 (3 onions and 1 potato)"}', '4'],
    ['{"answer": "540 meters"}', '540 meters'],
    ['{"answer": "5 hours 30 minutes"}', '5 hours 30 minutes'],
    ['{"answer": "The area is (1/2) * sqrt(3)."}', '(1/2) * sqrt(3)'],
    [raw`{"answer": "The set of all numbers with modulus $\\sqrt{2}$."}`, raw`\sqrt{2}`],
    ['{"answer": "No solution"}', 'No solution'],
    ['{"answer": "0.333..."}', '0.333...'],
    ['{"answer": "100!"}', '100!'],
    ['{"answer": "7 + 44 = 3x => 51 = 3x => x = 17"}', 'x = 17'],
    ['{"answer": "x => 17"}', 'x => 17'],
  ])
  states('answer line', [
    ['The answer is $x^2$.', 'x^2'],
    ['**Answer:** (3, 4)', '(3, 4)'],
    ['Final answer: 42', '42'],
    [raw`The final answer is \(\frac{1}{2}\). I hope it is correct.`, raw`\frac{1}{2}`],
    [raw`\boxed{200}, then more. Final Answer: The final answer is $10,455$.`, '10,455'],
    ['The answer is\n\\[\nx = 9\n\\]', 'x = 9'],
    ['Answer: $x = 1$ and $x = 2$.', 'x = 1, x = 2'],
    ['Answer $ 9 $', '9'],
    ['The answer is 42!', '42'],
    ['Answer: 7!', '7'],
    ['Answer: $7!$', '7!'],
    ['The answer is approximately 3.14.', '3.14'],
    ['The answer is $18 per day and $20 at night.', '$18'],
    ['The answer is $5 + 3 = 8$ apples. That is 2 more.', '5 + 3 = 8'],
    ['The answer is $6$ cm.', '6 cm'],
    ['The answer is Evelyn.', 'Evelyn'],
    ['The answer is (C)', '(C)'],
    [raw`Answer: \left\{ x \right.`, raw`\left\{ x \right.`],
    ['A: x + 1', 'x + 1'],
    ['Answer:\n```text\nx + 1\n```', 'x + 1'],
    ['Réponse : 5', '5'],
    ['答案是42。', '42'],
    ['"so it is 54. Answer: 54"\n}', '54'],
    ['Answer: 5\'4"', '5\'4"'],
    ['The answer is the difference between $2^5$ and $5^2$ is 7.', '7'],
  ])

  it.each([
    [raw`5 apples, \boxed{}`, String.raw`there is nothing in \boxed{}`],
    ['it is 5 {"answer": "___"}', 'there is nothing in the JSON field "answer"'],
    ['it is 5 {"answer": null}', 'there is nothing in the JSON field "answer"'],
  ])('%j states that there is none', (text, reason) => {
    expect(extractAnswer(text)).toEqual({ candidate: null, reason })
  })
})

describe('any mathematics with which a text ends', () => {
  states('program output', [
    ['```python\nprint(5)\n```\n```output\n5\n```\n5 cars drove by in the first 15 minutes.', '5'],
    ['```output\n3.0\n```\nThree trucks are needed for 80 stones.', '3.0'],
  ])
  states('whole text', [
    ['90 - 100 = -10.', '90 - 100 = -10'],
    [raw`\frac{10}{9}`, raw`\frac{10}{9}`],
    ['$-2,1$', '-2,1'],
    ['$28$ percent', '28 percent'],
    ['1 000', '1 000'],
    [raw`\begin{align*} x &= 1 + 1 \\ &= 2 \end{align*}`, 'x = 1 + 1 = 2'],
    [raw`$$\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}$$`, 'x = 1, y = 2'],
    ['I think that it is 42.', '42'],
    ['Therefore, **### 17 ###** is it.', '17'],
  ])
  states('last line', [
    ['First compute 6*7.\n42', '42'],
    ['so\nx = 3*sqrt(2)\n```', 'x = 3*sqrt(2)'],
    ['so\n- 18 apples', '18 apples'],
    ['(C)', '(C)'],
  ])
  states('bold', [
    ['Therefore **2√3**', '2√3'],
    ['result: **(3, 4)**.', '(3, 4)'],
    ['We count.\nTherefore, **### 17 ###** oranges are good.', '17'],
  ])
  states('last formula', [
    [raw`Therefore $x \geq 5$ is the solution.`, raw`x \geq 5`],
    [raw`The roots are $-2$, $1$ and $3$.`, '-2, 1, 3'],
    ['so $x = 3$, where $x$ is the number of cats.', 'x = 3'],
    [
      raw`Special matrix: $ \begin{pmatrix}1 \\ 2\end{pmatrix} $`,
      raw`\begin{pmatrix}1 \\ 2\end{pmatrix}`,
    ],
    ['so it is\n\\[\nx = 5\n\\]', 'x = 5'],
  ])
  states('last statement', [
    [raw`Thus the probability is \frac{3}{4}.`, raw`\frac{3}{4}`],
    ['We add 2. So x equals 3*sqrt(2).', '3*sqrt(2)'],
  ])
  states('last number', [
    ['Thus the probability is 3/4.', '3/4'],
    ['She earns $18 per day and spends $5, so $13 are left.', '$13'],
    ['We get $a = 3$, which makes 7 apples', '7'],
    ['Total $5 + $3 = $8', '$8'],
    ['so\n\\[ 30 \\', '30'],
    ['```output\n5\n```\nThat is for one.\nFor two, it is 10.', '10'],
  ])

  it('does not count where a mark is asked for', () => {
    expect(extractMarkedAnswer('so $x = 5$.')).toBeNull()
    expect(extractMarkedAnswer('so $x = 5$.', { marks: ['last formula'] })).toBeNull()
    expect(extractMarkedAnswer(raw`\boxed{\frac12}`)).toEqual({
      candidate: raw`\frac12`,
      mark: 'in \\boxed{}',
    })
  })

  it('is a letter only in a short text of which nothing else is known', () => {
    expect(extractAnswer('I think that it is B')).toEqual({ candidate: 'B', mark: 'choice letter' })
    expect(extractAnswer(`${'We look at it. '.repeat(20)}So D`).candidate).toBeNull()
    expect(extractAnswer('I think that it is B', { expects: 'expression' }).candidate).toBeNull()
  })

  it.each([
    ['', 'the text is empty'],
    [' \n', 'the text is empty'],
    ['I do not know', 'there is no answer, formula or number in the text'],
    ['so we have 2000 - 180', 'the last number is part of a calculation without result'],
  ])('%j has none', (text, reason) => {
    expect(extractAnswer(text)).toEqual({ candidate: null, reason })
  })
})

describe('a text that did not stop', () => {
  const template = '## Instruction:\nAnswer as {"answer": "___"}'
  it.each([
    [`{"answer": "5"}\n\n## Question:\nNext?\n\n${template}\n{"answer": "6"}`, '5'],
    [`{"answer": "5"}\n\n${template}`, '5'],
    ['The answer is 5.\n\nQ: Next?\nA: The answer is 6.', '5'],
    [
      raw`Question: this one.` + '\n' + raw`\boxed{5}` + '\n\n**Problem:** next\n' + raw`\boxed{6}`,
      '5',
    ],
  ])('%j is read up to the next question', (text, candidate) => {
    expect(extractAnswer(text).candidate).toBe(candidate)
    expect(extractAnswer(text, { expects: 'number' }).candidate).toBe(candidate)
  })

  it.each([
    ['{"answer": "5"}\n\nThat was wrong, so:\n{"answer": "6"}', '6'],
    ['Let us see.\nQuestion: how many?\nThe answer is 6.', '6'],
    ['The answer is not obvious.\nQuestion: how many?\nThe answer is 6.', '6'],
    ['Problem 1: $\\boxed{5}$\nProblem 2: $\\boxed{6}$', '6'],
  ])('%j is read to its end', (text, candidate) => {
    expect(extractAnswer(text).candidate).toBe(candidate)
  })
})

describe('the marks that are tried', () => {
  it('are those given', () => {
    const marks: Mark[] = ['in \\boxed{}']
    expect(extractAnswer('#### 5', { marks })).toEqual({
      candidate: null,
      reason: 'the text has none of these marks: in \\boxed{}',
    })
    expect(extractAnswer(raw`#### 5 \boxed{6}`, { marks })).toEqual({
      candidate: '6',
      mark: 'in \\boxed{}',
    })
    expect(extractAnswer(raw`\boxed{6} and more. Final answer: 7`, { marks }).candidate).toBe('6')
    expect(extractAnswer('so 5', { marks: [] }).candidate).toBeNull()
  })
})

describe('hostile texts', () => {
  const pieces = [
    '\\boxed{',
    '\\boxed',
    '\\boxed{1}, ',
    'box',
    '"answer":',
    '"answer": "',
    '"answer": [',
    '"answer": "\\\\',
    '$',
    '$1',
    '$a ',
    '####',
    '#### x\n',
    '**',
    '**a',
    '\\(',
    '\\[',
    '\\',
    '{',
    'answer to ',
    'answer (',
    'answer: x\n',
    'final answer: ',
    '\\text{',
    '(A) ',
    'A) \n',
    ' \n',
    '9',
    '9 ',
    '1,',
    '½',
    '.',
    '. ',
    ' is',
    '答案',
    '</think>',
    '\\u1234',
    '<|',
    '=',
    '\nQ: ',
    '\n####',
    '```output\n',
    '😀',
  ]
  it.each(sliceOf(pieces, 6))(
    '%j repeated up to 1 MB is read',
    (piece) => {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
      for (const expects of ['auto', 'expression', 'number', 'choice'] satisfies AnswerKind[]) {
        for (const start of ['', '\\boxed{', '"answer": "', 'The answer is ', '#### '])
          expect(extractAnswer(start + text, { expects })).toHaveProperty('candidate')
      }
    },
    60_000,
  )

  it('never throws, and a candidate is one line without blanks around it', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...pieces, '}', '\n', ' and ', '-', 'x', '"', ')'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        for (const expects of ['auto', 'expression', 'choice'] satisfies AnswerKind[]) {
          const extraction = extractAnswer(text, { expects })
          if (extraction.candidate === null) expect(extraction.reason).not.toBe('')
          else
            expect(extraction.candidate).toBe(extraction.candidate.replaceAll(/\s+/g, ' ').trim())
        }
      }),
      { numRuns: 500 },
    )
  })
})
