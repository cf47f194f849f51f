/** Stored completions by problem, as `select` takes them: with their answers where verdicts say. */
import {
  DataError,
  verdictSchema,
  type Completion,
  type Problem,
  type Verdict,
} from '../core/index.ts'
import {
  joinVerdicts,
  lineError,
  readCompletions,
  readProblems,
  readRecords,
  sourceName,
} from '../data/index.ts'
import { goodLines, tell, type Faults } from './jsonl-io.ts'

/** The completions of one problem, in their order. */
export interface Group {
  completions: Completion[]
  /** Absent where problems are not given. */
  problem?: Problem
  /** What each answers, in the same order; absent where answers are to be read from the texts. */
  told?: (string | null)[]
}

interface Files {
  completions: readonly string[]
  problems?: string | undefined
  verdicts?: string | undefined
}

/**
 * Reads completions by problem: in the order of the problems where they are given, else as problems
 * first occur. Lines that hold none, or are of no problem, are reported. @throws DataError where
 * verdicts are not those of the completions
 */
export async function groupByProblem(files: Files, faults: Faults): Promise<Map<string, Group>> {
  const groups = new Map<string, Group>()
  if (files.problems !== undefined)
    for await (const { value } of goodLines(readProblems(files.problems, tell), faults))
      groups.set(value.id, { ...newGroup(files), problem: value })
  const shared = new Map<string, Map<string, string>>()
  const keep = (completion: Completion): Group => {
    const { problemId, text } = completion
    const group = groups.get(problemId) ?? newGroup(files)
    groups.set(problemId, group)
    // Samples repeat themselves: equal texts of a problem are held once.
    const texts = shared.get(problemId) ?? new Map<string, string>()
    shared.set(problemId, texts)
    completion.text = texts.get(text) ?? text
    texts.set(completion.text, completion.text)
    completion.problemId = group.completions[0]?.problemId ?? problemId
    group.completions.push(completion)
    return group
  }
  const isOpen = files.problems === undefined
  const completions = ofProblems(files.completions, (id) => isOpen || groups.has(id), faults)
  if (files.verdicts === undefined) for await (const completion of completions) keep(completion)
  else
    for await (const { completion, verdict } of joinVerdicts(
      completions,
      goodVerdicts(files.verdicts),
    )) {
      if (verdict === null) throw withoutVerdict(files.verdicts, completion)
      keep(completion).told!.push(verdict.answer)
    }
  return groups
}

const newGroup = ({ verdicts }: Files): Group => ({
  completions: [],
  ...(verdicts !== undefined && { told: [] }),
})

/** Yields the completions in files; those of problems that are not there are reported instead. */
async function* ofProblems(
  paths: readonly string[],
  isThere: (problemId: string) => boolean,
  faults: Faults,
): AsyncGenerator<Completion, void, void> {
  for (const path of paths)
    for await (const { line, value } of goodLines(readCompletions(path), faults)) {
      if (isThere(value.problemId)) yield value
      else
        faults.report(lineError(sourceName(path), line, `there is no problem "${value.problemId}"`))
    }
}

/** A verdict that cannot be read would shift all that follow. */
async function* goodVerdicts(path: string): AsyncGenerator<Verdict, void, void> {
  for await (const entry of readRecords(path, verdictSchema)) {
    if ('error' in entry) throw entry.error
    yield entry.value
  }
}

function withoutVerdict(path: string, { problemId, index }: Completion): DataError {
  return new DataError(
    `${sourceName(path)}: there is no verdict on completion ${index} of problem "${problemId}", or it stands elsewhere`,
    { hint: 'Give the verdicts that `verify` made of these completions, in the same order.' },
  )
}
