/**
 * The safetensors format: the only reader and writer of it here.
 * Source: https://github.com/huggingface/safetensors/blob/v0.5.3/README.md#format — 8 bytes little-endian header length, JSON header, data.
 */
import { z } from 'zod'
import { ModelError } from '../../core/index.ts'
import type { FloatTensor } from '../../engine/index.ts'
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
  floatTensor,
  sizeOf,
} from '../../engine/index.ts'

export type StoredDType = 'F32' | 'F16' | 'BF16'
const bytesPerElement: Record<StoredDType, number> = { F32: 4, F16: 2, BF16: 2 }
const maxHeaderBytes = 100_000_000 // the limit of the reference implementation

const entrySchema = z.object({
  dtype: z.enum(['F32', 'F16', 'BF16']),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
})

/** Returns the tensors of a file's bytes as float32. @throws ModelError when the file is damaged or holds another type; `source` names it */
export function decodeSafetensors(bytes: Uint8Array, source: string): Record<string, FloatTensor> {
  const damaged = (what: string, cause?: unknown): never => {
    throw new ModelError(`${source}: damaged safetensors file: ${what}`, { cause, hint: 'download or copy the file again' })
  }
  if (bytes.length < 8) damaged(`${bytes.length} bytes long`)
  const headerBytes = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (headerBytes > maxHeaderBytes || headerBytes + 8 > bytes.length) damaged('it ends inside its header')
  let header: Record<string, unknown>
  try {
    header = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerBytes))))
  } catch (error) {
    return damaged('its header is no JSON object', error)
  }
  const data = bytes.subarray(8 + headerBytes)
  const tensors: Record<string, FloatTensor> = {}
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    const parsed = entrySchema.safeParse(entry)
    if (!parsed.success) return damaged(`tensor ${name}: ${z.prettifyError(parsed.error)}`)
    const {
      dtype,
      shape,
      data_offsets: [begin, end],
    } = parsed.data
    if (end - begin !== sizeOf(shape) * bytesPerElement[dtype])
      damaged(`tensor ${name} has ${end - begin} bytes for shape [${shape.join(', ')}]`)
    if (end > data.length) damaged(`it ends inside tensor ${name}`)
    // A copy: typed arrays need an aligned start (and a Buffer's own `slice` would not copy).
    tensors[name] = floatTensor(decodeElements(new Uint8Array(data.subarray(begin, end)), dtype), shape)
  }
  return tensors
}

/** Returns the file's bytes; tensors are sorted by name, so equal tensors give equal files. */
export function encodeSafetensors(tensors: Readonly<Record<string, FloatTensor>>, dtype: StoredDType): Uint8Array {
  const names = Object.keys(tensors).toSorted()
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  let offset = 0
  for (const name of names) {
    const size = tensors[name]!.data.length * bytesPerElement[dtype]
    header[name] = { dtype, shape: tensors[name]!.shape, data_offsets: [offset, offset + size] }
    offset += size
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerBytes = Math.ceil(json.length / 8) * 8 // padded with spaces so that the data is aligned
  const file = new Uint8Array(8 + headerBytes + offset).fill(0x20, 8 + json.length, 8 + headerBytes)
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true)
  file.set(json, 8)
  let place = 8 + headerBytes
  for (const name of names) {
    const encoded = encodeElements(tensors[name]!.data, dtype)
    file.set(encoded, place)
    place += encoded.length
  }
  return file
}

function decodeElements(bytes: Uint8Array, dtype: StoredDType): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.buffer)
  const bits = new Uint16Array(bytes.buffer)
  return dtype === 'F16' ? float16ToFloat32(bits) : bfloat16ToFloat32(bits)
}

function encodeElements(values: Float32Array, dtype: StoredDType): Uint8Array {
  const encoded = dtype === 'F32' ? values : dtype === 'F16' ? float32ToFloat16(values) : float32ToBfloat16(values)
  return new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength)
}
