/** Cells of a study's table that show a share with its interval. */
import {
  formatInterval,
  formatValue,
  summary,
  type Measure,
  type TableCell,
} from '../../evaluate/index.ts'

/** Returns the cell of a measure; a dash where there is none. */
export function measureCell(measure: Measure | undefined): TableCell {
  if (!measure) return { text: '–' }
  const { value, ci95 } = summary(measure)
  const text = `${formatValue('accuracy', value)} [${formatInterval('accuracy', ci95).replace(' %', '')}]`
  return { text, value, ci95 }
}
