/** Solutions that grow by steps, of which each is chosen among several candidates. */
import type { Task } from '../core/index.ts'

/** A step that the agent could take. */
export interface StepCandidate {
  /** Ends with what ends the step. */
  text: string
  tokens: number
  /** Sum of its tokens' natural log-probabilities; absent where a server does not tell it. */
  logprob?: number
  /** Whether the agent ended its solution with it. */
  isLast: boolean
  /** The agent did not end it: it reached its most tokens, or the most that the agent reads. */
  isCut?: boolean
}

/** A step as it was chosen. */
export interface TakenStep {
  candidates: (StepCandidate & { score: number | null })[]
  /** The place of the chosen one. */
  choice: number
  /** What a model of rationales said before the candidates were judged. */
  rationale?: string
}

/** A solution as far as it has come. */
export interface Trajectory {
  problemId: string
  question: string
  text: string
  steps: TakenStep[]
  /** Tokens that were generated for it: those of all candidates and rationales. */
  tokens: number
  isEnded: boolean
}

/** What a model says of what comes next in a text. */
export interface SaidRationale {
  text: string
  tokens: number
}

export interface StepTools {
  /** Returns the rationale of each trajectory's next step, in order. */
  rationales?(open: readonly Trajectory[]): Promise<readonly SaidRationale[]>
  /**
   * Returns candidates for the next step of each trajectory, in order. An agent with `explicit`
   * supervision is shown the rationales.
   */
  propose(
    open: readonly Trajectory[],
    rationales: readonly SaidRationale[] | undefined,
  ): Promise<readonly (readonly StepCandidate[])[]>
  /** Returns the scores of each trajectory's candidates, in order; the highest is taken. */
  score: StepJudgement
}

/**
 * Returns the scores of each trajectory's candidates, in order; `null` where a candidate is longer
 * than the judge reads or says nothing to judge, and then it comes last. Of equal ones the first is
 * taken.
 */
export type StepJudgement = (
  open: readonly Trajectory[],
  candidates: readonly (readonly StepCandidate[])[],
  rationales: readonly SaidRationale[] | undefined,
) => Promise<readonly (readonly (number | null)[])[]>

export interface StepLimits {
  /** Source: RATIONALYST (2410.01044) has 15. */
  maxSteps: number
  /** Whether a solution states its answer. */
  hasAnswer(text: string): boolean
}

/** Where these problems stand among others, for the progress. */
export interface Among {
  label: string
  /** Problems before these. */
  start: number
  total: number
}

/**
 * Returns a trajectory for each problem, in order. All problems take a step together. A trajectory
 * ends where its agent ends it, where it states an answer, and after `maxSteps` steps. Source:
 * RATIONALYST (2410.01044), inference.
 */
export async function* stepRounds(
  problems: readonly { problemId: string; question: string }[],
  tools: StepTools,
  { maxSteps, hasAnswer }: StepLimits,
  { label, start, total }: Among = { label: 'steps', start: 0, total: problems.length },
): Task<Trajectory[]> {
  const trajectories = problems.map((problem): Trajectory => ({
    ...problem,
    text: '',
    steps: [],
    tokens: 0,
    isEnded: false,
  }))
  for (let step = 0; step < maxSteps; step++) {
    const open = trajectories.filter(({ isEnded }) => !isEnded)
    if (open.length === 0) break
    const rationales = await tools.rationales?.(open)
    const candidates = await tools.propose(open, rationales)
    const scores = await tools.score(open, candidates, rationales)
    for (const [place, trajectory] of open.entries())
      take(trajectory, {
        candidates: candidates[place]!.map((each, at) => ({ ...each, score: scores[place]![at]! })),
        rationale: rationales?.[place],
        hasAnswer,
      })
    const ended = trajectories.filter(({ isEnded }) => isEnded).length
    yield { type: 'progress', label, done: start + ended, total, unit: 'problems' }
  }
  return trajectories
}

interface Taking extends Pick<StepLimits, 'hasAnswer'> {
  candidates: TakenStep['candidates']
  rationale: SaidRationale | undefined
}

function take(trajectory: Trajectory, { candidates, rationale, hasAnswer }: Taking): void {
  let choice = 0
  const scoreAt = (place: number): number => candidates[place]!.score ?? -Infinity
  for (const place of candidates.keys()) if (scoreAt(place) > scoreAt(choice)) choice = place
  const chosen = candidates[choice]!
  trajectory.steps.push({ candidates, choice, ...(rationale && { rationale: rationale.text }) })
  trajectory.text += chosen.text
  trajectory.tokens += candidates.reduce((sum, { tokens }) => sum + tokens, rationale?.tokens ?? 0)
  // An agent that writes nothing will write nothing the next time.
  trajectory.isEnded = chosen.isLast || chosen.text === '' || hasAnswer(trajectory.text)
}
