/** Elementwise operators. */
import { ShapeError } from '../../core/index.ts'
import type { OpDef, Value } from '../graph.ts'
import { apply, constant } from '../graph.ts'
import { broadcastShapes } from '../shape.ts'

type Vjp = NonNullable<OpDef['vjp']>

function unary(onnx: string, vjp?: Vjp): OpDef {
  return {
    onnx,
    arity: 1,
    type: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
    ...(vjp && { vjp }),
  }
}

function binary(onnx: string, vjp?: Vjp): OpDef {
  return {
    onnx,
    arity: 2,
    type: ([a, b]) => {
      if (a!.dtype !== b!.dtype) throw new ShapeError(`${onnx}: operands differ in type`)
      return { dtype: a!.dtype, shape: broadcastShapes(a!.shape, b!.shape, onnx) }
    },
    ...(vjp && { vjp }),
  }
}

export const addOp = binary('Add', (ct) => [ct, ct])
export const subtractOp = binary('Sub', (ct) => [ct, negate(ct)])
export const multiplyOp = binary('Mul', (ct, [a, b]) => [multiply(ct, b!), multiply(ct, a!)])
export const divideOp = binary('Div', (ct, [, b], out) => {
  const scaled = divide(ct, b!)
  return [scaled, negate(multiply(scaled, out))] // d(a/b)/db = -(a/b)/b
})
/**
 * Where the operands are equal, each gets half of the gradient, as PyTorch's `maximum` and
 * `minimum` give it. (PyTorch's `relu` and `clamp` differ there.) Two equal infinities have no
 * difference, and give NaN.
 */
export const maximumOp = binary('Max', (ct, [a, b]) => [
  multiply(ct, shareOfLarger(a!, b!)),
  multiply(ct, shareOfLarger(b!, a!)),
])
/** As `maximumOp`. */
export const minimumOp = binary('Min', (ct, [a, b]) => [
  multiply(ct, shareOfLarger(b!, a!)),
  multiply(ct, shareOfLarger(a!, b!)),
])
/** -1, 0 or 1. It appears only in gradients, so it has no rule. */
export const signOp = unary('Sign')
export const negateOp = unary('Neg', (ct) => [negate(ct)])
export const exponentialOp = unary('Exp', (ct, _, out) => [multiply(ct, out)])
export const logarithmOp = unary('Log', (ct, [x]) => [divide(ct, x!)])
export const squareRootOp = unary('Sqrt', (ct, _, out) => [
  divide(multiply(ct, constant(0.5)), out),
])
export const reciprocalOp = unary('Reciprocal', (ct, _, out) => [
  negate(multiply(ct, multiply(out, out))),
])
export const sigmoidOp = unary('Sigmoid', (ct, _, out) => [
  multiply(ct, multiply(out, subtract(constant(1), out))),
])
/**
 * x·σ, known as SiLU or swish, from x and σ = σ(x), which the gradient needs again. With y = xσ:
 * dy/dx = σ + y·(1 − σ), given to x whole, so that none flows through the sigmoid. (The runtime's
 * own operator for it, `QuickGelu`, took as long as both passes, and σ had to be computed anew.)
 */
export const siluOp = binary('Mul', (ct, [, sigma], out) => [
  multiply(ct, add(multiply(out, subtract(constant(1), sigma!)), sigma!)),
  null,
])

export const add = (a: Value, b: Value): Value => apply(addOp, [a, b])
export const subtract = (a: Value, b: Value): Value => apply(subtractOp, [a, b])
export const multiply = (a: Value, b: Value): Value => apply(multiplyOp, [a, b])
export const divide = (a: Value, b: Value): Value => apply(divideOp, [a, b])
export const maximum = (a: Value, b: Value): Value => apply(maximumOp, [a, b])
export const minimum = (a: Value, b: Value): Value => apply(minimumOp, [a, b])
export const sign = (x: Value): Value => apply(signOp, [x])
export const negate = (x: Value): Value => apply(negateOp, [x])
export const exponential = (x: Value): Value => apply(exponentialOp, [x])
export const logarithm = (x: Value): Value => apply(logarithmOp, [x])
export const squareRoot = (x: Value): Value => apply(squareRootOp, [x])
export const reciprocal = (x: Value): Value => apply(reciprocalOp, [x])
export const sigmoid = (x: Value): Value => apply(sigmoidOp, [x])
export const silu = (x: Value): Value => apply(siluOp, [x, sigmoid(x)])

/** 1 where a > b, 0 where a < b, and 1/2 where they are equal. */
const shareOfLarger = (a: Value, b: Value): Value =>
  add(multiply(sign(subtract(a, b)), constant(0.5)), constant(0.5))
