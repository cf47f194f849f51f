/** Tensors as they cross the border to the runtime: a typed array with its shape. */
import { ShapeError } from '../core/index.ts'

export type DType = 'float32' | 'int64' | 'bool'
export type TensorData = Float32Array | BigInt64Array | Uint8Array

export interface Tensor {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly data: TensorData
}

/** A tensor of float32 numbers; the array is used in place, not copied. */
export interface FloatTensor extends Tensor {
  readonly dtype: 'float32'
  readonly data: Float32Array
}

/** Returns the number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1)
}

/**
 * Wraps `data` (not copied); `shape` defaults to one axis. @throws ShapeError when the sizes
 * disagree.
 */
export function floatTensor(
  data: Float32Array,
  shape: readonly number[] = [data.length],
): FloatTensor {
  if (sizeOf(shape) !== data.length) {
    throw new ShapeError(
      `tensor of shape [${shape.join(', ')}] needs ${sizeOf(shape)} numbers, got ${data.length}`,
    )
  }
  return { dtype: 'float32', shape, data }
}

/** Returns an int64 tensor of `values`, which must be safe integers. */
export function intTensor(
  values: ArrayLike<number>,
  shape: readonly number[] = [values.length],
): Tensor {
  const data = new BigInt64Array(values.length)
  for (let index = 0; index < values.length; index++) data[index] = BigInt(values[index]!)
  if (sizeOf(shape) !== data.length) {
    throw new ShapeError(
      `tensor of shape [${shape.join(', ')}] needs ${sizeOf(shape)} integers, got ${data.length}`,
    )
  }
  return { dtype: 'int64', shape, data }
}

/** Returns a float32 scalar. */
export function scalar(value: number): FloatTensor {
  return floatTensor(Float32Array.of(value), [])
}

/** Returns a float32 tensor of zeros. */
export function zeros(shape: readonly number[]): FloatTensor {
  return floatTensor(new Float32Array(sizeOf(shape)), shape)
}
