/** Turns a worked solution into the program that does its calculations. */
import { parseRational, type Problem, type Rational } from '../../core/index.ts'
import { finalAnswer, hasFinalAnswer } from '../../data/index.ts'
import { draftsFor } from './draft.ts'
import { numbersIn } from './question-numbers.ts'
import { findSteps, type StepsFault } from './steps.ts'
import { writeProgram } from './write.ts'

export interface ProgramStyle {
  /** Whether each line has the sentence that it comes from above it, as a comment. */
  comments?: boolean
}

/**
 * Why a solution gives no program. `assertedNumber`: it needs a number that neither the question
 * gives nor the solution computes; `otherResult`: no calculation gives the answer.
 */
export type NoProgram = StepsFault | 'noSolution' | 'noAnswer' | 'assertedNumber' | 'otherResult'

/** A program, or why there is none. */
export type DerivedProgram = { program: string } | { reason: NoProgram }

/**
 * Returns the Python program that does what a worked solution with calculator annotations
 * (`<<3*4=12>>`) does: `def solution():`, an assignment for each calculation, `return result`. A
 * number that repeats an earlier result is that result's variable; other numbers stand as they are.
 * Divisions are `/`. It stops at the last calculation that gives the answer. Never throws; what is
 * longer than 10 000 characters or 100 steps is refused.
 *
 * After PaD (arXiv 2305.13888), where a large model writes such programs.
 */
export function programOfSolution(
  { question, solution, answer }: Pick<Problem, 'question' | 'solution' | 'answer'>,
  { comments = false }: ProgramStyle = {},
): DerivedProgram {
  if (solution === undefined || solution.trim() === '') return { reason: 'noSolution' }
  const gold = goldOf(answer, solution)
  if (gold === null) return { reason: 'noAnswer' }
  const end = solution.lastIndexOf('####')
  const found = findSteps(end === -1 ? solution : solution.slice(0, end), numbersIn(question))
  if ('reason' in found) return found
  const drafts = draftsFor(found.steps, question, gold)
  const draft = drafts.find(({ asserts }) => !asserts)
  if (draft) return { program: writeProgram(draft, comments) }
  return { reason: drafts.length > 0 ? 'assertedNumber' : 'otherResult' }
}

function goldOf(answer: string | undefined, solution: string): Rational | null {
  const text = answer ?? (hasFinalAnswer(solution) ? finalAnswer(solution) : '')
  return parseRational(text.replaceAll(/[$€£,\s]/g, ''))
}
