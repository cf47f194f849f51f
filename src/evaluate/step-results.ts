/** What results say of a judge of steps. */
import { counted } from '../core/index.ts'
import { areaUnderCurve, withinProblemArea } from './area-under-curve.ts'
import { mean } from './metrics.ts'
import type { TableResult } from './results-tables.ts'
import {
  chooseSteps,
  countUnscored,
  detectErrors,
  judgedSteps,
  knownSolutions,
  locateErrors,
  type AgainstChance,
  type KnownSolution,
  type ScoredSteps,
} from './step-measures.ts'
import { areaCell, count, none, right, share, shareWithin } from './table-cells.ts'

export interface StepResults {
  tables: TableResult[]
  notes: { level: 'info' | 'warning'; message: string }[]
}

interface Judge {
  /** Its name in the results. */
  name: string
  /** A step whose score is not above it is wrong; chosen, where absent. */
  threshold?: number | undefined
}

/**
 * Returns tables of how well a judge's scores tell right steps from wrong ones, find the first
 * error of a solution, and choose among candidates; those of which the records say something. Notes
 * say what was left out.
 */
export function stepResults(judge: Judge, records: readonly ScoredSteps[]): StepResults {
  const solutions = knownSolutions(records)
  const located = locateErrors(solutions, judge.threshold)
  const chosen = chooseSteps(records)
  return {
    tables: [
      areaTable(judge, records),
      ...(located ? [locationTable(judge, located)] : []),
      ...detectionTable(judge, solutions, records),
      ...(chosen ? [choiceTable(judge, chosen)] : []),
    ],
    notes: notesOf(records),
  }
}

function notesOf(records: readonly ScoredSteps[]): StepResults['notes'] {
  const ofRecords = records.filter(({ steps, candidates }) =>
    [...steps, ...candidates].some(({ score }) => score === null),
  ).length
  if (ofRecords === 0) return []
  const ofSteps = countUnscored(records)
  const message =
    `left out, because the judge does not read texts as long: ${counted(ofSteps, 'labelled step')}, ` +
    `and the errors and choices of ${ofRecords} of ${records.length} records`
  return [{ level: 'warning', message }]
}

function areaTable({ name }: Judge, records: readonly ScoredSteps[]): TableResult {
  const judged = judgedSteps(records)
  const within = withinProblemArea([judged])
  return {
    title: 'Steps that are right and wrong',
    columns: [
      { title: 'judge' },
      right('steps'),
      right('too long'),
      right('right'),
      right('AUC'),
      right('AUC within problems'),
      right('problems with both'),
    ],
    rows: [
      [
        { text: name },
        count(judged.length),
        count(countUnscored(records)),
        judged.length === 0 ? none : share(mean(judged.map(({ isCorrect }) => Number(isCorrect)))),
        areaCell(areaUnderCurve([judged])),
        areaCell(within),
        count(within?.problems ?? 0),
      ],
    ],
    caption:
      'AUC is the probability that a right step has a higher score than a wrong one. Within problems, both are steps of one problem; it is the mean over the problems that have both. Intervals are over problems. Steps that are too long for the judge are left out.',
  }
}

function locationTable({ name, threshold }: Judge, located: AgainstChance): TableResult {
  const rule =
    threshold === undefined
      ? 'the step with the lowest score is taken for the first error, and equal scores count as a share'
      : 'the first step that the judge finds wrong is taken for the first error'
  return {
    title: 'Where the first error is',
    columns: [{ title: 'judge' }, right('solutions'), right('found'), right('by chance')],
    rows: [againstChance(name, located)],
    caption: `Solutions with an error: ${rule}. Chance takes any step of the solution.`,
  }
}

const againstChance = (name: string, { found, chance }: AgainstChance): TableResult['rows'][0] => [
  { text: name },
  count(found.items),
  shareWithin(found.value, found.ci95),
  shareWithin(chance.value, chance.ci95),
]

function detectionTable(
  { name, threshold }: Judge,
  solutions: readonly KnownSolution[],
  records: readonly ScoredSteps[],
): TableResult[] {
  const problems = 1 + records.reduce((most, { problem }) => Math.max(most, problem), -1)
  const found = detectErrors(solutions, problems, threshold)
  if (found === null) return []
  const { erroneous, correct, f1, ci95 } = found
  const chosen = threshold === undefined ? ', chosen on the other half' : ''
  const limit = Number.isFinite(found.threshold)
    ? { text: found.threshold.toPrecision(3).replace('-', '−'), value: found.threshold }
    : { text: 'none' }
  return [
    {
      title: 'Whether there is an error, and where',
      columns: [
        { title: 'judge' },
        right('threshold'),
        right('with an error'),
        right('found'),
        right('without'),
        right('found to have none'),
        right('F1'),
      ],
      rows: [
        [
          { text: name },
          limit,
          count(erroneous.items),
          shareWithin(erroneous.value, erroneous.ci95),
          count(correct.items),
          shareWithin(correct.value, correct.ci95),
          shareWithin(f1, ci95),
        ],
      ],
      caption: `Half of the problems. The first step whose score is not above the threshold${chosen}, is taken for the first error; there is none where all scores are above it. F1 is the harmonic mean of the two shares.`,
    },
  ]
}

function choiceTable({ name }: Judge, chosen: AgainstChance): TableResult {
  return {
    title: 'Which of several steps is best',
    columns: [{ title: 'judge' }, right('choices'), right('best is good'), right('by chance')],
    rows: [againstChance(name, chosen)],
    caption:
      'Choices among candidates for the next step, of which some are rated good and some are not: how often the one with the highest score is good. Equal scores count as a share.',
  }
}
