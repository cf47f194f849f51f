/** Cutting bytes into lines without holding one that is too long. */
import { bufferOf } from './source.ts'

/**
 * Longest record that is read; a longer one is reported and skipped without being held in memory.
 */
export const maxRecordBytes = 64 * 1024 * 1024

/**
 * One record as it stands in the file. `line` counts from 1: lines of JSON Lines, blank ones
 * included; elsewhere records.
 */
export interface RawRecord {
  line: number
  bytes: Buffer | 'too long'
  /** Whether the record's end was seen. */
  ended: boolean
}

/** Gathers the bytes of one record across chunks, and forgets them once there are too many. */
export class RecordBytes {
  #parts: Buffer[] = []
  #length = 0

  get isEmpty(): boolean {
    return this.#length === 0
  }

  append(part: Buffer): void {
    this.#length += part.length
    if (this.#length <= maxRecordBytes) this.#parts.push(part)
    else this.#parts = []
  }

  /** Returns what was gathered, and begins anew. */
  take(): Buffer | 'too long' {
    const [first] = this.#parts
    const whole = this.#parts.length === 1 ? first! : Buffer.concat(this.#parts)
    const bytes = this.#length > maxRecordBytes ? ('too long' as const) : whole
    this.#parts = []
    this.#length = 0
    return bytes
  }
}

/** Yields the lines that each chunk completes: one by one, they would take longer to pass on. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawRecord[], void, void> {
  let line = 1
  const record = new RecordBytes()
  for await (const chunk of chunks) {
    const bytes = bufferOf(chunk)
    const lines: RawRecord[] = []
    let start = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      record.append(bytes.subarray(start, end))
      lines.push({ line: line++, bytes: record.take(), ended: true })
      start = end + 1
    }
    record.append(bytes.subarray(start))
    yield lines
  }
  if (!record.isEmpty) yield [{ line, bytes: record.take(), ended: false }]
}
