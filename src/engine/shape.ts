/** Shapes whose axes are numbers or names; a name stands for one size throughout a graph. */
import { ShapeError } from '../core/index.ts'
import type { DType } from './tensor.ts'

export type Dim = number | string
export type Shape = readonly Dim[]

export interface TensorType {
  readonly dtype: DType
  readonly shape: Shape
}

/** Returns a type as text, such as `float32[B, T, 128]`. */
export function formatType(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(', ')}]`
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis])
}

/** Returns the size of an axis that merges two: a product, or its name. */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (a === 1) return b
  if (b === 1) return a
  return `${a}*${b}`
}

/** Returns the axis counted from the front. @throws ShapeError when it lies outside the rank. */
export function normaliseAxis(axis: number, rank: number, operator: string): number {
  const normalised = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(normalised) || normalised < 0 || normalised >= rank) {
    throw new ShapeError(`${operator}: axis ${axis} is outside a value of rank ${rank}`)
  }
  return normalised
}

/**
 * Returns the shape two operands broadcast to, by ONNX's multidirectional rule (as NumPy): axes are
 * aligned at the end, and two sizes agree when they are equal or one of them is 1. A name agrees
 * only with itself and with 1.
 */
export function broadcastShapes(a: Shape, b: Shape, operator: string): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[a.length - rank + axis] ?? 1
    const right = b[b.length - rank + axis] ?? 1
    if (left === right || right === 1) return left
    if (left === 1) return right
    throw new ShapeError(
      `${operator}: shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast at axis ${axis}`,
    )
  })
}
