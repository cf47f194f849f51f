/** What results say of evaluators: how well their scores tell right from wrong. */
import type { Problem } from '../core/index.ts'
import { areaUnderCurve, withinProblemArea, type Area } from './area-under-curve.ts'
import { calibration, type Calibration } from './calibration.ts'
import { degenerateScores } from './degenerate-scores.ts'
import { formatInterval } from './format.ts'
import { groupsBy, groupsByShareCorrect, type JudgedGroup } from './judged-groups.ts'
import { haveBothKinds, type JudgedRuns } from './judged.ts'
import { mean } from './metrics.ts'
import type { FigureResult } from './results-study.ts'
import type { TableResult } from './results-tables.ts'
import { areaCell, count, decimal, none, right, share } from './table-cells.ts'

/** The scores that one evaluator gave to the completions of one model. */
export interface JudgedSet {
  evaluator: string
  /** What the completions are called. */
  completions: string
  runs: JudgedRuns
}

export interface EvaluatorResults {
  tables: TableResult[]
  figures: FigureResult[]
  notes: { level: 'info' | 'warning'; message: string }[]
}

/** A set with what is computed once for tables, figure and notes. */
interface Measured extends JudgedSet {
  name: string
  area: Area | null
  within: Area | null
  calibrated: Calibration | null
}

/**
 * Returns tables of how well evaluators tell correct completions from incorrect ones, whether their
 * scores are probabilities, and how this depends on the difficulty of problems; a figure of their
 * calibration; and notes on evaluators that say the same of everything, or cannot be measured.
 * Completions name problems by their place in `problems`.
 */
export function evaluatorResults(
  sets: readonly JudgedSet[],
  problems: readonly Pick<Problem, 'meta'>[],
): EvaluatorResults {
  const measured = sets.map((set): Measured => ({
    ...set,
    name: `${set.evaluator} on ${set.completions}`,
    area: areaUnderCurve(set.runs),
    within: withinProblemArea(set.runs),
    calibrated: calibration(set.runs),
  }))
  const notes = measured.flatMap(notesOf)
  const calibrated = measured.filter(hasCalibration)
  const ofMeta = (['steps', 'level'] as const).flatMap((field) =>
    metaTable(measured, problems, field),
  )
  return {
    tables: [
      summaryTable(measured, notes),
      ...(calibrated.length > 0 ? [calibrationTable(calibrated)] : []),
      groupTable('By the share of correct completions', 'correct', measured, ({ runs }) =>
        groupsByShareCorrect(runs),
      ),
      ...ofMeta,
    ],
    figures: calibrated.length > 0 ? [calibrationFigure(calibrated)] : [],
    notes,
  }
}

type Calibrated = Measured & { calibrated: Calibration }
const hasCalibration = (each: Measured): each is Calibrated => each.calibrated !== null

function notesOf({ name, runs, calibrated }: Measured): EvaluatorResults['notes'] {
  const judged = runs.flat()
  const oneKind = runs.filter((run) => !haveBothKinds(run))
  const isOneKind = judged.length > 0 && !haveBothKinds(judged)
  const facts = [
    ...(isOneKind
      ? [
          `Every completion is ${judged[0]!.isCorrect ? 'correct' : 'incorrect'}, so there is nothing to tell apart and no AUC.`,
        ]
      : oneKind.length > 0
        ? [
            `The AUC leaves out ${oneKind.length} of ${runs.length} runs, whose completions are all correct or all incorrect.`,
          ]
        : []),
    ...(calibrated === null && judged.length > 0
      ? ['Some scores are no probabilities (0 to 1), so calibration is not measured.']
      : []),
  ]
  return [
    ...degenerateScores(runs.flat().map(({ score }) => score)).map((text) => ({
      level: 'warning' as const,
      text,
    })),
    ...facts.map((text) => ({ level: 'info' as const, text })),
  ].map(({ level, text }) => ({ level, message: `${name}: ${text}` }))
}

function summaryTable(
  measured: readonly Measured[],
  notes: EvaluatorResults['notes'],
): TableResult {
  const runs = measured.some((each) => each.runs.length > 1) ? ' and runs' : ''
  const caption = [
    'AUC is the probability that a correct completion has a higher score than an incorrect one.',
    'Within problems, both are completions of one problem; it is the mean over the problems that have both.',
    `Intervals are over problems${runs}.`,
    'ECE: how far scores are off the share correct, on average. Brier: mean squared error of the score.',
    ...notes.map(({ message }) => message),
  ]
  return {
    title: 'How well scores tell right from wrong',
    columns: [
      { title: 'evaluator' },
      { title: 'completions of' },
      right('completions'),
      right('correct'),
      right('AUC'),
      right('AUC within problems'),
      right('problems with both'),
      right('ECE'),
      right('Brier'),
    ],
    rows: measured.map(({ evaluator, completions, runs: own, area, within, calibrated }) => [
      { text: evaluator },
      { text: completions },
      count(own.flat().length),
      own.flat().length === 0 ? none : share(mean(own.flat().map((one) => Number(one.isCorrect)))),
      areaCell(area),
      areaCell(within),
      count(within?.problems ?? 0),
      calibrated ? decimal(calibrated.expectedError) : none,
      calibrated ? decimal(calibrated.brier) : none,
    ]),
    caption: caption.join(' '),
  }
}

function calibrationTable(measured: readonly Calibrated[]): TableResult {
  return {
    title: 'Are scores probabilities?',
    columns: [
      { title: 'scores' },
      right('score'),
      right('completions'),
      right('mean score'),
      right('correct'),
      right('95 % interval'),
    ],
    rows: measured.flatMap(({ name, calibrated }) =>
      calibrated.bins.map((bin) => [
        { text: name },
        { text: `${bin.low} – ${bin.high}` },
        count(bin.completions),
        decimal(bin.meanScore),
        { ...share(bin.shareCorrect), ci95: bin.ci95 },
        { text: formatInterval('share', bin.ci95) },
      ]),
    ),
    caption:
      'Of completions with a score of 0.7, 70 % should be correct. Ten bins; those without completions are left out.',
  }
}

function groupTable(
  title: string,
  group: string,
  measured: readonly Measured[],
  groupsOf: (set: Measured) => JudgedGroup[],
): TableResult {
  return {
    title,
    columns: [
      { title: 'scores' },
      right(group),
      right('problems'),
      right('completions'),
      right('correct'),
      right('mean score'),
      right('AUC within problems'),
    ],
    rows: measured.flatMap((set) =>
      groupsOf(set).map((each) => [
        { text: set.name },
        { text: each.name },
        count(each.problems),
        count(each.completions),
        share(each.shareCorrect),
        decimal(each.meanScore),
        areaCell(each.within),
      ]),
    ),
  }
}

/** With more values than this, a field says more of single problems than of their difficulty. */
const mostValues = 20

function metaTable(
  measured: readonly Measured[],
  problems: readonly Pick<Problem, 'meta'>[],
  field: 'steps' | 'level',
): TableResult[] {
  const values = problems.map(({ meta }) => {
    const value = meta?.[field]
    return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined
  })
  const names = [...new Set(values)]
    .filter((value) => value !== undefined)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  if (names.length < 2 || names.length > mostValues) return []
  const title = `By the ${field} of problems`
  return [
    groupTable(title, field, measured, ({ runs }) =>
      groupsBy(runs, (problem) => values[problem], names),
    ),
  ]
}

function calibrationFigure(measured: readonly Calibrated[]): FigureResult {
  return {
    title: 'Are scores probabilities?',
    caption: 'On the line, as many completions are correct as their scores say.',
    x: { title: 'mean score', scale: 'linear', isShare: true },
    y: { title: 'correct', isShare: true },
    series: [
      ...measured.map(({ name, calibrated }) => ({
        label: name,
        points: calibrated.bins.map(({ meanScore, shareCorrect, ci95 }) => ({
          x: meanScore,
          y: shareCorrect,
          ci95,
        })),
        isConnected: true,
      })),
      {
        label: 'calibrated',
        points: [],
        line: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
    ],
  }
}
