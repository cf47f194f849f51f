/**
 * What stands before the phrase of an answer, behind its number and around both: where it leaves an
 * answer, and where none.
 */
import { describe, expect, it } from 'vitest'
import {
  policies,
  verifyCompletion,
  withGold,
  type AnswerKind,
  type Policy,
} from '../../src/verify/index.ts'

function isCorrect(gold: string, text: string, expects: AnswerKind, policy: Policy): boolean {
  const problem = withGold({ id: 'p', question: 'q', answer: gold })
  return (
    verifyCompletion({ problemId: 'p', index: 0, text }, problem, { expects, policy }).verdict ===
    'correct'
  )
}

/** What stands before the phrase, behind the number, or around them. */
const wrongAround: [kind: string, texts: string[]][] = [
  [
    'somebody else’s, or another answer',
    [
      "The student's answer is 17.",
      'Previous answer: 17',
      'Example answer: 17',
      'Sample answer: 17',
      'Partial answer: 17',
      'My old answer is 17.',
      'The trap answer is 17.',
      'The wrong answer is 17.',
      'The answer to the simpler problem is 17.',
      'Twice the answer is 17.',
      'Half of the answer is 17.',
      'The cube of the answer is 17.',
      'The opposite of the answer is 17.',
      'You might think that the answer is 17.',
      'Some would say the answer is 17.',
      'One might guess the answer is 17.',
      'A hasty student claims the answer is 17.',
      'A common mistake is to think that the answer is 17.',
      'It is false that the answer is 17.',
      "There's no way the answer is 17.",
      'If the order mattered, the answer would be 17.',
      'Had we counted both, the answer would be 17.',
      'The answer would be 17 without the restriction.',
      'If it were in base 8, the answer is 17.',
      'The format is "The answer is 17".',
      'Please answer in the form: Answer: 17',
      'Could the answer be 17?',
      'Falsche Antwort: 17',
      '{"wrong_answer": 17}',
      '{"student_answer": 17}',
      'The answer is ~~17~~.',
      'The answer is <del>17</del> 18.',
      'The answer is 17, or is it 18?',
    ],
  ],
  [
    'denied where the verb stands last, or in another language',
    [
      '答えは17ではない。',
      '答えは17ではありません。',
      '答えは17より大きい。',
      '答えは17未満です。',
      '정답은 17이 아니다.',
      '답은 17보다 크다.',
      '답은 17 이상이다.',
      'Cevap 17 değil.',
      'Cevap 17 değildir.',
      'उत्तर 17 नहीं है',
      'उत्तर 17 से अधिक है',
      '17不对',
      '17 — неправильный ответ.',
      'A resposta não é 17.',
      'Đáp án không phải là 17.',
      'Svaret är inte 17.',
      'Die Antwort ist keinesfalls 17.',
      'Odpowiedź: nie 17',
      'Ответ: от 15 до 17',
      'A válasz nem 17.',
      'Het antwoord is niet 17.',
      'คำตอบไม่ใช่ 17',
    ],
  ],
  [
    'denied or changed by what stands beside it',
    [
      'The answer is by no means 17.',
      "The answer isn't quite 17.",
      'The answer is off by 17.',
      'The answer is coprime to 17.',
      'The answer is divisible by 17.',
      'The answer is the 17th prime.',
      'The answer is 17 fewer than the total.',
      'x = 17 is extraneous.',
      'x = 17 must be rejected.',
      'We reject x = 17.',
      'The answer plus 3 is 17.',
      'The answer ends in 17.',
    ],
  ],
  [
    'in a thought that is not finished',
    [
      '<unused94>thought\nThe answer is 17.',
      '<|channel>thought\nso \\boxed{17}',
      '<analysis>so \\boxed{17}',
      '<thinking_process>The answer is 17.',
      '<planning>The answer is 17.',
      '[THINKING]The answer is 17.',
      'assistantanalysisThe answer is 17.',
      '<details><summary>Thinking</summary>The answer is 17.',
      '<｜begin▁of▁thinking｜>The answer is 17.',
      '<|START_THINKING|>The answer is 17.',
      '<think>one <think>two</think> \\boxed{17}',
    ],
  ],
]

const rightAround: string[] = [
  'Therefore, the final answer is 17.',
  'So my answer is 17.',
  'Hence the required answer is 17.',
  'We find that the answer is 17.',
  'It follows that the answer is 17.',
  'If there are 10 boys and 7 girls, then the answer is 17.',
  'Since there are 10 + 7 of them, the answer is 17.',
  'Por lo tanto, la respuesta es 17.',
  'Donc la réponse est 17.',
  'The answer would be 17.',
  'The answer is 17 in total.',
  'The answer is 17, as claimed.',
  'The answer is 17, QED.',
  'The answer is 17. $\\square$',
  'The answer is, therefore, 17.',
  'The answer turns out to be 17.',
  'The answer I got is 17.',
  '因此，最终结果为17。',
  '故填17。',
  'Das Ergebnis ist 17.',
  'Endergebnis: 17',
  'Kết quả là 17.',
  'ดังนั้นคำตอบคือ 17',
  '<final>17</final>',
  '<output>17</output>',
  '<solution>The answer is 17.</solution>',
  'The answer is ~~18~~ 17.',
  '<unused94>thought\n\\boxed{6}<unused95>The answer is 17.',
  '<|channel>thought\n\\boxed{6}<channel|>The answer is 17.',
  '<|START_THINKING|>6<|END_THINKING|><|START_RESPONSE|>The answer is 17.<|END_RESPONSE|>',
  '<details><summary>Thinking</summary>\\boxed{6}</details>\n\nThe answer is 17.',
]

const wrongChoiceAround: string[] = [
  "The student's answer is C.",
  'The trap answer is C.',
  'The second best answer is C.',
  'The least likely answer is C.',
  'Some would say the answer is C.',
  'If x were positive, the answer would be C.',
  'Answer: C (or D)',
  'Answer: C or maybe D',
  'Answer: C, or perhaps D',
  'C can be eliminated.',
  'C fails.',
  'Is it C?',
  'B, or possibly C.',
  'Incorrect option: C',
  '答えはCではない。',
  '정답은 C가 아닙니다.',
  'Die Antwort ist nicht C.',
]

describe('what stands around an answer', () => {
  it.each(wrongAround)('makes it none where it is %s', (_, texts) => {
    for (const policy of Object.values(policies))
      for (const expects of ['auto', 'number'] as const)
        expect(texts.filter((text) => isCorrect('17', text, expects, policy))).toEqual([])
  })

  it('leaves it one, under any policy', () => {
    for (const policy of Object.values(policies))
      for (const expects of ['auto', 'number'] as const)
        expect(rightAround.filter((text) => !isCorrect('17', text, expects, policy))).toEqual([])
  })

  it('makes a choice none', () => {
    for (const policy of Object.values(policies))
      expect(wrongChoiceAround.filter((text) => isCorrect('C', text, 'choice', policy))).toEqual([])
  })

  it('leaves a choice one where the kind is not known', () => {
    const texts = [
      "It's C.",
      "I'd say C.",
      'C is correct.',
      'Pick C',
      'c)',
      'La respuesta correcta es la C.',
      '答案是选项C',
      '選C',
    ]
    expect(texts.filter((text) => !isCorrect('C', text, 'auto', policies.evaluation))).toEqual([])
  })
})
