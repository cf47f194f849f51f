/**
 * Protocol-buffer wire format of ONNX models: the only place that knows field numbers. Source:
 * onnx/onnx.proto3, messages ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto,
 * ValueInfoProto (https://github.com/onnx/onnx/blob/v1.18.0/onnx/onnx.proto3) and the wire types of
 * https://protobuf.dev/programming-guides/encoding/.
 */
import type { Dim } from './shape.ts'
import type { DType } from './tensor.ts'

const utf8 = new TextEncoder()
const VARINT = 0
const BYTES = 2
const FIXED32 = 5

/** TensorProto.DataType */
const dataTypes: Record<DType, number> = { float32: 1, int64: 7, bool: 9 }

/** A message under construction: a list of encoded fields. */
class Message {
  #parts: Uint8Array[] = []
  #length = 0

  integer(field: number, value: number | bigint): this {
    return this.#key(field, VARINT).#varint(value)
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, BYTES).#varint(value.length).#add(value)
    return this
  }

  /** Takes over the fields of another message, whose bytes are not copied: they may be weights. */
  message(field: number, inner: Message): this {
    this.#key(field, BYTES).#varint(inner.#length)
    for (const part of inner.#parts) this.#add(part)
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value))
  }

  float(field: number, value: number): this {
    this.#key(field, FIXED32).#add(new Uint8Array(Float32Array.of(value).buffer))
    return this
  }

  finish(): Uint8Array {
    const joined = new Uint8Array(this.#length)
    let offset = 0
    for (const part of this.#parts) {
      joined.set(part, offset)
      offset += part.length
    }
    return joined
  }

  #key(field: number, wireType: number): this {
    return this.#varint((field << 3) | wireType)
  }

  #varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value))
    const encoded: number[] = []
    do {
      const low = Number(rest & 0x7fn)
      rest >>= 7n
      encoded.push(rest ? low | 0x80 : low)
    } while (rest)
    this.#add(Uint8Array.from(encoded))
    return this
  }

  #add(part: Uint8Array): void {
    this.#parts.push(part)
    this.#length += part.length
  }
}

export interface NodeRecord {
  operator: string
  domain: string
  inputs: readonly string[]
  outputs: readonly string[]
  attributes: Readonly<Record<string, number | string | readonly number[]>>
}

export interface TensorRecord {
  name: string
  dtype: DType
  shape: readonly number[]
  data: Uint8Array
}

export interface ValueRecord {
  name: string
  dtype: DType
  shape: readonly Dim[]
}

export interface ModelRecord {
  nodes: readonly NodeRecord[]
  initializers: readonly TensorRecord[]
  inputs: readonly ValueRecord[]
  outputs: readonly ValueRecord[]
  opsets: Readonly<Record<string, number>>
}

/** Attributes whose integer-looking values ONNX declares as floats. */
const floatAttributes = new Set(['alpha', 'epsilon'])

function encodeAttribute(name: string, value: number | string | readonly number[]): Uint8Array {
  const message = new Message().text(1, name)
  if (typeof value === 'string') return message.text(4, value).integer(20, 3).finish()
  if (typeof value !== 'number') {
    for (const item of value) message.integer(8, item)
    return message.integer(20, 7).finish()
  }
  return floatAttributes.has(name)
    ? message.float(2, value).integer(20, 1).finish()
    : message.integer(3, value).integer(20, 2).finish()
}

function encodeNode(node: NodeRecord): Uint8Array {
  const message = new Message()
  for (const name of node.inputs) message.text(1, name)
  for (const name of node.outputs) message.text(2, name)
  message.text(3, node.outputs[0]!).text(4, node.operator)
  for (const [name, value] of Object.entries(node.attributes))
    message.bytes(5, encodeAttribute(name, value))
  if (node.domain) message.text(7, node.domain)
  return message.finish()
}

function encodeTensor(tensor: TensorRecord): Message {
  const message = new Message()
  for (const dim of tensor.shape) message.integer(1, dim)
  return message.integer(2, dataTypes[tensor.dtype]).text(8, tensor.name).bytes(9, tensor.data)
}

function encodeValueInfo(value: ValueRecord): Uint8Array {
  const shape = new Message()
  for (const dim of value.shape) {
    shape.bytes(
      1,
      typeof dim === 'string'
        ? new Message().text(2, dim).finish()
        : new Message().integer(1, dim).finish(),
    )
  }
  const tensorType = new Message()
    .integer(1, dataTypes[value.dtype])
    .bytes(2, shape.finish())
    .finish()
  return new Message()
    .text(1, value.name)
    .bytes(2, new Message().bytes(1, tensorType).finish())
    .finish()
}

/** Returns the bytes of a ModelProto (IR version 9). */
export function encodeModel(model: ModelRecord): Uint8Array {
  const graph = new Message()
  for (const node of model.nodes) graph.bytes(1, encodeNode(node))
  graph.text(2, 'reckoner')
  for (const tensor of model.initializers) graph.message(5, encodeTensor(tensor))
  for (const value of model.inputs) graph.bytes(11, encodeValueInfo(value))
  for (const value of model.outputs) graph.bytes(12, encodeValueInfo(value))
  const message = new Message().integer(1, 9).message(7, graph)
  for (const [domain, version] of Object.entries(model.opsets)) {
    message.bytes(8, new Message().text(1, domain).integer(2, version).finish())
  }
  return message.finish()
}
