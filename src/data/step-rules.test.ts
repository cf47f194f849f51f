import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { protectedSpans } from './protected-spans.ts'
import { stepRules, type StepTask } from './step-rules.ts'

const tasks = Object.keys(stepRules) as StepTask[]

/** What no step may end within. */
const whole = [
  '3.5',
  '1,080.25',
  'e.g. this',
  'i.e. that',
  'Dr. Smith',
  'the U.S. Army',
  '$x = 3. y$',
  '$a$',
  '$\\text{if } x > 0. \\$5$',
  '$$a. B\n\nc$$',
  '\\[x = 1. Then\ny\\]',
  '\\(p. Q\\)',
  '<<3*4=12>>',
  '<<1. 5=2>>',
  '\\begin{align*}a. B\\\\\nC.\n\\end{align*}',
  '[asy]\ndraw((0,0)). A;\n[/asy]',
  '```\na. B\n```',
]
const plain = [
  'So she has',
  ' ',
  '. ',
  '.\n',
  '\n',
  '\n\n',
  '? ',
  '! ',
  ' 7',
  'The answer is 7',
  'A. ',
  '有三排。',
  '。」',
  '？ ',
  'हैं। ',
]
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(...whole).map((text) => ({ text, isWhole: true })),
    fc.constantFrom(...plain).map((text) => ({ text, isWhole: false })),
  ),
  { maxLength: 30 },
)

/** Where the steps begin. */
const starts = (steps: readonly string[]): number[] =>
  steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step.length], [])

describe.each(tasks)('the steps of %s', (task) => {
  const { split, isEnded, stops } = stepRules[task]

  it('are the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), soup), (text) => {
        const steps = split(text)
        expect(steps.join('')).toBe(text)
        expect(steps).not.toContain('')
      }),
    )
  })

  it('do not end within numbers, abbreviations, formulas and annotations', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        // A dollar beside another would open a formula of its own.
        const texts = parts.map(({ text, isWhole }) => (isWhole ? ` ${text} ` : text))
        const cuts = new Set(starts(split(texts.join(''))))
        let at = 0
        for (const [place, { isWhole }] of parts.entries()) {
          const length = texts[place]!.length
          for (let inside = 2; isWhole && inside < length - 1; inside++)
            expect(cuts.has(at + inside)).toBe(false)
          at += length
        }
      }),
    )
  })

  it('end as isEnded says, and only behind what a model is stopped at', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const steps = split(parts.map(({ text }) => text).join(''))
        for (const step of steps.slice(0, -1)) {
          const end = step.trimEnd()
          expect(stops.some((stop) => `${end}${step.slice(end.length)}`.includes(stop))).toBe(true)
        }
        if (steps.length > 1) expect(isEnded(steps.slice(0, 1).join(''))).toBe(true)
      }),
    )
  })

  it('are found in time that grows with the length', () => {
    for (const mark of ['$', '$$', '\\[', '<<', '. ', '\\begin{a}', '```', '\n', '$x ', 'a.', '\\'])
      expect(split(mark.repeat(20_000)).join('')).toHaveLength(mark.length * 20_000)
  })
})

const soup = fc
  .array(fc.constantFrom(...'$\\[]().?!<>{}\n `"A1x。！」।'.split(''), 'e.g. ', '\\boxed{'), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''))

describe('steps', () => {
  it.each([
    [
      'gsm8k',
      'Tom has 3.5 <<7/2=3.5>>3.5. He eats 1.\nHe has 2.5 left.\n#### 2.5',
      ['Tom has 3.5 <<7/2=3.5>>3.5. He eats 1.\n', 'He has 2.5 left.\n', '#### 2.5'],
    ],
    ['gsm8k', 'It is $5. She has\n$6 more.', ['It is $5. She has\n', '$6 more.']],
    [
      'math',
      'We have $x = 3.$ Then\n\\[y = 4.\\]\nTherefore, e.g. $z. W$ is 3.5. So $\\boxed{7}$.',
      [
        'We have $x = 3.$ ',
        'Then\n\\[y = 4.\\]\n',
        'Therefore, e.g. $z. W$ is 3.5. ',
        'So $\\boxed{7}$.',
      ],
    ],
    ['math', 'It costs $5. She pays $6.', ['It costs $5. ', 'She pays $6.']],
    [
      'math',
      'Is it 3? (It is.) "Yes." Then etc. and so on.',
      ['Is it 3? ', '(It is.) ', '"Yes." ', 'Then etc. and so on.'],
    ],
    ['mmlu-pro', '1. First of all. 2nd.\n2. Then.', ['1. First of all. ', '2nd.\n', '2. Then.']],
    [
      'ecqa',
      'A. A neck is no shop.\nThe box is excluded. One buys it there.\nThe answer is: A',
      [
        'A. A neck is no shop.\n',
        'The box is excluded. ',
        'One buys it there.\n',
        'The answer is: A',
      ],
    ],
    ['proofwriter', 'The bear is big\nSo it is true', ['The bear is big\n', 'So it is true']],
    [
      'arc',
      '米娅有三排椅子。她说：「十五把！」答案是？\n十五。',
      ['米娅有三排椅子。', '她说：「十五把！」', '答案是？\n', '十五。'],
    ],
    ['math', 'तीन कतारें हैं। पंद्रह भेड़ें हैं।', ['तीन कतारें हैं। ', 'पंद्रह भेड़ें हैं।']],
    ['gsm8k', '有三排。有五把。', ['有三排。有五把。']],
    ['arc', '', []],
    ['arc', ' \n', [' \n']],
  ] as const)('%s: %j', (task, text, steps) => {
    expect(stepRules[task].split(text)).toEqual(steps)
  })

  it.each([
    ['math', 'So it is 3. ', true],
    ['math', 'So it is 3.', false],
    ['math', 'Some, e.g. ', false],
    ['math', 'So\n', false],
    ['math', 'We have \\[x = 3. ', true],
    ['arc', 'So\n', true],
    ['gsm8k', 'So it is 3. ', false],
    ['gsm8k', '\n', false],
  ] as const)('of %s: whether %j is whole is %s', (task, text, ended) => {
    expect(stepRules[task].isEnded(text)).toBe(ended)
  })

  it.each([
    ['… #### 7', true],
    ['####', false],
    ['So the answer is 7', true],
    ['The answer is: C', true],
    ['The answer is', false],
    ['The answer is: ', false],
    ['The answer is not clear', false],
    ['**Answer:** 7', true],
    ['Answer:', false],
    ['So $\\boxed{\\frac{1}{2}}$', true],
    ['So $\\boxed{\\frac{1}{2}', false],
    ['It is 7.', false],
  ])('%j has an answer: %s', (text, isAnswered) => {
    for (const task of tasks) expect(stepRules[task].hasAnswer(text)).toBe(isAnswered)
  })
})

describe('protectedSpans', () => {
  it.each([
    ['a $x$ b', ['$x$']],
    ['$5 and $6', []],
    ['\\$5 and $x$', ['$x$']],
    ['$x and\n\ny$', []],
    ['$$x$$ and \\[y', ['$$x$$']],
    ['\\begin{a}x\\end{b}', []],
  ])('of %j are %j', (text, spans) => {
    expect(protectedSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual(spans)
  })
})
