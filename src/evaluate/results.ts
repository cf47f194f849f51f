/** What a finished run found: the schema of `results.json`. */
import { z } from 'zod'

const interval = z.tuple([z.number(), z.number()]).readonly()

export const metricSchema = z.strictObject({
  name: z.string().describe('`accuracy`, `maj@8`, `pass@8`, …'),
  model: z.string(),
  strategy: z.string(),
  dataset: z.string(),
  value: z.number(),
  ci95: interval,
  n: z.number().int().describe('Problems behind the value, however many seeds.'),
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
})
export type ComparisonResult = z.infer<typeof comparisonSchema>

export const claimSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  verdict: z.enum(['confirmed', 'not confirmed', 'undecided']),
  effect: z.number(),
  ci95: interval,
})
export type ClaimResult = z.infer<typeof claimSchema>

export const costSchema = z.strictObject({
  stage: z.string(),
  seconds: z.number(),
  tokens: z.number(),
  completions: z.number(),
  peakMemoryBytes: z.number(),
})
export type CostResult = z.infer<typeof costSchema>

const label = z.string().optional().describe('The stage (and more) that this belongs to.')

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
    z.strictObject({ model: z.string(), text: z.string(), verdict: z.enum(['correct', 'incorrect', 'unparseable']) }),
  ),
})

const sections = {
  conservation: z.array(conservationSchema).optional(),
  distinctPaths: z.array(distinctPathsSchema).optional(),
  curves: z.array(curveSchema).optional(),
  examples: z.array(exampleSchema).optional(),
}

/** What one stage adds to the run's results, as `results.json` in its artifact; `label` is filled in with the stage's id. */
export const stageResultsSchema = z.strictObject({
  metrics: z.array(metricSchema).optional(),
  comparisons: z.array(comparisonSchema).optional(),
  claims: z.array(claimSchema).optional(),
  ...sections,
})
export type StageResults = z.infer<typeof stageResultsSchema>

export const resultsSchema = z.strictObject({
  recipe: z.string(),
  seedList: z.array(z.number().int()),
  metrics: z.array(metricSchema),
  comparisons: z.array(comparisonSchema),
  claims: z.array(claimSchema).optional(),
  cost: z.array(costSchema),
  ...sections,
})
export type Results = z.infer<typeof resultsSchema>

/** The results of a run: what its stages found, in order, each part labelled with its stage. Empty sections are left out. */
export function mergeResults(
  run: Pick<Results, 'recipe' | 'seedList' | 'cost'>,
  stages: readonly { id: string; results: StageResults }[],
): Results {
  const all = <T>(pick: (results: StageResults) => T[] | undefined): T[] => stages.flatMap(({ results }) => pick(results) ?? [])
  const labelled = <T extends { label?: string | undefined }>(pick: (results: StageResults) => T[] | undefined): T[] =>
    stages.flatMap(({ id, results }) =>
      (pick(results) ?? []).map((part) => ({ ...part, label: part.label === undefined ? id : `${id}, ${part.label}` })),
    )
  const optional = {
    claims: all((results) => results.claims),
    conservation: labelled((results) => results.conservation),
    distinctPaths: labelled((results) => results.distinctPaths),
    curves: labelled((results) => results.curves),
    examples: all((results) => results.examples),
  }
  const present: Partial<typeof optional> = Object.fromEntries(Object.entries(optional).filter(([, parts]) => parts.length > 0))
  const { recipe, seedList, cost } = run
  return {
    recipe,
    seedList,
    metrics: all((results) => results.metrics),
    comparisons: all((results) => results.comparisons),
    ...present,
    cost,
  }
}
