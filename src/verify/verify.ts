/** The verdict on a completion: extract, parse, compare. Every consumer of "correct" asks here. */
import type { Completion, Verdict } from '../core/pure.ts'
import { readingFault } from './answer.ts'
import { canonicalAnswer } from './canonical.ts'
import { compareAnswers, compileAnswer, type CompiledAnswer } from './compare/compare-answers.ts'
import { extractAnswer, type ExtractionOptions } from './extract/extract.ts'
import { explicitMarks, isCertain, type Mark } from './extract/mark.ts'
import type { GradableProblem } from './gold.ts'
import { evaluationPolicy } from './policy.ts'
import { statedByValue } from './problem-choices.ts'
import type { TaskOptions } from './task-options.ts'

/** The answer that a text states, with how it was found; or why there is none. */
export type ReadAnswer =
  | { answer: CompiledAnswer; reason: string }
  | { answer: null; reason: string; error?: NonNullable<Verdict['error']> }

/**
 * Reads a model's final answer from its text. Where what a text ends with is not understood, such
 * as `de### 18`, its last number counts, unless the answer was marked outright. A policy may refuse
 * what is not stated for certain. Never throws for what the text is.
 * @throws ConfigError when the policy is none, such as a name
 */
export function readAnswer(text: string, options: ExtractionOptions = {}): ReadAnswer {
  const found = extractAnswer(text, options)
  const extraction = statedByValue(text, found, options) ?? found
  if (extraction.candidate === null) return { answer: null, reason: extraction.reason }
  if (options.policy?.guesses === 'refused' && !isCertain(extraction))
    return { answer: null, reason: doubtOf(extraction) }
  const answer = compileAnswer(extraction.candidate)
  const isUnread = readingFault(answer.value) !== null
  const mayFallBack =
    (options.marks ?? ['last number']).includes('last number') &&
    !explicitMarks.includes(extraction.mark)
  const number =
    isUnread && mayFallBack ? extractAnswer(text, { ...options, marks: ['last number'] }) : null
  if (number?.candidate && standsAlone(number.candidate, extraction.candidate))
    return { answer: compileAnswer(number.candidate), reason: number.mark }
  return { answer, reason: extraction.mark }
}

function doubtOf({ mark, doubt }: { mark: Mark; doubt?: string }): string {
  return doubt === undefined
    ? `no answer is stated outright, only guessed: ${mark}`
    : `${mark}: "${doubt}" before the answer may change it`
}

/** The `1` of `1e99999` is no number. */
function standsAlone(number: string, statement: string): boolean {
  const at = statement.lastIndexOf(number)
  return at === -1 || !/^\w/.test(statement.slice(at + number.length))
}

/**
 * Grades one completion. Never throws on the completion's text: gold answers were read by
 * `withGold`. An answer that was found, but of which nothing can be said whether it is the gold
 * one, is `unparseable`, with the reason.
 * @throws ConfigError when the policy is none, such as a name
 */
export function verifyCompletion(
  completion: Pick<Completion, 'problemId' | 'index' | 'text' | 'modelId' | 'seed'>,
  problem: GradableProblem,
  options: TaskOptions = {},
): Verdict {
  const task = amongChoicesOf(problem, options)
  return verdictOn(completion, problem, readAnswer(completion.text, task), task)
}

/** The options with the choices of a problem, where it has any. */
export const amongChoicesOf = <Options extends TaskOptions>(
  { choiceTexts }: GradableProblem,
  options: Options,
): Options => (choiceTexts ? { choiceTexts, ...options } : options)

/** Returns the verdict on the answer that was read from a completion, or on there being none. */
export function verdictOn(
  { problemId, index, modelId, seed }: Pick<Completion, 'problemId' | 'index' | 'modelId' | 'seed'>,
  { gold }: GradableProblem,
  read: ReadAnswer,
  { policy = evaluationPolicy }: TaskOptions,
): Verdict {
  const drawn = { ...(modelId !== undefined && { modelId }), ...(seed !== undefined && { seed }) }
  if (read.answer === null) {
    const { reason, error } = read
    const failed = error === undefined ? {} : { error }
    return {
      problemId,
      index,
      verdict: 'unparseable',
      answer: null,
      reason,
      ...failed,
      ...drawn,
    }
  }
  const { answer, reason: mark } = read
  const { outcome, reason } = compareAnswers(gold, answer, policy)
  const verdict =
    outcome === 'equal' ? 'correct' : outcome === 'different' ? 'incorrect' : 'unparseable'
  return {
    problemId,
    index,
    verdict,
    answer: canonicalAnswer(answer),
    reason: `${mark}: ${reason}`,
    ...drawn,
  }
}
