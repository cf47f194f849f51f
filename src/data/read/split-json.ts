/** Cutting a JSON array, or JSON objects that span lines, into elements while the bytes arrive. */
import { RecordBytes, type RawRecord } from './split-lines.ts'
import { bufferOf } from './source.ts'

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 9 && byte <= 13)

/** What follows the last record where nothing should. */
export interface Leftover {
  line: number
  fault: string
}

/**
 * Yields the elements of the array that the bytes hold (`array`), or the values that stand one
 * after another, whatever the line breaks (`values`); `line` is an element's number from 1.
 * Elements are found by brackets and strings alone: a wrong one is for its reader to report, and
 * the next ones are still found.
 */
export async function* splitJson(
  chunks: AsyncIterable<Uint8Array>,
  kind: 'array' | 'values',
): AsyncGenerator<RawRecord | Leftover, void, void> {
  const scan = new Scan(kind)
  for await (const chunk of chunks) yield* scan.take(bufferOf(chunk))
  yield* scan.end()
}

class Scan {
  readonly #kind: 'array' | 'values'
  readonly #record = new RecordBytes()
  #line = 1
  #depth = 0
  #inString = false
  #isEscaped = false
  #isInElement = false
  /** Of an array: not opened yet, opened, closed, followed by something. Values are always open. */
  #state: 'before' | 'inside' | 'after' | 'done'

  constructor(kind: 'array' | 'values') {
    this.#kind = kind
    this.#state = kind === 'array' ? 'before' : 'inside'
  }

  *take(bytes: Buffer): Generator<RawRecord | Leftover, void, void> {
    let start = 0
    for (let place = 0; place < bytes.length; place++) {
      const byte = bytes[place]!
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === backslash) this.#isEscaped = true
        else if (byte === quote) this.#inString = false
      } else if (!this.#isInElement) {
        start = place
        const fault = this.#enter(byte)
        if (fault !== null) yield { line: this.#line, fault }
      } else if (this.#leaves(byte)) {
        const end = this.#kind === 'array' ? place : place + 1
        this.#record.append(bytes.subarray(start, end))
        yield { line: this.#line++, bytes: this.#record.take(), ended: true }
        this.#isInElement = false
        if (byte === closeList && this.#kind === 'array') this.#state = 'after'
      }
    }
    if (this.#isInElement) this.#record.append(bytes.subarray(start))
  }

  *end(): Generator<RawRecord | Leftover, void, void> {
    const isOpen = this.#state === 'inside' && this.#kind === 'array'
    if (this.#isInElement) yield { line: this.#line++, bytes: this.#record.take(), ended: false }
    if (isOpen)
      yield { line: this.#line, fault: 'the list does not end: the file may have been cut short' }
  }

  /**
   * Begins an element with `byte`, or follows what stands between elements; returns what is wrong
   * with it.
   */
  #enter(byte: number): string | null {
    if (isSpace(byte) || this.#state === 'done') return null
    if (this.#state === 'before') {
      if (byte === openList) this.#state = 'inside'
      return null
    }
    if (this.#state === 'after') {
      this.#state = 'done'
      return 'there is more text after the end of the list'
    }
    if (byte === comma)
      return this.#kind === 'array' ? 'there is nothing between two commas of the list' : null
    if (byte === closeList && this.#kind === 'array') {
      this.#state = 'after'
      return null
    }
    this.#follow(byte)
    this.#isInElement = true
    return null
  }

  /** Whether the element ends at `byte`: before it in an array, with it elsewhere. */
  #leaves(byte: number): boolean {
    if (this.#kind === 'array' && this.#depth === 0 && (byte === comma || byte === closeList))
      return true
    const before = this.#depth
    this.#follow(byte)
    return this.#kind === 'values' && before === 1 && this.#depth === 0
  }

  #follow(byte: number): void {
    if (byte === quote) this.#inString = true
    else if (byte === openObject || byte === openList) this.#depth++
    else if (byte === closeObject || byte === closeList) this.#depth = Math.max(0, this.#depth - 1)
  }
}
