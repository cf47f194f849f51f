import { describe, expect, it } from 'vitest'
import { textsBeside } from './beside.ts'
import { log2Scale } from './scale.ts'
import { scatterChart, type ScatterAxis, type ScatterSeries } from './scatter-chart.ts'

const linear: ScatterAxis = { title: 'x', value: String, tick: String }
const log2: ScatterAxis = { ...linear, scale: 'log2' }
const chart = (series: readonly ScatterSeries[], x = linear): string =>
  scatterChart('title', series, { x, y: linear }).source

describe('log2Scale', () => {
  const range = { start: 0, end: 100 }

  it('has powers of two that contain the domain', () => {
    const scale = log2Scale(1 / 32, 1, range)
    expect(scale.ticks).toEqual([1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1])
    expect([1 / 32, 1 / 16, 1].map(scale)).toEqual([0, 20, 100])
    expect(log2Scale(1, 100, range).ticks.at(-1)).toBe(128)
  })

  it('thins ticks to at most 8', () => {
    expect(log2Scale(1, 1e6, range).ticks).toEqual([1, 8, 64, 512, 4096, 32_768, 262_144])
  })

  it('puts a single power of two in the middle', () => {
    expect(log2Scale(8, 8, range)(8)).toBe(50)
  })
})

describe('the scatter chart', () => {
  it('puts points, whiskers and curves at their places', () => {
    const source = chart([
      {
        label: 'a',
        points: [
          { x: 0, y: 0 },
          { x: 10, y: 10, ci95: [5, 10] },
        ],
        line: [
          { x: 0, y: 0, low: 0, high: 2 },
          { x: 10, y: 10, low: 8, high: 99 },
        ],
      },
    ])
    expect(source).toContain('d="M74 316a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"><title>a: 0 at 0</title>')
    expect(source).toContain('<title>a: 10 (5 – 10) at 10</title>')
    expect(source).toContain('class="whisker tint s0" d="M686 173h8m-4 0V30m-4 0h8"')
    expect(source).toContain('class="line s0" d="M78 316L690 30"')
    // The band ends where the frame ends.
    expect(source).toContain('class="band s0" d="M78 316L690 87.2L690 30L78 258.8z"')
  })

  it('tells series apart by colour and by shape, with a legend', () => {
    const source = chart(
      ['a', 'b', 'c', 'd', 'e'].map((label, x) => ({ label, points: [{ x, y: 1 }] })),
    )
    expect(
      new Set([...source.matchAll(/class="marker (s\d)"/g)].map((match) => match[1])).size,
    ).toBe(5)
    expect(source.match(/<li>/g)).toHaveLength(5)
    expect(source).toMatch(/class="marker s1" d="M[\d. ]+h8v8h-8z"/)
  })

  it('joins points by straight lines when asked to', () => {
    const points = [
      { x: 1, y: 1 },
      { x: 2, y: 3 },
      { x: 4, y: 2 },
    ]
    expect(
      chart([{ label: 'a', points, isConnected: true }], log2).match(/class="line s0"/g),
    ).toHaveLength(1)
    expect(chart([{ label: 'a', points }], log2)).not.toContain('class="line')
  })

  it('leaves out what has no place, and says so', () => {
    const points = [
      { x: 0, y: 1 },
      { x: 1, y: Number.NaN },
      { x: 2, y: 1, ci95: [0, Number.POSITIVE_INFINITY] as const },
    ]
    const line = [
      { x: 1, y: 1, low: Number.NaN, high: 2 },
      { x: 2, y: 1, low: 0 },
    ]
    const source = chart([{ label: 'a', points, line }], log2)
    expect(source.match(/class="marker/g)).toHaveLength(1)
    expect(source).not.toMatch(/NaN|Infinity|whisker|band/)
    expect(source).toContain('Points that are not drawn, because they are outside the axes: 2.')
  })

  it('of one point is a chart, of none a sentence', () => {
    expect(chart([{ label: 'a', points: [{ x: 8, y: 0.5 }] }], log2)).toContain('d="M380 316a')
    expect(chart([{ label: 'a', points: [] }])).toBe('<p class="empty">title: no values</p>')
    expect(chart([])).toContain('no values')
  })

  it('escapes hostile labels and cuts huge ones', () => {
    const source = chart([
      { label: '<script>', points: [{ x: 1, y: 1, label: '<script>' }] },
      { label: 'x'.repeat(5000), points: [{ x: 2, y: 2, label: '😀'.repeat(400) }] },
    ])
    expect(source).not.toContain('<script')
    expect(source).toContain(`>${'😀'.repeat(27)}…</text>`)
    expect(source).toContain(`</svg>${'x'.repeat(59)}…</li>`)
  })
})

describe('textsBeside', () => {
  const frame = { left: 0, right: 200, top: 0, bottom: 200 }
  const spot = (x: number, y: number, text?: string) => ({
    x,
    y,
    text,
    box: { left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 },
  })

  it('moves a text away from points, other texts and the edge', () => {
    const anchors = textsBeside(
      [spot(100, 100, 'free'), spot(50, 50, 'left'), spot(62, 50), spot(190, 150, 'edge')],
      frame,
    )
    expect(anchors.map(({ anchor }) => anchor)).toEqual(['start', 'end', 'end'])
    const crowded = textsBeside(
      [spot(100, 100, 'one'), spot(112, 100, 'two'), spot(88, 100)],
      frame,
    )
    expect(crowded.map(({ anchor }) => anchor)).toEqual(['middle', 'start'])
  })
})
