import { describe, expect, it } from 'vitest'
import {
  atan,
  complexField,
  cos,
  divide,
  exp,
  integerPower,
  ln,
  multiply,
  real,
  sin,
  sqrt,
  subtract,
  type Complex,
} from './complex.ts'
import { doubles } from './reals.ts'

const field = complexField(doubles, 'complex')
const reals = complexField(doubles, 'real')
const at = (re: number, im: number): Complex<number> => ({ re, im, error: 0 })

/** Within four times its own bound on the error, and that bound small. */
function expectValue(found: Complex<number>, re: number, im: number): void {
  const distance = Math.hypot(found.re - re, found.im - im)
  expect(distance).toBeLessThanOrEqual(4 * found.error)
  expect(found.error).toBeLessThan(1e-13 * (1 + Math.hypot(re, im)))
}

describe('complex arithmetic', () => {
  // The references are those of Python's cmath.
  it.each([
    ['(1+2i)(3-i)', multiply(field, at(1, 2), at(3, -1)), 5, 5],
    ['(1+2i)/(3-i)', divide(field, at(1, 2), at(3, -1)), 0.1, 0.7],
    ['√(-3+4i)', sqrt(field, at(-3, 4)), 1, 2],
    ['√(-3-4i)', sqrt(field, at(-3, -4)), 1, -2],
    ['exp(1+2i)', exp(field, at(1, 2)), -1.1312043837568135, 2.4717266720048188],
    ['ln(-1)', ln(field, at(-1, 0)), 0, Math.PI],
    ['sin(1+2i)', sin(field, at(1, 2)), 3.165778513216168, 1.9596010414216063],
    ['cos(1+2i)', cos(field, at(1, 2)), 2.0327230070196656, -3.0518977991518],
    ['atan(1+2i)', atan(field, at(1, 2)), 1.3389725222944935, 0.4023594781085251],
    ['(1+i)^10', integerPower(field, at(1, 1), 10), 0, 32],
    ['(1+i)^-2', integerPower(field, at(1, 1), -2), 0, -0.5],
  ])('%s', (_, found, re, im) => {
    expectValue(found, re, im)
  })

  it('has no root and no logarithm of a negative number in the reals', () => {
    expect(sqrt(reals, at(-1, 0)).re).toBeNaN()
    expect(ln(reals, at(-1, 0)).re).toBeNaN()
  })

  it('keeps the error of a difference of nearly equal numbers', () => {
    const third = divide(reals, real(reals, 1), real(reals, 3))
    const { re, error } = subtract(reals, multiply(reals, third, real(reals, 3)), real(reals, 1))
    expect(Math.abs(re)).toBeLessThanOrEqual(error)
    expect(error).toBeGreaterThan(2 ** -53)
  })

  it('does not divide by what may be zero', () => {
    expect(divide(reals, real(reals, 1), real(reals, 1e-20, 1e-16)).re).toBeNaN()
    expect(divide(reals, real(reals, 1), real(reals, 1e-15, 1e-16)).re).toBeCloseTo(1e15, -4)
  })
})
