/**
 * The report's inside view: examples, training curves, what was dropped, how many ways of solving
 * were found.
 */
import type { z } from 'zod'
import { histogram } from './charts/histogram.ts'
import { lineChart } from './charts/line-chart.ts'
import { markup, type Markup } from './charts/markup.ts'
import { formatCount, formatNumber } from './format.ts'
import { number, table } from './report-table.ts'
import type {
  conservationSchema,
  curveSchema,
  distinctPathsSchema,
  exampleSchema,
} from './results-inside.ts'

type Example = z.infer<typeof exampleSchema>

const verdictMarks = {
  correct: ['good', '✓'],
  incorrect: ['bad', '✗'],
  unparseable: ['unsure', '?'],
} as const

export function exampleSection(examples: readonly Example[]): Markup | undefined {
  if (examples.length === 0) return undefined
  return markup`<section><h2>Before and after</h2>
${examples.map(example)}</section>
`
}

function example({ question, answer, completions }: Example): Markup {
  return markup`<article class="example"><p>${question}</p><p class="soft">Answer: <b>${answer}</b></p>
<div class="texts">${completions.map(completion)}</div></article>
`
}

function completion({ model, text, verdict }: Example['completions'][number]): Markup {
  const [className, mark] = verdictMarks[verdict]
  return markup`<div><h3>${model} <span class="${className}">${mark} ${verdict}</span></h3><pre>${text}</pre></div>\n`
}

/** With more lines than this a chart of losses is split by stage. */
const mostLines = 12

export function curveSection(curves: readonly z.infer<typeof curveSchema>[]): Markup | undefined {
  if (curves.length === 0) return undefined
  const figures = [...new Set(curves.map(({ name }) => name))].flatMap((name) => {
    const lines = curves
      .filter((curve) => curve.name === name)
      .map(({ label = '', points }) => ({ label, points }))
    if (lines.length <= mostLines) return [lossFigure(name, lines)]
    return Array.from(byStage(lines), ([stage, own]) => lossFigure(`${name}, ${stage}`, own))
  })
  return markup`<section><h2>How training went</h2>
${figures}</section>
`
}

function lossFigure(name: string, lines: Parameters<typeof lineChart>[1]): Markup {
  return markup`<figure><figcaption>${name}</figcaption>${lineChart(name, lines, { x: 'step', format: formatNumber })}</figure>\n`
}

/**
 * What belongs to one stage of the recipe, at whatever place and seed: `rft@k=3@1` and `rft@k=6@2`.
 */
function byStage<T extends { label?: string | undefined }>(items: readonly T[]): Map<string, T[]> {
  const stages = new Map<string, T[]>()
  for (const item of items) {
    const stage = (item.label ?? '').split('@', 1)[0]!
    stages.set(stage, [...(stages.get(stage) ?? []), item])
  }
  return stages
}

type Conservation = z.infer<typeof conservationSchema>

export function conservationSection(groups: readonly Conservation[]): Markup | undefined {
  if (groups.length === 0) return undefined
  return markup`<section><h2>What was dropped, and why</h2>
<p class="soft">Every completion is counted once: input = dropped for each reason + kept.</p>
${sharingReasons(groups).map(conservationTable)}</section>
`
}

/**
 * Stages that drop for unlike reasons stand in tables of their own, instead of in one that is wide
 * and mostly empty.
 */
function sharingReasons(groups: readonly Conservation[]): Conservation[][] {
  const tables: Conservation[][] = []
  const reasonsOf = (some: readonly Conservation[]): string[] =>
    some.flatMap(({ dropped }) => Object.keys(dropped))
  for (const own of byStage(groups).values()) {
    const reasons = reasonsOf(own)
    const like = tables.find(
      (each) => reasons.length === 0 || reasonsOf(each).some((reason) => reasons.includes(reason)),
    )
    if (like) like.push(...own)
    else tables.push([...own])
  }
  return tables
}

function conservationTable(groups: readonly Conservation[]): Markup {
  const reasons = [...new Set(groups.flatMap(({ dropped }) => Object.keys(dropped)))]
  const rows = groups.map(({ label = '', input, kept, dropped }) => {
    const counts = [input, ...reasons.map((reason) => dropped[reason] ?? 0), kept]
    return [label, ...counts.map(formatCount)]
  })
  return table([{ title: 'stage' }, ...['input', ...reasons, 'kept'].map(number)], rows)
}

/** With more histograms than this, one stands for each stage. */
const mostHistograms = 6

export function pathSection(
  groups: readonly z.infer<typeof distinctPathsSchema>[],
): Markup | undefined {
  if (groups.length === 0) return undefined
  const shown =
    groups.length <= mostHistograms
      ? groups
      : Array.from(byStage(groups).values(), ([first]) => first!)
  const figures = shown.map(({ label = '', histogram: counts }) => {
    const bins = counts.map(({ paths, problems }) => ({ value: paths, count: problems }))
    const problems = bins.reduce((sum, { count }) => sum + count, 0)
    const mean =
      bins.reduce((sum, { value, count }) => sum + value * count, 0) / Math.max(1, problems)
    const caption = `${label}: ${mean.toFixed(2)} on average over ${formatCount(problems)} problems`
    return markup`<figure><figcaption>${caption}</figcaption>${histogram(label, bins, { x: 'distinct paths', format: formatCount })}</figure>\n`
  })
  const left = groups.length - shown.length
  return markup`<section><h2>Distinct reasoning paths per problem</h2>
${left > 0 ? markup`<p class="soft">The first of each stage; the other ${formatCount(left)} are in results.json.</p>\n` : undefined}${figures}</section>
`
}
