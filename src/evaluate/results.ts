/** What a finished run found: the schema of `results.json`. */
import { z } from 'zod'
import {
  conservationSchema,
  curveSchema,
  distinctPathsSchema,
  exampleSchema,
} from './results-inside.ts'
import {
  claimSchema,
  comparisonSchema,
  costSchema,
  metricSchema,
  serverSchema,
} from './results-numbers.ts'
import { figureSchema, fitSchema, ownershipSchema } from './results-study.ts'
import { tableSchema } from './results-tables.ts'

const sections = {
  claims: z.array(claimSchema).optional(),
  tables: z.array(tableSchema).optional(),
  figures: z.array(figureSchema).optional(),
  fits: z.array(fitSchema).optional(),
  ownership: z.array(ownershipSchema).optional(),
  conservation: z.array(conservationSchema).optional(),
  distinctPaths: z.array(distinctPathsSchema).optional(),
  curves: z.array(curveSchema).optional(),
  examples: z.array(exampleSchema).optional(),
}

/**
 * What one stage adds to the run's results, as `results.json` in its artifact; `label` is filled in
 * with the stage's id.
 */
export const stageResultsSchema = z.strictObject({
  metrics: z.array(metricSchema).optional(),
  comparisons: z.array(comparisonSchema).optional(),
  ...sections,
})
export type StageResults = z.infer<typeof stageResultsSchema>

export const resultsSchema = z.strictObject({
  recipe: z.string(),
  seedList: z.array(z.number().int()),
  /** What there is, where the run is not at its end: some of the seeds, or what was stopped. */
  soFar: z.string().optional(),
  metrics: z.array(metricSchema),
  comparisons: z.array(comparisonSchema),
  cost: z.array(costSchema),
  servers: z.array(serverSchema).optional(),
  ...sections,
})
export type Results = z.infer<typeof resultsSchema>

/**
 * The results of a run: what its stages found, in order, each part labelled with its stage. Empty
 * sections are left out.
 */
export function mergeResults(
  run: Pick<Results, 'recipe' | 'seedList' | 'soFar' | 'cost' | 'servers'>,
  stages: readonly { id: string; results: StageResults }[],
): Results {
  const all = <T>(pick: (results: StageResults) => T[] | undefined): T[] =>
    stages.flatMap(({ results }) => pick(results) ?? [])
  const labelled = <T extends { label?: string | undefined }>(
    pick: (results: StageResults) => T[] | undefined,
  ): T[] =>
    stages.flatMap(({ id, results }) =>
      (pick(results) ?? []).map((part) => ({
        ...part,
        label: part.label === undefined ? id : `${id}, ${part.label}`,
      })),
    )
  const optional = {
    claims: all((results) => results.claims),
    tables: labelled((results) => results.tables),
    figures: labelled((results) => results.figures),
    fits: labelled((results) => results.fits),
    ownership: labelled((results) => results.ownership),
    conservation: labelled((results) => results.conservation),
    distinctPaths: labelled((results) => results.distinctPaths),
    curves: labelled((results) => results.curves),
    examples: all((results) => results.examples),
  }
  const present: Partial<typeof optional> = Object.fromEntries(
    Object.entries(optional).filter(([, parts]) => parts.length > 0),
  )
  const { cost, ...about } = run
  return {
    ...about,
    metrics: all((results) => results.metrics),
    comparisons: all((results) => results.comparisons),
    ...present,
    cost,
  }
}
