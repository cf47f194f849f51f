/** Tables of a report. */
import { markup, type Markup } from './charts/markup.ts'

export interface Column {
  title: string
  isNumber?: boolean
}

export const number = (title: string): Column => ({ title, isNumber: true })

/** A table that scrolls on narrow screens; `foot` is a last row of totals. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly (string | Markup)[])[],
  foot?: readonly string[],
): Markup {
  const classOf = (index: number): Markup => ({
    source: columns[index]!.isNumber ? ' class="number"' : '',
  })
  const cells = (row: readonly (string | Markup)[]): Markup =>
    markup`<tr>${row.map((cell, index) => markup`<td${classOf(index)}>${cell}</td>`)}</tr>\n`
  return markup`<div class="scroll"><table>
<thead><tr>${columns.map(({ title }, index) => markup`<th scope="col"${classOf(index)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map(cells)}</tbody>
${foot && markup`<tfoot>${cells(foot)}</tfoot>`}</table></div>
`
}
