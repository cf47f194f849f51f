import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

describe('parseJson', () => {
  it('reads what Python writes for floats that JSON lacks, outside of strings', () => {
    const text = String.raw`{"score": NaN, "a": [Infinity, -Infinity], "text": "NaN \" Infinity \\", "NaN": 1}`
    expect(parseJson(text)).toEqual({
      value: { score: null, a: [Infinity, -Infinity], text: 'NaN " Infinity \\', NaN: 1 },
    })
  })

  it('says what is wrong in one line', () => {
    expect(parseJson('{"a": NaN, x}')).toMatchObject({
      fault: expect.stringMatching(/^not valid JSON: [^\n]+$/),
    })
    expect(parseJson('')).toMatchObject({ fault: expect.stringMatching(/^not valid JSON/) })
  })

  it('refuses what is nested too deep, and takes brackets in texts', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
    expect(parseJson(deep(1000))).toHaveProperty('value')
    expect(parseJson(deep(1001))).toEqual({
      fault: 'lists and objects are nested more than 1000 deep',
    })
    expect(parseJson('[{"a":'.repeat(1_000_000))).toHaveProperty('fault')
    expect(parseJson(JSON.stringify({ text: '['.repeat(5000) }))).toHaveProperty('value')
    expect(parseJson(JSON.stringify(Array.from({ length: 5000 }, () => [{}])))).toHaveProperty(
      'value',
    )
  })

  it('takes time in proportion to a text with many escapes and a NaN', () => {
    expect(parseJson(`{"a": "${String.raw`\"`.repeat(1_000_000)}", "b": NaN}`)).toHaveProperty(
      'value',
    )
  })
})
