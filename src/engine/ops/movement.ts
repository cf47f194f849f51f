/** Operators that move or repeat elements without computing. */
import { ShapeError } from '../../core/index.ts'
import type { OpDef, Value } from '../graph.ts'
import { apply } from '../graph.ts'
import type { Dim, Shape } from '../shape.ts'
import { normaliseAxis, sameShape } from '../shape.ts'

/**
 * Target axes may be named; one named axis at most may differ from the input's axis of the same
 * place (emission writes -1 for it).
 */
export const reshapeOp: OpDef = {
  onnx: 'Reshape',
  arity: 1,
  tensorAttributes: ['shape'],
  type: ([x], { shape }) => {
    const target = shape as Shape
    const size = (dims: Shape): number =>
      dims.reduce<number>((product, dim) => (typeof dim === 'number' ? product * dim : product), 1)
    const free = target.filter((dim, axis) => typeof dim === 'string' && dim !== x!.shape[axis])
    if (free.length > 1)
      throw new ShapeError(`Reshape: more than one free axis in [${target.join(', ')}]`)
    if (
      !target.some((dim) => typeof dim === 'string') &&
      !x!.shape.some((dim) => typeof dim === 'string') &&
      size(target) !== size(x!.shape)
    ) {
      throw new ShapeError(
        `Reshape: [${x!.shape.join(', ')}] has not as many elements as [${target.join(', ')}]`,
      )
    }
    return { dtype: x!.dtype, shape: target }
  },
  vjp: (ct, [x]) => [reshapeLike(ct, x!)],
}

/** Reshapes the first input to the shape of the second, whatever its named axes turn out to be. */
export const reshapeLikeOp: OpDef = {
  onnx: 'Reshape',
  arity: 2,
  shapeInputs: [1],
  type: ([x, like]) => ({ dtype: x!.dtype, shape: like!.shape }),
  vjp: (ct, [x]) => [reshapeLike(ct, x!), null],
}

/** Broadcasts the first input to the shape of the second. */
export const expandLikeOp: OpDef = {
  onnx: 'Expand',
  arity: 2,
  shapeInputs: [1],
  type: ([x, like]) => ({ dtype: x!.dtype, shape: like!.shape }),
  vjp: (ct) => [ct, null],
}

export const transposeOp: OpDef = {
  onnx: 'Transpose',
  arity: 1,
  type: ([x], { perm }) => {
    const order = perm as readonly number[]
    if (order.length !== x!.shape.length || new Set(order).size !== order.length) {
      throw new ShapeError(
        `Transpose: [${order.join(', ')}] does not permute ${x!.shape.length} axes`,
      )
    }
    return {
      dtype: x!.dtype,
      shape: order.map((axis) => x!.shape[normaliseAxis(axis, order.length, 'Transpose')]!),
    }
  },
  vjp: (ct, _, out) => {
    const perm = out.attributes['perm'] as readonly number[]
    return [
      transpose(
        ct,
        perm.map((__, axis) => perm.indexOf(axis)),
      ),
    ]
  },
}

/**
 * Joins two values along an axis. Used while decoding, where no gradient flows, so it has no rule.
 */
export const concatOp: OpDef = {
  onnx: 'Concat',
  arity: 2,
  type: ([a, b], attributes) => {
    const axis = normaliseAxis(attributes['axis'] as number, a!.shape.length, 'Concat')
    const others = (value: Value): Dim[] => value.shape.filter((_, place) => place !== axis)
    if (!sameShape(others(a!), others(b!)))
      throw new ShapeError(`Concat: shapes differ outside axis ${axis}`)
    const [left, right] = [a!.shape[axis]!, b!.shape[axis]!]
    const joined =
      typeof left === 'number' && typeof right === 'number' ? left + right : `${left}+${right}`
    return { dtype: a!.dtype, shape: a!.shape.map((dim, place) => (place === axis ? joined : dim)) }
  },
}

/**
 * Takes `[start, end)` along the last axis; its size is given as attribute because ends may count
 * from the back. No rule: decoding only.
 */
export const sliceLastOp: OpDef = {
  onnx: 'Slice',
  arity: 1,
  tensorAttributes: ['starts', 'ends', 'axes'],
  type: ([x], { size }) => ({ dtype: x!.dtype, shape: [...x!.shape.slice(0, -1), size as Dim] }),
}

export const reshape = (x: Value, shape: Shape): Value => apply(reshapeOp, [x], { shape })
export const reshapeLike = (x: Value, like: Value): Value => apply(reshapeLikeOp, [x, like])
export const expandLike = (x: Value, like: Value): Value =>
  sameShape(x.shape, like.shape) ? x : apply(expandLikeOp, [x, like])
export const transpose = (x: Value, perm: readonly number[]): Value =>
  apply(transposeOp, [x], { perm })
export const concat = (a: Value, b: Value, axis: number): Value => apply(concatOp, [a, b], { axis })
export const sliceLast = (x: Value, start: number, end: number, size: Dim): Value =>
  apply(sliceLastOp, [x], { starts: [start], ends: [end], axes: [-1], size })
