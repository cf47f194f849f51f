/** Aligned columns of text. */
import { stripVTControlCharacters } from 'node:util'

export interface Column {
  title: string
  align?: 'left' | 'right' | undefined
}

/** Lines of a table with its titles, two spaces between columns; cells may hold colour. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  title: (text: string) => string = (text) => text,
): string[] {
  const lengthOf = (text: string): number => stripVTControlCharacters(text).length
  const widths = columns.map((column, index) =>
    Math.max(...[column.title, ...rows.map((row) => row[index] ?? '')].map(lengthOf)),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? ''
        const space = ' '.repeat(widths[index]! - lengthOf(cell))
        return align === 'right' ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  return [line(columns.map((column) => title(column.title))), ...rows.map(line)]
}
