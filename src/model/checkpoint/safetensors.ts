/**
 * The safetensors format: the only reader and writer of it here. Source:
 * https://github.com/huggingface/safetensors/blob/v0.5.3/README.md#format — 8 bytes little-endian
 * header length, JSON header, data.
 */
import type { FileHandle } from 'node:fs/promises'
// oxlint-disable-next-line no-restricted-imports -- opened for reading only, in ranges
import { open } from 'node:fs/promises'
import { z } from 'zod'
import { ModelError } from '../../core/index.ts'
import type { FloatTensor } from '../../engine/index.ts'
import {
  float32ToBfloat16,
  float32ToFloat16,
  floatTensor,
  sizeOf,
  widenBfloat16,
  widenFloat16,
} from '../../engine/index.ts'
import { refusePointer } from './other-formats.ts'

export type StoredDType = 'F32' | 'F16' | 'BF16'
const bytesPerElement: Record<StoredDType, number> = { F32: 4, F16: 2, BF16: 2 }
const maxHeaderBytes = 100_000_000 // the limit of the reference implementation
/** Bytes asked of the file at once: Node reads at most 2 GiB. */
const READ_BYTES = 1 << 28

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
})

/** A tensor as the header describes it; `begin` counts bytes from the start of the file. */
interface StoredTensor {
  name: string
  dtype: StoredDType
  shape: number[]
  begin: number
}

/**
 * Returns the tensors of a file as float32. They are read one by one into the memory they stay in,
 * so that a file of any size needs no copy of itself.
 * @throws ModelError when the file is damaged, holds another type, or is no safetensors file
 */
export async function readSafetensors(path: string): Promise<Record<string, FloatTensor>> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tensors: Record<string, FloatTensor> = {}
    for (const stored of await readHeader(file, size, path))
      tensors[stored.name] = floatTensor(await readElements(file, stored), stored.shape)
    return tensors
  } finally {
    await file.close()
  }
}

async function readHeader(file: FileHandle, size: number, path: string): Promise<StoredTensor[]> {
  const damaged = (what: string, cause?: unknown): never => {
    throw new ModelError(`${path}: the safetensors file is damaged: ${what}`, {
      cause,
      hint: 'download or copy the file again',
    })
  }
  if (size < 8) damaged(`it is only ${size} bytes long`)
  const start = await readBytes(file, 0, Math.min(size, 64))
  refusePointer(start, size, path)
  const headerBytes = Number(new DataView(start.buffer).getBigUint64(0, true))
  if (headerBytes > maxHeaderBytes || headerBytes + 8 > size) damaged('it ends inside its header')
  const header = await readBytes(file, 8, headerBytes)
  let entries: Record<string, unknown>
  try {
    entries = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header)))
  } catch (error) {
    return damaged('its header is not a JSON object', error)
  }
  const stored: StoredTensor[] = []
  for (const [name, entry] of Object.entries(entries)) {
    if (name === '__metadata__') continue
    const parsed = entrySchema.safeParse(entry)
    if (!parsed.success) return damaged(`tensor ${name}: ${z.prettifyError(parsed.error)}`)
    const { dtype, shape, data_offsets: offsets } = parsed.data
    if (!isStoredDType(dtype)) {
      throw new ModelError(
        `${path}: tensor ${name} is stored as ${dtype}; only F32, F16 and BF16 are read`,
        {
          hint: 'the model is quantised or in a newer format: use its unquantised checkpoint, in float32, float16 or bfloat16',
        },
      )
    }
    const length = offsets[1] - offsets[0]
    if (length !== sizeOf(shape) * bytesPerElement[dtype])
      damaged(`tensor ${name} has ${length} bytes for shape [${shape.join(', ')}]`)
    if (8 + headerBytes + offsets[1] > size) damaged(`it ends inside tensor ${name}`)
    stored.push({ name, dtype, shape, begin: 8 + headerBytes + offsets[0] })
  }
  // As in the reference implementation: whoever moves one tensor over another would otherwise not
  // be noticed.
  let place = 8 + headerBytes
  for (const { name, dtype, shape, begin } of stored.toSorted(
    (a, b) => a.begin - b.begin || sizeOf(a.shape) - sizeOf(b.shape),
  )) {
    if (begin !== place)
      damaged(
        begin < place ? `its tensors overlap at ${name}` : `there is a hole before tensor ${name}`,
      )
    place += sizeOf(shape) * bytesPerElement[dtype]
  }
  if (place !== size) damaged('more bytes follow its last tensor')
  return stored
}

const isStoredDType = (dtype: string): dtype is StoredDType => Object.hasOwn(bytesPerElement, dtype)

/**
 * Half-precision numbers are read into the second half of the memory that their float32 values
 * take, and widened there.
 */
async function readElements(
  file: FileHandle,
  { dtype, shape, begin }: StoredTensor,
): Promise<Float32Array> {
  const values = new Float32Array(sizeOf(shape))
  if (dtype === 'F32') await fill(file, begin, new Uint8Array(values.buffer))
  else {
    const bits = new Uint16Array(values.buffer, 2 * values.length)
    await fill(file, begin, new Uint8Array(values.buffer, 2 * values.length))
    const widen = dtype === 'F16' ? widenFloat16 : widenBfloat16
    widen(bits, values)
  }
  return values
}

async function readBytes(
  file: FileHandle,
  begin: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  await fill(file, begin, bytes)
  return bytes
}

/**
 * Fills `bytes` from the file. @throws ModelError when it has become shorter since its size was
 * read
 */
async function fill(file: FileHandle, begin: number, bytes: Uint8Array): Promise<void> {
  for (let place = 0; place < bytes.length;) {
    const { bytesRead } = await file.read(
      bytes,
      place,
      Math.min(READ_BYTES, bytes.length - place),
      begin + place,
    )
    if (bytesRead === 0) throw new ModelError('a safetensors file was cut short while it was read')
    place += bytesRead
  }
}

/** Returns the file's bytes; tensors are sorted by name, so equal tensors give equal files. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, FloatTensor>>,
  dtype: StoredDType,
): Uint8Array {
  const names = Object.keys(tensors).toSorted()
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  let offset = 0
  for (const name of names) {
    const size = tensors[name]!.data.length * bytesPerElement[dtype]
    header[name] = { dtype, shape: tensors[name]!.shape, data_offsets: [offset, offset + size] }
    offset += size
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  // Padded with spaces so that the data is aligned
  const headerBytes = Math.ceil(json.length / 8) * 8
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

function encodeElements(values: Float32Array, dtype: StoredDType): Uint8Array {
  const encoded =
    dtype === 'F32'
      ? values
      : dtype === 'F16'
        ? float32ToFloat16(values)
        : float32ToBfloat16(values)
  return new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength)
}
