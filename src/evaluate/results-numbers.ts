/** The numbers of `results.json`: metrics, comparisons, claims, cost. */
import { z } from 'zod'
import { interval } from './results-fields.ts'

export const metricSchema = z.strictObject({
  name: z.string().describe('`accuracy`, `maj@8`, `pass@8`, …'),
  model: z.string(),
  strategy: z.string(),
  dataset: z.string(),
  value: z.number(),
  ci95: interval,
  n: z.number().int().describe('Number of problems; several seeds do not count several times.'),
})
export type MetricResult = z.infer<typeof metricSchema>

export const comparisonSchema = z.strictObject({
  name: z.string(),
  a: z.string(),
  b: z.string(),
  metric: z.string(),
  difference: z.number().describe('b minus a.'),
  ci95: interval,
  p: z.number(),
  n: z.number().int(),
  method: z.string().optional().describe('The method of interval and p.'),
})
export type ComparisonResult = z.infer<typeof comparisonSchema>

const stated = {
  id: z.string(),
  text: z.string(),
  note: z.string().optional().describe('A further sentence about the claim.'),
}

const judgedSchema = z.strictObject({
  ...stated,
  verdict: z.enum(['confirmed', 'not confirmed', 'undecided']),
  effect: z.number(),
  ci95: interval,
  metric: z
    .string()
    .optional()
    .describe('The metric that the effect is of; effects on shares are shown in points.'),
  unit: z
    .string()
    .optional()
    .describe('The unit that is shown after the effect, such as `points per doubling`.'),
})

const unmeasuredSchema = z.strictObject({
  ...stated,
  verdict: z.literal('undecided'),
  warning: z.string().describe('Why there is no effect by which to judge the claim.'),
})

/** A claim with the effect that it is judged by, or why there is none. */
export const claimSchema = z.union([judgedSchema, unmeasuredSchema])
export type ClaimResult = z.infer<typeof claimSchema>

export const costSchema = z.strictObject({
  stage: z.string(),
  seconds: z.number(),
  tokens: z.number(),
  completions: z.number(),
  peakMemoryBytes: z.number(),
  flops: z.number().optional().describe('Floating-point operations, counted or estimated.'),
  promptTokens: z.number().optional().describe('Tokens of prompts that servers have read.'),
  dollars: z.number().optional().describe('Price of what servers have done.'),
})
/** A server that a stage has asked, as it said of itself. */
export const serverSchema = z.strictObject({
  stage: z.string(),
  server: z.string().describe('Its address.'),
  model: z.string().optional().describe('What its replies call the model.'),
  software: z.string(),
  version: z.string().optional(),
  root: z.string().optional().describe('What the model was loaded from.'),
})
export type ServerResult = z.infer<typeof serverSchema>

export type CostResult = z.infer<typeof costSchema>
