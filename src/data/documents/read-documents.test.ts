import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, DataError } from '../../core/index.ts'
import type { RecordSource } from '../read/source.ts'
import { readDocuments } from './read-documents.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reckoner-documents-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

/** Documents as they are; of all else the reason. */
async function read(source: RecordSource, told: string[] = []): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const entry of readDocuments(source, (sentence) => told.push(sentence)))
    found.push('document' in entry ? entry.document : entry.dropped)
  return found
}

const lines = (...rows: unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('records', () => {
  it('have their text in one of four fields, and get an id where they have none', async () => {
    const path = put(
      'pile.jsonl',
      lines(
        { text: 'One.', meta: { pile_set_name: 'HackerNews' } },
        { id: 7, content: 'Two.', source: 'web' },
        { id: 'c', document: 'Three.', meta: 'none' },
        { raw_content: 'Four.', meta: { redpajama_set_name: 'C4', n: 1 } },
      ),
    )
    const expected = [
      {
        id: 'pile-0',
        text: 'One.',
        source: 'HackerNews',
        meta: { pile_set_name: 'HackerNews' },
      },
      { id: '7', text: 'Two.', source: 'web' },
      { id: 'c', text: 'Three.' },
      { id: 'pile-3', text: 'Four.', source: 'C4', meta: { redpajama_set_name: 'C4', n: 1 } },
    ]
    expect(await read(path)).toEqual(expected)
    const packed = put('packed/pile.jsonl.gz', gzipSync(lines({ text: 'One.' }, { text: 'Two.' })))
    expect(await read(packed)).toEqual([
      { id: 'pile-0', text: 'One.' },
      { id: 'pile-1', text: 'Two.' },
    ])
  })

  it('may stand in a table or a list', async () => {
    const table = put('t.csv', 'id,text\r\na,"One,\r\ntwo."\r\nb,\r\n')
    expect(await read(table)).toEqual([{ id: 'a', text: 'One,\ntwo.' }, 'empty'])
    const list = put('l.json', '[{"text": "One."}, {"text": "Two."}]')
    expect(await read(list)).toMatchObject([{ text: 'One.' }, { text: 'Two.' }])
  })

  it('that hold no document are told, each with its reason', async () => {
    const long = 'x'.repeat(16 * 1024 * 1024 + 1)
    const path = put(
      'bad.jsonl',
      `${lines(
        { text: '' },
        { text: ' \n\t' },
        { text: null },
        { title: 'no text' },
        'a text',
        { text: 'half \ud800 of it' },
        { text: 'a\0b' },
        { text: long },
        { text: 12 },
      )}{"text": "cut sho\n{"text": "\ufeffgood\\r\\nlines\\r"}\n`,
    )
    expect(await read(path)).toEqual([
      'empty',
      'empty',
      'empty',
      'unreadable',
      'unreadable',
      'notText',
      'notText',
      'tooLarge',
      'unreadable',
      'unreadable',
      { id: 'bad-10', text: 'good\nlines\n' },
    ])
  })

  it('are the same however their bytes arrive', async () => {
    const bytes = Buffer.from(
      `\ufeff${lines({ text: 'Ünïcödé 😀' }, { text: '' }, { id: 'a', text: 'Zwei\r\nZeilen' })}`,
    )
    const whole = await read({ name: 'x.jsonl', chunks: Readable.from([bytes]) })
    expect(whole).toHaveLength(3)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        const chunks: Buffer[] = []
        for (let start = 0; start < bytes.length; start += size)
          chunks.push(bytes.subarray(start, start + size))
        expect(await read({ name: 'x.jsonl', chunks: Readable.from(chunks) })).toEqual(whole)
      }),
      { numRuns: 20 },
    )
  })
})

describe('text files', () => {
  it('are one document each, as they are or packed', async () => {
    const text = '\ufeffFirst line.\r\nSecond line.\r\n'
    const expected = { text: 'First line.\nSecond line.\n' }
    expect(await read(put('a.txt', text))).toEqual([{ id: 'a.txt', ...expected }])
    expect(await read(put('b.MD.gz', gzipSync(text)))).toEqual([{ id: 'b.MD.gz', ...expected }])
  })

  it('of 10 MB are read; those of more than 16 MiB are left out, also packed', async () => {
    const [ten] = await read(put('ten.txt', 'word '.repeat(2_000_000)))
    expect((ten as { text: string }).text).toHaveLength(10_000_000)
    const large = Buffer.alloc(17 * 1024 * 1024, 'word ')
    expect(await read(put('large.txt', large))).toEqual(['tooLarge'])
    expect(await read(put('large.txt.gz', gzipSync(large)))).toEqual(['tooLarge'])
  })

  it('that are no UTF-8 text are left out', async () => {
    const latin1 = Buffer.from('caf\xe9', 'latin1')
    expect(await read(put('latin1.txt', latin1))).toEqual(['notText'])
    const binary = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2])
    expect(await read(put('binary.txt', binary))).toEqual(['notText'])
    const utf16 = Buffer.from('\ufeffHello', 'utf16le')
    expect(await read(put('utf16.txt', utf16))).toEqual(['notText'])
  })
})

describe('folders', () => {
  it('give their text files in the order of the paths, and say what they leave alone', async () => {
    put('c/b.txt', 'B')
    put('c/a/z.md', 'Z')
    put('c/a.txt.gz', gzipSync('A'))
    put('c/empty.txt', '')
    put('c/broken.txt.gz', gzipSync('A long enough text').subarray(0, 20))
    put('c/picture.png', 'x')
    symlinkSync('..', join(folder, 'c', 'a', 'up'))
    const told: string[] = []
    expect(await read(join(folder, 'c'), told)).toEqual([
      { id: 'a.txt.gz', text: 'A' },
      { id: 'a/z.md', text: 'Z' },
      { id: 'b.txt', text: 'B' },
      'unreadable',
      'empty',
    ])
    expect(told.map((sentence) => sentence.replace(/^.*: (?=\d)/, ''))).toEqual([
      '1 link to a folder was not followed',
      '1 file was left alone: neither .txt nor .md',
    ])
  })

  it('without a text file are refused, and so is what is not there', async () => {
    mkdirSync(join(folder, 'empty'))
    await expect(read(join(folder, 'empty'))).rejects.toThrow('holds no text file')
    put('shards/00.jsonl', '{}')
    await expect(read(join(folder, 'shards'))).rejects.toMatchObject({
      hint: 'It holds 1 other file: name one if it is a file of records.',
    })
    await expect(read(join(folder, 'nowhere.txt'))).rejects.toBeInstanceOf(ConfigError)
    await expect(read(put('data.bin', Buffer.alloc(100)))).rejects.toBeInstanceOf(DataError)
  })
})
