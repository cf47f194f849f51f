import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { programKey } from '../../execute/index.ts'
import { programOfSolution, type ProgramStyle } from './program-of-solution.ts'

/** The lines of the program between `def` and `return`, or the reason why there is none. */
function bodyOf(question: string, solution: string, style: ProgramStyle = {}): string[] | string {
  const derived = programOfSolution({ question, solution }, style)
  if ('reason' in derived) return derived.reason
  const lines = derived.program.split('\n')
  expect(lines[0]).toBe('def solution():')
  expect(lines.at(-1)).toBe('    return result')
  return lines.slice(1, -1).map((line) => line.replace(/^ {4}/, ''))
}

describe('programOfSolution', () => {
  it('makes an assignment of each calculation, and uses earlier results by name', () => {
    const question =
      'Natalia sold clips to 48 friends in April, and half as many in May. How many altogether?'
    const solution =
      'Natalia sold 48/2 = <<48/2=24>>24 clips in May.\n' +
      'Natalia sold 48+24 = <<48+24=72>>72 clips altogether.\n#### 72'
    expect(bodyOf(question, solution)).toEqual([
      'clips_in_may = 48 / 2',
      'result = 48 + clips_in_may',
    ])
  })

  it('has the sentences as comments, without what they calculate', () => {
    const solution =
      'Tom has 3*4 = <<3*4=12>>12 apples. He eats 2.\nSo 12-2=<<12-2=10>>10 are left.\n#### 10'
    expect(bodyOf('Tom has 3 bags of 4 apples and eats 2.', solution, { comments: true })).toEqual([
      '# Tom has 3*4 = apples',
      'apples = 3 * 4',
      '# So 12-2= are left',
      'result = apples - 2',
    ])
  })

  it.each([
    ['currency and separators', '$1,200 + $50 = $<<1,200+50=1250>>1,250.\n#### 1,250', '1200 + 50'],
    ['percent signs', 'He saves 20% * $50 = $<<20%*50=10>>10.\n#### 10', '20 / 100 * 50'],
    ['a bare decimal point', 'It is 8*.5=<<8*.5=4>>4.\n#### 4', '8 * 0.5'],
    ['a leading zero', 'It is 05*2=<<05*2=10>>10.\n#### 10', '5 * 2'],
    ['trailing zeros', 'It is <<1.50*2=3.00>>3.\n#### 3', '1.5 * 2'],
    ['a product without a sign', 'It is <<2(3+4)=14>>14.\n#### 14', '2 * (3 + 4)'],
    ['× and x', 'It is <<3 x 4 × 2=24>>24.\n#### 24', '3 * 4 * 2'],
    ['units', 'It is <<3 bags*4 apples=12 apples>>12.\n#### 12', '3 * 4'],
    ['powers', 'It is <<2^5=32>>32.\n#### 32', '2 ** 5'],
    ['nested fractions', 'It is <<10/(2/3)=15>>15.\n#### 15', '10 / (2 / 3)'],
    ['signs', 'It is <<-5+8=3>>3.\n#### 3', '-5 + 8'],
    ['several equals signs', 'It is <<20/4=10/2=5>>5.\n#### 5', '20 / 4'],
    ['an equation in prose', 'So there are 3 bags * 4 apples = 12 apples.\n#### 12', '3 * 4'],
    ['a calculation beside its annotation', 'It is 3 * 4 = <<12=12>>12.\n#### 12', '3 * 4'],
    ['an answer before the end', 'It is <<3*4=12>>12, and <<12-2=10>>10 less.\n#### 12', '3 * 4'],
  ])('reads %s', (_, solution, expression) => {
    expect(bodyOf('How many?', solution)).toEqual([`result = ${expression}`])
  })

  it('takes a chain of sides that are not equal for several steps', () => {
    expect(bodyOf('How many?', 'It is <<2*3=6+1=7>>7.\n#### 7')).toEqual([
      expect.stringMatching(/^\w+ = 2 \* 3$/),
      expect.stringMatching(/^result = \w+ \+ 1$/),
    ])
  })

  it.each([
    ['up', 'He needs 10/4=<<10/4=2.5>>2.5 boxes, so 3.\n#### 3', 'math.ceil(boxes)'],
    ['down', 'It fills 10/4=<<10/4=2.5>>2.5 boxes, so 2.\n#### 2', 'int(boxes)'],
    ['as a percentage', 'The share is 1/4=<<1/4=.25>>.25, or 25%.\n#### 25', 'share * 100'],
  ])('rounds or converts a last result: %s', (_, solution, ending) => {
    const body = bodyOf('There are 10 in boxes of 4. How many?', solution)
    expect(body.at(-1)).toBe(`result = ${ending}`)
    expect(body[0] === 'import math').toBe(ending.startsWith('math'))
  })

  it('rounds where the solution rounds, if the answer needs it', () => {
    const solution = 'Each pays 10/3=$<<10/3=3.33>>3.33.\nTwo pay <<3.33*2=6.66>>6.66.\n#### 6.66'
    expect(bodyOf('3 pay 10 dollars. What do 2 pay?', solution)).toEqual([
      'pays = round(10 / 3, 2)',
      'result = pays * 2',
    ])
  })

  it('uses a rounded result and a percentage of before by name', () => {
    const rounded =
      'It takes 10/4=<<10/4=2.5>>2.5 boxes, so he buys 3.\nThey cost 3*7=$<<3*7=21>>21.\n#### 21'
    expect(bodyOf('He puts 10 in boxes of 4 at $7.', rounded).at(-1)).toBe(
      'result = math.ceil(boxes) * 7',
    )
    const share = 'There are 100-60=<<100-60=40>>40% left.\nThat is <<.4*50=20>>20.\n#### 20'
    expect(bodyOf('Of 50, 60% are sold.', share)).toEqual([
      'percent_left = 100 - 60',
      'percent_left_2 = percent_left / 100',
      'result = percent_left_2 * 50',
    ])
  })

  it('solves the equation of an unknown', () => {
    const solution =
      'Let x be the number: x + x - 6 + 4(x - 6) = 30.\nThat gives 6x - 30 = 30.\n' +
      'So x = <<10=10>>10.\n#### 10'
    expect(bodyOf('The three are 30 together; one is 6 less, one 4 times that.', solution)).toEqual(
      ['result = (30 + 6 + 4 * 6) / (1 + 1 + 4)'],
    )
    expect(
      bodyOf('4 times it and 600 is 10000.', '4 * x + 600 = 10000.\nx = 2350\n#### 2350'),
    ).toEqual(['result = (10000 - 600) / 4'])
  })

  describe('a number that a result and the question have', () => {
    it('is the result, if only one step takes it', () => {
      const solution = 'There are <<8/4=2>>2 bags.\nThey weigh <<2*3=6>>6 pounds.\n#### 6'
      expect(bodyOf('8 apples in bags of 4; 2 children carry 3 pounds.', solution)).toEqual([
        'bags = 8 / 4',
        'result = bags * 3',
      ])
    })

    it('is the question’s in a step without other results, if a later step has them', () => {
      const solution =
        'The daughter is 12 - 10 = <<12-10=2>>2 years old.\n' +
        'The son is 12 * 2 = <<12*2=24>>24 years old.\n' +
        'The son is 24 - 2 = <<24-2=22>>22 years older.\n#### 22'
      const question = 'One is 10 years younger than 12. The son is 2 times 12. How much older?'
      expect(bodyOf(question, solution)).toEqual([
        'years_old = 12 - 10',
        'son_years_old = 12 * 2',
        'result = son_years_old - years_old',
      ])
    })

    it('is the question’s where the sentence counts what the question counts', () => {
      const solution =
        'She walks 2 dogs * 1 hour = <<2*1=2>>2 hours.\n' +
        'Then 2 dogs * 3 = <<2*3=6>>6 hours.\nIn all 2+6=<<2+6=8>>8 hours.\n#### 8'
      expect(bodyOf('She walks 2 dogs for 1 hour, then for 3.', solution)).toEqual([
        'hours = 2 * 1',
        'dogs_hours = 2 * 3',
        'result = hours + dogs_hours',
      ])
    })
  })

  it.each([
    ['noSolution', ' '],
    ['noAnswer', 'It is <<1+1=2>>2.'],
    ['noAnswer', 'It is <<1+1=2>>2.\n#### Paris'],
    ['noEquations', 'It is two.\n#### 2'],
    ['unreadableEquation', 'It is <<1+=2>>2.\n#### 2'],
    ['unreadableEquation', 'It is <<12>>12.\n#### 12'],
    ['falseEquation', 'It is <<1+1=3>>3.\n#### 3'],
    ['otherResult', 'It is <<1+1=2>>2.\n#### 77'],
    ['assertedNumber', 'It is <<55=55>>55.\n#### 55'],
    ['unreadableEquation', 'It is <<1/0=2>>2.\n#### 2'],
  ])('says %s', (reason, solution) => {
    expect(bodyOf('How many?', solution)).toBe(reason)
  })

  it('takes the answer of the problem before that of the text', () => {
    const problem = { question: '', solution: 'It is <<2*3=6>>6 of <<6*2=12>>12.\n#### 6' }
    expect(programOfSolution({ ...problem, answer: '12' })).toEqual({
      program: expect.stringContaining('result = amount * 2') as string,
    })
  })

  const word = fc.constantFrom(
    'Tom',
    'the',
    'apples',
    'print',
    'class',
    'for',
    'each',
    'sum',
    'crème',
    '数',
    "Tom's",
    'half',
    'in',
    'total',
    '2',
    '20%',
    '#',
    '"',
    '\\',
    'result',
    'solution',
    'math',
    'None',
    '(',
    '$5',
  )
  const words = fc.array(word, { maxLength: 6 }).map((all) => all.join(' '))
  const operator = fc.constantFrom('+', '-', '*', '/')

  it('writes programs that parse, with names that are unique, for whatever words', () => {
    const step = fc.tuple(
      words,
      fc.integer({ min: 1, max: 60 }),
      operator,
      fc.integer({ min: 1, max: 60 }),
      words,
    )
    fc.assert(
      fc.property(
        words,
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (question, steps, comments) => {
          const lines = steps.map(([before, a, sign, b, after]) => {
            const value = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[sign]!
            return { value, text: `${before} <<${a}${sign}${b}=${value}>>${value} ${after}.` }
          })
          const solution = lines.map(({ text }) => text).join('\n')
          const derived = programOfSolution(
            { question, solution, answer: String(lines.at(-1)!.value) },
            { comments },
          )
          if ('reason' in derived)
            return ['otherResult', 'falseEquation', 'unreadableEquation', 'noAnswer'].includes(
              derived.reason,
            )
          expect(programKey(derived.program)).not.toBeNull()
          const names = Array.from(
            derived.program.matchAll(/^ {4}(.+?) = /gm),
            ([, name]) => name!,
          ).filter((name) => !name.startsWith('#'))
          expect(new Set(names).size).toBe(names.length)
          for (const name of names) expect(name).toMatch(/^[a-z][a-z\d_]{0,44}$/)
          for (const name of ['print', 'class', 'for', 'sum', 'solution', 'math'])
            expect(names).not.toContain(name)
          return true
        },
      ),
    )
  })

  it('never throws, and takes no long time', () => {
    const piece = fc.constantFrom(
      '<<',
      '>>',
      '=',
      '1',
      '2',
      '+',
      '(',
      ')',
      '/0',
      'x',
      '%',
      '\n',
      '. ',
      '$',
      '####',
      '9'.repeat(500),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const derived = programOfSolution({ question: '1 x', solution: pieces.join('') })
        return 'reason' in derived || programKey(derived.program) !== null
      }),
    )
    for (const part of ['<<1+1=2>>', '(', 'x = 1 ', '2*x+', '1 1/2 = ', '<<', 'a=', '.5'])
      expect(
        programOfSolution({
          question: '',
          solution: part.repeat(Math.floor(9_000 / part.length)),
          answer: '2',
        }),
      ).toBeDefined()
  })
})
