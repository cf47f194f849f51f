/**
 * What a study over several models or amounts of data adds to `results.json`: figures, fitted
 * curves, which model found which path.
 */
import { z } from 'zod'
import { interval, label } from './results-fields.ts'

const seriesSchema = z.strictObject({
  label: z.string(),
  points: z.array(
    z.strictObject({
      x: z.number(),
      y: z.number(),
      ci95: interval.optional().describe('The ends of the whisker over y.'),
      label: z.string().optional().describe('A short text beside the point.'),
    }),
  ),
  line: z
    .array(
      z.strictObject({
        x: z.number(),
        y: z.number(),
        low: z.number().optional(),
        high: z.number().optional(),
      }),
    )
    .optional()
    .describe('A fitted curve in ascending order of x, with its band from `low` to `high`.'),
  isConnected: z.boolean().optional().describe('Whether straight lines join the points.'),
})

/** Points with intervals, and curves through them. */
export const figureSchema = z.strictObject({
  label,
  title: z.string(),
  caption: z.string().optional(),
  x: z.strictObject({
    title: z.string(),
    scale: z.enum(['linear', 'log2']),
    isShare: z.boolean().optional(),
  }),
  y: z.strictObject({ title: z.string(), isShare: z.boolean() }),
  series: z.array(seriesSchema),
})
export type FigureResult = z.infer<typeof figureSchema>

const form = z.enum(['linear', 'logLinear', 'powerLaw'])

const parameterSchema = z.strictObject({
  name: z.string(),
  value: z.number().describe('In the unit, ready to be shown.'),
  ci95: interval,
  unit: z.string().optional(),
})

const predictionSchema = z.strictObject({
  text: z
    .string()
    .describe('The whole text that is shown, such as `4× the labelled data: 58.1 % [56.0, 60.3]`.'),
  value: z
    .number()
    .optional()
    .describe('Absent if the points do not support a prediction; then the text says why.'),
  ci95: interval.optional(),
})

const fittedSchema = z.strictObject({
  label,
  name: z.string(),
  form,
  formula: z.string(),
  parameters: z.array(parameterSchema),
  r2: z.number(),
  predictions: z.array(predictionSchema),
  doubt: z
    .string()
    .optional()
    .describe('Why the numbers are not reliable: a sentence that is shown instead of them.'),
})

const unfittedSchema = z.strictObject({
  label,
  name: z.string(),
  form,
  warning: z.string().describe('Why there is no fit.'),
})

/** A curve fitted to a run's numbers, or why there is none. */
export const fitSchema = z.union([fittedSchema, unfittedSchema])
export type FitResult = z.infer<typeof fitSchema>

const count = z.number().int()

/** Which model found which distinct reasoning paths. */
export const ownershipSchema = z.strictObject({
  label,
  models: z.array(
    z.strictObject({
      model: z.string(),
      input: count.describe('Completions: `kept` and all of `dropped` together.'),
      kept: count,
      dropped: z.record(z.string(), count),
      problems: count.describe('Number of problems of which the model has completions.'),
      paths: count.describe('Distinct paths that this model found.'),
      exclusivePaths: count.describe('Distinct paths that no other model found.'),
    }),
  ),
  overlaps: z.array(
    z.strictObject({
      models: z.array(z.string()),
      paths: count.describe('Distinct paths found by exactly these models.'),
    }),
  ),
})
export type OwnershipResult = z.infer<typeof ownershipSchema>
