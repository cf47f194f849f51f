/** Who judges the next step of a solution. */
import { ConfigError, rng } from '../core/index.ts'
import {
  discounted,
  type LanguageModel,
  type ScoreItem,
  type TokenLogprobs,
} from '../model/index.ts'
import { equationsHold } from '../verify/index.ts'
import type { ScoresCandidates } from './score-with.ts'
import type { StepCandidate, StepJudgement, Trajectory } from './step-rounds.ts'

/** A candidate at random: the control of RATIONALYST (2410.01044, `--heuristic random`). */
export function randomJudgement(seed: number): StepJudgement {
  return async (open, candidates) =>
    open.map(({ problemId, steps }, place) => {
      const random = rng('step', seed, problemId, steps.length)
      return candidates[place]!.map(() => random.next())
    })
}

/**
 * The agent itself: the mean log-probability of a candidate's tokens, as it was drawn. @throws
 * ConfigError where the agent does not tell it
 */
export const ownJudgement: StepJudgement = async (_, candidates) =>
  candidates.map((own) => own.map(ownScore))

function ownScore({ tokens, logprob }: StepCandidate): number | null {
  if (tokens === 0) return null
  if (logprob !== undefined) return logprob / tokens
  throw new ConfigError('the model does not tell how likely its own steps are', {
    hint: 'Name another judge (`scorer` in recipes, --evaluator on the command line). On vLLM and SGLang `logprobs: true` in the file of the model tells it.',
  })
}

/** What makes the texts that a scorer reads. */
export interface ScorerTexts {
  /** What comes before the next step of a trajectory, with the rationale of it. */
  context(trajectory: Trajectory, rationale: string): string
  /** A candidate as what follows that. */
  continuation(trajectory: Trajectory, candidate: StepCandidate): string
  /** Whether the scorer can read them. */
  fits(prompt: string, continuation: string): boolean
}

/**
 * How likely a model finds a candidate after the trajectory and its rationale:
 * (1 / |x|) Σ discount^i log p(x_i | trajectory, rationale, x_<i), in nats. Without rationales,
 * what it finds without. A candidate that says nothing has no score: its mean, of no token or of
 * the end of a line, would be higher than that of any step. Source: RATIONALYST (2410.01044),
 * implicit supervision.
 */
export function likelihoodJudgement(
  model: Pick<LanguageModel, 'score'>,
  texts: ScorerTexts,
  discount: number,
): StepJudgement {
  return async (open, candidates, rationales) => {
    const asked = open.flatMap((trajectory, place) => {
      const prompt = texts.context(trajectory, rationales?.[place]?.text ?? '')
      return candidates[place]!.map((candidate) => {
        const continuation = texts.continuation(trajectory, candidate)
        const isJudged = candidate.text.trim() !== '' && texts.fits(prompt, continuation)
        return { prompt, continuation, isJudged }
      })
    })
    const items = asked
      .filter(({ isJudged }) => isJudged)
      .map(({ prompt, continuation }): ScoreItem => ({ prompt, continuations: [continuation] }))
    const found = await model.score(items)
    let at = 0
    const scores = asked.map(({ isJudged }) =>
      isJudged ? meanDiscounted(found[at++]![0]!, discount) : null,
    )
    let start = 0
    return candidates.map((own) => scores.slice(start, (start += own.length)))
  }
}

const meanDiscounted = (scored: TokenLogprobs, discount: number): number | null =>
  scored.tokens.length === 0 ? null : discounted(scored, discount) / scored.tokens.length

/** An evaluator, asked about the question and the solution with each candidate. */
export function evaluatorJudgement(evaluator: ScoresCandidates): StepJudgement {
  return async (open, candidates) => {
    const asked = open.flatMap(({ question, text }, place) =>
      candidates[place]!.map((candidate) => ({ question, solution: text + candidate.text })),
    )
    const scores = await evaluator.score(asked)
    let start = 0
    return candidates.map((own) => scores.slice(start, (start += own.length)))
  }
}

/** Earlier steps are better: the control for judges whose scores fall along a solution. */
export const placeJudgement: StepJudgement = async (open, candidates) =>
  candidates.map((own, place) => own.map(() => -open[place]!.steps.length))

/** Shorter steps are better, in characters: the control for judges that depend on it. */
export const lengthJudgement: StepJudgement = async (_, candidates) =>
  candidates.map((own) => own.map(({ text }) => -text.trim().length))

/** Whether the equations that a candidate states are right: 1, or 0 where one is not. */
export const equationsJudgement: StepJudgement = async (_, candidates) =>
  candidates.map((own) => own.map(({ text }) => (equationsHold(text) ? 1 : 0)))

/**
 * Asks a model that follows instructions; returns what it writes, in order, and `null` for a
 * question that is longer than it reads.
 */
export type AskJudge = (questions: readonly string[]) => Promise<readonly (string | null)[]>

/** The highest reward of a step. */
const BEST_REWARD = 3

/**
 * A model that gives each candidate a reward of 0 to 3. What it writes without such a number counts
 * as a random one. Source: RATIONALYST (2410.01044), verifier baselines; the words are our own.
 */
export function rewardJudgement(ask: AskJudge, seed: number): StepJudgement {
  return async (open, candidates) => {
    const questions = open.flatMap((trajectory, place) =>
      candidates[place]!.map((candidate) => rewardQuestion(trajectory, candidate)),
    )
    const replies = await ask(questions)
    let at = 0
    return open.map(({ problemId, steps }, place) => {
      const random = rng('reward', seed, problemId, steps.length)
      return candidates[place]!.map(() => {
        const reply = replies[at++]!
        const drawn = random.int(0, BEST_REWARD)
        if (reply === null) return null
        const found = /(?<![\d.])[0-3](?![\d.]*\d)/.exec(reply)
        return found ? Number(found[0]) : drawn
      })
    })
  }
}

const rewardQuestion = ({ question, text }: Trajectory, candidate: StepCandidate): string =>
  [
    'Judge the last step of an unfinished solution. Reply with one number and nothing else:',
    '0 if the step is wrong, 1 if it does not help, 2 if it is right, 3 if it is right and leads',
    'to the answer.',
    '',
    `Question: ${question}`,
    ...(text === '' ? [] : [`Solution so far:\n${text.trimEnd()}`]),
    `Last step: ${candidate.text.trim()}`,
    'Reward:',
  ].join('\n')
