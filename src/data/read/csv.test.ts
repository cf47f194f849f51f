import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvSeparator, readCsv } from './csv.ts'
import { maxRecordBytes } from './split-lines.ts'

async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function rows(text: string, separator = ',', size = 4): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const row of readCsv(chunked(text, size), separator))
    found.push('value' in row ? row.value : [row.line, row.fault])
  return found
}

describe('readCsv', () => {
  it('reads back what a writer quotes, whatever is in it', async () => {
    const field = fc.string().map((text) => text.replaceAll('\r', ''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field)),
        fc.constantFrom(',', '\t', ';'),
        fc.integer({ min: 1, max: 9 }),
        async (table, separator, size) => {
          const quoted = table.map((row) =>
            row.map((each) => `"${each.replaceAll('"', '""')}"`).join(separator),
          )
          const found = await rows([`a${separator}b`, ...quoted].join('\r\n'), separator, size)
          expect(found).toEqual(table.map(([a, b]) => ({ a: a || null, b: b || null })))
        },
      ),
    )
  })

  it.each([
    [
      '\uFEFFa,b\r\n1,2\r\n\r\n,4',
      [
        { a: '1', b: '2' },
        { a: null, b: '4' },
      ],
    ],
    ['a,b\n5" pipe,"say ""hi"", please"\n', [{ a: '5" pipe', b: 'say "hi", please' }]],
    [
      'a,b\n1\n1,2,3\n4,5',
      [
        [1, 'the row has 1 fields, the first row names 2 columns'],
        [2, 'the row has 3 fields, the first row names 2 columns'],
        { a: '4', b: '5' },
      ],
    ],
    ['a,b\n1,"2\n3,4', [[1, 'a quote that opens a field is not closed']]],
    ['a,a\n1,2', [[0, 'the row that names the columns: "a" occurs twice']]],
  ])('%j is %j', async (text, expected) => {
    for (const size of [1, 3, 100]) expect(await rows(text, ',', size)).toEqual(expected)
  })

  it('skips a row with a field that is too long, without holding it', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,"')
      const block = Buffer.alloc(1 << 20, 'x')
      for (let sent = 0; sent <= maxRecordBytes; sent += block.length) yield block
      yield Buffer.from('"\n3,4\n')
    }
    const found = []
    for await (const row of readCsv(chunks(), ',')) found.push(row)
    expect(found).toEqual([
      { line: 1, fault: 'the row is longer than 64 MiB and was skipped' },
      { line: 2, value: { a: '3', b: '4' }, ofTable: true },
    ])
  })
})

describe('csvSeparator', () => {
  it.each([
    ['question,answer\n1,2', false, ','],
    ['id\tquestion\tanswer\nx', false, '\t'],
    ['"id";"question"\nx', false, ';'],
    ['Well, this is prose\nand more', false, null],
    ['question,answer', false, null],
    ['Correct Answer,Question\n1,2', true, ','],
    ['only\n1', true, ','],
  ])('%j (named as a table: %s) is %j', (text, isNamed, expected) => {
    expect(csvSeparator(text, isNamed)).toBe(expected)
  })
})
