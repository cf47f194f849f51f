/** The values of the known functions. */
import { type FunctionName } from './expression.ts'
import {
  add,
  atan,
  cos,
  divide,
  exp,
  isReal,
  ln,
  modulus,
  multiply,
  negate,
  real,
  rounded,
  sin,
  sqrt,
  subtract,
  undefinedValue,
  type Complex,
} from './complex.ts'
import { whole, type Evaluation } from './evaluation.ts'

type Evaluator = <R>(args: readonly Complex<R>[], at: Evaluation<R>) => Complex<R>

const first = <R>(args: readonly Complex<R>[], at: Evaluation<R>): Complex<R> =>
  args[0] ?? undefinedValue(at.field)

/** A function of one argument. */
const unary =
  (evaluate: <R>(a: Complex<R>, at: Evaluation<R>) => Complex<R>): Evaluator =>
  (args, at) =>
    evaluate(first(args, at), at)

/** 1 / f. */
const reciprocal =
  (evaluate: Evaluator): Evaluator =>
  (args, at) =>
    divide(at.field, whole(1, at), evaluate(args, at))

/** f(1 / x). */
const ofReciprocal =
  (evaluate: Evaluator): Evaluator =>
  (args, at) =>
    evaluate([divide(at.field, whole(1, at), first(args, at))], at)

const sine: Evaluator = unary((a, at) => sin(at.field, a))
const cosine: Evaluator = unary((a, at) => cos(at.field, a))
const tangent: Evaluator = (args, at) => divide(at.field, sine(args, at), cosine(args, at))

const hyperbolicSine: Evaluator = unary((a, { field }) => {
  const half = real(field, field.half)
  return multiply(field, half, subtract(field, exp(field, a), exp(field, negate(field, a))))
})
const hyperbolicCosine: Evaluator = unary((a, { field }) => {
  const half = real(field, field.half)
  return multiply(field, half, add(field, exp(field, a), exp(field, negate(field, a))))
})
const hyperbolicTangent: Evaluator = (args, at) =>
  divide(at.field, hyperbolicSine(args, at), hyperbolicCosine(args, at))

/** atan(x / sqrt(1 - x²)), at the ends ±π/2. */
const arcsine: Evaluator = unary((a, at) => {
  const { field } = at
  const { reals } = field
  const rest = subtract(field, whole(1, at), multiply(field, a, a))
  if (isReal(field, a)) {
    if (reals.less(reals.one, reals.abs(a.re)) && field.domain === 'real')
      return undefinedValue(field)
    if (!reals.less(rest.error, reals.abs(rest.re))) {
      const quarter = multiply(field, rounded(field, reals.pi), real(field, field.half))
      return {
        ...(reals.isNegative(a.re) ? negate(field, quarter) : quarter),
        error: reals.sqrt(rest.error),
      }
    }
    if (!reals.less(reals.one, reals.abs(a.re)))
      return atan(field, divide(field, a, sqrt(field, rest)))
  }
  const ia = multiply(field, { re: reals.zero, im: reals.one, error: reals.zero }, a)
  const turned = ln(field, add(field, ia, sqrt(field, rest)))
  return multiply(field, { re: reals.zero, im: reals.negate(reals.one), error: reals.zero }, turned)
})

const arccosine: Evaluator = (args, at) => {
  const { field } = at
  return subtract(
    field,
    multiply(field, rounded(field, field.reals.pi), real(field, field.half)),
    arcsine(args, at),
  )
}

/** Functions of real numbers only; `f` maps the value, its error stays. */
const realOnly = (f: <R>(value: R, at: Evaluation<R>) => R | null): Evaluator =>
  unary((a, at) => {
    const value = isReal(at.field, a) ? f(a.re, at) : null
    return value === null ? undefinedValue(at.field) : real(at.field, value, a.error)
  })

/**
 * The floor of a value that may be an integer within its error is not known here; of any other it
 * is exact.
 */
const floor: Evaluator = unary((a, at) => {
  const { field } = at
  const { reals } = field
  if (!isReal(field, a) || !reals.isFinite(a.re)) return undefinedValue(field)
  if (reals.isZero(a.error)) return real(field, reals.floor(a.re))
  const margin = reals.add(a.error, reals.multiply(reals.abs(a.re), field.epsilon))
  const [low, high] = [
    reals.floor(reals.subtract(a.re, margin)),
    reals.floor(reals.add(a.re, margin)),
  ]
  return reals.isZero(reals.subtract(high, low)) ? real(field, low) : undefinedValue(field)
})

const extreme =
  (isBetter: <R>(a: R, b: R, at: Evaluation<R>) => boolean): Evaluator =>
  (args, at) => {
    if (args.some((a) => !isReal(at.field, a))) return undefinedValue(at.field)
    return args.reduce((best, a) => (isBetter(a.re, best.re, at) ? a : best))
  }

/** x! by the product for small integers; other values have none here. */
const factorial: Evaluator = unary((a, at) => {
  const { field } = at
  const value = field.reals.toNumber(a.re)
  if (!isReal(field, a) || !Number.isInteger(value) || value < 0 || value > 170)
    return undefinedValue(field)
  let product = whole(1, at)
  for (let factor = 2; factor <= value; factor++)
    product = multiply(field, product, whole(factor, at))
  return product
})

const unavailable: Evaluator = (_, at) => undefinedValue(at.field)

/**
 * Evaluators by name. Number-theoretic functions have exact values only, so that here they are
 * undefined.
 */
export const functions: Record<FunctionName, Evaluator> = {
  sin: sine,
  cos: cosine,
  tan: tangent,
  cot: (args, at) => divide(at.field, cosine(args, at), sine(args, at)),
  sec: reciprocal(cosine),
  csc: reciprocal(sine),
  arcsin: arcsine,
  arccos: arccosine,
  arctan: unary((a, at) => atan(at.field, a)),
  arccot: ofReciprocal(unary((a, at) => atan(at.field, a))),
  arcsec: ofReciprocal(arccosine),
  arccsc: ofReciprocal(arcsine),
  sinh: hyperbolicSine,
  cosh: hyperbolicCosine,
  tanh: hyperbolicTangent,
  coth: reciprocal(hyperbolicTangent),
  sech: reciprocal(hyperbolicCosine),
  csch: reciprocal(hyperbolicSine),
  arsinh: unary((a, at) => {
    const { field } = at
    const rootOf = sqrt(field, add(field, multiply(field, a, a), whole(1, at)))
    return ln(field, add(field, a, rootOf))
  }),
  arcosh: unary((a, at) => {
    const { field } = at
    const rootOf = sqrt(field, subtract(field, multiply(field, a, a), whole(1, at)))
    return ln(field, add(field, a, rootOf))
  }),
  artanh: unary((a, at) => {
    const { field } = at
    const turned = divide(field, add(field, whole(1, at), a), subtract(field, whole(1, at), a))
    return multiply(field, real(field, field.half), ln(field, turned))
  }),
  ln: unary((a, at) => ln(at.field, a)),
  log: unary((a, at) => {
    const value = ln(at.field, a)
    return at.logarithm === 'natural' ? value : divide(at.field, value, ln(at.field, whole(10, at)))
  }),
  exp: unary((a, at) => exp(at.field, a)),
  abs: unary((a, { field }) =>
    real(
      field,
      modulus(field, a),
      field.reals.add(a.error, field.reals.multiply(modulus(field, a), field.epsilon)),
    ),
  ),
  sign: realOnly((value, { field: { reals } }) =>
    reals.isZero(value) ? null : reals.isNegative(value) ? reals.negate(reals.one) : reals.one,
  ),
  floor,
  ceil: unary((a, at) => negate(at.field, floor([negate(at.field, a)], at))),
  factorial,
  gamma: unary((a, at) => factorial([subtract(at.field, a, whole(1, at))], at)),
  conjugate: unary((a, { field: { reals } }) => ({ ...a, im: reals.negate(a.im) })),
  realPart: unary((a, { field }) => real(field, a.re, a.error)),
  imaginaryPart: unary((a, { field }) => real(field, a.im, a.error)),
  argument: unary((a, { field }) =>
    real(field, field.reals.atan2(a.im, a.re), field.reals.divide(a.error, modulus(field, a))),
  ),
  cis: unary((a, at) =>
    exp(
      at.field,
      multiply(
        at.field,
        { re: at.field.reals.zero, im: at.field.reals.one, error: at.field.reals.zero },
        a,
      ),
    ),
  ),
  binomial: unavailable,
  modulo: (args, at) => {
    const [a, b] = args
    if (!a || !b) return undefinedValue(at.field)
    return subtract(at.field, a, multiply(at.field, b, floor([divide(at.field, a, b)], at)))
  },
  min: extreme((a, b, { field }) => field.reals.less(a, b)),
  max: extreme((a, b, { field }) => field.reals.less(b, a)),
  gcd: unavailable,
  lcm: unavailable,
}
