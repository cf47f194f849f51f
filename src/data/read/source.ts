/** Where records come from: files, standard input, bytes at hand; packed or not. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Decompress } from 'fzstd'
import { DataError } from '../../core/index.ts'

/** Bytes with a name for messages, where they do not come from a file. */
export interface NamedBytes {
  name: string
  chunks: AsyncIterable<Uint8Array>
}

/** A path, `-` for standard input, or bytes at hand. */
export type RecordSource = string | NamedBytes

/** The name of a source in messages. */
export function sourceName(source: RecordSource): string {
  if (typeof source !== 'string') return source.name
  return source === '-' ? '<stdin>' : source
}

/** Returns the bytes of a source. They throw a `DataError` where the file cannot be read. */
export function openSource(source: RecordSource): NamedBytes {
  const name = sourceName(source)
  if (typeof source !== 'string') return { name, chunks: readable(name, source.chunks) }
  const stream =
    source === '-' ? process.stdin : createReadStream(source, { highWaterMark: 1 << 18 })
  return { name, chunks: readable(name, stream) }
}

/**
 * Returns the first `size` bytes, or all where there are fewer, and a stream that begins with them.
 * Fewer are returned too once `isEnough`: a program at the other end may wait before it writes
 * more.
 */
export async function peek(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  isEnough: (head: Buffer) => boolean = () => false,
): Promise<{ head: Buffer; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let length = 0
  while (length < size) {
    const { value, done } = await iterator.next()
    if (done) break
    first.push(bufferOf(value))
    length += value.length
    if (length < size && isEnough(Buffer.concat(first))) break
  }
  async function* all(): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* first
      for (;;) {
        const { value, done } = await iterator.next()
        if (done) return
        yield value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Buffer.concat(first).subarray(0, size), all: all() }
}

export const bufferOf = (chunk: Uint8Array): Buffer =>
  Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)

async function* readable(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* chunks
  } catch (error) {
    throw unreadable(name, error)
  }
}

function unreadable(name: string, cause: unknown): DataError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'EISDIR')
    return new DataError(`cannot read ${name}: it is a directory`, {
      cause,
      hint: 'Name the file inside it that holds the records.',
    })
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
  }
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return new DataError(`cannot read ${name}: ${reason}`, {
    cause,
    hint: 'Name a file that exists, or - for standard input.',
  })
}

/** Unpacked bytes up to which no ratio is suspicious. */
const SMALL = 1 << 28
/**
 * Records of text shrink to a third or a tenth; rows that are nearly all the same, to a fiftieth.
 */
const MOST_RATIO = 200

/** What unpacks a stream; both throw errors of their own. */
const unpackers = { gzip: gunzip, Zstandard: unzstd }
export type Packing = keyof typeof unpackers

/**
 * Returns the unpacked bytes. They throw a `DataError` where the file is damaged, cut short, or
 * made to fill memory and time.
 */
export async function* unpack(
  { name, chunks }: NamedBytes,
  packing: Packing,
): AsyncGenerator<Uint8Array, void, void> {
  let packed = 0
  let unpacked = 0
  async function* counted(): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of chunks) {
      packed += chunk.length
      yield chunk
    }
  }
  try {
    for await (const chunk of unpackers[packing](counted())) {
      unpacked += chunk.length
      if (unpacked > SMALL && unpacked > MOST_RATIO * packed)
        throw new DataError(
          `${name}: it unpacks to more than ${MOST_RATIO} times its size, which is too much for records`,
          {
            hint: 'Unpack the file yourself if you trust it.',
          },
        )
      yield chunk
    }
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(
      `${name}: the ${packing} file is damaged or cut short: ${messageOf(error)}`,
      {
        cause: error,
        hint: 'Fetch or create the file again.',
      },
    )
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const stream = createGunzip({ chunkSize: 1 << 16 })
  const done = pipeline(Readable.from(chunks), stream)
  done.catch(() => {}) // the error reaches the reader of the stream
  yield* stream as AsyncIterable<Uint8Array>
  await done
}

/**
 * Bytes given to the decoder at once: each can become 32 000, which are held until they are read.
 */
const ZSTD_PIECE = 1024
/** Larger windows are refused, as the `zstd` program does unless it is told otherwise. */
const ZSTD_WINDOW = 1 << 27

async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const { head, all } = await peek(chunks, 18)
  if (zstdWindow(head) > ZSTD_WINDOW)
    throw new Error(`the Zstandard window is larger than ${ZSTD_WINDOW >> 20} MiB`)
  let ready: Uint8Array[] = []
  const decoder = new Decompress((chunk) => ready.push(chunk))
  for await (const chunk of all) {
    for (let start = 0; start < chunk.length; start += ZSTD_PIECE) {
      decoder.push(chunk.slice(start, start + ZSTD_PIECE))
      yield* ready
      ready = []
    }
  }
  decoder.push(new Uint8Array(0), true)
  yield* ready
}

/**
 * Returns the window that the first frame asks for, in bytes. Source: RFC 8878, section 3.1.1.1.2;
 * a frame of one segment needs its content's size.
 */
function zstdWindow(head: Buffer): number {
  const descriptor = head[4] ?? 0
  if ((descriptor & 0x20) === 0) {
    const window = head[5] ?? 0
    const base = 2 ** (10 + (window >> 3))
    return base + (base / 8) * (window & 7)
  }
  const start = 5 + [0, 1, 2, 4][descriptor & 3]!
  const size = [1, 2, 4, 8][descriptor >> 6]!
  if (head.length < start + size) return 0
  return size === 8 ? Number(head.readBigUInt64LE(start)) : head.readUIntLE(start, size)
}
