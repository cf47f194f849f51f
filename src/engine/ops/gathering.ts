/** Operators that read and write by index. */
import { ShapeError } from '../../core/index.ts'
import type { OpDef, Value } from '../graph.ts'
import { apply } from '../graph.ts'
import { multiplyDims } from '../shape.ts'
import { asMatrix } from './linalg.ts'
import { expandLike, reshape } from './movement.ts'

/** Rows of a matrix, one for each index: an embedding. */
export const gatherRowsOp: OpDef = {
  onnx: 'Gather',
  arity: 2,
  fixedAttributes: { axis: 0 },
  type: ([table, indices]) => {
    if (table!.shape.length !== 2 || indices!.dtype !== 'int64')
      throw new ShapeError('Gather: needs a matrix and int64 indices')
    return { dtype: table!.dtype, shape: [...indices!.shape, table!.shape[1]!] }
  },
  vjp: (ct, [table, indices]) => {
    const updates = asMatrix(ct)
    const column = reshape(indices!, [
      indices!.shape.length > 0 ? indices!.shape.reduce(multiplyDims) : 1,
      1,
    ])
    return [scatterAdd(zerosLike(table!), expandLike(column, updates), updates, 0), null]
  },
}

/**
 * Distinct rows of a matrix. As `gatherRows`, but the promise that no index repeats lets the
 * gradient be written by whole rows (`ScatterND`), in parallel.
 */
export const selectRowsOp: OpDef = {
  ...gatherRowsOp,
  vjp: (ct, [table, indices]) => {
    const column = reshape(indices!, [indices!.shape.reduce(multiplyDims), 1])
    return [apply(scatterRowsOp, [zerosLike(table!), column, ct]), null]
  },
}

/** The first input with the rows at the distinct indices `[N, 1]` replaced. */
export const scatterRowsOp: OpDef = {
  onnx: 'ScatterND',
  arity: 3,
  type: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
}

/**
 * Elements of each row of a matrix: `indices` `[N, K]` gives K of them, as PyTorch's `gather` along
 * the last axis. An element that is taken twice gets both gradients.
 */
export const gatherLastOp: OpDef = {
  onnx: 'GatherElements',
  arity: 2,
  fixedAttributes: { axis: -1 },
  type: ([x, indices]) => {
    if (x!.shape.length !== indices!.shape.length || indices!.dtype !== 'int64') {
      throw new ShapeError('GatherElements: needs int64 indices of the same rank')
    }
    return { dtype: x!.dtype, shape: indices!.shape }
  },
  vjp: (ct, [x, indices]) => [scatterAdd(zerosLike(x!), indices!, ct, -1), null],
}

/**
 * The first input with `updates` added at `indices` along an axis; repeated indices add up.
 * `ScatterElements`, not `ScatterND`: with repeated indices and several threads the latter loses
 * updates (seen in ONNX Runtime 1.30).
 */
export const scatterAddOp: OpDef = {
  onnx: 'ScatterElements',
  arity: 3,
  fixedAttributes: { reduction: 'add' },
  type: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
}

export const zerosLikeOp: OpDef = {
  onnx: 'ConstantOfShape',
  arity: 1,
  shapeInputs: [0],
  type: ([x]) => ({ dtype: 'float32', shape: x!.shape }),
  vjp: () => [null],
}

export const gatherRows = (table: Value, indices: Value): Value =>
  apply(gatherRowsOp, [table, indices])
export const selectRows = (table: Value, indices: Value): Value =>
  apply(selectRowsOp, [table, indices])
export const gatherLast = (x: Value, indices: Value): Value => apply(gatherLastOp, [x, indices])
export const scatterAdd = (x: Value, indices: Value, updates: Value, axis: number): Value =>
  apply(scatterAddOp, [x, indices, updates], { axis })
export const zerosLike = (x: Value): Value => apply(zerosLikeOp, [x])
