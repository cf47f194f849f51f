/**
 * The report's view over several models or amounts of data: tables, figures, fitted curves, which
 * model found which path.
 */
import { markup, type Markup } from './charts/markup.ts'
import { scatterChart, type ScatterAxis } from './charts/scatter-chart.ts'
import { upsetChart } from './charts/upset-chart.ts'
import { formatCount, formatDoubling, formatParameter, formatTick, formatValue } from './format.ts'
import { number, table } from './report-table.ts'
import type { FigureResult, FitResult, OwnershipResult } from './results-study.ts'
import type { TableResult } from './results-tables.ts'

export function tableSection(tables: readonly TableResult[]): Markup | undefined {
  if (tables.length === 0) return undefined
  const figures = tables.map(({ label, title, caption, columns, rows }) => {
    const shown = columns.map((each) => ({ title: each.title, isNumber: each.align === 'right' }))
    const cells = rows.map((row) => row.map(({ text }) => text))
    return markup`<figure>${headOf({ label, title, caption })}${table(shown, cells)}</figure>\n`
  })
  return markup`<section><h2>In tables</h2>
${figures}</section>
`
}

/** What stands over a figure or a table: its title, its stage, and what helps to read it. */
function headOf(about: Pick<FigureResult, 'label' | 'title' | 'caption'>): Markup {
  const { label, title, caption } = about
  return markup`<figcaption><b>${title}</b>${label && ` (${label})`}${caption && markup`<br/>${caption}`}</figcaption>`
}

export function figureSection(figures: readonly FigureResult[]): Markup | undefined {
  if (figures.length === 0) return undefined
  return markup`<section><h2>How it scales</h2>
${figures.map(figure)}</section>
`
}

function figure({ x, y, series, ...about }: FigureResult): Markup {
  const axes = { x: axis(x), y: axis(y) }
  return markup`<figure>${headOf(about)}${scatterChart(about.title, series, axes)}</figure>\n`
}

function axis({
  title,
  isShare,
  scale = 'linear',
}: Partial<FigureResult['x']> & { title: string }): ScatterAxis {
  const metric = isShare ? 'share' : ''
  if (scale === 'log2') return { title, scale, value: formatDoubling, tick: formatDoubling }
  return {
    title,
    value: (value) => formatValue(metric, value),
    tick: (value) => formatTick(metric, value),
  }
}

export function fitSection(fits: readonly FitResult[]): Markup | undefined {
  if (fits.length === 0) return undefined
  const columns = [
    { title: 'curve' },
    { title: 'formula' },
    { title: 'with 95 % intervals' },
    number('R²'),
    { title: 'predicts' },
  ]
  return markup`<section><h2>Fitted laws</h2>
${table(columns, fits.map(fitRow))}</section>
`
}

function fitRow(fit: FitResult): (string | Markup)[] {
  const name = markup`${fit.name}${fit.label && markup`<br/><span class="soft">${fit.label}</span>`}`
  if ('warning' in fit) return [name, '–', unsure(fit.warning), '–', '–']
  const r2 = fit.r2.toFixed(3)
  if (fit.doubt !== undefined) return [name, fit.formula, unsure(fit.doubt), r2, '–']
  const lines = (texts: readonly string[]): Markup =>
    markup`${texts.map((text) => markup`<div>${text}</div>`)}`
  return [
    name,
    fit.formula,
    lines(fit.parameters.map(formatParameter)),
    r2,
    lines(fit.predictions.map(({ text }) => text)),
  ]
}

function unsure(sentence: string): Markup {
  return markup`<span class="unsure">${sentence}</span>`
}

export function ownershipSection(groups: readonly OwnershipResult[]): Markup | undefined {
  if (groups.length === 0) return undefined
  return markup`<section><h2>Which model found which path</h2>
<p class="soft">A path is exclusive if no other model found it. Every completion is counted once: input = dropped for each reason + kept.</p>
${groups.map(ownership)}</section>
`
}

function ownership({ label = 'distinct paths', models, overlaps }: OwnershipResult): Markup {
  const chart = upsetChart(
    label,
    {
      sets: models.map(({ model, paths }) => ({ label: model, size: paths })),
      overlaps: overlaps.map((overlap) => ({ sets: overlap.models, count: overlap.paths })),
    },
    {
      columns: 'paths found by exactly the models marked below',
      members: 'paths',
      format: formatCount,
    },
  )
  const all = overlaps.reduce((sum, { paths }) => sum + paths, 0)
  return markup`<figure><figcaption>${label}: ${formatCount(all)} distinct paths of all models together</figcaption>${chart}</figure>
${ownershipTable(models, all)}`
}

function ownershipTable(models: OwnershipResult['models'], all: number): Markup {
  const reasons = [...new Set(models.flatMap(({ dropped }) => Object.keys(dropped)))]
  const rows = models.map(({ model, input, kept, dropped, problems, paths, exclusivePaths }) => {
    const counts = [
      input,
      ...reasons.map((reason) => dropped[reason] ?? 0),
      kept,
      problems,
      paths,
      exclusivePaths,
    ]
    return [
      model,
      ...counts.map(formatCount),
      all === 0 ? '–' : formatValue('share', exclusivePaths / all),
    ]
  })
  const titles = [
    'completions',
    ...reasons,
    'kept',
    'problems',
    'distinct paths',
    'exclusive',
    'of all paths',
  ]
  return table([{ title: 'model' }, ...titles.map(number)], rows)
}
