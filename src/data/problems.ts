/**
 * Problems from a file of any kind that records come in, in the project's own format or a public
 * shape.
 */
import { basename } from 'node:path'
import { z } from 'zod'
import { DataError, problemSchema, type Problem } from '../core/index.ts'
import { finalAnswer, hasFinalAnswer } from './gsm8k.ts'
import { importRecord } from './shape/import.ts'
import { collectRecords, lineError, readRecords, type RecordEntry } from './read/records.ts'
import { describeIssues } from './read/schema-fault.ts'
import { eachRow } from './shape/each-row.ts'
import type { Shape } from './shape/shape.ts'
import { describeRow, mappingOf, shapeOf, unknownShapeHint } from './shape/shapes.ts'
import { sourceName, type RecordSource } from './read/source.ts'
import { solutionReader, type SolutionColumns, type SolutionReader } from './solution-columns.ts'

/** Hears, once for a file, how its rows were understood. */
export type Teller = (sentence: string) => void

/**
 * Yields the problems of a file. A row is `{id, question, answer?, solution?}` or of one of the
 * public shapes; without an id it gets `<file stem>-<line, from 0>`. Where a row has no bare
 * answer, it is taken from after the `####` of its solution. An id that occurs again is an error:
 * its first row stays. `columns` names further solutions, which a row may lack. @throws DataError
 * where no row has any solution in one of the columns
 */
export async function* readProblems(
  source: RecordSource,
  tell: Teller = () => {},
  columns: SolutionColumns = {},
): AsyncGenerator<RecordEntry<Problem>, void, void> {
  const name = sourceName(source)
  const lines = new Map<string, number>()
  const told = tellOnce(name, tell)
  const solutions = solutionReader(columns)
  for await (const entry of eachRow(readRecords(source, z.unknown()))) {
    if ('error' in entry) {
      yield entry
      continue
    }
    const { line } = entry
    const place = { where: `${name}:${line}`, defaultId: `${fileStem(name)}-${line - 1}` }
    const read = withSolutions(toProblem(entry.value, place, told), {
      row: entry.value,
      where: place.where,
      solutions,
    })
    const first = 'problem' in read ? lines.get(read.problem.id) : undefined
    if ('error' in read) yield { line, error: read.error }
    else if (first !== undefined && read.mayRepeat) continue
    else if (first !== undefined)
      yield {
        line,
        error: lineError(name, line, `problem "${read.problem.id}" is already on line ${first}`),
      }
    else {
      lines.set(read.problem.id, line)
      yield { line, value: read.problem }
    }
  }
  const [missing] = lines.size > 0 ? solutions.unseen() : []
  if (missing)
    throw new DataError(
      `${name}: no row has a text in "${missing[1]}", the column of the solutions "${missing[0]}"`,
      { hint: 'Name a column that the rows have, such as solution, or a.b for b in the object a.' },
    )
}

/** Reads a file of problems that must be whole. @throws DataError */
export function loadProblems(
  source: RecordSource,
  tell?: Teller,
  columns?: SolutionColumns,
): Promise<Problem[]> {
  return collectRecords(readProblems(source, tell, columns))
}

/**
 * The file's name without folder and extensions: `train` for `data/train.jsonl` and
 * `data/train.csv.gz`.
 */
export function fileStem(path: string): string {
  if (path === '<stdin>') return 'stdin'
  const name = basename(path)
  const stem = name.replace(/\.(?:gz|zst)$/i, '').replace(/(?<=.)\.[^.]*$/, '')
  return stem
}

/**
 * Returns a function that tells of the first shape of a file that is not plainly problems, or of
 * its refusal.
 */
export function tellOnce(name: string, tell: Teller): (shape: Shape) => void {
  let isTold = false
  return (shape) => {
    if (shape.refusal !== undefined) throw refused(name, shape)
    if (!isTold && !shape.isPlain) tell(`${name} looks like ${shape.name} (${shape.of})`)
    isTold ||= !shape.isPlain
  }
}

/** The error for a file whose rows are known, and cannot be read. */
export function refused(name: string, { name: shape, refusal }: Shape): DataError {
  return new DataError(`${name} looks like ${shape}: ${refusal}`)
}

/** Logs with a row per filter state a problem as often. */
type ReadProblem = { problem: Problem; mayRepeat: boolean } | { error: DataError }

/** The problem with those solutions that its row has in columns of their own. */
function withSolutions(
  read: ReadProblem,
  { row, where, solutions }: { row: unknown; where: string; solutions: SolutionReader },
): ReadProblem {
  if ('error' in read) return read
  try {
    const found = solutions.read(row, where)
    if (Object.keys(found).length === 0) return read
    const solutionsByStyle = { ...read.problem.solutionsByStyle, ...found }
    return { ...read, problem: { ...read.problem, solutionsByStyle } }
  } catch (error) {
    if (error instanceof DataError) return { error }
    throw error
  }
}

function toProblem(
  row: unknown,
  place: { where: string; defaultId: string },
  told: (shape: Shape) => void,
): ReadProblem {
  const isOwn = typeof row === 'object' && row !== null && 'id' in row && 'question' in row
  const shape = shapeOf(row)
  if (isOwn && (shape === null || shape.isPlain)) {
    const checked = problemSchema.safeParse(row)
    if (checked.success) return { problem: withBareAnswer(checked.data), mayRepeat: false }
    return { error: new DataError(`${place.where}: ${describeIssues(checked.error, row)}`) }
  }
  if (shape === null)
    return {
      error: new DataError(`${place.where}: ${describeRow(row)}`, { hint: unknownShapeHint(row) }),
    }
  told(shape)
  try {
    const { problem } = importRecord(mappingOf(shape), row, place)
    if (problem)
      return { problem: withBareAnswer(problem), mayRepeat: mappingOf(shape).filter !== undefined }
    const hint =
      'Name the file of the problems. This file holds completions: convert it with reckoner data import FILE --out imported.'
    return {
      error: new DataError(
        `${place.where}: a row of ${shape.name} holds completions, but no problem`,
        { hint },
      ),
    }
  } catch (error) {
    if (error instanceof DataError) return { error }
    throw error
  }
}

function withBareAnswer(problem: Problem): Problem {
  const { answer, solution } = problem
  if (answer !== undefined && hasFinalAnswer(answer))
    return { ...problem, answer: finalAnswer(answer), solution: solution ?? answer }
  if (answer === undefined && solution !== undefined && hasFinalAnswer(solution))
    return { ...problem, answer: finalAnswer(solution) }
  return problem
}
