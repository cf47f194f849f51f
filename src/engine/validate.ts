/** The graph's invariants, as one list. */
import { ShapeError } from '../core/index.ts'
import type { Graph, Value } from './graph.ts'
import { isConstant, isInput, topologicalOrder } from './graph.ts'
import { formatType, sameShape } from './shape.ts'
import { sizeOf } from './tensor.ts'

const invariants: readonly [string, (value: Value) => boolean][] = [
  ['an input has a name', (value) => !isInput(value) || Boolean(value.name)],
  [
    'a constant has as many elements as its shape says',
    (value) => !isConstant(value) || value.data?.length === sizeOf(value.shape as number[]),
  ],
  [
    'an operator has as many inputs as it declares',
    (value) => isInput(value) || isConstant(value) || value.inputs.length === value.op.arity,
  ],
  [
    'a value has the type its operator infers',
    (value) => isInput(value) || isConstant(value) || agreesWithOperator(value),
  ],
]

function agreesWithOperator(value: Value): boolean {
  const type = value.op.type(value.inputs, value.attributes)
  return type.dtype === value.dtype && sameShape(type.shape, value.shape)
}

/**
 * Checks every reachable value. @throws ShapeError naming the invariant that fails and the value.
 */
export function validate(graph: Graph): void {
  const inputs = new Map<string, Value>()
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    for (const [rule, holds] of invariants) {
      if (!holds(value))
        throw new ShapeError(`graph: ${rule}, but ${value.op.onnx} is ${formatType(value)}`)
    }
    if (!isInput(value)) continue
    if (inputs.has(value.name!)) throw new ShapeError(`graph: two inputs are named ${value.name}`)
    inputs.set(value.name!, value)
  }
}
