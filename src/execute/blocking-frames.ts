/** The worker's end of the frames. It blocks: a worker has nothing else to do. */
import { readSync, writeSync } from 'node:fs'
import {
  decodeHead,
  encodeFrame,
  headBytes,
  replyDescriptor,
  requestDescriptor,
  type Frame,
} from './frames.ts'

/**
 * Returns the reply to a request. Calls `begin` where it starts to work on it, so that nothing
 * before that counts as the program's time.
 */
export type Answer = (request: string, begin: () => void) => string

/**
 * Tells the parent that requests may come. Then answers each, until they end. Where `isEnough`, it
 * asks to be replaced: the parent ends this process, since one that ends by itself while V8 still
 * compiles may wait for ever (nodejs/node#54918).
 */
export function serveFrames(answer: Answer, isEnough: () => boolean = () => false): void {
  writeAll(replyDescriptor, encodeFrame({ number: 0, text: '{"ready":true}' }))
  for (let request = readFrame(); request !== null; request = readFrame()) {
    const { number } = request
    const begin = (): void => writeAll(replyDescriptor, encodeFrame({ number, text: '' }))
    writeAll(replyDescriptor, encodeFrame({ number, text: answer(request.text, begin) }))
    if (isEnough()) return retire()
  }
}

/** Asks to be replaced, and answers nothing more. */
function retire(): void {
  writeAll(replyDescriptor, encodeFrame({ number: 0, text: '{"retired":true}' }))
  while (readFrame() !== null);
}

/** Writes all of it. */
export function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
}

/** Reads the next request; `null` at the end. */
function readFrame(): Frame | null {
  const head = readExactly(headBytes)
  if (head === null) return null
  const { length, number } = decodeHead(head)
  const text = readExactly(length)
  return text && { number, text: text.toString('utf8') }
}

function readExactly(length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length;) {
    const read = readSync(requestDescriptor, bytes, at, length - at, null)
    if (read === 0) return null
    at += read
  }
  return bytes
}
