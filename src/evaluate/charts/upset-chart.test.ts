import { describe, expect, it } from 'vitest'
import { upsetChart, type UpsetOverlap, type UpsetSet } from './upset-chart.ts'

const options = { columns: 'paths of exactly these', members: 'paths', format: String }
const chart = (sets: readonly UpsetSet[], overlaps: readonly UpsetOverlap[]): string =>
  upsetChart('title', { sets, overlaps }, options).source

describe('the UpSet chart', () => {
  it('has rows for sets and columns for what they share, the largest first', () => {
    const source = chart(
      [
        { label: 'a', size: 5 },
        { label: 'b', size: 10 },
      ],
      [
        { sets: ['a'], count: 1 },
        { sets: ['a', 'b'], count: 4 },
        { sets: ['b'], count: 0 },
      ],
    )
    expect([...source.matchAll(/<g><title>([^<]*)/g)].map((match) => match[1])).toEqual([
      'a + b: 4',
      'a: 1',
    ])
    // Sizes: half of and the whole length.
    expect(source).toContain('x="158" y="189" width="35"')
    expect(source).toContain('x="158" y="215" width="70"')
    // The first column reaches the top, and its dots are joined.
    expect(source).toContain('x="296.6" y="34" width="30.8" height="136"')
    expect(source).toContain('<path class="join" d="M312 195V221"/>')
    expect(source.match(/class="hole"/g)).toHaveLength(1)
  })

  it('sums up what lies beyond 24 columns', () => {
    const sets = Array.from({ length: 30 }, (_, index) => ({ label: `m${index}`, size: 1 }))
    const source = chart(
      sets,
      sets.map(({ label }, index) => ({ sets: [label], count: 100 + index })),
    )
    expect(source.match(/<g>/g)).toHaveLength(24)
    expect(source).toContain('Other combinations, not drawn: 6, with 615 paths.')
    expect(source).toContain('rotate(-90)')
  })

  it('escapes hostile names and cuts huge ones', () => {
    const source = chart(
      [{ label: '<script>', size: 1 }],
      [{ sets: ['<script>', 'y'.repeat(500)], count: 1 }],
    )
    expect(source).not.toContain('<script')
    expect(source).toContain(`>${'y'.repeat(19)}…<title>`)
  })

  it('skips what is no number; without values it is a sentence', () => {
    const source = chart(
      [{ label: 'a', size: Number.NaN }],
      [
        { sets: ['a'], count: 2 },
        { sets: ['b'], count: Number.POSITIVE_INFINITY },
      ],
    )
    expect(source).not.toMatch(/NaN|Infinity/)
    expect(source.match(/<g>/g)).toHaveLength(1)
    expect(chart([], [])).toBe('<p class="empty">title: no values</p>')
  })
})
