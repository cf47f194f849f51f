import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitJson } from './split-json.ts'

async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function split(text: string, kind: 'array' | 'values', size = 5): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const each of splitJson(chunked(text, size), kind)) {
    if ('fault' in each) found.push([each.line, each.fault])
    else found.push(each.bytes.toString().trim())
  }
  return found
}

describe('splitJson', () => {
  it('finds the elements of any array, however it is indented and cut', async () => {
    const value = fc.jsonValue({ noUnicodeString: false })
    await fc.assert(
      fc.asyncProperty(
        fc.array(value),
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 9 }),
        async (values, indent, size) => {
          const found = await split(JSON.stringify(values, null, indent), 'array', size)
          expect(found.map((each) => JSON.parse(String(each)))).toEqual(
            values.map((each) => JSON.parse(JSON.stringify(each))),
          )
        },
      ),
    )
  })

  it('finds objects that stand one after another, over lines, with commas or without', async () => {
    expect(await split('{\n "a": "}{"\n}\n{"b": [1,\n2]},\n{"c": {}}{}', 'values')).toEqual([
      '{\n "a": "}{"\n}',
      '{"b": [1,\n2]}',
      '{"c": {}}',
      '{}',
    ])
  })

  it.each([
    ['[]', []],
    [' [ ] \n', []],
    ['[1, [2, "]"], 3]', ['1', '[2, "]"]', '3']],
    ['["\\"", "\\\\"]', [String.raw`"\""`, String.raw`"\\"`]],
    [
      '[{"a":1},,{"b":2}]',
      ['{"a":1}', [2, 'there is nothing between two commas of the list'], '{"b":2}'],
    ],
    ['[{"a":1}] [{"b":2}] x', ['{"a":1}', [2, 'there is more text after the end of the list']]],
    [
      '[{"a":1}, {"b"',
      ['{"a":1}', '{"b"', [3, 'the list does not end: the file may have been cut short']],
    ],
    ['[{"a":1}', ['{"a":1}', [2, 'the list does not end: the file may have been cut short']]],
    ['[{"a":1},\n', ['{"a":1}', [2, 'the list does not end: the file may have been cut short']]],
  ])('%j is %j', async (text, expected) => {
    for (const size of [1, 2, 100]) expect(await split(text, 'array', size)).toEqual(expected)
  })
})
