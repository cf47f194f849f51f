/** Numerical graphs: immutable, typed values, each made by one operator from others. */
import { ShapeError } from '../core/index.ts'
import type { TensorType } from './shape.ts'
import { formatType } from './shape.ts'
import type { TensorData } from './tensor.ts'

export type Attribute = number | string | readonly number[] | readonly (number | string)[]
export type Attributes = Readonly<Record<string, Attribute>>

/** A tensor-valued expression. Values are never changed; new ones are built from old. */
export interface Value extends TensorType {
  readonly op: OpDef
  readonly inputs: readonly Value[]
  readonly attributes: Attributes
  /** The name of a graph input. */
  readonly name?: string
  /** The elements of a constant. */
  readonly data?: TensorData
}

/** One operator, one object: everything the engine knows about it is declared here. */
export interface OpDef {
  /** ONNX operator name. */
  readonly onnx: string
  /** ONNX operator set; the default set where absent. */
  readonly domain?: 'com.microsoft'
  readonly arity: number
  /** Attributes that ONNX takes as trailing int64 inputs, in this order. */
  readonly tensorAttributes?: readonly string[]
  /** Attributes fixed by the operator, which the graph need not carry. */
  readonly fixedAttributes?: Attributes
  /** Inputs that ONNX takes as `Shape(input)`: only their shape matters. */
  readonly shapeInputs?: readonly number[]
  /** Leading inputs that ONNX takes; further ones only carry gradients. All where absent. */
  readonly emittedInputs?: number
  /** Returns the result's type. @throws ShapeError */
  type(inputs: readonly Value[], attributes: Attributes): TensorType
  /**
   * Vector-Jacobian product: for each input, the cotangent that flows to it, or `null` where none
   * does (integers, shapes). Broadcasting need not be undone: the driver does it. Absent: the
   * operator has no derivative.
   */
  vjp?(cotangent: Value, inputs: readonly Value[], output: Value): readonly (Value | null)[]
}

/** A complete computation: named results over the inputs they reach. */
export interface Graph {
  readonly outputs: Readonly<Record<string, Value>>
}

const inputOp: OpDef = { onnx: '(input)', arity: 0, type: () => ({ dtype: 'float32', shape: [] }) }
const constantOp: OpDef = {
  onnx: 'Constant',
  arity: 0,
  type: () => ({ dtype: 'float32', shape: [] }),
}

/** Returns a graph input, fed by name when the graph runs. */
export function input(name: string, type: TensorType): Value {
  return { ...type, op: inputOp, inputs: [], attributes: {}, name }
}

/**
 * Returns a constant of the graph; without a shape, `data` must hold one element and makes a
 * scalar.
 */
export function constant(data: TensorData | number, shape: readonly number[] = []): Value {
  const array = typeof data === 'number' ? Float32Array.of(data) : data
  const dtype =
    array instanceof Float32Array ? 'float32' : array instanceof BigInt64Array ? 'int64' : 'bool'
  return { dtype, shape, op: constantOp, inputs: [], attributes: {}, data: array }
}

export const isInput = (value: Value): boolean => value.op === inputOp
export const isConstant = (value: Value): boolean => value.op === constantOp

/**
 * Returns the value of `op` on `inputs`. @throws ShapeError naming the operator and the types it
 * was given.
 */
export function apply(op: OpDef, inputs: readonly Value[], attributes: Attributes = {}): Value {
  if (inputs.length !== op.arity)
    throw new ShapeError(`${op.onnx}: expected ${op.arity} inputs, got ${inputs.length}`)
  try {
    return { ...op.type(inputs, attributes), op, inputs, attributes }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    throw new ShapeError(`${error.message} (inputs: ${inputs.map(formatType).join(', ')})`, {
      cause: error,
    })
  }
}

/**
 * Returns every value that `roots` need, each after its inputs. Deep graphs are walked without
 * recursion.
 */
export function topologicalOrder(roots: readonly Value[]): Value[] {
  const order: Value[] = []
  const state = new Map<Value, 'open' | 'done'>()
  const stack = [...roots].reverse()
  while (stack.length > 0) {
    const value = stack.at(-1)!
    if (state.has(value)) {
      stack.pop()
      if (state.get(value) === 'open') {
        state.set(value, 'done')
        order.push(value)
      }
      continue
    }
    state.set(value, 'open')
    for (let index = value.inputs.length - 1; index >= 0; index--) {
      const needed = value.inputs[index]!
      if (!state.has(needed)) stack.push(needed)
    }
  }
  return order
}
