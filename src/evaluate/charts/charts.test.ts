import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barChart } from './bar-chart.ts'
import { histogram } from './histogram.ts'
import { lineChart } from './line-chart.ts'
import { escapeText, markup } from './markup.ts'
import { linearScale } from './scale.ts'

const write = (value: number): string => `${Math.round(value * 100)} %`
const percent = { value: write, tick: write }

describe('linearScale', () => {
  it('has round ticks that contain the domain', () => {
    expect(linearScale(0, 0.431, { start: 0, end: 100 }).ticks).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5,
    ])
    expect(linearScale(-0.02, 0.073, { start: 0, end: 100 }).ticks).toEqual([
      -0.02, 0, 0.02, 0.04, 0.06, 0.08,
    ])
    expect(linearScale(0, 1234, { start: 0, end: 100 }).ticks).toEqual([0, 500, 1000, 1500])
  })

  it('maps everything in the domain between its ends, in order', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const scale = linearScale(low, high, { start: 10, end: 200 })
        expect(scale(low)).toBeGreaterThanOrEqual(10)
        expect(scale(high)).toBeLessThanOrEqual(200)
        expect(scale(low)).toBeLessThanOrEqual(scale(high))
        expect(scale.ticks.length).toBeLessThan(12)
      }),
    )
  })
})

describe('markup', () => {
  it('escapes text, keeps markup, joins lists', () => {
    const nested = markup`<p title="${'"<'}">${['a&b', markup`<b>${'c'}</b>`]}${undefined}${3}</p>`
    expect(nested.source).toBe('<p title="&quot;&lt;">a&amp;b<b>c</b>3</p>')
  })

  it('lets no text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"'\u0000]/)
      }),
    )
  })
})

describe('charts', () => {
  it('bars begin at zero and have whiskers', () => {
    const chart = barChart(
      'accuracy',
      [{ label: 'base', value: 0.25, interval: [0.2, 0.5] }],
      percent,
    ).source
    expect(chart).toContain('<rect class="bar" x="240" y="6" width="195" height="18"/>')
    expect(chart).toContain('d="M396 10v10m0-5H630m0-5v10"')
    expect(chart).toContain('>25 %</text>')
  })

  it('bars of negative values go to the left', () => {
    const chart = barChart(
      'difference',
      [{ label: 'a', value: -0.1, interval: [-0.2, 0.2] }],
      percent,
    ).source
    expect(chart).toMatch(/<rect class="bar" x="337\.5" y="6" width="97\.5"/)
  })

  it('lines are thinned to means and leave out what is not a number', () => {
    const points = Array.from({ length: 10_000 }, (_, step): [number, number] => [step, step % 2])
    const chart = lineChart('loss', [{ label: 'sft', points: [...points, [10_000, Number.NaN]] }], {
      x: 'step',
      format: String,
    }).source
    expect(chart.match(/[ML]\d/g)).toHaveLength(240)
    expect(chart).not.toContain('NaN')
    expect(chart).not.toContain('legend')
  })

  it('histograms show gaps and gather what is far out', () => {
    const chart = histogram(
      'paths',
      [
        { value: 1, count: 5 },
        { value: 3, count: 2 },
        { value: 90, count: 1 },
      ],
      { x: 'paths', format: String },
    ).source
    expect(chart).toContain('<title>2: 0</title>')
    expect(chart).toContain('<title>≥ 24: 1</title>')
  })

  it('without values are a sentence', () => {
    expect(histogram('paths', [], { x: '', format: String }).source).toContain('no values')
    expect(lineChart('loss', [], { x: '', format: String }).source).toContain('no values')
  })
})
