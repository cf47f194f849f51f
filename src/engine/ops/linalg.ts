/** Matrix products. */
import { ShapeError } from '../../core/index.ts'
import type { OpDef, Value } from '../graph.ts'
import { apply } from '../graph.ts'
import type { Dim } from '../shape.ts'
import { broadcastShapes, multiplyDims } from '../shape.ts'
import { reshape } from './movement.ts'

interface MatmulOptions {
  /** Uses the transpose of the operand's last two axes. */
  transposeA?: boolean
  transposeB?: boolean
  /** Factor on the product. */
  scale?: number
}

const flags = (value: Value): { transA: boolean; transB: boolean; alpha: number } => ({
  transA: value.attributes['transA'] === 1,
  transB: value.attributes['transB'] === 1,
  alpha: value.attributes['alpha'] as number,
})

/**
 * alpha · op(A) · op(B) over broadcast leading axes, op being the transpose where the flag is set.
 */
export const matmulOp: OpDef = {
  onnx: 'FusedMatMul',
  domain: 'com.microsoft',
  arity: 2,
  type: ([a, b], attributes) => {
    if (a!.shape.length < 2 || b!.shape.length < 2)
      throw new ShapeError('FusedMatMul: operands need at least two axes')
    const ends = (value: Value, transposed: boolean): [Dim, Dim] => {
      const [rows, columns] = value.shape.slice(-2) as [Dim, Dim]
      return transposed ? [columns, rows] : [rows, columns]
    }
    const [rows, innerA] = ends(a!, attributes['transA'] === 1)
    const [innerB, columns] = ends(b!, attributes['transB'] === 1)
    if (innerA !== innerB)
      throw new ShapeError(`FusedMatMul: inner sizes differ, ${innerA} and ${innerB}`)
    return {
      dtype: a!.dtype,
      shape: [
        ...broadcastShapes(a!.shape.slice(0, -2), b!.shape.slice(0, -2), 'FusedMatMul'),
        rows,
        columns,
      ],
    }
  },
  vjp: (ct, [a, b], out) => {
    const { transA, transB, alpha } = flags(out)
    const da = transA
      ? matmul(b!, ct, { transposeA: transB, transposeB: true, scale: alpha })
      : matmul(ct, b!, { transposeB: !transB, scale: alpha })
    if (!transA && b!.shape.length === 2 && a!.shape.length > 2) {
      // A weight shared by every leading axis: one product over flattened rows instead of one per
      // row, summed.
      const [x, c] = [asMatrix(a!), asMatrix(ct)]
      return [
        da,
        transB
          ? matmul(c, x, { transposeA: true, scale: alpha })
          : matmul(x, c, { transposeA: true, scale: alpha }),
      ]
    }
    const db = transB
      ? matmul(ct, a!, { transposeA: true, transposeB: transA, scale: alpha })
      : matmul(a!, ct, { transposeA: !transA, scale: alpha })
    return [da, db]
  },
}

/** Returns the value with its leading axes merged into rows. */
export function asMatrix(x: Value): Value {
  if (x.shape.length === 2) return x
  return reshape(x, [x.shape.slice(0, -1).reduce(multiplyDims), x.shape.at(-1)!])
}

export function matmul(
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false, scale = 1 }: MatmulOptions = {},
): Value {
  return apply(matmulOp, [a, b], {
    transA: Number(transposeA),
    transB: Number(transposeB),
    alpha: scale,
  })
}
