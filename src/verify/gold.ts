/** Problems whose gold answer has been read, so that grading cannot fail on it. */
import { DataError, type Problem } from '../core/index.ts'
import { extractMarkedAnswer } from './extract.ts'
import { parseAnswer, type AnswerValue } from './parse.ts'

/** A problem with its gold answer as a value. */
export interface GradableProblem extends Problem {
  gold: AnswerValue
}

/**
 * Returns the problem with its gold answer read: from `answer`, or where that is a worked solution or missing, from the marked answer
 * (`####`, `\boxed{}`, `A: 18`) of the text.
 * @throws DataError naming the problem when there is no gold answer or it cannot be read.
 */
export function withGold(problem: Problem): GradableProblem {
  const { answer, solution } = problem
  const text = answer ?? solution
  if (text === undefined)
    throw new DataError(`problem "${problem.id}" has no gold answer`, { hint: 'Give it an "answer" or a "solution".' })
  const gold = (answer === undefined ? null : parseAnswer(answer)) ?? markedValue(text)
  if (gold) return { ...problem, gold }
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
  throw new DataError(`problem "${problem.id}": the gold answer cannot be read: ${shown}`, {
    hint: 'A gold answer is a number such as 18, -3/4 or 1,080.5.',
  })
}

function markedValue(text: string): AnswerValue | null {
  const found = extractMarkedAnswer(text)
  return found?.candidate ? parseAnswer(found.candidate) : null
}
