/**
 * Reductions. Reduced axes are kept with size 1, so that results broadcast back; `sumAll` gives a
 * scalar.
 */
import type { Attributes, OpDef, Value } from '../graph.ts'
import { apply, constant } from '../graph.ts'
import type { Dim } from '../shape.ts'
import { normaliseAxis } from '../shape.ts'
import { multiply } from './elementwise.ts'
import { expandLike } from './movement.ts'

function reduction(onnx: string, vjp: NonNullable<OpDef['vjp']>): OpDef {
  return {
    onnx,
    arity: 1,
    tensorAttributes: ['axes'],
    type: ([x], attributes) => ({ dtype: x!.dtype, shape: reducedShape(x!, attributes, onnx) }),
    vjp,
  }
}

function reducedShape(x: Value, attributes: Attributes, operator: string): Dim[] {
  const axes = (attributes['axes'] as readonly number[]).map((axis) =>
    normaliseAxis(axis, x.shape.length, operator),
  )
  return attributes['keepdims'] === 0
    ? x.shape.filter((_, axis) => !axes.includes(axis))
    : x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
}

export const reduceSumOp = reduction('ReduceSum', (ct, [x]) => [expandLike(ct, x!)])
export const reduceSumSquareOp = reduction('ReduceSumSquare', (ct, [x]) => [
  multiply(multiply(ct, constant(2)), x!),
])

const everyAxis = (x: Value): number[] => x.shape.map((_, axis) => axis)

export const reduceSum = (x: Value, axes: readonly number[]): Value =>
  apply(reduceSumOp, [x], { axes, keepdims: 1 })
/** Returns the sum of all elements as a scalar. */
export const sumAll = (x: Value): Value =>
  apply(reduceSumOp, [x], { axes: everyAxis(x), keepdims: 0 })
/** Returns the sum of all squared elements as a scalar. */
export const sumOfSquares = (x: Value): Value =>
  apply(reduceSumSquareOp, [x], { axes: everyAxis(x), keepdims: 0 })
