/** From verified completions to what an evaluator learns from: distinct candidates with labels. */
import { DataError, type GradedCompletion, type LabelledCompletion } from '../core/index.ts'
import { problemPrompt } from '../data/index.ts'
import { explicitMarks, verifyCompletion, type GradableProblem } from '../verify/index.ts'

export interface LabellingOptions {
  /**
   * Adds each problem's own solution as a correct candidate, unless it states another answer than
   * the problem's. Off unless set.
   */
  includeGold?: boolean
  /**
   * Keeps the first so many candidates of each label and problem, of which a solution that is added
   * is one. Unlimited unless set.
   */
  maxPerLabel?: number
}

/** The account: `input = kept + the sum of dropped`; rows are the kept ones and the gold ones. */
export interface LabellingReport {
  input: number
  kept: number
  dropped: Record<string, number>
  rows: number
  goldRows: number
  /** Solutions that state another answer than their problem has, and were left out. */
  wrongGold: number
  correct: number
  incorrect: number
  problems: number
  /** Problems with both kinds of candidates: only they make pairs. */
  mixedProblems: number
}

export interface Labelled {
  rows: LabelledCompletion[]
  report: LabellingReport
}

/**
 * Returns the distinct candidates of each problem, labelled by their verdicts, in the order of the
 * problems and, for one problem, of the completions. A completion without an answer is left out:
 * no strategy chooses it, so an evaluator is never asked. Source: Liu et al. 2023, arXiv
 * 2310.10047; the paper does not say which candidates it takes. @throws DataError when two problems
 * have one id, or when there is no candidate, with the reasons
 */
export async function labelCandidates(
  problems: readonly GradableProblem[],
  graded: AsyncIterable<GradedCompletion> | Iterable<GradedCompletion>,
  { includeGold = false, maxPerLabel = Infinity }: LabellingOptions = {},
): Promise<Labelled> {
  const byId = new Map(
    problems.map((problem) => [problem.id, new Candidates(problem, includeGold)]),
  )
  if (byId.size < problems.length)
    throw new DataError('a problem is given more than once, so its candidates would be repeated')
  const dropped: Record<string, number> = {}
  let input = 0
  for await (const { completion, verdict } of graded) {
    input++
    const own = byId.get(completion.problemId)
    const reason =
      own && verdict
        ? own.add(completion.text, verdict.verdict, completion.modelId, maxPerLabel)
        : 'unknownProblem'
    if (reason !== null) dropped[reason] = (dropped[reason] ?? 0) + 1
  }
  const all = [...byId.values()]
  const goldRows = all.filter((own) => own.addGold()).length
  const rows = all.flatMap(({ byText }) => [...byText.values()])
  if (rows.length === 0) throw noCandidates(input, dropped)
  const total = (label: boolean): number => all.reduce((sum, own) => sum + own.count(label), 0)
  return {
    rows,
    report: {
      input,
      kept: rows.length - goldRows,
      dropped,
      rows: rows.length,
      goldRows,
      wrongGold: all.filter(({ isGoldWrong }) => isGoldWrong).length,
      correct: total(true),
      incorrect: total(false),
      problems: problems.length,
      mixedProblems: all.filter((own) => own.count(true) > 0 && own.count(false) > 0).length,
    },
  }
}

function noCandidates(input: number, dropped: Readonly<Record<string, number>>): DataError {
  const reasons = Object.entries(dropped).map(([reason, count]) => `${count} ${reason}`)
  return new DataError(
    input === 0
      ? 'there are no completions to learn from'
      : `none of ${input} completions can be learned from: ${reasons.join(', ')}`,
    { hint: 'Give completions of these problems that state an answer.' },
  )
}

/**
 * Whether a problem's solution marks an answer outright, and it is not the problem's. A number that
 * a text ends with by chance is no mark.
 */
function contradicts(problem: GradableProblem, solution: string): boolean {
  const completion = { problemId: problem.id, index: 0, text: solution }
  return verifyCompletion(completion, problem, { marks: explicitMarks }).verdict === 'incorrect'
}

/** The distinct candidates of one problem. */
class Candidates {
  readonly byText = new Map<string, LabelledCompletion>()
  readonly isGoldWrong: boolean
  readonly #problem: GradableProblem
  /** The solution that is added, as a candidate's text. */
  readonly #gold: string | undefined
  readonly #counts = { true: 0, false: 0 }

  constructor(problem: GradableProblem, includeGold: boolean) {
    const solution = includeGold ? problem.solution : undefined
    this.isGoldWrong = solution !== undefined && contradicts(problem, solution)
    this.#problem = problem
    this.#gold = this.isGoldWrong ? undefined : solution?.trimEnd()
  }

  count(label: boolean): number {
    return this.#counts[`${label}`]
  }

  /** Returns why the candidate is left out, `null` where it is not. */
  add(
    text: string,
    verdict: 'correct' | 'incorrect' | 'unparseable',
    source: string | undefined,
    most: number,
  ): string | null {
    if (verdict === 'unparseable') return 'unparseable'
    const candidate = text.trimEnd()
    if (this.byText.has(candidate)) return 'duplicateText'
    const label = verdict === 'correct'
    // The place of a solution that is still to come stays free.
    const isReserved = label && candidate !== this.#gold && this.#isGoldDue()
    if (this.count(label) + (isReserved ? 1 : 0) >= most) return 'overCap'
    this.#keep(candidate, label, source)
    return null
  }

  /** Whether there is a solution that was not there yet. */
  addGold(): boolean {
    if (this.#gold === undefined || !this.#isGoldDue()) return false
    this.#keep(this.#gold, true, 'gold')
    return true
  }

  #isGoldDue(): boolean {
    return this.#gold !== undefined && !this.byText.has(this.#gold)
  }

  #keep(completion: string, label: boolean, source: string | undefined): void {
    this.#counts[`${label}`]++
    this.byText.set(completion, {
      prompt: problemPrompt(this.#problem.question),
      completion,
      label,
      problemId: this.#problem.id,
      ...(source !== undefined && { source }),
    })
  }
}
