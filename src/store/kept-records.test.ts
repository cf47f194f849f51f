import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KeptRecords } from './kept-records.ts'

describe('kept records', () => {
  let directory = ''
  let path = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'kept-'))
    path = join(directory, 'kept.jsonl')
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const all = (): unknown[] => {
    using kept = new KeptRecords(path)
    return [...kept.values()]
  }

  it('are there after they were kept, whatever ids and records hold', () => {
    const id = fc.string({ unit: 'binary', maxLength: 8 })
    const record = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue())
    fc.assert(
      fc.property(fc.array(fc.tuple(id, record), { maxLength: 12 }), (pairs) => {
        rmSync(path, { force: true })
        const wanted = new Map<string, unknown>()
        for (const [each, value] of pairs) {
          using kept = new KeptRecords(path)
          kept.keep(each, value)
          wanted.set(each, JSON.parse(JSON.stringify(value)))
        }
        using kept = new KeptRecords(path)
        for (const [each, value] of wanted) expect(kept.get(each)).toEqual(value)
        expect([...kept.values()]).toHaveLength(wanted.size)
        expect(kept.has('no such id')).toBe(false)
        expect(kept.get('no such id')).toBe(undefined)
      }),
      { numRuns: 60 },
    )
  })

  it('survive a kill at any byte: only the one that was being written is gone', () => {
    const records = ['a', { b: '📦\n"é' }, [1, 2], 'last 漢']
    {
      using kept = new KeptRecords(path)
      for (const [place, record] of records.entries()) kept.keep(`id ${place}`, record)
    }
    const bytes = readFileSync(path)
    for (let length = bytes.length; length >= 0; length--) {
      writeFileSync(path, bytes.subarray(0, length))
      const whole = bytes.subarray(0, length).toString().split('\n').length - 1
      expect(all()).toEqual(records.slice(0, whole))
      // What is kept next stands on a line of its own.
      using kept = new KeptRecords(path)
      kept.keep('next', length)
      expect(kept.get('next')).toBe(length)
      expect([...kept.values()]).toEqual([...records.slice(0, whole), length])
    }
  })

  it('are found on both sides of what is read at once', () => {
    const boundary = 1 << 22
    const long = 'é'.repeat(boundary / 2 - 30)
    {
      using kept = new KeptRecords(path)
      for (const [place, record] of [long, 'short', `${long}${long}${long}`, 'end'].entries())
        kept.keep(`id ${place}`, record)
    }
    using kept = new KeptRecords(path)
    expect(kept.get('id 1')).toBe('short')
    expect((kept.get('id 2') as string).length).toBe(3 * long.length)
    expect(kept.get('id 3')).toBe('end')
    expect(kept.get('id 0')).toBe(long)
  })

  it('pass over what is no record', () => {
    writeFileSync(path, '["a",1]\n\n\u0000\u0000\n["\u0001",2]\n["torn",{"x"\n{}\n["b",3]\n')
    using kept = new KeptRecords(path)
    expect([kept.get('a'), kept.get('torn'), kept.get('b')]).toEqual([1, undefined, 3])
  })

  it('forget what was kept before under the same id', () => {
    {
      using kept = new KeptRecords(path)
      kept.keep('a', 1)
      kept.keep('b', 2)
      kept.keep('a', 3)
      expect(kept.get('a')).toBe(3)
    }
    expect(all()).toEqual([3, 2])
  })

  it('say where they cannot be kept', () => {
    expect(() => new KeptRecords(join(directory, 'missing', 'x'))).toThrow(/missing/)
    using kept = new KeptRecords(path)
    kept.keep('a', 1)
    truncateSync(path, 2)
    expect(kept.get('a')).toBe(undefined)
    appendFileSync(path, '\n')
  })
})
