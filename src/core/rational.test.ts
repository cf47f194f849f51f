import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addRational,
  compareRational,
  decimalFraction,
  divideRational,
  formatRational,
  multiplyRational,
  parseRational,
  rational,
  subtractRational,
} from './rational.ts'

const anyRational = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.bigInt({ min: 1n, max: 10n ** 30n }),
  )
  .map(([numerator, denominator]) => rational(numerator, denominator)!)

describe('parseRational', () => {
  it.each([
    ['12', '12'],
    ['+12', '12'],
    ['-0', '0'],
    ['18.00', '18'],
    ['.5', '1/2'],
    ['5.', '5'],
    ['-0.75', '-3/4'],
    ['6/8', '3/4'],
    ['3 / -4', '-3/4'],
    ['0.5/0.25', '2'],
    ['12.5%', '1/8'],
    ['1/2 %', '1/200'],
    ['2e3', '2000'],
    ['1.5E-2', '3/200'],
    [' 7 ', '7'],
  ])('reads %s as %s', (text, canonical) => {
    expect(formatRational(parseRational(text)!)).toBe(canonical)
  })

  it.each([
    '',
    '.',
    '-',
    'e5',
    '1/0',
    '1/2/3',
    '1,000',
    '0x10',
    '1_000',
    'Infinity',
    'NaN',
    '1 2',
    '٣',
    '--1',
    '%',
    '1%%',
  ])('refuses %j', (text) => {
    expect(parseRational(text)).toBeNull()
  })

  it('is bounded: 400 digits are read, more are refused, and no exponent makes it slow', () => {
    expect(parseRational('9'.repeat(400))).not.toBeNull()
    expect(parseRational('9'.repeat(401))).toBeNull()
    expect(parseRational(`0.${'3'.repeat(401)}`)).toBeNull()
    expect(parseRational('1e399')).not.toBeNull()
    expect(parseRational('1e400')).toBeNull()
    expect(parseRational('1e9999')).toBeNull()
    expect(parseRational('1'.repeat(10_000_000))).toBeNull()
  })

  it('reads back what formatRational writes', () => {
    fc.assert(
      fc.property(anyRational, (value) => {
        expect(parseRational(formatRational(value))).toEqual(value)
      }),
    )
  })
})

it('decimalFraction is in lowest terms, and has no bound', () => {
  expect(decimalFraction(-1250n, -3)).toEqual({ numerator: -5n, denominator: 4n })
  expect(decimalFraction(12n, 2)).toEqual({ numerator: 1200n, denominator: 1n })
  expect(decimalFraction(1n, -500).denominator).toBe(10n ** 500n)
  expect(parseRational('1e-500')).toBeNull()
})

describe('arithmetic', () => {
  it('obeys the laws of a field', () => {
    fc.assert(
      fc.property(anyRational, anyRational, anyRational, (a, b, c) => {
        expect(addRational(a, b)).toEqual(addRational(b, a))
        expect(multiplyRational(a, addRational(b, c))).toEqual(
          addRational(multiplyRational(a, b), multiplyRational(a, c)),
        )
        expect(subtractRational(addRational(a, b), b)).toEqual(a)
        if (b.numerator !== 0n) expect(multiplyRational(divideRational(a, b), b)).toEqual(a)
      }),
    )
  })

  it('orders numbers as their difference does', () => {
    fc.assert(
      fc.property(anyRational, anyRational, (a, b) => {
        const difference = subtractRational(a, b)!.numerator
        expect(compareRational(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
        expect(compareRational(a, b) + compareRational(b, a)).toBe(0)
      }),
    )
  })

  it('gives null for a division by zero, an operand that is null, and results out of bounds', () => {
    const huge = parseRational('9'.repeat(400))
    expect(divideRational(parseRational('1'), parseRational('0'))).toBeNull()
    expect(addRational(null, parseRational('1'))).toBeNull()
    expect(multiplyRational(huge, huge)).toBeNull()
    expect(addRational(huge, parseRational('1'))).toBeNull()
  })
})
