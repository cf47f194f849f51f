/** The report's numbers: metrics, comparisons, cost. */
import { money } from '../core/index.ts'
import { barChart } from './charts/bar-chart.ts'
import { markup, type Markup } from './charts/markup.ts'
import {
  formatBytes,
  formatCount,
  formatDifference,
  formatFlops,
  formatInterval,
  formatP,
  formatSeconds,
  formatTick,
  formatValue,
} from './format.ts'
import { number, table } from './report-table.ts'
import type { ComparisonResult, CostResult, MetricResult, ServerResult } from './results-numbers.ts'

export function metricSection(metrics: readonly MetricResult[]): Markup | undefined {
  if (metrics.length === 0) return undefined
  const titleOf = ({ name, dataset }: MetricResult): string => `${name} on ${dataset}`
  const titles = [...new Set(metrics.map(titleOf))]
  const columns = [
    { title: 'dataset' },
    { title: 'model' },
    { title: 'strategy' },
    { title: 'metric' },
    number('value'),
    number('95 % interval'),
    number('n'),
  ]
  const rows = metrics.map((each) => [
    each.dataset,
    each.model,
    each.strategy,
    each.name,
    markup`<b>${formatValue(each.name, each.value)}</b>`,
    formatInterval(each.name, each.ci95),
    formatCount(each.n),
  ])
  const figures = titles.map((title) =>
    metricFigure(
      title,
      metrics.filter((each) => titleOf(each) === title),
    ),
  )
  return markup`<section><h2>How good</h2>
${figures}${table(columns, rows)}</section>
`
}

function metricFigure(title: string, group: readonly MetricResult[]): Markup {
  const { name } = group[0]!
  const strategies = new Set(group.map(({ strategy }) => strategy))
  const bars = group.map(({ model, strategy, value, ci95 }) => ({
    label: strategies.size > 1 ? `${model}, ${strategy}` : model,
    value,
    interval: ci95,
  }))
  const format = {
    value: (value: number) => formatValue(name, value),
    tick: (value: number) => formatTick(name, value),
  }
  return markup`<figure><figcaption>${title}</figcaption>${barChart(title, bars, format)}</figure>
`
}

export function comparisonSection(comparisons: readonly ComparisonResult[]): Markup | undefined {
  if (comparisons.length === 0) return undefined
  const columns = [
    { title: 'comparison' },
    { title: 'of' },
    { title: 'metric' },
    number('difference'),
    number('95 % interval'),
    number('p'),
    number('n'),
  ]
  const rows = comparisons.map((each) => [
    each.name,
    `${each.b} against ${each.a}`,
    each.metric,
    markup`<b class="${direction(each.ci95)}">${formatDifference(each.metric, each.difference)}</b>`,
    formatInterval(each.metric, each.ci95, 'difference'),
    formatP(each.p),
    formatCount(each.n),
  ])
  const methods = [...new Set(comparisons.flatMap(({ method }) => method ?? []))]
  return markup`<section><h2>How much better</h2>
<p class="soft">Paired comparisons on the same problems. A difference is clear if its interval does not contain zero.${methods.map((each) => markup`<br/>${each}.`)}</p>
${table(columns, rows)}</section>
`
}

function direction([low, high]: readonly [number, number]): string {
  if (low > 0) return 'good'
  return high < 0 ? 'bad' : ''
}

export function costSection(cost: readonly CostResult[]): Markup | undefined {
  if (cost.length === 0) return undefined
  const total = (pick: (stage: CostResult) => number): number =>
    cost.reduce((sum, stage) => sum + pick(stage), 0)
  const hasFlops = cost.some(({ flops }) => flops !== undefined)
  const isServed = cost.some(({ promptTokens }) => promptTokens !== undefined)
  const isPaid = cost.some(({ dollars }) => dollars !== undefined)
  const cells = ({
    stage,
    seconds,
    tokens,
    completions,
    flops,
    promptTokens,
    dollars,
    peakMemoryBytes,
  }: CostResult): string[] => [
    stage,
    formatSeconds(seconds),
    formatCount(tokens),
    ...(isServed ? [promptTokens === undefined ? '–' : formatCount(promptTokens)] : []),
    formatCount(completions),
    ...(isPaid ? [dollars === undefined ? '–' : money(dollars)] : []),
    ...(hasFlops ? [flops === undefined ? '–' : formatFlops(flops)] : []),
    formatBytes(peakMemoryBytes),
  ]
  const all: CostResult = {
    stage: 'all',
    seconds: total(({ seconds }) => seconds),
    tokens: total(({ tokens }) => tokens),
    completions: total(({ completions }) => completions),
    flops: total(({ flops }) => flops ?? 0),
    promptTokens: total(({ promptTokens }) => promptTokens ?? 0),
    dollars: total(({ dollars }) => dollars ?? 0),
    peakMemoryBytes: Math.max(...cost.map(({ peakMemoryBytes }) => peakMemoryBytes)),
  }
  const titles = [
    'time',
    'tokens',
    ...(isServed ? ['prompt tokens'] : []),
    'completions',
    ...(isPaid ? ['price'] : []),
    ...(hasFlops ? ['operations'] : []),
    'peak memory',
  ]
  return markup`<section><h2>What it cost</h2>
<p class="soft">Costs include interrupted attempts. Peak memory is that of the whole process up to the end of the stage.</p>
${table([{ title: 'stage' }, ...titles.map(number)], cost.map(cells), cells(all))}</section>
`
}

export function serverSection(servers: readonly ServerResult[]): Markup | undefined {
  if (servers.length === 0) return undefined
  const columns = ['stage', 'server', 'model', 'software', 'loaded from'].map((title) => ({
    title,
  }))
  const rows = servers.map(({ stage, server, model = '–', software, version = '', root = '–' }) => [
    stage,
    server,
    model,
    `${software} ${version}`.trim(),
    root,
  ])
  return markup`<section><h2>Which servers answered</h2>
<p class="soft">What servers say of themselves is taken on trust.</p>
${table(columns, rows)}</section>
`
}
