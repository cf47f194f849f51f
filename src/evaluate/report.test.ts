import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderReport } from './report.ts'
import { mergeResults, resultsSchema, type Results } from './results.ts'

const hostile = `<script>alert("x")</script>&'`
const results: Results = {
  recipe: 'quickstart',
  seedList: [1, 2],
  metrics: [
    { name: 'accuracy', model: 'base', strategy: 'greedy', dataset: 'test', value: 0.104, ci95: [0.08, 0.131], n: 1000 },
    { name: 'accuracy', model: 'rft', strategy: 'greedy', dataset: 'test', value: 0.3, ci95: [0.27, 0.33], n: 1000 },
  ],
  comparisons: [
    { name: 'rft-base', a: 'base', b: 'rft', metric: 'accuracy', difference: 0.196, ci95: [0.16, 0.23], p: 0.0001, n: 1000 },
  ],
  claims: [{ id: 'c', text: 'RFT helps', verdict: 'confirmed', effect: 0.196, ci95: [0.16, 0.23] }],
  conservation: [{ label: 'curate@1', input: 10, kept: 6, dropped: { incorrect: 3, duplicate: 1 } }],
  distinctPaths: [
    {
      label: 'curate@1',
      histogram: [
        { paths: 1, problems: 3 },
        { paths: 2, problems: 1 },
      ],
    },
  ],
  curves: [
    {
      label: 'sft@1',
      name: 'loss',
      points: [
        [1, 3],
        [2, 2.5],
      ],
    },
    {
      label: 'rft@1',
      name: 'loss',
      points: [
        [1, 2],
        [2, 1.5],
      ],
    },
  ],
  examples: [
    { question: 'How many?', answer: '12', completions: [{ model: 'base', text: 'So 7 < 12\n#### 7', verdict: 'incorrect' }] },
  ],
  cost: [{ stage: 'sft@1', seconds: 75, tokens: 1000, completions: 0, peakMemoryBytes: 8e8 }],
}

/** Elements that are opened and not closed in their place; the page is written so that this is a mistake. */
function unbalanced(page: string): string[] {
  const open: string[] = []
  for (const [, slash, name = '', self] of page.matchAll(/<(\/?)([a-z0-9]+)(?:"[^"]*"|[^>"])*?(\/?)>/g)) {
    if (self === '/' || name === 'meta') continue
    if (slash !== '/') open.push(name)
    else if (open.pop() !== name) return [name]
  }
  return open
}

describe('the report', () => {
  it('has a section for everything that was found', () => {
    const page = renderReport(results)
    const headings = [...page.matchAll(/<h2>([^<]*)/g)].map((match) => match[1])
    expect(headings).toEqual([
      'How good',
      'How much better',
      'What was claimed',
      'Before and after',
      'How training went',
      'What was dropped, and why',
      'Distinct reasoning paths per problem',
      'What it cost',
    ])
    expect(page).toContain('<b>10.4 %</b>')
    expect(page).toContain('<b class="good">+19.6 points</b>')
    expect(page).toContain('So 7 &lt; 12\n#### 7')
    expect(page).toContain('curate@1: 1.25 on average over 4 problems')
    expect(unbalanced(page)).toEqual([])
  })

  it('is one file that runs nothing and loads nothing', () => {
    const page = renderReport(results)
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|https?:|url\(|@import| on\w+=/)
  })

  it('shows hostile text as text, wherever it stands', () => {
    const poisoned = JSON.parse(JSON.stringify(results), (key, value: unknown) =>
      typeof value === 'string' && !['verdict', 'type'].includes(key) ? hostile : value,
    ) as Results
    poisoned.conservation![0]!.dropped = { [hostile]: 4 }
    const page = renderReport(poisoned)
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;')
    expect(unbalanced(page)).toEqual([])
  })

  it('of a run without results is a page all the same', () => {
    const page = renderReport({ recipe: 'x', seedList: [1], metrics: [], comparisons: [], cost: [] })
    expect(page).toContain('<h1>x</h1>')
    expect(page).not.toContain('<h2>')
  })

  it('is well-formed for any numbers', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 5 }), (values) => {
        const metrics = values.map(([value, low, high], index) => ({
          ...results.metrics[0]!,
          model: `m${index}`,
          value,
          ci95: [low, high] as [number, number],
        }))
        const page = renderReport({ ...results, metrics })
        expect(unbalanced(page)).toEqual([])
        expect(page).not.toMatch(/NaN|Infinity/)
      }),
    )
  })
})

it('results merge in the order of stages, labelled, without empty sections', () => {
  const run = { recipe: 'r', seedList: [1], cost: [] }
  const merged = mergeResults(run, [
    { id: 'curate@1', results: { conservation: [{ input: 1, kept: 1, dropped: {} }] } },
    { id: 'curate@2', results: { conservation: [{ label: 'b', input: 2, kept: 2, dropped: {} }] } },
    { id: 'eval', results: { metrics: results.metrics } },
  ])
  expect(merged.conservation!.map(({ label }) => label)).toEqual(['curate@1', 'curate@2, b'])
  expect(merged.metrics).toEqual(results.metrics)
  expect(Object.keys(merged)).toEqual(['recipe', 'seedList', 'metrics', 'comparisons', 'conservation', 'cost'])
  expect(resultsSchema.parse(merged)).toEqual(merged)
})
