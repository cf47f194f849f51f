import { describe, expect, it } from 'vitest'
import { complexField, type Complex } from './complex.ts'
import type { Evaluation } from './evaluation.ts'
import { functionArity, type FunctionName } from './expression.ts'
import { functions } from './functions.ts'
import { decimals, doubles } from './reals.ts'

function evaluation<R>(
  field: Evaluation<R>['field'],
  logarithm: 'common' | 'natural' = 'natural',
): Evaluation<R> {
  return { field, point: new Map(), logarithm, budget: { left: 1_000_000 } }
}
const at = evaluation(complexField(doubles, 'real'))
const number = (re: number, error = 0): Complex<number> => ({ re, im: 0, error })

/** The values at these arguments, by JavaScript's own functions. */
const references: Partial<Record<FunctionName, (x: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (x) => 1 / Math.tan(x),
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  arccot: (x) => Math.atan(1 / x),
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  coth: (x) => 1 / Math.tanh(x),
  sech: (x) => 1 / Math.cosh(x),
  csch: (x) => 1 / Math.sinh(x),
  arsinh: Math.asinh,
  artanh: Math.atanh,
  ln: Math.log,
  log: Math.log,
  exp: Math.exp,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
}

describe('functions', () => {
  it.each(Object.entries(references))('%s', (name, reference) => {
    for (const x of [0.3, 0.8]) {
      const { re, im } = functions[name as FunctionName]([number(x)], at)
      expect(re).toBeCloseTo(reference(x), 12)
      expect(im).toBe(0)
    }
  })

  it('beyond one', () => {
    expect(functions.arcsec([number(2)], at).re).toBeCloseTo(Math.PI / 3, 12)
    expect(functions.arccsc([number(2)], at).re).toBeCloseTo(Math.PI / 6, 12)
    expect(functions.arcosh([number(2)], at).re).toBeCloseTo(Math.acosh(2), 12)
    expect(functions.factorial([number(5)], at).re).toBe(120)
    expect(functions.gamma([number(5)], at).re).toBe(24)
    expect(functions.modulo([number(-7), number(3)], at).re).toBe(2)
    expect(functions.min([number(3), number(-1), number(2)], at).re).toBe(-1)
    expect(functions.max([number(3), number(-1), number(2)], at).re).toBe(3)
  })

  it('have the ends of the arcsine, where the formula divides by zero', () => {
    expect(functions.arcsin([number(1)], at).re).toBe(Math.PI / 2)
    expect(functions.arcsin([number(-1)], at).re).toBe(-Math.PI / 2)
    expect(functions.arcsin([number(1.5)], at).re).toBeNaN()
  })

  it('of complex numbers', () => {
    const complex = evaluation(complexField(doubles, 'complex'))
    const z: Complex<number> = { re: 3, im: 4, error: 0 }
    expect(functions.abs([z], complex).re).toBe(5)
    expect(functions.conjugate([z], complex).im).toBe(-4)
    expect(functions.realPart([z], complex).re).toBe(3)
    expect(functions.imaginaryPart([z], complex).re).toBe(4)
    expect(functions.argument([z], complex).re).toBe(Math.atan2(4, 3))
    expect(functions.floor([z], complex).re).toBeNaN()
    expect(functions.cis([number(Math.PI / 2)], complex).im).toBe(1)
  })

  it('read log as the policy says', () => {
    const common = evaluation(complexField(doubles, 'real'), 'common')
    expect(functions.log([number(1000)], common).re).toBeCloseTo(3, 12)
  })

  it('of integers alone have no value here', () => {
    for (const name of ['binomial', 'gcd', 'lcm'] as const)
      expect(functions[name]([number(4), number(2)], at).re).toBeNaN()
  })

  it('are one for each name that the parser knows', () => {
    expect(Object.keys(functions).toSorted()).toEqual(Object.keys(functionArity).toSorted())
  })

  it('work in many digits as well', () => {
    const field = complexField(decimals(60, { occurred: false }), 'real')
    const half = { re: field.half, im: field.reals.zero, error: field.reals.zero }
    const { re } = functions.arcsin([half], evaluation(field))
    expect(re.mul(6).minus(field.reals.pi).abs().lt('1e-56')).toBe(true)
  })
})
