/** Tables of `results.json` whose columns a study chooses. */
import { z } from 'zod'
import { interval, label } from './results-fields.ts'

const cellSchema = z.strictObject({
  text: z.string().describe('What is shown.'),
  value: z.number().optional().describe('The number that is shown, where it is one.'),
  ci95: interval.optional(),
})
export type TableCell = z.infer<typeof cellSchema>

/** Rows under the columns of one study. A cell holds its text, and the number behind it. */
export const tableSchema = z
  .strictObject({
    label,
    title: z.string(),
    columns: z.array(
      z.strictObject({ title: z.string(), align: z.enum(['left', 'right']).optional() }),
    ),
    rows: z.array(z.array(cellSchema)).describe('One cell for each column.'),
    caption: z.string().optional().describe('What is to be known to read it.'),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
    message: 'each row needs one cell for each column',
    path: ['rows'],
  })
export type TableResult = z.infer<typeof tableSchema>
