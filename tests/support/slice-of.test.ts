/** Slices are parts of the whole, each is drawn by some commit, and together they are the whole. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sliceOf } from './slice-of.ts'

const items = Array.from({ length: 103 }, (_, index) => `case ${index}`)
const commits = Array.from({ length: 400 }, (_, index) =>
  createHash('sha1').update(`commit ${index}`).digest('hex').slice(0, 8),
)

describe('sliceOf', () => {
  it.each([1, 2, 7, 8, 40, 103, 200])('has %i slices that together are the whole', (parts) => {
    const slices = Array.from({ length: parts }, (_, part) =>
      sliceOf(items, parts, part.toString(16)),
    )
    expect(slices.flat().toSorted()).toEqual(items.toSorted())
    const sizes = slices.map(({ length }) => length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  it('visits the whole over the commits', () => {
    for (const parts of [2, 8, 24])
      expect(new Set(commits.flatMap((commit) => sliceOf(items, parts, commit)))).toEqual(
        new Set(items),
      )
  })

  it('is the same for the same commit, and in the order of the items', () => {
    expect(sliceOf(items, 50, '0000000c')).toEqual(['case 12', 'case 62'])
    expect(sliceOf(items, 50, 'c')).toEqual(['case 12', 'case 62'])
  })

  it('is everything where everything is asked for', () => {
    expect(sliceOf(items, 8, 'all')).toEqual(items)
  })

  it.each(['', 'ALL', '7x', '-1', '0123456789abcdef'])('refuses the draw %j', (draw) => {
    expect(() => sliceOf(items, 8, draw)).toThrow(`RECKONER_TESTS=${draw}: expected all, or`)
  })
})
