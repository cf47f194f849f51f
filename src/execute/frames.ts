/**
 * How a pool and its worker processes talk. A frame is a length of four bytes, the number of the
 * request it is or answers (four bytes), then so many bytes of UTF-8 text. Both are little-endian.
 * A worker's first frame has number 0: it says that requests may come. A frame without text says
 * that the request's program begins; its time runs from there. The next frame of that number is the
 * outcome. A second frame of number 0 says that the worker wants to be replaced.
 */

/**
 * The descriptors of a worker's requests and replies. They are not those of standard input and
 * output: what runs in a worker may know ways to these, of its own or of its runtime's.
 */
export const requestDescriptor = 3
export const replyDescriptor = 4

/** A longer frame is a broken or hostile worker. */
const maxFrameBytes = 2 ** 24
export const headBytes = 8

export interface Frame {
  /** From 1 for requests; an unsigned integer of 32 bits. */
  number: number
  text: string
}

/** Returns the bytes of one frame. */
export function encodeFrame({ number, text }: Frame): Buffer {
  const length = Buffer.byteLength(text)
  const frame = Buffer.allocUnsafe(headBytes + length)
  frame.writeUInt32LE(length, 0)
  frame.writeUInt32LE(number, 4)
  frame.write(text, headBytes)
  return frame
}

/** What the first bytes of a frame say: its number, and how many bytes of text follow. */
export function decodeHead(head: Buffer): { length: number; number: number } {
  return { length: head.readUInt32LE(0), number: head.readUInt32LE(4) }
}

/**
 * Returns a function that takes bytes as they come, and hands each whole frame to `take`. It throws
 * on a frame that is too long.
 */
export function createFrameReader(take: (frame: Frame) => void): (bytes: Buffer) => void {
  let pieces: Buffer[] = []
  let held = 0
  let needed = headBytes
  return (bytes) => {
    pieces.push(bytes)
    held += bytes.length
    if (held < needed) return
    let rest = pieces.length === 1 ? bytes : Buffer.concat(pieces, held)
    for (;;) {
      needed = headBytes
      if (rest.length < needed) break
      const { length, number } = decodeHead(rest)
      if (length > maxFrameBytes) throw new RangeError(`a frame of ${length} bytes`)
      needed = headBytes + length
      if (rest.length < needed) break
      take({ number, text: rest.toString('utf8', headBytes, needed) })
      rest = rest.subarray(needed)
    }
    pieces = [rest]
    held = rest.length
  }
}
