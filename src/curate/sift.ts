/**
 * The first half of curation: a stream of completions, each with the reason why it is left out, if
 * there is one.
 */
import { mapConcurrent, throwIfCancelled, type Completion, type Verdict } from '../core/index.ts'
import { joinVerdicts } from '../data/index.ts'
import { maxAhead } from '../execute/index.ts'
import { gradeOne, type GradableProblem, type GradingOptions } from '../verify/index.ts'
import {
  chainFilters,
  keepAnswered,
  keepCorrect,
  keepFinished,
  keepFirstOfIndex,
  keepTrueEquations,
  type Filter,
  type Graded,
} from './filters.ts'

/**
 * Completions of one origin: a file, or what one model drew. An index may occur once for each of
 * its models, seeds and problems.
 */
export interface CompletionSource {
  /** Names the model of completions that do not name it themselves. */
  model?: string | undefined
  completions: AsyncIterable<Completion> | Iterable<Completion>
  /** The verdicts on them, in the same order. Absent: they are graded here. */
  verdicts?: AsyncIterable<Verdict> | Iterable<Verdict> | undefined
}

export interface SiftOptions extends GradingOptions {
  /** Completions are programs. Where a sandbox is given they are, whatever this says. */
  programs?: boolean | undefined
  /** Which completions pass. @default 'correct' */
  keep?: Keep | undefined
  /** Of each model, only its first so many completions of a problem count. All unless given. */
  numGenerations?: number | undefined
}

/**
 * `correct`: those with the gold answer, whose equations are true; `answered`: those that give an
 * answer, such as programs that run; `all`: without any check.
 */
export const keeps = ['correct', 'answered', 'all'] as const
export type Keep = (typeof keeps)[number]

/** A completion that was looked at. */
export interface Sifted {
  completion: Completion
  model: string
  /** `null` for a completion of an unknown problem. */
  problem: GradableProblem | null
  /** How many completions of the same model and problem came before. */
  rank: number
  /** Why it is left out; `null` when it passes every filter of single completions. */
  reason: string | null
}

/** Stands for a model that nobody named. */
export const unnamedModel = ''

/**
 * Yields every completion in order, with the first reason against it. Holds nothing but which
 * indices were seen.
 * @throws what a source throws, and CancelledError
 */
export async function* sift(
  problems: ReadonlyMap<string, GradableProblem>,
  sources: readonly CompletionSource[],
  options: SiftOptions,
): AsyncGenerator<Sifted, void, void> {
  const { sandbox, signal } = options
  const judge = judgeOf(options)
  const ranked = rankedCompletions(problems, sources, options.numGenerations ?? Infinity)
  const settle = async ({ verdict, ...sifted }: Ranked): Promise<Sifted> => {
    const { completion, problem, reason } = sifted
    if (reason !== null || problem === null) return sifted
    return judged(sifted, verdict ?? (await gradeOne(completion, problem, options)), judge)
  }
  if (sandbox) yield* mapConcurrent(ranked, { limit: maxAhead, signal }, settle)
  else
    for await (const each of ranked) {
      throwIfCancelled(signal)
      yield await settle(each)
    }
}

/** Whether completions are programs, and no texts. */
export const arePrograms = ({ programs = false, sandbox }: SiftOptions): boolean =>
  programs || sandbox !== undefined

/** A completion before its verdict is looked at. */
interface Ranked extends Sifted {
  /** As it was given; `null` where there is none. */
  verdict: Verdict | null
}

/** In a program `<<` shifts bits: what it calculates is calculated. */
function judgeOf(options: SiftOptions): Filter<Graded> {
  const { keep = 'correct' } = options
  if (keep === 'all') return (graded) => ({ kept: [...graded], dropped: {} })
  if (keep === 'answered') return keepAnswered
  return arePrograms(options) ? keepCorrect : chainFilters(keepCorrect, keepTrueEquations)
}

function judged(sifted: Sifted, verdict: Verdict, judge: Filter<Graded>): Sifted {
  const [reason = null] = Object.keys(judge([{ completion: sifted.completion, verdict }]).dropped)
  return { ...sifted, reason }
}

async function* rankedCompletions(
  problems: ReadonlyMap<string, GradableProblem>,
  sources: readonly CompletionSource[],
  numGenerations: number,
): AsyncGenerator<Ranked, void, void> {
  const ranks = new Map<string, Map<string, number>>()
  for (const source of sources) {
    const firstOfIndex = keepFirstOfIndex()
    for await (const { completion, verdict } of joinVerdicts(
      source.completions,
      source.verdicts ?? [],
    )) {
      const model = completion.modelId ?? source.model ?? unnamedModel
      const problem = problems.get(completion.problemId) ?? null
      const sifted = { completion, verdict, model, problem, rank: 0 }
      if (problem === null) {
        yield { ...sifted, reason: 'unknownProblem' }
      } else if (firstOfIndex([completion]).kept.length === 0) {
        yield { ...sifted, reason: 'duplicateIndex' }
      } else {
        const rank = nextRank(ranks, model, problem.id)
        // Without a verdict: what will not be kept is not worth one, least of all a program that
        // would be run for it.
        const [unfinished = null] = Object.keys(keepFinished([completion]).dropped)
        yield {
          ...sifted,
          rank,
          reason: rank < numGenerations ? unfinished : 'beyondNumGenerations',
        }
      }
    }
  }
}

function nextRank(
  ranks: Map<string, Map<string, number>>,
  model: string,
  problemId: string,
): number {
  const own = ranks.get(model) ?? new Map<string, number>()
  ranks.set(model, own)
  const rank = own.get(problemId) ?? 0
  own.set(problemId, rank + 1)
  return rank
}
