/** The worker's end of the frames: requests from standard input, replies to standard output. Blocks: a worker has nothing else to do. */
import { readSync, writeSync } from 'node:fs'
import { encodeFrame } from './frames.ts'

/** Tells the parent that requests may come, then answers each with what `answer` makes of it, until the input ends or `isEnough`. */
export function serveFrames(answer: (request: string) => string, isEnough: () => boolean = () => false): void {
  writeAll(encodeFrame('{"ready":true}'))
  for (let request = readFrame(); request !== null; request = readFrame()) {
    writeAll(encodeFrame(answer(request)))
    if (isEnough()) return
  }
}

/** Writes all of it to standard output. */
export function writeAll(bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at)
}

/** Reads the next frame; `null` at the end. */
function readFrame(): string | null {
  const head = readExactly(4)
  return head && (readExactly(head.readUInt32LE(0))?.toString('utf8') ?? null)
}

function readExactly(length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length;) {
    const read = readSync(0, bytes, at, length - at, null)
    if (read === 0) return null
    at += read
  }
  return bytes
}
