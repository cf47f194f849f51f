import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { DataError } from '../../core/index.ts'
import { readParquet } from './parquet.ts'

const golden = join(import.meta.dirname, '../../../tests/golden/parquet')
const folder = mkdtempSync(join(tmpdir(), 'parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function rowsOf(path: string): Promise<{ line: number; value: unknown }[]> {
  const rows = []
  for await (const row of readParquet(path)) rows.push(row)
  return rows
}

const expected = Array.from({ length: 4 }, (_, place) => ({
  line: place + 1,
  value: {
    id: place,
    question: `What is ${place} + 1? ${'It is not hard. '.repeat(20)}`,
    answer: place + 1,
    choices: [String(place), String(place + 1)],
    messages: [
      { role: 'user', content: `${place} + 1?` },
      { role: 'assistant', content: `It is ${place + 1}.` },
    ],
    generation: place === 3 ? null : `#### ${place + 1}`,
    share: place % 2 === 0 ? 0.5 : null,
    large: String(2n ** 60n + BigInt(place)),
    isEasy: place < 2,
  },
}))

describe('readParquet', () => {
  it.each(readdirSync(golden))('reads %s, which pyarrow wrote', async (name) => {
    expect(await rowsOf(join(golden, name))).toEqual(expected)
  })

  it(
    'gives rows or one error for a file in which bytes were changed',
    { timeout: 120_000 },
    async () => {
      const names = [
        'none-1.0.parquet',
        'none-2.0.parquet',
        'snappy-1.0.parquet',
        'zstd-2.0.parquet',
        'delta.parquet',
      ]
      const changes = fc.array(
        fc.tuple(
          fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          fc.integer({ min: 0, max: 255 }),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...names), changes, async (name, changed) => {
          const bytes = readFileSync(join(golden, name))
          for (const [place, byte] of changed) bytes[Math.floor(place * bytes.length)] = byte
          writeFileSync(join(folder, 'changed.parquet'), bytes)
          try {
            await rowsOf(join(folder, 'changed.parquet'))
          } catch (error) {
            expect(error).toBeInstanceOf(DataError)
          }
        }),
        { numRuns: 400 },
      )
    },
  )

  it('refuses a run that is longer than its page says', async () => {
    const bytes = readFileSync(join(golden, 'none-1.0.parquet'))
    // Definition levels of `share`, 3 values: length 2, then a run. The run becomes one of 2^28
    // values.
    const place = bytes.indexOf(Buffer.from([2, 0, 0, 0, 3]))
    expect(place).toBeGreaterThan(0)
    const levels = Buffer.from([6, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0x01, 1])
    bytes.set(levels, place)
    writeFileSync(join(folder, 'run.parquet'), bytes)
    await expect(rowsOf(join(folder, 'run.parquet'))).rejects.toThrow(
      'the file is damaged: a run is longer than its page',
    )
  })

  it('says that a file is cut short', async () => {
    writeFileSync(
      join(folder, 'cut.parquet'),
      readFileSync(join(golden, 'snappy-1.0.parquet')).subarray(0, 3000),
    )
    await expect(rowsOf(join(folder, 'cut.parquet'))).rejects.toThrow(
      /cut\.parquet: the Parquet file cannot be read: /,
    )
  })
})
