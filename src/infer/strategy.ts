/** What a strategy is: a way to answer one problem with the tools that it is given. */
import { ConfigError, type Completion, type Prediction, type Task } from '../core/index.ts'
import type { BeamResult, LineJudge } from '../model/index.ts'
import type { ProgramRun, TaskOptions } from '../verify/index.ts'
import type { Failed } from './repair-rounds.ts'
import type { Answers } from './selection.ts'
import type { JudgeTools } from './step-judge.ts'
import type { StepSettings } from './step-options.ts'
import type { StepTools } from './step-rounds.ts'
import type { AnyOptionName, AnyOptions, SelectionOptions } from './strategy-options.ts'

/** How completions are drawn. */
export interface Draw {
  numGenerations: number
  /** 0 takes the likeliest token each time. */
  temperature: number
}

/** What a strategy may use. What is not there, it does without, or says that it cannot. */
export interface Tools extends JudgeTools {
  /** Completions of the problem, in the order in which they were drawn. */
  completions?: readonly Completion[]
  /**
   * What each of those answers, where verdicts tell it: `null` where it has no answer. Equal
   * answers are the same text. Otherwise answers are read from the texts.
   */
  answers?: readonly (string | null)[]
  /** Draws completions of the problem, in their order. */
  generate?: (draw: Draw, signal?: AbortSignal) => Promise<readonly Completion[]>
  /**
   * Returns the scores of the completions at these places, in their order: stored ones, or those of
   * an evaluator that is asked now. A strategy asks once for a problem, for what it needs.
   */
  scores?: (
    places: readonly number[],
    completions: readonly Completion[],
    signal?: AbortSignal,
  ) => Promise<readonly number[]>
  /** Runs the program of a completion. Where it is there, completions are programs. */
  run?: (completion: Completion) => Promise<ProgramRun>
  /** Draws another program in place of one that failed, the likeliest one. */
  revise?: (failed: Failed, signal?: AbortSignal) => Promise<Completion>
  /** How answers are found and compared. */
  task?: TaskOptions
  /** Searches for completions of the problem with this many hypotheses. */
  search?: (width: number, judge?: LineJudge, signal?: AbortSignal) => Promise<BeamResult>
  /** Solves the problem step by step. */
  steps?: StepSource
}

/** What takes the steps of a solution. */
export interface StepSource {
  question: string
  /** Opens the models that the settings ask for. */
  open(settings: StepSettings, signal?: AbortSignal): Promise<StepTools>
}

/** The tools that completions come from. */
export type Source = 'completions' | 'generate' | 'search' | 'steps'

export interface StrategyOptions extends AnyOptions {
  /** Completions that the strategy draws, where it draws several. @default 16 */
  numGenerations?: number
  /** The temperature at which it draws several. @default 0.7 */
  temperature?: number
  /** Whether the prediction says what it was chosen from. @default false */
  trace?: boolean
}

export interface Strategy {
  /** What it does, in a clause. */
  description: string
  /** It needs one of these tools. */
  needs: readonly Source[]
  /** It needs completions that are programs, and that they are run. */
  runs?: boolean
  /**
   * Returns the places of the completions whose scores it needs, by their answers; absent where it
   * chooses without scores.
   */
  scored?: (answers: Answers, options?: SelectionOptions) => readonly number[]
  /** The options that it reads, besides those of every strategy. */
  reads: readonly AnyOptionName[]
  /**
   * Returns the answer to the problem with what it cost. @throws ConfigError when none of the tools
   * it needs is there; what a tool throws
   */
  answer(
    problemId: string,
    tools: Tools,
    options?: StrategyOptions,
    signal?: AbortSignal,
  ): Task<Prediction>
}

const words: Record<Source, string> = {
  completions: 'stored completions',
  generate: 'a model that draws completions',
  search: 'a model that can search with several hypotheses',
  steps: 'models that write and judge steps',
}

/** @throws ConfigError when none of the tools that a strategy needs is there */
export function requireTools(
  name: string,
  { needs, scored, runs }: Pick<Strategy, 'needs' | 'scored' | 'runs'>,
  tools: Tools,
): void {
  if (!needs.some((tool) => tools[tool] !== undefined))
    throw new ConfigError(
      `the strategy ${name} needs ${needs.map((tool) => words[tool]).join(' or ')}`,
    )
  if (runs && !(tools.run && tools.revise))
    throw new ConfigError(`the strategy ${name} needs completions that are programs`, {
      hint: 'Give --programs, and a model that writes programs.',
    })
  if (scored && !tools.scores)
    throw new ConfigError(`the strategy ${name} needs scores of completions`)
}
