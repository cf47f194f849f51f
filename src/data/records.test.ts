import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DataError } from '../core/index.ts'
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
  (await all(readRecords(bytesOf(text), rowSchema))).map((entry) => ('error' in entry ? entry.error.message : 'ok'))

describe('readRecords', () => {
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
          expect(entries).toEqual(numbers.map((n, index) => ({ line: 2 * index + 1, value: { n } })))
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
    expect(await faults(Buffer.from([...Buffer.from('{"n":1}\n"'), 0xff, 0x22, 10, ...Buffer.from('{"n":2}')]))).toEqual([
      'ok',
      'rows.jsonl:2: not valid UTF-8',
      'ok',
    ])
    await expect(faults(Buffer.from('\uFEFF{"n":1}', 'utf16le'))).rejects.toThrow('rows.jsonl is UTF-16 text; it must be UTF-8')
    await expect(faults(Buffer.from([0x1f, 0x8b, 8, 0, 0x80]))).rejects.toThrow('the gzip file is damaged or cut short')
  })

  it('says that a broken last line may be cut short', async () => {
    const entries = await all(readRecords(bytesOf('{"n":1}\n{"n":2'), rowSchema))
    expect(entries[1]).toMatchObject({ line: 2, error: { hint: expect.stringMatching(/cut short/) } })
  })

  it('skips a line that is too long without holding it', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      const block = Buffer.alloc(1 << 20, 'x')
      for (let sent = 0; sent <= maxRecordBytes; sent += block.length) yield block
      yield Buffer.from('\n{"n":1}\n')
    }
    const entries = await all(readRecords({ name: 'big', chunks: chunks() }, rowSchema))
    expect(entries).toMatchObject([
      { line: 1, error: { message: 'big:1: longer than 64 MiB; the record was skipped' } },
      { value: { n: 1 } },
    ])
  })

  it('throws when the file cannot be read', async () => {
    await expect(all(readRecords(join(folder, 'missing.jsonl'), rowSchema))).rejects.toThrow(/there is no such file/)
    await expect(all(readRecords(folder, rowSchema))).rejects.toThrow(/it is a directory/)
  })

  it('reads files, empty ones too', async () => {
    writeFileSync(join(folder, 'one.jsonl'), '{"n":1}')
    writeFileSync(join(folder, 'empty.jsonl'), '')
    expect(await all(readRecords(join(folder, 'one.jsonl'), rowSchema))).toEqual([{ line: 1, value: { n: 1 } }])
    expect(await all(readRecords(join(folder, 'empty.jsonl'), rowSchema))).toEqual([])
  })
})

describe('collectRecords', () => {
  it('gives all values or throws the first error', async () => {
    expect(await collectRecords(readRecords(bytesOf('{"n":1}\n{"n":2}'), rowSchema))).toEqual([{ n: 1 }, { n: 2 }])
    await expect(collectRecords(readRecords(bytesOf('{"n":1}\n{"n":'), rowSchema))).rejects.toThrow(DataError)
  })
})
