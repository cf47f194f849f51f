import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceOf } from '../../tests/support/slice-of.ts'
import { findEquations } from './equations.ts'
import { textEquations } from './text-equations.ts'

const raw = String.raw

describe('textEquations', () => {
  it.each([
    ['16 eggs - 3 eggs - 4 eggs = 9 eggs', '16-3-4=9'],
    ['9 eggs * $2/egg = $18', '9*2=18'],
    ['9 x $2 = $18.', '9*2=18'],
    ['9 eggs x 2 dollars per egg = 18 dollars', '9*2=18'],
    [raw`\(16 - 3 - 4 = 9\)`, '16-3-4=9'],
    [raw`$9 \times 2 = 18$ and \[9 \div 2 \approx 4.5\]`, '9*2=18|9/2=4.5'],
    [raw`\frac{1}{2} \cdot 40 = 20`, '1/2*40=20'],
    [raw`\frac{3 + 4 \text{ eggs}}{7} = \$1`, '(3+4)/7=1'],
    [raw`"1. Eggs: 16 - 7 = 9.\n2. Money: 9 * 2 = 18.\nSo \"18\""`, '16-7=9|9*2=18'],
    ['20% of 50 = 10; 1/2 of 40 = 20', '20%*50=10|1/2*40=20'],
    ['5 + 3 = <8', '5+3=8'],
    ['5 + 3 = <<5+3=8>>8', '5+3=8'],
    ['1,000 / 4 = 250', '1000/4=250'],
    [raw`$5{,}000 + 1 = \text{5{,}001}$`, '5000+1=5001'],
    ['(3+4)*2 = 14', '(3+4)*2=14'],
    ['2(6 + 1.5) = 2(7.5) = 15 miles', '2*(6+1.5)=2*7.5=15'],
    ['(36 eggs) / (12 eggs/dozen) = 3', '36/12=3'],
    [
      '(1/2) * 12 + (3 * 2) = 12, 6 / (2 * 3) = 1, (2 * 3)^2 = 36',
      '1/2*12+3*2=12|6/(2*3)=1|(2*3)^2=36',
    ],
    ['7 × 3 = 21, 10 ÷ 4 = 2.5, 5 − 3 = 2, 5 – 3 = 2', '7*3=21|10/4=2.5|5-3=2|5-3=2'],
    ['2 * 3 = 6 + 1 = 7', '2*3=6+1=7'],
    ['Total = 3 * 4 = 12', '3*4=12'],
    ['Total = eggs * price = 3 * 4 = 12', '3*4=12'],
    ['3 * 4\n  = 12', '3*4=12'],
    ['3 dozen * 12 eggs/dozen = 36 eggs', '3*12=36'],
    ['**9 * 2 = 18** and 9 * 2 = **18**', '9*2=18|9*2=18'],
    ['2**3 = 8, 2 ** 3 = 8, 2^3 = 8', '2^3=8|2^3=8|2^3=8'],
    ['5 m * 3 m = 15 m^2', '5*3=15'],
    ['66 (to Ms. Thompson) + 22 (to Mr. Yu) = 88', '66+22=88'],
    ['120 pushups (100 + 20) + 40 squats = 160', '120+40=160'],
    ['7 eggs are used (3 + 4 = 7), and', '3+4=7'],
    ['- 3 + 4 = 7\n* 3 + 5 = 8\n1. 3 + 6 = 9', '3+4=7|3+5=8|3+6=9'],
    ['-3 + 4 = 1, 2 * -3 = -6', '-3+4=1|2*-3=-6'],
    ['1.50 * .5 = $0.750, 10.0 + 5 = 15.00', '1.5*0.5=0.75|10+5=15'],
    ['3 times 2 equals 6, 6 divided by 2 equals $3', '3*2=6|6/2=3'],
    ['3x4x2 = 24', '3*4*2=24'],
    ['a 5-minute walk: 5 minutes + 5-minute = 10', '5+5=10'],
    ['30% of 130 trees is (30/100) * 130 = 39', '30/100*130=39'],
    ['6 * $5 = $30. After that 30 - 24 = $6', '6*5=30|30-24=6'],
  ])('%s', (text, equations) => {
    expect(textEquations(text).join('|')).toBe(equations)
  })

  it.each([
    'x = 5',
    '3x + 6 = 21',
    '6 + 3x = 21',
    'total - 3 = 4',
    '(2/5) * x = 12.8',
    '100 pennies = $1',
    '5 + 3 < 10',
    '5 + 3',
    '= 5 + ',
    '3 times a week = 12',
    '1:3 = 2',
    'no numbers at all',
    '',
  ])('%s states none', (text) => {
    expect(textEquations(text)).toEqual([])
  })

  it('leaves out equations longer than an annotation may be', () => {
    expect(textEquations(`${'1+'.repeat(400)}1 = 401. 1 + 1 = 2`)).toEqual(['1+1=2'])
    expect(textEquations(`${'1'.repeat(600)} + 1 = 2`)).toEqual([])
  })

  const fragment = fc.oneof(
    fc.constantFrom(
      ...'+-*/=()^%$<>,.&|\\{}×x '.split(''),
      '\n',
      '**',
      '=',
      ' = ',
      ' eggs ',
      'of ',
      'is ',
      raw`\frac{`,
      raw`\text{`,
      raw`\n`,
    ),
    fc.integer({ min: 0, max: 9999 }).map(String),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )

  it('never throws, and what it finds has no blanks, an equals sign, and is found again in itself', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 60 }), (fragments) => {
        const equations = textEquations(fragments.join(''))
        for (const equation of equations) {
          expect(equation).toMatch(/^[-+*/^%()=\d.]{5,500}$/)
          expect(textEquations(equation)).toEqual([equation])
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads an equation of numbers and signs as it is written, whatever stands around it', () => {
    const number = fc.integer({ min: 0, max: 99_999 })
    const sign = fc.constantFrom('+', '-', '*', '/')
    const blank = fc.constantFrom('', ' ')
    fc.assert(
      fc.property(
        number,
        fc.array(fc.tuple(sign, number), { minLength: 1, maxLength: 6 }),
        number,
        blank,
        (first, rest, value, gap) => {
          const side =
            first + rest.map(([operator, operand]) => gap + operator + gap + operand).join('')
          const expected = `${side}=${value}`.replaceAll(' ', '')
          for (const text of [
            `${side} = ${value}`,
            `So ${side} = $${value}.00 (see above).`,
            `Total = ${side}\n= **${value}**`,
          ])
            expect(textEquations(text)).toEqual([expected])
        },
      ),
    )
  })

  const repeated = [
    '1+',
    '(',
    '(1+',
    '1,111,',
    '<',
    '<<',
    '\\',
    '\\n',
    '\\text{',
    '\\frac{',
    'a',
    'a-',
    '1 ',
    '9',
    '=',
    '1=',
    '1+1= ',
    '\n ',
  ]
  it.each(sliceOf(repeated, 6))('ends soon on ten megabytes of %j', (hostile) => {
    expect(textEquations(hostile.repeat(10_000_000 / hostile.length)).length).toBeLessThan(
      1_000_000,
    )
  })

  it('gives the annotations of a text that states them', () => {
    const text =
      'He buys 3 * $4 = $<<3*4=12>>12 of eggs.\nHe has 20 - 12 = <<20-12=8>>8 left.\n#### 8'
    expect(textEquations(text)).toEqual(findEquations(text))
  })
})
