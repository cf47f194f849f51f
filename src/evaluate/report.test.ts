import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderReport } from './report.ts'
import type { TableResult } from './results-tables.ts'
import { mergeResults, resultsSchema, stageResultsSchema, type Results } from './results.ts'

const hostile = `<script>alert("x")</script>&'`
const results: Results = {
  recipe: 'quickstart',
  seedList: [1, 2],
  metrics: [
    {
      name: 'accuracy',
      model: 'base',
      strategy: 'greedy',
      dataset: 'test',
      value: 0.104,
      ci95: [0.08, 0.131],
      n: 1000,
    },
    {
      name: 'accuracy',
      model: 'rft',
      strategy: 'greedy',
      dataset: 'test',
      value: 0.3,
      ci95: [0.27, 0.33],
      n: 1000,
    },
  ],
  comparisons: [
    {
      name: 'rft-base',
      a: 'base',
      b: 'rft',
      metric: 'accuracy',
      difference: 0.196,
      ci95: [0.16, 0.23],
      p: 0.0001,
      n: 1000,
    },
  ],
  claims: [
    {
      id: 'c',
      text: 'RFT helps',
      verdict: 'confirmed',
      effect: 0.062,
      ci95: [0.056, 0.068],
      metric: 'accuracy',
      unit: 'points per doubling',
      note: 'On this test only.',
    },
    { id: 'd', text: 'More helps', verdict: 'undecided', warning: 'One point is too few.' },
  ],
  tables: [
    {
      label: 'judged',
      title: 'How well scores tell right from wrong',
      columns: [{ title: 'evaluator' }, { title: 'AUC', align: 'right' }],
      rows: [
        [{ text: 'large' }, { text: '0.812 [0.790, 0.834]', value: 0.812, ci95: [0.79, 0.834] }],
        [{ text: 'small' }, { text: '–' }],
      ],
      caption: 'Over problems.',
    },
  ],
  figures: [
    {
      label: 'laws',
      title: 'Accuracy against data',
      caption: 'Of one model.',
      x: { title: 'share of data', scale: 'log2', isShare: true },
      y: { title: 'accuracy', isShare: true },
      series: [
        {
          label: '7B',
          points: [
            { x: 0.125, y: 0.179, ci95: [0.15, 0.21], label: 'an eighth' },
            { x: 1, y: 0.359 },
          ],
          line: [
            { x: 0.125, y: 0.18, low: 0.17, high: 0.19 },
            { x: 1, y: 0.36, low: 0.35, high: 0.37 },
          ],
        },
        { label: '13B', points: [{ x: 1, y: 0.43 }], isConnected: true },
      ],
    },
  ],
  fits: [
    {
      label: 'laws',
      name: 'SFT',
      form: 'logLinear',
      formula: 'y = a + b log x',
      parameters: [{ name: 'b', value: 6.2, ci95: [5.6, 6.8], unit: 'points' }],
      r2: 0.991,
      predictions: [
        { text: '4× the data: 58.1 % [56.0, 60.3]', value: 0.581, ci95: [0.56, 0.603] },
      ],
    },
    {
      name: 'RFT',
      form: 'logLinear',
      formula: 'y = c',
      parameters: [{ name: 'hidden', value: 1, ci95: [0, 2] }],
      r2: 0.1,
      predictions: [],
      doubt: 'The points lie on no curve.',
    },
    { name: 'ICL', form: 'linear', warning: 'Two points are too few.' },
  ],
  ownership: [
    {
      label: 'union',
      models: [
        {
          model: 'a',
          input: 10,
          kept: 4,
          dropped: { incorrect: 6 },
          problems: 3,
          paths: 4,
          exclusivePaths: 1,
        },
        {
          model: 'b',
          input: 10,
          kept: 3,
          dropped: { duplicate: 7 },
          problems: 2,
          paths: 3,
          exclusivePaths: 0,
        },
      ],
      overlaps: [
        { models: ['a', 'b'], paths: 3 },
        { models: ['a'], paths: 1 },
      ],
    },
  ],
  conservation: [
    { label: 'curate@1', input: 10, kept: 6, dropped: { incorrect: 3, duplicate: 1 } },
  ],
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
    {
      question: 'How many?',
      answer: '12',
      completions: [{ model: 'base', text: 'So 7 < 12\n#### 7', verdict: 'incorrect' }],
    },
  ],
  cost: [
    {
      stage: 'sft@1',
      seconds: 75,
      tokens: 1000,
      completions: 0,
      peakMemoryBytes: 8e8,
      flops: 1.2e13,
    },
  ],
}

/**
 * Elements that are opened and not closed in their place; the page is written so that this is a
 * mistake.
 */
function unbalanced(page: string): string[] {
  const open: string[] = []
  for (const [, slash, name = '', self] of page.matchAll(
    /<(\/?)([a-z0-9]+)(?:"[^"]*"|[^>"])*?(\/?)>/g,
  )) {
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
      'Claims',
      'How good',
      'How much better',
      'In tables',
      'How it scales',
      'Fitted laws',
      'Before and after',
      'How training went',
      'What was dropped, and why',
      'Which model found which path',
      'Distinct reasoning paths per problem',
      'What it cost',
    ])
    expect(page).toContain('<b>10.4 %</b>')
    expect(page).toContain('<b class="good">+19.6 points</b>')
    expect(page).toContain('So 7 &lt; 12\n#### 7')
    expect(page).toContain('curate@1: 1.25 on average over 4 problems')
    expect(unbalanced(page)).toEqual([])
  })

  it('shows effects in their units, doubts in place of numbers, shares of all paths and operations', () => {
    const page = renderReport(results)
    expect(page).toContain('RFT helps<br/><span class="soft">On this test only.</span>')
    expect(page).toContain('>+6.2 points per doubling</td>')
    expect(page).toContain(
      '? undecided</span><br/><span class="soft">One point is too few.</span></td><td class="number">–</td>',
    )
    expect(page).toContain('<title>an eighth: 17.9 % (15.0 % – 21.0 %) at 1/8</title>')
    expect(page).toContain('<div>b 6.2 points [5.6, 6.8]</div>')
    expect(page).toContain('The points lie on no curve.')
    expect(page).not.toContain('<div>hidden')
    expect(page).toContain('Two points are too few.')
    expect(page).toContain('<title>a + b: 3</title>')
    expect(page).toContain('<td class="number">1</td><td class="number">25.0 %</td>')
    expect(page).toContain('12.0 TFLOP')
    const { flops: _, ...plain } = results.cost[0]!
    expect(renderReport({ ...results, cost: [plain] })).not.toContain('operations')
    expect(renderReport({ ...results, cost: [...results.cost, plain] })).toContain(
      '<td class="number">–</td>',
    )
  })

  it('shows tables with their titles and captions, numbers to the right', () => {
    const page = renderReport({ ...results, figures: [] })
    expect(page.slice(page.indexOf('<h2>In tables'), page.indexOf('<h2>Fitted'))).toBe(
      `<h2>In tables</h2>
<figure><figcaption><b>How well scores tell right from wrong</b> (judged)<br/>Over problems.</figcaption><div class="scroll"><table>
<thead><tr><th scope="col">evaluator</th><th scope="col" class="number">AUC</th></tr></thead>
<tbody><tr><td>large</td><td class="number">0.812 [0.790, 0.834]</td></tr>
<tr><td>small</td><td class="number">–</td></tr>
</tbody>
</table></div>
</figure>
</section>
<section>`,
    )
    const [{ label: _, caption: __, ...bare }] = results.tables as [TableResult]
    expect(renderReport({ ...results, tables: [bare] })).toContain(
      '<figcaption><b>How well scores tell right from wrong</b></figcaption>',
    )
  })

  it('is one file that runs nothing and loads nothing', () => {
    const page = renderReport(results)
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|https?:|url\(|@import| on\w+=/)
  })

  it('shows hostile text as text, wherever it stands', () => {
    const poisoned = JSON.parse(JSON.stringify(results), (key, value: unknown) =>
      typeof value === 'string' && !['verdict', 'type', 'form', 'scale', 'align'].includes(key)
        ? hostile
        : value,
    ) as Results
    poisoned.conservation![0]!.dropped = { [hostile]: 4 }
    const page = renderReport(poisoned)
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;')
    expect(unbalanced(page)).toEqual([])
  })

  it('of a run without results is a page all the same', () => {
    const page = renderReport({
      recipe: 'x',
      seedList: [1],
      metrics: [],
      comparisons: [],
      cost: [],
    })
    expect(page).toContain('<h1>x</h1>')
    expect(page).not.toContain('<h2>')
  })

  it('is well-formed for any numbers', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 5 }),
        (values) => {
          const metrics = values.map(([value, low, high], index) => ({
            ...results.metrics[0]!,
            model: `m${index}`,
            value,
            ci95: [low, high] as [number, number],
          }))
          const page = renderReport({ ...results, metrics })
          expect(unbalanced(page)).toEqual([])
          expect(page).not.toMatch(/NaN|Infinity/)
        },
      ),
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
  expect(Object.keys(merged)).toEqual([
    'recipe',
    'seedList',
    'metrics',
    'comparisons',
    'conservation',
    'cost',
  ])
  expect(resultsSchema.parse(merged)).toEqual(merged)
})

it('the parts of a study have a strict schema and labels', () => {
  const { figures, fits, ownership, claims } = results
  const study = { claims, figures, fits, ownership }
  expect(stageResultsSchema.parse(study)).toEqual(study)
  expect(resultsSchema.parse(results)).toEqual(results)
  const merged = mergeResults({ recipe: 'r', seedList: [1], cost: [] }, [
    { id: 'laws@1', results: stageResultsSchema.parse(study) },
  ])
  expect(merged.figures![0]!.label).toBe('laws@1, laws')
  expect(merged.fits!.map(({ label }) => label)).toEqual(['laws@1, laws', 'laws@1', 'laws@1'])
  expect(merged.ownership![0]!.label).toBe('laws@1, union')
  expect(merged.claims).toEqual(claims)
  const isRefused = (value: unknown): boolean => !stageResultsSchema.safeParse(value).success
  expect(isRefused({ figures: [{ ...figures![0]!, colour: 'red' }] })).toBe(true)
  expect(isRefused({ figures: [{ ...figures![0]!, x: { title: 'x', scale: 'log10' } }] })).toBe(
    true,
  )
  expect(isRefused({ fits: [{ ...fits![2]!, r2: 0.5 }] })).toBe(true)
  expect(isRefused({ ownership: [{ models: [] }] })).toBe(true)
})

it('tables have a label, and one cell for each column', () => {
  const { tables } = results
  const merged = mergeResults({ recipe: 'r', seedList: [1], cost: [] }, [
    { id: 'judge@1', results: stageResultsSchema.parse({ tables }) },
  ])
  expect(merged.tables![0]!.label).toBe('judge@1, judged')
  const short = { ...tables![0]!, rows: [[{ text: 'large' }]] }
  expect(stageResultsSchema.safeParse({ tables: [short] }).error!.issues).toEqual([
    {
      code: 'custom',
      path: ['tables', 0, 'rows'],
      message: 'each row needs one cell for each column',
    },
  ])
})

describe('a report of many stages', () => {
  const labels = ['rft@k=1@1', 'rft@k=6@1', 'sft@1'].flatMap((label) =>
    ['', 'a', 'b', 'c', 'd'].map((end) => `${label}${end}`),
  )
  const many: Results = {
    ...results,
    curves: labels.map((label) => ({ label, name: 'training loss', points: [[1, 2]] })),
    conservation: [
      { label: 'clean', input: 5, kept: 4, dropped: { 'shares words': 1 } },
      { label: 'rows@1', input: 5, kept: 4, dropped: { incorrect: 1 } },
      { label: 'rows@2', input: 5, kept: 5, dropped: {} },
      { label: 'union@1', input: 5, kept: 3, dropped: { incorrect: 1, duplicatePath: 1 } },
    ],
    distinctPaths: labels.map((label) => ({ label, histogram: [{ paths: 1, problems: 2 }] })),
  }
  const html = renderReport(many)

  it('has one chart of losses for each stage', () => {
    expect(html).toContain('<figcaption>training loss, rft</figcaption>')
    expect(html).toContain('<figcaption>training loss, sft</figcaption>')
  })

  it('has a table for stages that drop for the same reasons', () => {
    const section = html.slice(
      html.indexOf('What was dropped'),
      html.indexOf('<h2>', html.indexOf('What was dropped')),
    )
    const tables = section.split('<table>').slice(1)
    expect(
      tables.map((each) =>
        ['clean', 'rows@1', 'rows@2', 'union@1'].filter((label) => each.includes(label)),
      ),
    ).toEqual([['clean'], ['rows@1', 'rows@2', 'union@1']])
  })

  it('shows the first histogram of each stage, and says how many there are besides', () => {
    expect(html).toContain('The first of each stage; the other 13 are in results.json.')
  })
})
