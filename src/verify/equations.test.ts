import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateArithmetic } from './arithmetic.ts'
import { checkEquation, checkEquations, equationListKey, findEquations } from './equations.ts'

const holds = (equation: string): boolean => checkEquation(equation).holds

describe('findEquations', () => {
  it('finds annotations in order', () => {
    expect(findEquations('a <<3*4=12>>12, b <<12-2 = 10>>10')).toEqual(['3*4=12', '12-2 = 10'])
    expect(findEquations('none')).toEqual([])
  })

  it('cuts an annotation that is never closed, so that it fails its check', () => {
    expect(findEquations('a <<3*4=12 apples\nb <<1+1=2>>')).toEqual(['3*4=12 apples', '1+1=2'])
    expect(checkEquations('a <<3*4=12 apples').holds).toBe(false)
    expect(checkEquations(`<<${'('.repeat(1_000_000)}`).holds).toBe(false)
    expect(findEquations('<<'.repeat(1_000_000)).length).toBeLessThan(10_000)
  })
})

describe('checkEquation', () => {
  it.each([
    '48/2=24',
    '2*1/2=1.0',
    '.5*16 = 8',
    '(3+4)*2=14',
    '-3+5=2',
    '2*-3=-6',
    '10/3=3.333',
    '2/3=0.6667',
    '20%*50=10',
    '1,080/2=540',
    '3×4=12',
    '12÷4=3',
    '$5*3=$15',
    '3*4=12=12.0',
    '1+2=4-1',
    '5=5',
    '560//10=56',
    '7//2=3',
    '-7//2=-4',
    '-8//2=-4',
  ])('%s holds', (equation) => {
    expect(checkEquation(equation)).toEqual({ holds: true })
  })

  it.each([
    ['3*4=13', '12 is not 13'],
    ['10/3=3.33', '10/3 is not 333/100'],
    ['1=2=1', '1 is not 2'],
    ['3*4=12=13', '12 is not 13'],
    ['5/0=0', 'division by zero'],
    ['5//0=0', 'division by zero'],
    ['0/0=0/0', 'division by zero'],
    ['3*4', 'there is no equals sign'],
    ['=', 'not arithmetic'],
    ['3*=12', 'a number is missing at the end'],
    ['(3+4=7', 'a parenthesis is not closed'],
    ['3+4)=7', 'unexpected ")"'],
    ['2(3)=6', 'unexpected "("'],
    ['3 4=34', 'unexpected "4"'],
    ['2**3=8', 'unexpected "*"'],
    ['20%3=2', 'unexpected "3"'],
    ['10,00=1000', 'not arithmetic'],
    ['x=5', 'not arithmetic'],
    ['__import__("os")=0', 'not arithmetic'],
    [`${'9'.repeat(401)}=1`, 'a number has too many digits'],
    [`${'9*'.repeat(240)}9=1`, 'is not 1'],
    [`${'1'.repeat(600)}=1`, 'longer than 500 characters'],
  ])('%.40s fails: %s', (equation, reason) => {
    const check = checkEquation(equation)
    expect(check.holds).toBe(false)
    expect('reason' in check && check.reason).toContain(
      reason === 'not arithmetic' && equation === '=' ? 'a number is missing' : reason,
    )
  })

  it('never throws and ends soon', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '-',
      '+',
      '*',
      '/',
      '%',
      '=',
      '1',
      '9',
      '.',
      '0',
      ' ',
      'x',
      ',',
      '$',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 500 }), (pieces) => {
        expect(typeof checkEquation(pieces.join('')).holds).toBe('boolean')
      }),
    )
    expect(holds(`${'('.repeat(249)}1${')'.repeat(249)}=1`)).toBe(false)
    expect(holds(`${'('.repeat(248)}1${')'.repeat(248)}=1`)).toBe(true)
    expect(holds(`${'-'.repeat(400)}1=1`)).toBe(true)
  })

  it('agrees with floating-point arithmetic on random expressions', () => {
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 1, max: 99 }).map(String),
        fc
          .tuple(tie('node'), fc.constantFrom('+', '-', '*', '/'), tie('node'))
          .map(([a, sign, b]) => `(${a}${sign}${b})`),
        fc
          .tuple(tie('node'), fc.constantFrom('+', '*'), tie('node'))
          .map(([a, sign, b]) => `${a}${sign}${b}`),
      ),
    })).node
    fc.assert(
      fc.property(expression, (text) => {
        const result = evaluateArithmetic(text)
        const expected = floatValue(text)
        if ('fault' in result) return !Number.isFinite(expected) || /zero/.test(result.fault)
        const actual = Number(result.value.numerator) / Number(result.value.denominator)
        return (
          !Number.isFinite(expected) ||
          Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected))
        )
      }),
      { numRuns: 500 },
    )
  })
})

/** An independent evaluator for the random expressions: shunting-yard over doubles. */
function floatValue(text: string): number {
  const numbers: number[] = []
  const signs: string[] = []
  const rank: Record<string, number> = { '+': 1, '-': 1, '*': 2, '/': 2, '(': 0 }
  const reduce = (): void => {
    const [sign, b, a] = [signs.pop(), numbers.pop()!, numbers.pop()!]
    numbers.push(sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : a / b)
  }
  for (const token of text.match(/\d+|[-+*/()]/g) ?? []) {
    if (/\d/.test(token)) numbers.push(Number(token))
    else if (token === '(') signs.push(token)
    else if (token === ')') {
      while (signs.at(-1) !== '(') reduce()
      signs.pop()
    } else {
      while (signs.length > 0 && rank[signs.at(-1)!]! >= rank[token]!) reduce()
      signs.push(token)
    }
  }
  while (signs.length > 0) reduce()
  return numbers[0]!
}

describe('equationListKey', () => {
  it('joins the annotations without blanks; order counts', () => {
    expect(equationListKey('<<3 * 4 = 12>> and <<12+1=13>>')).toBe('3*4=12|12+1=13')
    expect(equationListKey('<<4*3=12>> and <<12+1=13>>')).not.toBe(
      equationListKey('<<3*4=12>> and <<12+1=13>>'),
    )
    expect(equationListKey('none')).toBe('')
  })
})
