/** Problems from a JSON Lines file, in the project's own format, GSM8K's or MATH's. */
import { basename, extname } from 'node:path'
import { z } from 'zod'
import { problemSchema, type Problem } from '../core/index.ts'
import { finalAnswer, gsm8kProblem, hasFinalAnswer } from './gsm8k.ts'
import { collectJsonl, lineError, readJsonl, sourceName, type JsonlLine, type JsonlSource } from './jsonl.ts'
import { describeIssues } from './json-fault.ts'
import { mathProblem, mathRowSchema } from './math.ts'

/**
 * Yields the problems of a file. A row with an `id` is `{id, question, answer?, solution?}`; a row without one is GSM8K's
 * `{question, answer}` or MATH's `{problem, solution, answer}` and gets the id `<file stem>-<line, from 0>`. Where a row has no bare answer, it is taken from after the
 * `####` of its solution. An id that occurs again is an error: its first row stays.
 */
export async function* readProblems(source: JsonlSource): AsyncGenerator<JsonlLine<Problem>, void, void> {
  const name = sourceName(source)
  const lines = new Map<string, number>()
  for await (const entry of readJsonl(source, z.record(z.string(), z.unknown()))) {
    if ('error' in entry) {
      yield entry
      continue
    }
    const { line } = entry
    const read = toProblem(entry.value, `${fileStem(name)}-${line - 1}`)
    const first = 'problem' in read ? lines.get(read.problem.id) : undefined
    if ('fault' in read) yield { line, error: lineError(name, line, read.fault, read.hint) }
    else if (first !== undefined)
      yield { line, error: lineError(name, line, `problem "${read.problem.id}" was already on line ${first}`) }
    else {
      lines.set(read.problem.id, line)
      yield { line, value: read.problem }
    }
  }
}

/** Reads a file of problems that must be whole. @throws DataError */
export function loadProblems(source: JsonlSource): Promise<Problem[]> {
  return collectJsonl(readProblems(source))
}

/** The file's name without folder and extension: `train` for `data/train.jsonl`. */
export function fileStem(path: string): string {
  return path === '<stdin>' ? 'stdin' : basename(path, extname(path))
}

const gsm8kRowSchema = z.object({ question: z.string(), answer: z.string() })

type ReadProblem = { problem: Problem } | { fault: string; hint?: string }

function toProblem(row: Record<string, unknown>, defaultId: string): ReadProblem {
  if (Object.hasOwn(row, 'id')) {
    const checked = problemSchema.safeParse(row)
    return checked.success ? { problem: withBareAnswer(checked.data) } : { fault: describeIssues(checked.error) }
  }
  if (Object.hasOwn(row, 'problem')) {
    const checked = mathRowSchema.safeParse(row)
    return checked.success ? { problem: mathProblem(defaultId, checked.data) } : { fault: describeIssues(checked.error) }
  }
  const checked = gsm8kRowSchema.safeParse(row)
  if (checked.success && hasFinalAnswer(checked.data.answer)) return { problem: gsm8kProblem(defaultId, checked.data) }
  const fault = checked.success
    ? 'the row has no "id", and its answer no "####"'
    : `the row has no "id"; ${describeIssues(checked.error)}`
  return {
    fault,
    hint: 'A problem is {"id", "question", "answer"}, a GSM8K row {"question", "answer": "… #### 12"}, or a MATH row {"problem", "solution", "answer"}; `reckoner data import` reads other shapes.',
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
