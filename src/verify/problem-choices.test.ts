import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choicesIn, taskOfProblem } from './problem-choices.ts'
import { rewardPolicy } from './policy.ts'
import { compareAnswers, readAnswer, verifyCompletion, withGold } from './pure.ts'

const truth = 'The bear is big. True or false: the bear is red?\nA) True\nB) False\nC) Unknown'
const shops =
  'Where would you buy a choker?\nA) jewelry store\nB) neck\nC) jewelry box\nD) the boutique\nE) A'
const numbers = 'How many nets?\nA) 5\nB) 1/2\nC) 12\nD) 0.75'
const statements = 'Which hold?\nA) I only\nB) A and B\nC) I and II\nD) A, B and C'

const letter = (question: string, text: string): string | null => {
  const { answer } = readAnswer(text, taskOfProblem({ question }))
  return answer && answer.value.kind === 'choice' ? answer.value.letters : null
}

describe('choicesIn', () => {
  it.each([
    ['Q?\nA) 5\nB) 7', ['5', '7']],
    ['Q?\n(A) 5\n(B) 7\n(C) 9', ['5', '7', '9']],
    ['Q?\nA. five\n  still five\nB. seven', ['five\n  still five', 'seven']],
    ['A) first\nB) list\nQ?\nA) 5\nB) 7', ['5', '7']],
    ['Q? A) 5 B) 7', null],
    ['Q?\nA) 5', null],
    ['A man walks.\nB walks.', null],
    ['', null],
  ])('of %j are %j', (question, choices) => {
    expect(choicesIn(question)).toEqual(choices)
  })

  it('leaves a task alone whose gold answer is no letter of an option', () => {
    expect(taskOfProblem({ question: numbers, answer: '5' })).toEqual({})
    expect(taskOfProblem({ question: numbers, answer: 'E' })).toEqual({})
    expect(taskOfProblem({ question: numbers, answer: 'D' }).choiceTexts).toHaveLength(4)
    expect(taskOfProblem({ question: numbers }).choiceTexts).toHaveLength(4)
  })
})

describe('an answer among options', () => {
  it.each([
    [truth, 'The answer is (B).', 'B'],
    [truth, 'Answer: B', 'B'],
    [truth, '\\boxed{B}', 'B'],
    [truth, 'So **B**', 'B'],
    [truth, 'B', 'B'],
    [truth, 'b) False', 'B'],
    [truth, 'The answer is (B) False.', 'B'],
    [truth, '**B: False**', 'B'],
    [truth, 'The bear is not red.\n\nB) False', 'B'],
    [truth, 'True', 'A'],
    [truth, 'The answer is: Unknown.', 'C'],
    [truth, 'The answer is false', 'B'],
    [truth, '**False**', 'B'],
    [truth, '\\boxed{\\text{True}}', 'A'],
    [truth, '#### unknown', 'C'],
    [truth, '{"answer": "True"}', 'A'],
    [truth, '<answer>False</answer>', 'B'],
    [truth, 'The bear is big, so it is not red.\nTherefore, the statement is false.', 'B'],
    [truth, 'So the statement "The bear is not red" is true.', 'A'],
    [truth, 'Whether it is red remains unknown.', 'C'],
    [shops, 'The answer is: jewelry store', 'A'],
    [shops, 'The answer is a jewelry box because it holds chokers.', 'C'],
    [shops, 'One would go to the boutique.', 'D'],
    [shops, 'The answer is: A', 'A'],
    [numbers, '\\boxed{0.5}', 'B'],
    [numbers, 'The answer is $\\frac{3}{4}$.', 'D'],
    [numbers, '12', 'C'],
    [numbers, '#### 12', 'C'],
    [statements, 'The answer is I and II.', 'C'],
    [statements, 'The answer is A and B.', 'B'],
    [statements, 'The answer is B.', 'B'],
  ])('%#: %j, %j is %s', (question, text, expected) => {
    expect(letter(question, text)).toBe(expected)
  })

  it.each([
    [truth, 'The statement is not true.'],
    [truth, 'It cannot be said whether it is true or false.'],
    [truth, 'The statement is true because the bear is'],
    [truth, 'The answer is D'],
    [shops, 'The answer is a shop.'],
    [shops, 'It is in no jewelry box, and in no jewelry store.'],
    [numbers, 'We have 5 nets and 12 nets.'],
    [numbers, 'She has 7.'],
  ])('%#: %j, %j is none of them', (question, text) => {
    expect(letter(question, text)).toBeNull()
  })

  it('is no value that several options have', () => {
    const twice = 'How many?\nA) 0.5\nB) 1/2\nC) 7'
    expect(letter(twice, '\\boxed{\\frac12}')).toBeNull()
    expect(withGold({ id: 'p', question: twice, answer: 'B' }).gold.value).toMatchObject({
      kind: 'choice',
      content: null,
    })
  })

  it('is certain where it is marked, and a guess where it is only in the last sentence', () => {
    const verdict = (text: string): string =>
      verifyCompletion(
        { problemId: 'p', index: 0, text },
        withGold({ id: 'p', question: truth, answer: 'B' }),
        { policy: rewardPolicy },
      ).verdict
    expect(verdict('The answer is False')).toBe('correct')
    expect(verdict('\\boxed{False}')).toBe('correct')
    expect(verdict('So the statement is false.')).toBe('unparseable')
  })
})

describe('hostile texts among options', () => {
  const task = { choiceTexts: ['true', 'false', 'false story', '$x^2$', '7', 'A and B'] }
  const pieces = [
    'The answer is ',
    '**',
    'false',
    'true',
    ' story',
    '\\boxed{',
    '}',
    '\n',
    '"',
    '(A) ',
  ]

  it('never throw, and give letters or none', () => {
    const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        const { answer } = readAnswer(parts.join(''), task)
        if (answer?.value.kind === 'choice') expect(answer.value.letters).toMatch(/^[A-Z]+$/)
      }),
    )
  })

  it.each(pieces)('are read to the end: %j', (piece) => {
    expect(readAnswer(`${piece.repeat(50_000)}.`, task)).toHaveProperty('reason')
  })
})

describe('a gold answer among options', () => {
  const problem = withGold({ id: 'p', question: truth, answer: 'B' })

  it('is the text of its option too', () => {
    expect(compareAnswers(problem.gold, 'False').outcome).toBe('equal')
    expect(compareAnswers(problem.gold, 'B').outcome).toBe('equal')
    expect(compareAnswers(problem.gold, 'True').outcome).toBe('different')
    expect(compareAnswers(problem.gold, 'A').outcome).toBe('different')
  })

  it('gives verdicts whose answers are letters, so that votes are counted over them', () => {
    const answers = ['The answer is B.', 'So it is False.', 'False', '\\boxed{false}'].map(
      (text, index) => verifyCompletion({ problemId: 'p', index, text }, problem),
    )
    expect(answers.map(({ verdict, answer }) => [verdict, answer])).toEqual(
      answers.map(() => ['correct', 'B']),
    )
  })

  it('does not change how a question without its letter is graded', () => {
    const value = withGold({ id: 'p', question: numbers, answer: '12' })
    expect(value.choiceTexts).toBeUndefined()
    expect(
      verifyCompletion({ problemId: 'p', index: 0, text: 'So there are 12.' }, value).verdict,
    ).toBe('correct')
  })
})
