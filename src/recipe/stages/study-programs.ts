/** Stage `study.programs`: how many programs run, how many are right, and how the others fail. */
import { counted } from '../../core/index.ts'
import { z } from 'zod'
import {
  accuracyMeasure,
  formatValue,
  type Sample,
  type SamplesByRun,
  type TableCell,
  type TableResult,
} from '../../evaluate/index.ts'
import { placedLabel } from '../axes.ts'
import { defineStage } from '../stage.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readGroups, readMeasuredProblems, type Group } from './groups.ts'
import { measureCell } from './measure-cell.ts'
import { runsOf } from './study-points.ts'

const settings = z.strictObject({
  ...gradingSettings,
  name: z.string().describe('Name of these tables in the results.'),
  errors: z
    .boolean()
    .default(true)
    .describe('Whether a second table says how completions fail, by class of error.'),
  byRound: z
    .boolean()
    .default(false)
    .describe(
      'Whether each sample of a problem is counted apart: the first ones are the first round of a synthesis, and so on.',
    ),
})

/** What became of a completion, where it is no class of an error. */
const outcomes = { correct: 'correct', wrong: 'wrong answer', none: 'unreadable' }

/** Rarer classes of errors share a column. */
const CLASSES_SHOWN = 5

export const studyPrograms = defineStage<z.infer<typeof settings>>({
  version: 2,
  description:
    'a table of the shares of valid completions (programs that give a value, texts that state an answer) and of correct ones, and a table of the errors',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions', list: true, graded: true, named: true },
  },
  makes: ['results'],
  perSeed: false,
  gathers: true,
  async *run(context) {
    const { name, errors, byRound } = context.settings
    const problems = await readMeasuredProblems(context)
    const groups = await readGroups(context, 'completions', problems)
    const sets = groups.flatMap((group) => (byRound ? roundsOf(group) : [setOf(group)]))
    const tables = [
      ratesTable(name, sets),
      ...(errors ? [errorsTable(`${name}: what becomes of completions`, sets)] : []),
    ]
    await writeOut(context, 'results.json', `${JSON.stringify({ tables }, null, 1)}\n`)
    yield { type: 'note', level: 'info', message: counted(groups.length, 'model') }
  },
})

/** Completions that are counted together. */
interface CountedSet {
  title: string
  writes: 'texts' | 'programs'
  runs: SamplesByRun
}

function setOf(group: Group): CountedSet {
  const { label, coordinates, drawnFrom } = group
  const { strategy, completionsAre = 'texts' } = drawnFrom
  return {
    title: `${placedLabel(label, coordinates)}${strategy === undefined ? '' : ` (${strategy})`}`,
    writes: completionsAre,
    runs: runsOf(group),
  }
}

/** The first completions of all problems, then the second ones, … */
function roundsOf(group: Group): CountedSet[] {
  const { title, writes, runs } = setOf(group)
  return Array.from({ length: group.drawnFrom.numGenerations }, (_, round) => ({
    title: `${title}, round ${round + 1}`,
    writes,
    runs: runs.map((run) => run.map((own) => own.slice(round, round + 1))),
  }))
}

/** A completion is valid if it gives an answer, right or wrong. */
const asValid = (sample: Sample): Sample => ({ ...sample, correct: sample.answer !== null })

function ratesTable(title: string, sets: readonly CountedSet[]): TableResult {
  const rows = sets.map(({ title: model, writes, runs }): TableCell[] => {
    const valid = runs.map((run) => run.map((own) => own.map(asValid)))
    return [
      { text: model },
      { text: writes },
      measureCell(accuracyMeasure(valid)),
      measureCell(accuracyMeasure(runs)),
      tokensCell(runs),
    ]
  })
  return {
    title,
    columns: [
      { title: 'model' },
      { title: 'writes' },
      { title: 'valid', align: 'right' },
      { title: 'correct', align: 'right' },
      { title: 'tokens', align: 'right' },
    ],
    rows,
    caption:
      'Valid: the program gives a value, or the text states an answer. Tokens: those that were generated for a problem, in the mean.',
  }
}

/** The mean of the tokens that were generated for a problem; a dash where some are unknown. */
function tokensCell(runs: SamplesByRun): TableCell {
  const problems = runs.flat()
  const tokens = problems.flat().map((sample) => sample.tokens)
  if (tokens.length === 0 || tokens.includes(undefined)) return { text: '–' }
  const value = tokens.reduce((sum: number, own) => sum + own!, 0) / problems.length
  return { text: value.toFixed(0), value }
}

const outcomeOf = ({ answer, correct, failure }: Sample): string => {
  if (correct) return outcomes.correct
  return answer === null ? (failure ?? outcomes.none) : outcomes.wrong
}

/** Shares of all completions, so that each row adds up to 100 %. */
function errorsTable(title: string, sets: readonly CountedSet[]): TableResult {
  const counted = sets.map(({ runs }) => countBy(runs.flat(2).map(outcomeOf)))
  const totals = countBy(sets.flatMap(({ runs }) => runs.flat(2).map(outcomeOf)))
  const own = new Set<string>(Object.values(outcomes))
  const classes = [...totals.keys()]
    .filter((name) => !own.has(name))
    .toSorted((a, b) => totals.get(b)! - totals.get(a)! || (a < b ? -1 : 1))
  const rare = classes.slice(CLASSES_SHOWN)
  const columns: [title: string, names: readonly string[]][] = [
    ...[...own, ...classes.slice(0, CLASSES_SHOWN)].map((name): [string, string[]] => [
      name,
      [name],
    ]),
    ...(rare.length > 0 ? [[`${rare.length} others`, rare] as [string, string[]]] : []),
  ]
  return {
    title,
    columns: [
      { title: 'model' },
      ...columns.map(([name]) => ({ title: name, align: 'right' as const })),
    ],
    rows: sets.map((set, place) => [
      { text: set.title },
      ...columns.map(([, names]) => shareCell(counted[place]!, names)),
    ]),
    caption: 'Shares of all completions. Errors are named by their class.',
  }
}

function shareCell(counts: ReadonlyMap<string, number>, names: readonly string[]): TableCell {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const value = names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0) / total
  return value === 0 ? { text: '–', value } : { text: formatValue('accuracy', value), value }
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
