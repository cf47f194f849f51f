/** Graph → ONNX model bytes. */
import type { Graph, Value } from './graph.ts'
import { isConstant, isInput, topologicalOrder } from './graph.ts'
import type { NodeRecord, TensorRecord } from './onnx-proto.ts'
import { encodeModel } from './onnx-proto.ts'
import type { Shape } from './shape.ts'
import type { Tensor } from './tensor.ts'
import { checkedFeed } from './checked-feed.ts'
import { validate } from './validate.ts'

const opsets = { '': 18, 'com.microsoft': 1 }

/**
 * Returns the bytes of an ONNX model whose inputs and outputs carry the graph's names. Inputs named
 * in `fixed` become constants of the model. @throws ShapeError from `validate`, or when a fixed
 * tensor does not fit its input
 */
export function emit(graph: Graph, fixed: Readonly<Record<string, Tensor>> = {}): Uint8Array {
  validate(graph)
  const emitter = new Emitter(graph, fixed)
  const order = topologicalOrder(Object.values(graph.outputs))
  for (const value of order) emitter.add(value)
  for (const [name, value] of Object.entries(graph.outputs)) emitter.output(name, value)
  const describe = (name: string, value: Value) => ({
    name,
    dtype: value.dtype,
    shape: value.shape,
  })
  return encodeModel({
    nodes: emitter.nodes,
    initializers: emitter.initializers,
    inputs: order
      .filter((value) => isInput(value) && !fixed[value.name!])
      .map((value) => describe(value.name!, value)),
    outputs: Object.entries(graph.outputs).map(([name, value]) => describe(name, value)),
    opsets,
  })
}

class Emitter {
  readonly nodes: NodeRecord[] = []
  readonly initializers: TensorRecord[] = []
  readonly #names = new Map<Value, string>()
  readonly #shapes = new Map<Value, string>()
  readonly #integers = new Map<string, string>()
  /** What an output is called, by its value. */
  readonly #outputs: ReadonlyMap<Value, string>
  readonly #fixed: Readonly<Record<string, Tensor>>

  constructor({ outputs }: Graph, fixed: Readonly<Record<string, Tensor>>) {
    this.#outputs = new Map(Object.entries(outputs).map(([name, value]) => [value, name]))
    this.#fixed = fixed
  }

  add(value: Value): void {
    const name = isInput(value) ? value.name! : (this.#outputs.get(value) ?? `v${this.#names.size}`)
    this.#names.set(value, name)
    if (isInput(value)) {
      const tensor = this.#fixed[name]
      if (tensor) this.#initializer(name, checkedFeed(name, value, tensor))
      return
    }
    if (isConstant(value)) {
      this.#initializer(name, {
        dtype: value.dtype,
        shape: value.shape as readonly number[],
        data: value.data!,
      })
      return
    }
    const { op } = value
    const inputs = value.inputs
      .slice(0, op.emittedInputs)
      .map((from, index) =>
        op.shapeInputs?.includes(index) ? this.#shapeOf(from) : this.#names.get(from)!,
      )
    for (const attribute of op.tensorAttributes ?? [])
      inputs.push(this.#integerTensor(tensorAttribute(value, attribute)))
    this.nodes.push({
      operator: op.onnx,
      domain: op.domain ?? '',
      inputs,
      outputs: [name],
      attributes: plainAttributes(value),
    })
  }

  /** An input, and a value that is an output twice, has another name already. */
  output(name: string, value: Value): void {
    if (this.#names.get(value) !== name) this.#plainNode('Identity', value, name)
  }

  #initializer(name: string, { dtype, shape, data }: Tensor): void {
    this.initializers.push({
      name,
      dtype,
      shape,
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    })
  }

  #plainNode(operator: string, from: Value, output: string): void {
    this.nodes.push({
      operator,
      domain: '',
      inputs: [this.#names.get(from)!],
      outputs: [output],
      attributes: {},
    })
  }

  #shapeOf(value: Value): string {
    const known = this.#shapes.get(value)
    if (known) return known
    const name = `${this.#names.get(value)!}.shape`
    this.#plainNode('Shape', value, name)
    this.#shapes.set(value, name)
    return name
  }

  #integerTensor(values: readonly number[]): string {
    const key = values.join('_')
    const known = this.#integers.get(key)
    if (known) return known
    const name = `i${key}`
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    this.initializers.push({ name, dtype: 'int64', shape: [values.length], data })
    this.#integers.set(key, name)
    return name
  }
}

/**
 * Returns the integers ONNX wants; in a target shape a kept named axis becomes 0 and a free one -1.
 */
function tensorAttribute(value: Value, name: string): readonly number[] {
  const items = value.attributes[name] as Shape
  const source = value.inputs[0]!.shape
  return items.map((item, axis) =>
    typeof item === 'number' ? item : item === source[axis] ? 0 : -1,
  )
}

function plainAttributes(value: Value): NodeRecord['attributes'] {
  const { op, attributes } = value
  const entries = Object.entries({ ...op.fixedAttributes, ...attributes }).filter(
    ([name]) => !op.tensorAttributes?.includes(name) && name !== 'size',
  )
  return Object.fromEntries(entries) as NodeRecord['attributes']
}
