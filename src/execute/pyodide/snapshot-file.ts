/** A snapshot as one file: the memory, then three addresses and a checksum of all that. */
import { crc32 } from 'node:zlib'
import type { Snapshot } from './interpreter.ts'

const trailerBytes = 16

export function encodeSnapshot({ bytes, run, runWide, scratch }: Snapshot): Buffer {
  const trailer = Buffer.alloc(trailerBytes)
  for (const [index, address] of [run, runWide, scratch].entries())
    trailer.writeUInt32LE(address, 4 * index)
  const file = Buffer.concat([bytes, trailer])
  file.writeUInt32LE(checksum(file), file.length - 4)
  return file
}

const checksum = (file: Buffer): number => crc32(file.subarray(0, -4))

/** @throws RangeError when the file is not as it was written */
export function decodeSnapshot(file: Buffer): Snapshot {
  const end = file.length - trailerBytes
  if (end < 0 || file.readUInt32LE(file.length - 4) !== checksum(file))
    throw new RangeError('the snapshot is damaged')
  const address = (index: number): number => file.readUInt32LE(end + 4 * index)
  return { bytes: file.subarray(0, end), run: address(0), runWide: address(1), scratch: address(2) }
}
