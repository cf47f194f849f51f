/** Reverse-mode differentiation: graph in, graph out. */
import { ShapeError } from '../core/index.ts'
import type { Value } from './graph.ts'
import { constant, topologicalOrder } from './graph.ts'
import { add } from './ops/elementwise.ts'
import { reshapeLike } from './ops/movement.ts'
import { reduceSum } from './ops/reduce.ts'
import { formatType, sameShape } from './shape.ts'

/**
 * Returns d`loss`/d`value` for each of `values`, as new values of the same graph. Only paths from
 * `values` to `loss` are differentiated. Cotangents of a value with several users are added, and
 * broadcasting is undone here, once, so that no operator's rule has to.
 * @throws ShapeError when `loss` is no float scalar, or does not depend on one of `values`, or an
 * operator on the way has no rule.
 */
export function grad(loss: Value, values: readonly Value[]): Value[] {
  if (loss.shape.length > 0 || loss.dtype !== 'float32')
    throw new ShapeError(`grad: the loss must be a float32 scalar, got ${formatType(loss)}`)
  const order = topologicalOrder([loss])
  const needed = new Set<Value>(values)
  for (const value of order) if (value.inputs.some((from) => needed.has(from))) needed.add(value)

  const cotangents = new Map<Value, Value>([[loss, constant(1)]])
  for (const value of order.toReversed()) {
    const cotangent = cotangents.get(value)
    if (!cotangent || !value.inputs.some((from) => needed.has(from))) continue
    if (!value.op.vjp) throw new ShapeError(`grad: ${value.op.onnx} has no derivative rule`)
    for (const [index, flowing] of value.op.vjp(cotangent, value.inputs, value).entries()) {
      const target = value.inputs[index]!
      if (!flowing || !needed.has(target)) continue
      const contribution = undoBroadcast(flowing, target)
      const sum = cotangents.get(target)
      cotangents.set(target, sum ? add(sum, contribution) : contribution)
    }
  }
  return values.map((value) => {
    const gradient = cotangents.get(value)
    if (!gradient)
      throw new ShapeError(`grad: the loss does not depend on ${value.name ?? formatType(value)}`)
    return gradient
  })
}

/**
 * Sums a cotangent over the axes that broadcasting had stretched, giving it the shape of `target`.
 */
function undoBroadcast(cotangent: Value, target: Value): Value {
  if (sameShape(cotangent.shape, target.shape)) return cotangent
  const extra = cotangent.shape.length - target.shape.length
  const stretched = cotangent.shape
    .map((dim, axis) =>
      axis < extra || (target.shape[axis - extra] === 1 && dim !== 1) ? axis : -1,
    )
    .filter((axis) => axis >= 0)
  const summed = stretched.length > 0 ? reduceSum(cotangent, stretched) : cotangent
  return sameShape(summed.shape, target.shape) ? summed : reshapeLike(summed, target)
}
