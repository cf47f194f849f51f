/** A snapshot as one file: the memory, then two addresses and a mark that says the file is whole. */
import type { Snapshot } from './interpreter.ts'

const trailerBytes = 12
const mark = 0x52_43_4b_31

export function encodeSnapshot({ bytes, run, scratch }: Snapshot): Buffer {
  const trailer = Buffer.alloc(trailerBytes)
  for (const [index, value] of [run, scratch, mark].entries()) trailer.writeUInt32LE(value, 4 * index)
  return Buffer.concat([bytes, trailer])
}

/** @throws RangeError when the file is not whole */
export function decodeSnapshot(file: Buffer): Snapshot {
  const end = file.length - trailerBytes
  if (end < 0 || file.readUInt32LE(end + 8) !== mark) throw new RangeError('the snapshot is not whole')
  return { bytes: file.subarray(0, end), run: file.readUInt32LE(end), scratch: file.readUInt32LE(end + 4) }
}
