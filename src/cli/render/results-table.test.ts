import { expect, it } from 'vitest'
import type { Results } from '../../evaluate/index.ts'
import { resultsTable } from './results-table.ts'

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
      name: 'maj@8',
      model: 'rft',
      strategy: 'majorityVote',
      dataset: 'test',
      value: 0.4125,
      ci95: [0.38, 0.443],
      n: 1000,
    },
    {
      name: 'tokensPerProblem',
      model: 'rft',
      strategy: 'majorityVote',
      dataset: 'test',
      value: 812.44,
      ci95: [800, 825],
      n: 1000,
    },
  ],
  comparisons: [
    {
      name: 'rft-base',
      a: 'base',
      b: 'rft',
      metric: 'accuracy',
      difference: 0.042,
      ci95: [0.011, 0.073],
      p: 0.0004,
      n: 1000,
    },
    {
      name: 'rft-sft',
      a: 'sft',
      b: 'rft',
      metric: 'accuracy',
      difference: -0.004,
      ci95: [-0.02, 0.012],
      p: 0.61,
      n: 1000,
    },
  ],
  claims: [
    {
      id: 'rft',
      text: 'RFT beats SFT',
      verdict: 'undecided',
      effect: -0.004,
      ci95: [-0.02, 0.012],
      metric: 'accuracy',
    },
    {
      id: 'data',
      text: 'More data helps',
      verdict: 'confirmed',
      effect: 0.5,
      ci95: [0.25, 0.75],
      unit: 'per doubling',
    },
    {
      id: 'law',
      text: 'Weak models gain more',
      verdict: 'undecided',
      warning: 'Two points are too few.',
    },
  ],
  fits: [
    {
      name: 'SFT',
      form: 'logLinear',
      formula: 'y = a + b log x',
      parameters: [{ name: 'b', value: 6.2, ci95: [5.6, 6.8], unit: 'points' }],
      r2: 0.991,
      predictions: [
        { text: '4× the data: 58.1 % [56.0, 60.3]', value: 0.581, ci95: [0.56, 0.603] },
      ],
    },
    { name: 'ICL', form: 'linear', warning: 'Two points are too few.' },
  ],
  cost: [
    { stage: 'sft@1', seconds: 60, tokens: 1000, completions: 0, peakMemoryBytes: 8e8 },
    { stage: 'sample@1', seconds: 65, tokens: 234_000, completions: 1200, peakMemoryBytes: 1.25e9 },
  ],
}

it('shows metrics, comparisons, fitted curves, claims and cost', () => {
  expect(resultsTable(results, (_, text) => text)).toMatchInlineSnapshot(`
    "dataset  model  strategy      metric             value  95 % interval      n
    test     base   greedy        accuracy          10.4 %   8.0 – 13.1 %  1,000
    test     rft    majorityVote  maj@8             41.3 %  38.0 – 44.3 %  1,000
    test     rft    majorityVote  tokensPerProblem   812.4      800 – 825  1,000

    comparison  models            metric     difference       95 % interval        p      n
    rft-base    rft against base  accuracy  +4.2 points  +1.1 – +7.3 points  < 0.001  1,000
    rft-sft     rft against sft   accuracy  −0.4 points  −2.0 – +1.2 points    0.610  1,000

    curves
    SFT: y = a + b log x; b 6.2 points [5.6, 6.8]; R² 0.991; 4× the data: 58.1 % [56.0, 60.3]
    ICL: Two points are too few.

    claims
    ? undecided      RFT beats SFT: −0.4 points [−2.0 – +1.2 points]
    ✓ confirmed      More data helps: +0.5 per doubling [+0.25 – +0.75]
    ? undecided      Weak models gain more: Two points are too few.

    cost: 2 min 05 s, 235,000 tokens, 1,200 completions, 1.3 GB peak memory
    "
  `)
})

it('shows tables with titles and captions, numbers to the right', () => {
  const tables: Results['tables'] = [
    {
      label: 'judge',
      title: 'How well scores tell right from wrong',
      columns: [{ title: 'evaluator' }, { title: 'n', align: 'right' }],
      rows: [
        [{ text: 'a' }, { text: '1,000', value: 1000 }],
        [{ text: 'of several words' }, { text: '20', value: 20 }],
      ],
      caption: 'Over problems.',
    },
    { title: 'Bare', columns: [{ title: 'x' }], rows: [] },
  ]
  const shown = resultsTable({ ...results, tables, fits: [], claims: [] }, (format, text) =>
    format === 'bold' ? `*${text}*` : text,
  )
  expect(shown.slice(shown.indexOf('*How'), shown.indexOf('cost'))).toMatchInlineSnapshot(`
    "*How well scores tell right from wrong* (judge)
    evaluator             n
    a                 1,000
    of several words     20
    Over problems.

    *Bare*
    x

    "
  `)
  const only = resultsTable({ ...results, tables, metrics: [] }, (_, text) => text)
  expect(only).not.toContain('no metrics')
})

it('says first what is missing where the run is not at its end', () => {
  const soFar = 'the results of 1 of 3 seeds'
  const [first] = resultsTable({ ...results, soFar }, (_, text) => text).split('\n')
  expect(first).toBe('not all yet: the results of 1 of 3 seeds')
})

it('says so when there are no metrics', () => {
  expect(
    resultsTable(
      { recipe: 'x', seedList: [1], metrics: [], comparisons: [], cost: [] },
      (_, text) => text,
    ),
  ).toContain('no metrics')
})
