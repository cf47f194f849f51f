/** The verdict on a completion: extract, parse, compare. Every consumer of "correct" asks here. */
import type { Completion, Verdict } from '../core/index.ts'
import { equalAnswers } from './equal.ts'
import { extractAnswer } from './extract.ts'
import type { GradableProblem } from './gold.ts'
import { canonicalAnswer, parseAnswer, type AnswerValue } from './parse.ts'

/** The answer that a text states, with how it was found; or why there is none. */
export type ReadAnswer = { answer: AnswerValue; reason: string } | { answer: null; reason: string }

/** Reads a model's final answer from its text. Never throws. */
export function readAnswer(text: string): ReadAnswer {
  const extraction = extractAnswer(text, { expects: 'number' })
  if (extraction.candidate === null) return { answer: null, reason: extraction.reason }
  const answer = parseAnswer(extraction.candidate)
  if (answer) return { answer, reason: extraction.mark }
  return { answer: null, reason: `not a number (${extraction.mark}): ${JSON.stringify(extraction.candidate.slice(0, 60))}` }
}

/** Grades one completion. Never throws on the completion's text: gold answers were read by `withGold`. */
export function verifyCompletion(
  completion: Pick<Completion, 'problemId' | 'index' | 'text' | 'modelId' | 'seed'>,
  problem: GradableProblem,
): Verdict {
  const { problemId, index, modelId, seed } = completion
  const drawn = { ...(modelId !== undefined && { modelId }), ...(seed !== undefined && { seed }) }
  const { answer, reason } = readAnswer(completion.text)
  const verdict = answer === null ? 'unparseable' : equalAnswers(answer, problem.gold) ? 'correct' : 'incorrect'
  const canonical = answer === null ? null : canonicalAnswer(answer)
  return { problemId, index, verdict, answer: canonical, reason, ...drawn }
}
