/**
 * Importing the records of one file: rows of one problem belong together, and nothing is counted
 * twice.
 */
import { DataError, type Completion, type Problem } from '../../core/index.ts'
import { importRecord } from './import.ts'
import { locate, type ImportMapping } from './mapping.ts'

/** Counts of what is not plain from the problems and completions. */
export interface ImportCounts {
  /** Completions that were `null` or missing, and count as unanswered. */
  empty: number
  /** Rows that hold the same completion as an earlier one, read by another filter. */
  repeated: number
}

/**
 * Imports records one after another; rows with the same id and question are one problem, and its
 * completions count on.
 */
export interface RecordImporter {
  /**
   * @throws DataError naming the line. `problem` is absent when an earlier row has already given
   * it.
   */
  add(record: unknown, line: number): { problem?: Problem; completions: Completion[] }
  /**
   * Returns the counts. @throws DataError when a completion was mapped to a field that no record
   * has
   */
  finish(): ImportCounts
}

export interface ImporterOptions {
  /** Names the file in messages. */
  fileName: string
  /** Problems without a mapped id are called `<stem>-<line, from 0>`. */
  stem: string
  /**
   * Whether rows without an id that ask the same are one problem, as in collections of solutions.
   */
  joinsQuestions?: boolean
}

interface Known {
  line: number
  problem?: Problem
  completions: number
  filter: unknown
}

/** Returns an importer for one file. */
export function recordImporter(
  mapping: ImportMapping,
  { fileName, stem, joinsQuestions = false }: ImporterOptions,
): RecordImporter {
  const known = new Map<string, Known>()
  const idOfQuestion = new Map<string, string>()
  const unseen = new Set(mapping.completions.map(({ text }) => text))
  const counts: ImportCounts = { empty: 0, repeated: 0 }
  let fieldsSeen: string[] = []

  const add = (record: unknown, line: number): { problem?: Problem; completions: Completion[] } => {
    const where = `${fileName}:${line}`
    const imported = importRecord(mapping, record, { where, defaultId: `${stem}-${line - 1}` })
    if (joinsQuestions && !mapping.id && imported.problem) rename(imported, idOfQuestion)
    const id = imported.problem?.id ?? imported.completions[0]?.problemId ?? ''
    const filter = mapping.filter && valueAt(mapping, record)
    const before = known.get(id)
    if (before && mapping.filter && filter !== before.filter) {
      counts.repeated++
      return { completions: [] }
    }
    if (before?.problem && imported.problem) checkSame(before, imported.problem, where)
    const state = before ?? {
      line,
      ...(imported.problem && { problem: imported.problem }),
      completions: 0,
      filter,
    }
    known.set(id, state)
    counts.empty += imported.empty
    for (const text of unseen) if (isThere(text, record)) unseen.delete(text)
    if (unseen.size > 0) fieldsSeen = Object.keys(record as object)
    const completions = imported.completions.map((completion) => ({
      ...completion,
      index: state.completions++,
    }))
    return before || !imported.problem
      ? { completions }
      : { problem: imported.problem, completions }
  }

  return {
    add,
    finish() {
      const [missing] = unseen
      if (missing && known.size > 0)
        throw new DataError(`${fileName}: no record has ${missing.text}`, {
          hint: `The last record has the fields ${fieldsSeen.join(', ')}.`,
        })
      return counts
    },
  }
}

const valueAt = ({ filter }: ImportMapping, record: unknown): unknown => {
  const result = locate(filter!, record)
  return 'found' in result ? result.found[0]?.value : undefined
}

function isThere(source: ImportMapping['completions'][number]['text'], record: unknown): boolean {
  const result = locate(source, record)
  return (
    'found' in result &&
    (result.found.length === 0 || result.found.some(({ value }) => value !== undefined))
  )
}

/** Gives a record that asks what an earlier one asked that one's id. */
function rename(
  { problem, completions }: { problem?: Problem; completions: Completion[] },
  idOfQuestion: Map<string, string>,
): void {
  if (!problem) return
  const id = idOfQuestion.get(problem.question) ?? problem.id
  idOfQuestion.set(problem.question, id)
  problem.id = id
  for (const completion of completions) completion.problemId = id
}

function checkSame({ problem, line }: Known, again: Problem, where: string): void {
  const differs = (['question', 'answer', 'solution', 'solutionsByStyle'] as const).find(
    (field) => JSON.stringify(problem![field]) !== JSON.stringify(again[field]),
  )
  if (differs)
    throw new DataError(
      `${where}: line ${line} has the same id "${again.id}", but another ${differs}`,
    )
}
