/**
 * The inside view in `results.json`: what was dropped, distinct paths, training curves, examples.
 */
import { z } from 'zod'
import { label } from './results-fields.ts'

/** Why completions were dropped: `input` is `kept` and all of `dropped` together. */
export const conservationSchema = z.strictObject({
  label,
  input: z.number().int(),
  kept: z.number().int(),
  dropped: z.record(z.string(), z.number().int()),
})

/** How many problems have how many distinct reasoning paths. */
export const distinctPathsSchema = z.strictObject({
  label,
  histogram: z.array(z.strictObject({ paths: z.number().int(), problems: z.number().int() })),
})

/** Values over steps, such as the training loss. */
export const curveSchema = z.strictObject({
  label,
  name: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])),
})

/** What several models wrote for one problem. */
export const exampleSchema = z.strictObject({
  question: z.string(),
  answer: z.string(),
  completions: z.array(
    z.strictObject({
      model: z.string(),
      text: z.string(),
      verdict: z.enum(['correct', 'incorrect', 'unparseable']),
    }),
  ),
})
