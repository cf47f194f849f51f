import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { collectRecords, readRecords, type RecordEntry } from './records.ts'
import type { NamedBytes } from './source.ts'
import { maxRecordBytes } from './split-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'jsonl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const rowSchema = z.object({ n: z.number() })

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const bytesOf = (text: string | Uint8Array, chunkSize = 7): NamedBytes => ({
  name: 'rows.jsonl',
  chunks: chunked(typeof text === 'string' ? Buffer.from(text) : text, chunkSize),
})

async function all<T>(lines: AsyncIterable<RecordEntry<T>>): Promise<RecordEntry<T>[]> {
  const entries: RecordEntry<T>[] = []
  for await (const entry of lines) entries.push(entry)
  return entries
}

const faults = async (text: string | Uint8Array): Promise<string[]> =>
  (await all(readRecords(bytesOf(text), rowSchema))).map((entry) =>
    'error' in entry ? entry.error.message : 'ok',
  )

describe('readRecords', () => {
  it('gives a record as soon as its line has come', async () => {
    let isRead = false
    async function* lively(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"n": 1}\n{"n"')
      expect(isRead).toBe(true)
      yield Buffer.from(': 2}\n')
    }
    const read: number[] = []
    for await (const entry of readRecords({ name: 'pipe', chunks: lively() }, rowSchema)) {
      if ('value' in entry) read.push(entry.value.n)
      isRead = true
    }
    expect(read).toEqual([1, 2])
  })

  it('reads records whatever the chunks, line ends, blank lines and last newline', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer()),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.boolean(),
        async (numbers, size, crlf, open) => {
          const end = crlf ? '\r\n' : '\n'
          const text = `\uFEFF${numbers.map((n) => JSON.stringify({ n })).join(`${end}${end}`)}${open ? '' : end}`
          const entries = await all(readRecords(bytesOf(text, size), rowSchema))
          expect(entries).toEqual(
            numbers.map((n, index) => ({ line: 2 * index + 1, value: { n } })),
          )
        },
      ),
    )
  })

  it('names file and line of every fault and goes on', async () => {
    const messages = await faults('{"n":1}\n{"n":\n[]\n{"n":"2"}\nnull\n{"n":3}\n')
    expect(messages[0]).toBe('ok')
    expect(messages[1]).toMatch(/^rows\.jsonl:2: not valid JSON: /)
    expect(messages[2]).toBe('rows.jsonl:3: expected an object with fields, found an empty list')
    expect(messages[3]).toBe('rows.jsonl:4: "n" must be a number, found the text "2"')
    expect(messages[4]).toMatch(/^rows\.jsonl:5: /)
    expect(messages[5]).toBe('ok')
  })

  it('reports bytes that are not UTF-8, and whole files in another encoding', async () => {
    expect(
      await faults(
        Buffer.from([...Buffer.from('{"n":1}\n"'), 0xff, 0x22, 10, ...Buffer.from('{"n":2}')]),
      ),
    ).toEqual(['ok', 'rows.jsonl:2: not valid UTF-8', 'ok'])
    await expect(faults(Buffer.from('\uFEFF{"n":1}', 'utf16le'))).rejects.toThrow(
      'rows.jsonl is UTF-16 text; it must be UTF-8',
    )
    await expect(faults(Buffer.from([0x1f, 0x8b, 8, 0, 0x80]))).rejects.toThrow(
      'the gzip file is damaged or cut short',
    )
  })

  it('says that a broken last line may be cut short', async () => {
    const entries = await all(readRecords(bytesOf('{"n":1}\n{"n":2'), rowSchema))
    expect(entries[1]).toMatchObject({
      line: 2,
      error: { hint: expect.stringMatching(/cut short/) },
    })
  })

  it('skips a line that is too long without holding it', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      const block = Buffer.alloc(1 << 20, 'x')
      yield Buffer.from('{"n":')
      for (let sent = 0; sent <= maxRecordBytes; sent += block.length) yield block
      yield Buffer.from('\n{"n":1}\n')
    }
    const entries = await all(readRecords({ name: 'big', chunks: chunks() }, rowSchema))
    expect(entries).toMatchObject([
      { line: 1, error: { message: 'big:1: the record is longer than 64 MiB and was skipped' } },
      { value: { n: 1 } },
    ])
  })

  it('throws when the file cannot be read', async () => {
    await expect(all(readRecords(join(folder, 'missing.jsonl'), rowSchema))).rejects.toThrow(
      /there is no such file/,
    )
    await expect(all(readRecords(folder, rowSchema))).rejects.toThrow(/it is a directory/)
  })

  it('reads files, empty ones too', async () => {
    writeFileSync(join(folder, 'one.jsonl'), '{"n":1}')
    writeFileSync(join(folder, 'empty.jsonl'), '')
    expect(await all(readRecords(join(folder, 'one.jsonl'), rowSchema))).toEqual([
      { line: 1, value: { n: 1 } },
    ])
    expect(await all(readRecords(join(folder, 'empty.jsonl'), rowSchema))).toEqual([])
  })
})

/**
 * A Zstandard frame of blocks: raw ones, or of one byte repeated. Source: RFC 8878, section 3.1.1.
 */
function zstd(
  blocks: readonly (Buffer | { byte: number; times: number })[],
  windowByte = 0x50,
): Buffer {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, windowByte])]
  for (const [place, block] of blocks.entries()) {
    const isLast = place === blocks.length - 1 ? 1 : 0
    const [size, type, content] = Buffer.isBuffer(block)
      ? [block.length, 0, block]
      : [block.times, 1, Buffer.from([block.byte])]
    const header = Buffer.alloc(3)
    header.writeUIntLE((size << 3) | (type << 1) | isLast, 0, 3)
    parts.push(header, Buffer.from(content))
  }
  return Buffer.concat(parts)
}

describe('files of every kind', () => {
  const rows = [{ n: 1 }, { n: 2 }, { n: 3 }]
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const entries = rows.map((value, place) => ({ line: place + 1, value }))
  const anyNumber = z.object({ n: z.coerce.number() })

  it.each<[string, string | Buffer]>([
    ['JSON Lines', lines],
    ['an array on one line', JSON.stringify(rows)],
    ['a pretty-printed array', JSON.stringify(rows, null, 2)],
    ['objects over several lines', rows.map((row) => JSON.stringify(row, null, 2)).join('\n')],
    ['CSV', 'n,m\n1,a\n2,b\n3,c\n'],
    ['TSV', 'n\tm\n1\ta\n2\tb\n3\tc\n'],
    ['gzip', gzipSync(lines)],
    [
      'two gzip files in one',
      Buffer.concat([gzipSync(lines.slice(0, 8)), gzipSync(lines.slice(8))]),
    ],
    ['an array in gzip in gzip', gzipSync(gzipSync(JSON.stringify(rows)))],
    ['Zstandard', zstd([Buffer.from(lines)])],
  ])('%s', async (_, text) => {
    const read = await all(readRecords(bytesOf(text), anyNumber))
    expect(
      read.map((entry) => ({ line: entry.line, value: 'value' in entry && entry.value })),
    ).toEqual(entries)
  })

  it('reads Parquet from a file, and says so where it comes from a stream', async () => {
    const path = join(import.meta.dirname, '../../../tests/golden/parquet/zstd-1.0.parquet')
    const read = await all(readRecords(path, z.object({ answer: z.number() })))
    expect(read).toEqual(
      [1, 2, 3, 4].map((answer, place) => ({ line: place + 1, value: { answer } })),
    )
    await expect(faults(readFileSync(path))).rejects.toThrow(
      'rows.jsonl: Parquet can be read from a file, but not from a stream',
    )
  })

  it('counts bad elements of an array as rows, and goes on', async () => {
    expect(await faults('[{"n":1}, {"n":"2"}, {n:3}, {"n":4}]')).toEqual([
      'ok',
      'rows.jsonl:2: "n" must be a number, found the text "2"',
      expect.stringMatching(/^rows\.jsonl:3: not valid JSON: /),
      'ok',
    ])
  })

  it('says of a wrong file in one sentence what it is', async () => {
    const page = `<!DOCTYPE html>\n${'<p>line</p>\n'.repeat(5000)}`
    await expect(faults(page)).rejects.toThrow(/^rows\.jsonl is a web page$/)
    await expect(faults(Buffer.from(`PK\x03\x04${'\n'.repeat(5000)}`))).rejects.toThrow(
      /^rows\.jsonl is a ZIP archive/,
    )
  })

  it('says that a packed file is cut short', async () => {
    const bytes = gzipSync(
      Buffer.from(Array.from({ length: 5000 }, (_, n) => `{"n":${n}}\n`).join('')),
    )
    await expect(faults(bytes.subarray(0, bytes.length / 2))).rejects.toThrow(
      'the gzip file is damaged or cut short',
    )
    await expect(faults(zstd([Buffer.from(lines)]).subarray(0, 20))).rejects.toThrow(
      'the Zstandard file is damaged or cut short',
    )
  })

  it('stops at what unpacks to a thousand times its size, and holds none of it', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('{"n":'), Buffer.alloc(300 * 2 ** 20, '1')]))
    await expect(faults(bomb)).rejects.toThrow('it unpacks to more than 200 times its size')
    const blocks = Array.from({ length: 3000 }, () => ({ byte: 0x20, times: 2 ** 17 }))
    await expect(faults(zstd([Buffer.from('{'), ...blocks]))).rejects.toThrow(
      'it unpacks to more than 200 times its size',
    )
    await expect(faults(zstd([Buffer.from(lines)], 0xf8))).rejects.toThrow(
      'the Zstandard window is larger than 128 MiB',
    )
  })
})

describe('collectRecords', () => {
  it('gives all values or throws the first error', async () => {
    expect(await collectRecords(readRecords(bytesOf('{"n":1}\n{"n":2}'), rowSchema))).toEqual([
      { n: 1 },
      { n: 2 },
    ])
    await expect(collectRecords(readRecords(bytesOf('{"n":1}\n{"n":'), rowSchema))).rejects.toThrow(
      DataError,
    )
  })
})
