/** How a pool and its worker processes talk: a length of four bytes (little-endian), then so many bytes of UTF-8 text. */

/** A longer frame is a broken or hostile worker. */
const maxFrameBytes = 2 ** 24

/** Returns `text` as one frame. */
export function encodeFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const frame = Buffer.allocUnsafe(4 + length)
  frame.writeUInt32LE(length, 0)
  frame.write(text, 4)
  return frame
}

/** Returns a function that takes bytes as they come, and hands each whole frame to `take`. It throws on a frame that is too long. */
export function createFrameReader(take: (text: string) => void): (bytes: Buffer) => void {
  let pieces: Buffer[] = []
  let held = 0
  let needed = 4
  return (bytes) => {
    pieces.push(bytes)
    held += bytes.length
    if (held < needed) return
    let rest = pieces.length === 1 ? bytes : Buffer.concat(pieces, held)
    for (;;) {
      needed = 4
      if (rest.length < needed) break
      const length = rest.readUInt32LE(0)
      if (length > maxFrameBytes) throw new RangeError(`a frame of ${length} bytes`)
      needed = 4 + length
      if (rest.length < needed) break
      take(rest.toString('utf8', 4, needed))
      rest = rest.subarray(needed)
    }
    pieces = [rest]
    held = rest.length
  }
}
