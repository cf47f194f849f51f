/** A snapshot as one file: the memory, then two addresses and a checksum of all that. */
import { crc32 } from 'node:zlib'
import type { Snapshot } from './interpreter.ts'

const trailerBytes = 12

export function encodeSnapshot({ bytes, run, scratch }: Snapshot): Buffer {
  const file = Buffer.concat([bytes, Buffer.alloc(trailerBytes)])
  file.writeUInt32LE(run, bytes.length)
  file.writeUInt32LE(scratch, bytes.length + 4)
  file.writeUInt32LE(checksum(file), bytes.length + 8)
  return file
}

const checksum = (file: Buffer): number => crc32(file.subarray(0, -4))

/** @throws RangeError when the file is not as it was written */
export function decodeSnapshot(file: Buffer): Snapshot {
  const end = file.length - trailerBytes
  if (end < 0 || file.readUInt32LE(end + 8) !== checksum(file)) throw new RangeError('the snapshot is damaged')
  return { bytes: file.subarray(0, end), run: file.readUInt32LE(end), scratch: file.readUInt32LE(end + 4) }
}
