/** Complex arithmetic that carries a bound on its own rounding error, over any real arithmetic. */
import type { Reals } from './reals.ts'

/** A complex number; the true value lies within `error` of it. What is undefined has a NaN. */
export interface Complex<R> {
  readonly re: R
  readonly im: R
  readonly error: R
}

/**
 * A real arithmetic, and whether roots and logarithms of negative numbers are undefined, or
 * complex.
 */
export interface Field<R> {
  readonly reals: Reals<R>
  readonly domain: 'real' | 'complex'
  readonly epsilon: R
  readonly half: R
}

export function complexField<R>(reals: Reals<R>, domain: 'real' | 'complex'): Field<R> {
  return { reals, domain, epsilon: reals.fromNumber(reals.epsilon), half: reals.fromNumber(0.5) }
}

/** Returns a real number that is exact but for `error`. */
export const real = <R>({ reals }: Field<R>, value: R, error = reals.zero): Complex<R> => ({
  re: value,
  im: reals.zero,
  error,
})

/** Returns a real number that was rounded once. */
export const rounded = <R>(field: Field<R>, value: R): Complex<R> =>
  withError(field, value, field.reals.zero, field.reals.zero)

export const undefinedValue = <R>({ reals }: Field<R>): Complex<R> => ({
  re: reals.fromNumber(NaN),
  im: reals.zero,
  error: reals.zero,
})

export const isReal = <R>({ reals }: Field<R>, a: Complex<R>): boolean => reals.isZero(a.im)

export function modulus<R>({ reals }: Field<R>, { re, im }: Complex<R>): R {
  if (reals.isZero(im)) return reals.abs(re)
  if (reals.isZero(re)) return reals.abs(im)
  return reals.sqrt(reals.add(reals.multiply(re, re), reals.multiply(im, im)))
}

/** A value with an inherited error, to which its own rounding is added. */
function withError<R>({ reals, epsilon }: Field<R>, re: R, im: R, inherited: R): Complex<R> {
  const size = reals.isZero(im) ? reals.abs(re) : reals.add(reals.abs(re), reals.abs(im))
  return { re, im, error: reals.add(inherited, reals.multiply(size, epsilon)) }
}

export function add<R>(field: Field<R>, a: Complex<R>, b: Complex<R>): Complex<R> {
  const { reals } = field
  reals.noteSum(a.re, b.re)
  reals.noteSum(a.im, b.im)
  const im = reals.isZero(a.im) ? b.im : reals.add(a.im, b.im)
  return withError(field, reals.add(a.re, b.re), im, reals.add(a.error, b.error))
}

export function negate<R>({ reals }: Field<R>, a: Complex<R>): Complex<R> {
  return {
    re: reals.negate(a.re),
    im: reals.isZero(a.im) ? a.im : reals.negate(a.im),
    error: a.error,
  }
}

export const subtract = <R>(field: Field<R>, a: Complex<R>, b: Complex<R>): Complex<R> =>
  add(field, a, negate(field, b))

export function multiply<R>(field: Field<R>, a: Complex<R>, b: Complex<R>): Complex<R> {
  const { reals, epsilon } = field
  const sizeA = modulus(field, a)
  const sizeB = modulus(field, b)
  const inherited = reals.add(
    reals.multiply(sizeA, b.error),
    reals.multiply(a.error, reals.add(sizeB, b.error)),
  )
  if (isReal(field, a) && isReal(field, b))
    return withError(field, reals.multiply(a.re, b.re), reals.zero, inherited)
  return withError(
    field,
    reals.subtract(reals.multiply(a.re, b.re), reals.multiply(a.im, b.im)),
    reals.add(reals.multiply(a.re, b.im), reals.multiply(a.im, b.re)),
    reals.add(inherited, reals.multiply(reals.multiply(sizeA, sizeB), epsilon)),
  )
}

function inverse<R>(field: Field<R>, a: Complex<R>): Complex<R> {
  const { reals } = field
  const size = modulus(field, a)
  const square = reals.multiply(size, size)
  const inherited = reals.divide(a.error, square)
  if (isReal(field, a))
    return withError(field, reals.divide(reals.one, a.re), reals.zero, inherited)
  return withError(
    field,
    reals.divide(a.re, square),
    reals.negate(reals.divide(a.im, square)),
    inherited,
  )
}

/** A divisor that may be zero within its error gives what is undefined. */
export function divide<R>(field: Field<R>, a: Complex<R>, b: Complex<R>): Complex<R> {
  const { reals } = field
  if (!reals.less(b.error, modulus(field, b))) return undefinedValue(field)
  return multiply(field, a, inverse(field, b))
}

export function sqrt<R>(field: Field<R>, a: Complex<R>): Complex<R> {
  const { reals, epsilon, half } = field
  if (isReal(field, a) && !reals.isNegative(a.re)) {
    const re = reals.sqrt(a.re)
    return withError(
      field,
      re,
      reals.zero,
      reals.isZero(re) ? reals.sqrt(a.error) : reals.divide(a.error, re),
    )
  }
  if (field.domain === 'real') return undefinedValue(field)
  const size = modulus(field, a)
  const re = reals.sqrt(reals.multiply(half, reals.abs(reals.add(size, a.re))))
  const im = reals.sqrt(reals.multiply(half, reals.abs(reals.subtract(size, a.re))))
  const inherited = reals.divide(
    reals.add(a.error, reals.multiply(size, epsilon)),
    reals.sqrt(size),
  )
  return withError(
    field,
    isReal(field, a) ? reals.zero : re,
    reals.isNegative(a.im) ? reals.negate(im) : im,
    inherited,
  )
}

export function exp<R>(field: Field<R>, a: Complex<R>): Complex<R> {
  const { reals, epsilon } = field
  reals.noteSum(reals.one, a.re)
  const size = reals.exp(a.re)
  const inherited = reals.multiply(
    size,
    reals.add(a.error, reals.multiply(modulus(field, a), epsilon)),
  )
  if (isReal(field, a)) return withError(field, size, reals.zero, inherited)
  return withError(
    field,
    reals.multiply(size, reals.cos(a.im)),
    reals.multiply(size, reals.sin(a.im)),
    inherited,
  )
}

export function ln<R>(field: Field<R>, a: Complex<R>): Complex<R> {
  const { reals, epsilon } = field
  const size = modulus(field, a)
  const inherited = reals.add(reals.divide(a.error, size), epsilon)
  if (isReal(field, a) && !reals.isNegative(a.re))
    return withError(field, reals.ln(a.re), reals.zero, inherited)
  if (field.domain === 'real') return undefinedValue(field)
  return withError(field, reals.ln(size), reals.atan2(a.im, a.re), inherited)
}

/** sin(x + iy) = sin x cosh y + i cos x sinh y. */
export const sin = <R>(field: Field<R>, a: Complex<R>): Complex<R> => circular(field, a, true)

/** cos(x + iy) = cos x cosh y - i sin x sinh y. */
export const cos = <R>(field: Field<R>, a: Complex<R>): Complex<R> => circular(field, a, false)

function circular<R>(field: Field<R>, a: Complex<R>, isSine: boolean): Complex<R> {
  const { reals, epsilon, half } = field
  const { sin: first, cos: second } = isSine ? reals : { sin: reals.cos, cos: reals.sin }
  const inherited = reals.add(reals.add(a.error, reals.multiply(reals.abs(a.re), epsilon)), epsilon)
  if (isReal(field, a)) return withError(field, first(a.re), reals.zero, inherited)
  const up = reals.exp(a.im)
  const down = reals.exp(reals.negate(a.im))
  const cosh = reals.multiply(half, reals.add(up, down))
  const im = reals.multiply(second(a.re), reals.multiply(half, reals.subtract(up, down)))
  return withError(
    field,
    reals.multiply(first(a.re), cosh),
    isSine ? im : reals.negate(im),
    reals.multiply(cosh, inherited),
  )
}

export function atan<R>(field: Field<R>, a: Complex<R>): Complex<R> {
  const { reals, half } = field
  if (isReal(field, a)) return withError(field, reals.atan2(a.re, reals.one), reals.zero, a.error)
  if (field.domain === 'real') return undefinedValue(field)
  const turned = { re: reals.negate(a.im), im: a.re, error: a.error }
  const unit = real(field, reals.one)
  const { re, im, error } = subtract(
    field,
    ln(field, subtract(field, unit, turned)),
    ln(field, add(field, unit, turned)),
  )
  return withError(field, reals.negate(reals.multiply(half, im)), reals.multiply(half, re), error)
}

/** `a` to an integer power, by squaring. */
export function integerPower<R>(field: Field<R>, a: Complex<R>, exponent: number): Complex<R> {
  if (exponent < 0)
    return divide(field, real(field, field.reals.one), integerPower(field, a, -exponent))
  let result = real(field, field.reals.one)
  let factor = a
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(field, result, factor)
    if (rest > 1) factor = multiply(field, factor, factor)
  }
  return result
}
