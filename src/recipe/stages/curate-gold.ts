/** Stage `curate.gold`: training rows from worked solutions. */
import { z } from 'zod'
import {
  DataError,
  counted,
  type Problem,
  type RunEvent,
  type TrainingRow,
} from '../../core/index.ts'
import { formatPrompt, problemPrompt, programFormat, programStyle } from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { notesOf, readProblemsInput, readRowsInput, writeRecordsOut } from './files.ts'

const settings = z.strictObject({
  styles: z
    .union(
      [z.string(), z.array(z.string())],
      'expected the name of a style, names joined by +, or a list of names',
    )
    .transform((given) => (typeof given === 'string' ? given.split('+') : given))
    .refine(
      (styles) => styles.length > 0 && !styles.includes(''),
      'expected the name of a style, names joined by +, or a list of names',
    )
    .refine((styles) => new Set(styles).size === styles.length, 'expected different styles')
    .optional()
    .describe(
      'The styles of the solutions to learn from, such as concise, or concise+fineGrained for a row of each. They are those of solutionsByStyle; if absent, each problem’s own solution is taken.',
    ),
})
type Settings = z.infer<typeof settings>

export const curateGold = defineStage<Settings>({
  version: 1,
  description:
    'training rows, one per problem, from its own worked solution, or from those of the styles that are named',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    problemsOf: {
      kind: 'path',
      takes: 'rows',
      optional: true,
      description: 'Other rows: only problems that have one of them give rows here.',
    },
  },
  makes: ['rows'],
  perSeed: false,
  async *run(context) {
    const told: string[] = []
    const all = await readProblemsInput(context.inputs['problems']![0]!, (sentence) =>
      told.push(sentence),
    )
    const problems = await withRows(all, context.inputs['problemsOf']?.[0])
    yield* notesOf(told)
    const { styles } = context.settings
    const rows = styles === undefined ? ownRows(problems) : styledRows(problems, styles)
    await writeRecordsOut(context, 'rows.jsonl', rows)
    if (styles === undefined)
      yield { type: 'note', level: 'info', message: counted(rows.length, 'row') }
    else yield* accountOf(rows, styles, problems.length)
  },
})

/** Those of the problems that have one of the rows, or all where there are none to have. */
async function withRows(problems: Problem[], path: string | undefined): Promise<Problem[]> {
  if (path === undefined) return problems
  const ids = new Set((await readRowsInput(path)).map(({ problemId }) => problemId))
  const chosen = problems.filter(({ id }) => ids.has(id))
  if (chosen.length > 0) return chosen
  throw new DataError('none of the problems has a row in problemsOf', {
    hint: 'The rows name their problems in problemId, by the ids of these problems.',
  })
}

/** @throws DataError when no problem has a solution */
function ownRows(problems: readonly Problem[]): TrainingRow[] {
  const rows = problems.flatMap((problem) =>
    problem.solution === undefined ? [] : [goldRow(problem, problem.solution)],
  )
  if (rows.length > 0) return rows
  const styles = stylesOf(problems)
  throw new DataError('none of the problems has a worked solution to learn from', {
    hint:
      styles.length > 0
        ? `Their solutions have styles. Set styles to some of ${styles.join(', ')}.`
        : 'A model first learns from a few worked solutions: give some problems a "solution".',
  })
}

/**
 * The rows of all styles, problem by problem; a problem gives none for a style that it lacks, or
 * has as a blank text. @throws DataError when no problem has a solution of one of the styles
 */
function styledRows(problems: readonly Problem[], styles: readonly string[]): TrainingRow[] {
  const rows = problems.flatMap((problem) =>
    styles.flatMap((style) => {
      const solution = solutionOf(problem, style)
      return solution === undefined ? [] : [{ ...goldRow(problem, solution, style), style }]
    }),
  )
  const missing = styles.find((style) => rows.every((row) => row.style !== style))
  if (missing === undefined) return rows
  const known = stylesOf(problems)
  throw new DataError(`none of the problems has a solution of the style "${missing}"`, {
    hint:
      missing === programStyle
        ? 'Programs are made of worked solutions by `reckoner data programs`, or the stage data.programs.'
        : known.length > 0
          ? `The styles of their solutions are ${known.join(', ')}.`
          : 'Solutions of several styles are in solutionsByStyle. data.problems writes it: set its solutionColumns for a file, or styles: true for procedural problems.',
  })
}

const goldRow = ({ id, question }: Problem, solution: string, style?: string): TrainingRow => ({
  ...(style === programStyle
    ? { prompt: formatPrompt(programFormat, question), promptFormat: 'program' }
    : { prompt: problemPrompt(question) }),
  completion: solution.trim(),
  problemId: id,
  source: 'gold',
})

function solutionOf({ solutionsByStyle = {} }: Problem, style: string): string | undefined {
  const solution = Object.hasOwn(solutionsByStyle, style) ? solutionsByStyle[style]! : ''
  return solution.trim() === '' ? undefined : solution
}

/** The styles of which some problem has a solution. */
function stylesOf(problems: readonly Problem[]): string[] {
  const styles = problems.flatMap((problem) =>
    Object.keys(problem.solutionsByStyle ?? {}).filter((style) => solutionOf(problem, style)),
  )
  return [...new Set(styles)]
}

/** Says how many rows there are of each style, and how many problems lack one. */
function* accountOf(
  rows: readonly TrainingRow[],
  styles: readonly string[],
  problems: number,
): Generator<RunEvent, void, void> {
  const counts = styles.map((style) => ({
    style,
    count: rows.filter((row) => row.style === style).length,
  }))
  for (const { style, count } of counts) {
    if (count === problems) continue
    const message = `${problems - count} of ${problems} problems have no ${style} solution, and give no row of this style`
    yield { type: 'note', level: 'warning', message }
  }
  const each = counts.map(({ style, count }) => `${count} ${style}`).join(', ')
  yield { type: 'note', level: 'info', message: `${counted(rows.length, 'row')}: ${each}` }
}
