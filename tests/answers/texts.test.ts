/** Texts as models and people write them, by kind: what is their answer, and what is not. */
import { describe, expect, it } from 'vitest'
import {
  compareAnswers,
  extractAnswer,
  policies,
  readAnswer,
  rewardPolicy,
  verifyCompletion,
  withConvention,
  withGold,
  type AnswerKind,
  type Policy,
} from '../../src/verify/index.ts'

function isCorrect(gold: string, text: string, expects: AnswerKind, policy: Policy): boolean {
  const problem = withGold({ id: 'p', question: 'q', answer: gold })
  return verifyCompletion({ problemId: 'p', index: 0, text }, problem, { expects, policy }).verdict === 'correct'
}

/** Texts that state their answer. */
const right: [gold: string, kind: string, texts: string[]][] = [
  [
    '75',
    'reasons, contrasts and remarks behind it',
    [
      'The answer is 75 as 3*25 = 75.',
      'The answer is 75 (not 50).',
      'The answer is 75 instead of 50.',
      'The answer is 75, since 3*25=75.',
      'Answer: 75, because there are 3 bags of 25.',
      '#### 75, not 50',
      '#### 75 because 3*25 = 75',
      'The answer is 75; 50 would be too few.',
      'Final answer: 75 (3 × 25)',
      '**Answer:** 75 (= 3·25)',
      'The answer is $75$ ($3 \\cdot 25$).',
      'Answer: 75 [= 3*25]',
      'The final answer is 75, that is, 3*25.',
      'The answer is 75 = 3*25.',
      'The answer is not 50 but 75.',
      "It's not 50, the answer is 75.",
      '\\boxed{75 \\text{ (seventy-five)}}',
      '\\boxed{75 \\; (= 3 \\cdot 25)}',
      '<answer>75 because 3*25</answer>',
      '{"answer": "75, because 3*25=75"}',
      'The answer is 75 apples, 25 in each of the 3 bags.',
      'So the answer is 75, as required.',
      'The answer is 75, obtained by adding 50 and 25.',
      'The answer is 75 when rounded to the nearest integer.',
      'Answer: 75 apples for 3 bags',
      'So the final answer is 75 minutes, or 1 hour and 15 minutes.',
    ],
  ],
  [
    '20',
    'chat tokens, markup and unseen characters',
    [
      '#### 20<|endoftext|>',
      '#### 20[/INST]',
      'The answer is 20</s>',
      'The answer is 20<|end_of_turn|>',
      'The answer is 20 <pad><pad>',
      '\ufeff#### 20',
      'The answer is\u00a020',
      'The answer is <strong>20</strong>',
      'The answer is <i>20</i>.<br/>',
      '<p>The answer is 20</p>',
      'The answer is&nbsp;20',
      'The answer is 20.</div>',
      '<|im_start|>assistant\nThe answer is 20<|im_end|>',
      'The answer is 20<|im_end|><|im_start|>user\nAnd 3+4?',
      'The answer is 20<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n7+7?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nThe answer is 14',
      '[INST] 4*5? [/INST] The answer is 20</s>',
      '<|begin_of_box|>20<|end_of_box|>',
      'The answer is 20<｜end▁of▁sentence｜>',
      'The answer is 20<end_of_turn>\n<start_of_turn>user\nhi',
    ],
  ],
  [
    '12',
    'other languages',
    [
      '答案是：12',
      '答案为：$12$。',
      '故答案为 12．',
      '因此答案是12个。',
      '正确答案：12',
      '答：一共有12个苹果，每人3个。',
      '【解答】12',
      '答案：12（个）',
      '答えは12です。',
      '答え：12個',
      '正解は12です',
      '解答：12',
      '最終的な答えは 12 です。',
      '정답: 12',
      '정답은 12입니다.',
      '답은 12이다.',
      'Respuesta final: 12',
      'La respuesta correcta es 12.',
      'La réponse est donc 12.',
      'Die Antwort ist 12.',
      'Die Lösung lautet 12.',
      'Antwort: 12 Äpfel in 3 Tagen',
      'A resposta é 12.',
      'Resposta: 12 maçãs',
      'La risposta corretta è 12.',
      'Правильный ответ: 12',
      'Ответ: $12$.',
      'Odpowiedź: 12',
      'Cevap: 12',
      'Đáp số: 12',
      'Jawabannya adalah 12.',
      'الجواب: 12',
      'الإجابة هي 12.',
      'उत्तर 12 है',
      'উত্তর: ১২',
      'คำตอบคือ 12',
      'Het antwoord is 12.',
      'Răspuns: 12',
      'Отговор: 12',
      '所以答案应该是12。',
      '故答案为：$\\boxed{12}$',
      '因此，最终答案为 **12**。',
      '答案是12，而不是15。',
      '答案是12，因为3×4=12。',
    ],
  ],
  [
    '5',
    'thoughts, wrappers and punctuation',
    [
      '<thinking>maybe 6</thinking>\nThe answer is 5.',
      '<thought>\\boxed{6}</thought>\\boxed{5}',
      '<reasoning>the answer is 6</reasoning><answer>5</answer>',
      '<scratchpad>6</scratchpad>5',
      '<|channel|>analysis<|message|>6?<|end|><|start|>assistant<|channel|>final<|message|>\\boxed{5}<|return|>',
      '[THINK]6[/THINK]5',
      '◁think▷6◁/think▷\\boxed{5}',
      'maybe 6</think>\n\n\\boxed{5}',
      '<|begin_of_thought|>6<|end_of_thought|><|begin_of_solution|>\\boxed{5}<|end_of_solution|>',
      '<seed:think>6</seed:think>The answer is 5',
      'analysisLet me see, \\boxed{6}? assistantfinalThe answer is 5.',
      '$\\text{Final Answer: } 5$',
      '\\[\\text{Answer: } \\boxed{5}\\]',
      '\\boxed{\\text{Final answer: } 5}',
      '\\boxed{\\text{The final answer is } 5}',
      '**Answer: 2 + 3 = 5**',
      'Answer: 2 + 3 = __5__',
      'Answer = **5**',
      'The answer is 5 ...',
      'The answer is 5!!',
      'Answer: 5! 😀',
      'So \\boxed{5}. I put the answer in \\boxed{}.',
      '\\boxed{5}\n\n(The answer is given in \\boxed{} as requested.)',
      'The answer is 5 🎉.',
      '**5**',
      '5.',
      '= 5',
      '\\(\\textbf{Answer: } 5\\)',
      '$$\\text{Answer} = 5$$',
    ],
  ],
]

/** Texts that state a choice, one letter or several. */
const rightChoice: [gold: string, texts: string[]][] = [
  [
    'C',
    [
      'c',
      'c.',
      '(c)',
      'C)',
      '[C]',
      '$C$',
      '\\(C\\)',
      '$\\text{C}$',
      'The answer is $C$.',
      'The answer is (c).',
      'Answer: $\\mathbf{C}$',
      'The answer is C because A and B are too small.',
      'Answer: C, not B',
      'Answer: C rather than B.',
      'The correct option is C, since 2+2=4.',
      '故选C。',
      '应选：C',
      '所以选 C',
      '选C',
      '正确选项是C',
      '答案选C。',
      '因此选择C选项',
      'The answer is C: 12',
      'I rule out A and B. So C.',
      '<answer>(C)</answer>',
      '#### (C)',
      'The answer is C.<|im_end|>',
      'La respuesta correcta es la opción C.',
      'Die richtige Antwort ist (C).',
      'It cannot be A or B. The answer is C.',
      'Option C is the answer.',
      'My answer: C',
      'I choose C',
      'I would go with C.',
    ],
  ],
  [
    'AC',
    [
      'AC',
      'A, C',
      'A and C',
      '(A), (C)',
      '\\boxed{A, C}',
      '\\boxed{AC}',
      'The answer is A and C.',
      'Answer: AC',
      '故选AC。',
      '选AC',
      '答案为AC',
      '答案：A、C',
      '【答案】AC',
      'The correct answers are A and C.',
      'The answer is (A) and (C).',
      '#### A, C',
      '{"answer": "A, C"}',
      '{"answer": "AC"}',
      'Both (A) and (C) are correct.',
      '<answer>A,C</answer>',
      'The answer is A & C',
    ],
  ],
]

/** Texts that name the gold answer and do not give it. */
const wrong: [gold: string, texts: string[]][] = [
  [
    '42',
    [
      'The answer is not 42',
      "The answer can't be 42.",
      "I don't think the answer is 42.",
      'It is unlikely that the answer is 42.',
      'The answer is anything but 42.',
      '42 is incorrect.',
      '42 is not correct.',
      'The answer is definitely not 42.',
      'The answer is never 42.',
      'The answer is less than or equal to 42',
      'The answer is at least 42.',
      'The answer is up to 42.',
      'The answer is over 42.',
      'The answer is under 42.',
      'The answer is above 42',
      'The answer is half of 42',
      'The answer is one third of 42.',
      'The answer is double 42.',
      'The answer is three times 42.',
      'The answer is 3 times 42.',
      'The answer is the square root of 42.',
      'The answer is the square of 42.',
      'The answer is a factor of 42.',
      'The answer is 10 percent of 42.',
      'The answer is 10% of 42.',
      'The answer is negative 42',
      'The answer is either 41 or 42.',
      'The answer is 41 or 42.',
      'The answer is between 41 and 42.',
      'The answer is one of 40, 41, 42.',
      'The answer is 41 to 42.',
      'The answer is 41-42',
      '#### more than 42',
      '#### between 40 and 42',
      '#### 40 or 42',
      '\\boxed{\\text{not } 42}',
      '\\boxed{\\text{at most } 42}',
      '\\boxed{> 42}',
      '\\boxed{-42}',
      '\\boxed{42 \\text{ or } 43}',
      'It is not \\boxed{42}.',
      '\\boxed{42} is wrong.',
      '{"answer": "not 42"}',
      '{"answer": "more than 42"}',
      '{"answer": "40 to 42"}',
      '<answer>not 42</answer>',
      '<answer>at least 42</answer>',
      '<answer>40 or 42</answer>',
      '**not 42**',
      '**at least 42**',
      'Answer: not 42',
      'Answer: approximately 40 to 42',
      'The answer is 42 plus 3.',
      'The answer is 42 minus 3.',
      'The answer is 42 times 2.',
      'The answer is 42 divided by 2.',
      'The answer is 42 or more.',
      'The answer is 42 or 43',
      '答案大于42。',
      '答案不是42',
      '答案至少是42',
      '答案是42的一半',
      'La respuesta no es 42.',
      "La réponse n'est pas 42.",
      'Die Antwort ist nicht 42.',
      'Ответ не 42.',
      'La respuesta es menos de 42.',
      'La réponse est plus de 42.',
      'Die Antwort ist mindestens 42.',
      'Ответ больше 42.',
      'The possible values are 40, 41 and 42.',
      'Candidates: 40, 41, 42',
      '40\n41\n42',
      '40 41 42',
      '40, 41, 42',
      '<think>\\boxed{42}',
      '<think>so 42</think>',
      '<thinking>so the answer is 42. Wait,',
      '<think>\nThe answer is 42.\n</think>\n\n',
      '<|channel|>analysis<|message|>The answer is 42.',
      '[THINK]\\boxed{42}[/THINK]',
      'analysisThe answer is 42.',
      'The answer is the cube of 42.',
      'The answer is the opposite of 42.',
      'The answer is 1/42.',
      'The answer is the reciprocal of 42.',
      'None of the values works: 42',
      'Neither 41 nor 42 works.',
      'The answer is almost 42',
      'The answer is nearly 42.',
      "The answer isn't 42, I think.",
      'It should not be 42.',
      'The answer is greater than 42',
      'The answer is >42',
      'The answer is < 42.',
      'The answer is 42, or 43.',
      'The answer is 42 (or 43).',
      'The answer is 42/43.',
      'The answer is 42^2',
      'The answer is 420',
      'The answer is a multiple of 42',
      'The answer would be more than 42.',
      'The number is not 42.',
      'I would say more than 42.',
      'The answer is unknown, but not 42.',
    ],
  ],
]

const wrongChoice: [gold: string, texts: string[]][] = [
  [
    'C',
    [
      'A or C',
      '(A) or (C)',
      'A/C',
      'The answer is B or C.',
      'The answer is either B or C',
      'Answer: (B), (C)',
      '\\boxed{B, C}',
      '\\boxed{BC}',
      'The answer is not C.',
      'The answer cannot be C.',
      "I don't think the answer is C.",
      "It isn't C.",
      'I would rule out C.',
      'Eliminate C.',
      'I exclude C',
      'C is wrong.',
      'C is incorrect',
      'Not C',
      'A, B, C and D',
      'ABCD',
      'A B C',
      '(A)(B)(C)',
      'Between B and C',
      'It is between B and C.',
      '故选BC。',
      '答案不是C',
      '\\boxed{B} \\boxed{C}',
      '{"answer": "B or C"}',
      '<answer>B or C</answer>',
      '#### B or C',
      'Anything except C',
      'All but C.',
      'The answer is B and C.',
      'I am torn between B and C.',
      'Neither B nor C',
      'Both B and C are correct.',
    ],
  ],
]

describe('a stated answer', () => {
  it.each(right)('%s, with %s, is read as a number or anything', (gold, _, texts) => {
    for (const expects of ['auto', 'number'] as const)
      expect(texts.filter((text) => !isCorrect(gold, text, expects, policies.evaluation))).toEqual([])
  })

  it.each(rightChoice)('%s is read as a choice', (gold, texts) => {
    expect(texts.filter((text) => !isCorrect(gold, text, 'choice', policies.evaluation))).toEqual([])
  })

  it.each(rightChoice)('%s is read where the kind is not known, from all but a few texts', (gold, texts) => {
    expect(texts.filter((text) => !isCorrect(gold, text, 'auto', policies.evaluation)).length).toBeLessThan(2)
  })
})

describe('an answer that is denied, changed, only thought or one of several', () => {
  it.each(wrong)('is not %s, whatever is expected', (gold, texts) => {
    for (const policy of Object.values(policies))
      for (const expects of ['auto', 'number', 'expression'] as const)
        expect(texts.filter((text) => isCorrect(gold, text, expects, policy))).toEqual([])
  })

  it.each(wrongChoice)('is not the choice %s', (gold, texts) => {
    for (const policy of Object.values(policies))
      for (const expects of ['auto', 'choice'] as const)
        expect(texts.filter((text) => isCorrect(gold, text, expects, policy))).toEqual([])
  })
})

describe('the reward policy', () => {
  it.each([
    '#### 18',
    'She has 9*2 = 18.\n#### 18',
    String.raw`So \boxed{18}.`,
    'The answer is 18.',
    'Answer: 18 dollars',
    '{"answer": "18"}',
    '<answer>18</answer>',
    '18',
    'I think it is 18.',
  ])('credits %j', (text) => expect(isCorrect('18', text, 'auto', rewardPolicy)).toBe(true))

  it.each([
    'So she has 9 eggs, 18 in all.',
    'We add.\n**18**',
    'We add.\n18',
    'We add. So $x = 18$.',
    'The answer is that Tom eats 18 cakes.',
    'The answer is about 18.',
    '{"answer": "Tom ate 18"}',
  ])('does not credit a guess such as %j, which the other counts', (text) => {
    expect(isCorrect('18', text, 'auto', rewardPolicy)).toBe(false)
    expect(isCorrect('18', text, 'auto', policies.evaluation)).toBe(true)
    expect(isCorrect('18', text, 'auto', { ...rewardPolicy, guesses: 'counted' })).toBe(true)
    expect(readAnswer(text, { policy: rewardPolicy })).toMatchObject({
      answer: null,
      reason: expect.stringMatching(/guess|may change/),
    })
  })
})

describe('conventions', () => {
  it('of several #### lines the last counts, or the first', () => {
    const text = '9+2=11\n#### 11\nThat was wrong: 9*2=18\n#### 18'
    for (const expects of ['auto', 'number'] as const) {
      expect(extractAnswer(text, { expects }).candidate).toBe('18')
      expect(extractAnswer(text, { expects, policy: { ...policies.evaluation, repeatedHashes: 'first' } }).candidate).toBe('11')
    }
  })

  it('boxes in one sentence are a list, and no one of them is the answer', () => {
    expect(isCorrect('(3,5)', String.raw`So $x=\boxed{3}$ and $y=\boxed{5}$.`, 'auto', policies.evaluation)).toBe(true)
    expect(isCorrect('5', String.raw`So $x=\boxed{3}$ or $x=\boxed{5}$.`, 'auto', policies.evaluation)).toBe(false)
  })

  it('a unit behind a box belongs to it', () => {
    expect(isCorrect(String.raw`5\text{ m}`, String.raw`So \boxed{5}\text{ cm}`, 'auto', policies.evaluation)).toBe(false)
    expect(isCorrect(String.raw`5\text{ m}`, String.raw`So \boxed{500}\text{ cm}`, 'auto', policies.evaluation)).toBe(true)
    expect(isCorrect('5', String.raw`So \boxed{5}\text{ cm}`, 'auto', rewardPolicy)).toBe(true)
  })

  it('are changed one by one', () => {
    const changed = withConvention(rewardPolicy, 'percent=either')
    expect(changed).toMatchObject({ percent: 'either', guesses: 'refused', name: 'reward, percent=either' })
    expect(compareAnswers('50', String.raw`50\%`, changed as Policy).outcome).toBe('equal')
    expect(withConvention(rewardPolicy, 'percent=maybe')).toEqual({ fault: '"percent" is either or value, not "maybe"' })
    expect(withConvention(rewardPolicy, 'prcent=either')).toMatchObject({
      fault: expect.stringContaining('none of the conventions'),
    })
  })
})
