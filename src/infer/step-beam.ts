/** Beam search, plain or with lines that are verified, as a strategy. */
import { ConfigError, type Prediction, type Task } from '../core/index.ts'
import type { Hypothesis } from '../model/index.ts'
import { readAnswers } from './answered.ts'
import { stepJudge } from './step-judge.ts'
import { defaultOptions, type BeamOptions } from './strategy-options.ts'
import { requireTools, type Source, type Strategy, type Tools } from './strategy.ts'

const needs: readonly Source[] = ['search']

/**
 * The answer of the best hypothesis of a beam search. Its score is the log-probability of its
 * tokens and, for each line, the logarithm of the line's score. Source: PaD (2305.13888).
 */
export const stepBeam: Strategy = {
  description:
    'the answer of the best of several hypotheses of a beam search, whose lines may be scored and run',
  needs,
  reads: ['width', 'scoreBy', 'partial'],
  // eslint-disable-next-line require-yield -- searching reports nothing yet
  async *answer(problemId, tools, options = {}, signal): Task<Prediction> {
    requireTools('stepBeam', { needs }, tools)
    const { width = defaultOptions.width } = options
    const { hypotheses, tokens } = await tools.search!(width, judgeOf(tools, options), signal)
    const answers = await answersOf(problemId, hypotheses, tools)
    const [best] = hypotheses
    return {
      problemId,
      answer: answers[0] ?? null,
      ...(best && { text: best.text }),
      cost: { completions: 1, tokens },
      ...(options.trace && {
        trace: {
          candidates: hypotheses.map(({ score }, index) => ({
            index,
            answer: answers[index] ?? null,
            score,
          })),
          choice: best ? 0 : null,
        },
      }),
    }
  },
}

/** @throws ConfigError when an option needs a tool that is not there */
function judgeOf(tools: Tools, options: BeamOptions): ReturnType<typeof stepJudge> {
  const { scoreBy = defaultOptions.scoreBy, partial = defaultOptions.partial } = options
  const { scoreLines, runPartial } = tools
  if (scoreBy !== 'none' && !scoreLines)
    throw new ConfigError(`stepBeam with scoreBy=${scoreBy} needs something that scores lines`)
  if (partial === 'run' && !runPartial)
    throw new ConfigError('stepBeam needs a sandbox that runs programs')
  return stepJudge({
    ...(scoreBy !== 'none' && scoreLines && { scoreLines }),
    ...(partial === 'run' && runPartial && { runPartial }),
  })
}

async function answersOf(
  problemId: string,
  hypotheses: readonly Hypothesis[],
  tools: Tools,
): Promise<(string | null)[]> {
  const completions = hypotheses.map(({ text }, index) => ({ problemId, index, text }))
  return (await readAnswers(completions, tools)).map(({ answer }) => answer)
}

/** `beam 4`, `verified beam 4 by evaluator, programs run`: how a search chooses, in results. */
export function describeBeam({ width, scoreBy, partial }: Required<BeamOptions>): string {
  const isVerified = scoreBy !== 'none'
  const by = isVerified ? ` by ${scoreBy}` : ''
  return `${isVerified ? 'verified ' : ''}beam ${width}${by}${partial === 'run' ? ', programs run' : ''}`
}
