/** The tables and the figure of Liu et al. 2023, shown as ours are, and what they say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  formatValue,
  renderReport,
  resultsSchema,
  wilsonInterval,
  type Results,
  type TableResult,
} from '../../evaluate/index.ts'
import { resultsTable } from './results-table.ts'

type Cell = string | number
const paper = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tests/golden/liu-2023.json'), 'utf8'),
) as {
  problems: number
  tables: Record<string, { columns: string[]; rows: Cell[][] }>
  'figure 1': Record<string, [number, number][]>
}
const rowsOf = (name: string): Cell[][] => paper.tables[name]!.rows

const tables = Object.entries(paper.tables).map(([title, { columns, rows }]): TableResult => ({
  title,
  columns: columns.map((column, place) => ({
    title: column,
    align: typeof rows[0]![place] === 'number' ? 'right' : 'left',
  })),
  rows: rows.map((row) =>
    row.map((cell) => {
      if (typeof cell === 'string') return { text: cell }
      const value = cell / 100
      const ci95 = wilsonInterval(value * paper.problems, paper.problems)
      return { text: formatValue('accuracy', value), value, ci95: [...ci95] }
    }),
  ),
}))
const { cost, ...gains } = paper['figure 1']
const figures = [gains, { cost: cost! }].map((series, place) => ({
  title: ['figure 1', 'figure 1, cost'][place]!,
  x: { title: 'K, or N', scale: 'log2' as const },
  y: { title: ['accuracy', 'share of candidates that are scored'][place]!, isShare: true },
  series: Object.entries(series).map(([label, points]) => ({
    label,
    isConnected: true,
    points: points.map(([x, y]) => ({ x, y: place === 0 ? y / 100 : y })),
  })),
}))
const results: Results = resultsSchema.parse({
  recipe: 'liu-2023',
  seedList: [1],
  metrics: [],
  comparisons: [],
  cost: [],
  tables,
  figures,
})

describe.each(tables)('$title', ({ title, columns, rows }) => {
  it('is shown in the terminal, row by row', () => {
    const shown = resultsTable(results, (_, text) => text).split('\n')
    const start = shown.indexOf(title)
    expect(start).toBeGreaterThanOrEqual(0)
    const cells = (line: string): string[] => line.trim().split(/ {2,}/)
    expect(cells(shown[start + 1]!)).toEqual(columns.map((column) => column.title))
    for (const [place, row] of rows.entries())
      expect(cells(shown[start + 2 + place]!)).toEqual(row.map(({ text }) => text))
  })

  it('is shown in the report', () => {
    const page = renderReport(results)
    expect(page).toContain(title)
    for (const row of rows)
      for (const { text } of row) expect(page).toContain(text.replace('&', '&amp;'))
  })
})

it('the report draws both parts of figure 1, with every series', () => {
  const page = renderReport(results)
  for (const { title, series } of figures) {
    expect(page).toContain(title)
    for (const { label } of series) expect(page).toContain(label)
  }
})

describe('what the tables say of each other', () => {
  const table3 = rowsOf('table 3')
  const table7 = rowsOf('table 7')
  it('table 7 has the votes and the re-ranking of table 3, which never beats its best K', () => {
    for (const [loss, all, topK, , , vote] of table7) {
      const own = table3.find(([model, its]) => model === 'L' && its === loss)!
      expect([own[3], own[4]]).toEqual([vote, all])
      expect(topK).toBeGreaterThanOrEqual(own[5] as number)
    }
  })

  it('no strategy is above Pass@64', () => {
    const bound = rowsOf('table 2').find(
      (row) => row[0] === 'MATH + PRM800K' && row[1] === 'L',
    )![4]!
    for (const row of table7)
      for (const value of row.slice(1)) expect(value).toBeLessThanOrEqual(bound as number)
  })

  it("the paper's own inconsistencies: S* on S* of table 6 is the margin row of table 3", () => {
    const [, , ...transfer] = rowsOf('table 6')[0]!
    expect(transfer).toEqual(table3[0]!.slice(4))
    const peak = Math.max(...paper['figure 1']['RR.MajK']!.map(([, value]) => value))
    expect(peak).toBeLessThan(table7[1]![2] as number)
  })

  it('the gain of re-ranking over voting is within the intervals of 500 problems', () => {
    const [, , , vote, , best] = table3[3]!
    const [, high] = wilsonInterval((vote as number) * 5, paper.problems)
    expect((best as number) / 100).toBeLessThan(high)
  })
})
