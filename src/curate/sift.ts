/**
 * The first half of curation: a stream of completions, each with the reason why it is left out, if
 * there is one.
 */
import { mapConcurrent, throwIfCancelled, type Completion, type Verdict } from '../core/index.ts'
import { maxAhead, type Sandbox } from '../execute/index.ts'
import {
  verifyCompletion,
  verifyProgram,
  type GradableProblem,
  type ProgramOptions,
} from '../verify/index.ts'
import {
  chainFilters,
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
}

export interface SiftOptions {
  /** How answers are found and compared. */
  task?: ProgramOptions | undefined
  /** Takes completions as programs and runs them here. Absent: completions are texts. */
  sandbox?: Pick<Sandbox, 'run'> | undefined
  /** Of each model, only its first so many completions of a problem count. All unless given. */
  numGenerations?: number | undefined
  signal?: AbortSignal | undefined
}

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
  const { task, sandbox, signal } = options
  const ranked = rankedCompletions(problems, sources, options.numGenerations ?? Infinity)
  if (sandbox) {
    yield* mapConcurrent(ranked, { limit: maxAhead, signal }, async (sifted) =>
      wantsVerdict(sifted)
        ? judged(
            sifted,
            await verifyProgram(sifted.completion, sifted.problem, sandbox, task),
            judgeProgram,
          )
        : sifted,
    )
  } else {
    for await (const sifted of ranked) {
      throwIfCancelled(signal)
      yield wantsVerdict(sifted)
        ? judged(sifted, verifyCompletion(sifted.completion, sifted.problem, task), judgeText)
        : sifted
    }
  }
}

function wantsVerdict(sifted: Sifted): sifted is Sifted & { problem: GradableProblem } {
  return sifted.reason === null
}

const judgeText = chainFilters(keepCorrect, keepTrueEquations)

/** In a program `<<` shifts bits: what it calculates is calculated. */
const judgeProgram = keepCorrect

function judged(sifted: Sifted, verdict: Verdict, judge: Filter<Graded>): Sifted {
  const [reason = null] = Object.keys(judge([{ completion: sifted.completion, verdict }]).dropped)
  return { ...sifted, reason }
}

async function* rankedCompletions(
  problems: ReadonlyMap<string, GradableProblem>,
  sources: readonly CompletionSource[],
  numGenerations: number,
): AsyncGenerator<Sifted, void, void> {
  const ranks = new Map<string, Map<string, number>>()
  for (const source of sources) {
    const firstOfIndex = keepFirstOfIndex()
    for await (const completion of source.completions) {
      const model = completion.modelId ?? source.model ?? unnamedModel
      const problem = problems.get(completion.problemId) ?? null
      const sifted = { completion, model, problem, rank: 0 }
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
