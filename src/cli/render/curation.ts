/** The account of a curation, for the terminal. */
import { unnamedModel, type CurationReport } from '../../curate/index.ts'
import { tableLines } from './table.ts'

/**
 * What was kept, what was dropped and why; for a union, model by model; and which models lack
 * completions.
 */
export function describeCuration(report: CurationReport): string {
  const dropped = Object.entries(report.dropped).map(
    ([reason, count]) => `  dropped ${String(count).padStart(8)}  ${reason}`,
  )
  return [
    `completions ${String(report.input).padStart(6)}`,
    ...dropped,
    `  kept    ${String(report.kept).padStart(8)}`,
    `rows ${report.rows} (${report.goldRows} of them gold), ${report.solvedProblems} of ${report.problems} problems solved`,
    `per problem: ${report.correctPerProblem.toFixed(2)} correct, ${report.distinctPathsPerProblem.toFixed(2)} distinct paths (${report.distinctPathsWithGold.toFixed(2)} with gold)`,
    ...(report.models.length > 1 ? ['', ...modelTable(report)] : []),
    ...unevenness(report),
  ].join('\n')
}

/** What became of each model's completions in a union, and which paths are its own. */
function modelTable({ models }: CurationReport): string[] {
  const titles = ['completions', 'dropped', 'kept', 'paths', 'exclusive paths']
  const rows = models.map(({ model, input, kept, paths, exclusivePaths }) => [
    model === unnamedModel ? '(no name)' : model,
    ...[input, input - kept, kept, paths, exclusivePaths].map(String),
  ])
  return tableLines(
    [{ title: 'model' }, ...titles.map((title) => ({ title, align: 'right' as const }))],
    rows,
  )
}

/** A model that lacks completions is told: a file that stops half-way looks like one. */
function unevenness({ models, problems }: CurationReport): string[] {
  return models.flatMap(({ model, problems: seen, completionsPerProblem: { fewest, most } }) => {
    if (seen === problems && fewest === most) return []
    const name = model === unnamedModel ? 'completions' : model
    return [
      `note: ${name}: completions of ${seen} of ${problems} problems, ${fewest === most ? fewest : `${fewest} to ${most}`} of each`,
    ]
  })
}
