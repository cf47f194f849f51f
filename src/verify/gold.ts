/** Problems whose gold answer has been read, so that grading cannot fail on it. */
import { DataError, type Problem } from '../core/pure.ts'
import { readingFault } from './answer.ts'
import {
  compareByValue,
  compileAnswer,
  compileStatedAnswer,
  type CompiledAnswer,
} from './compare/compare-answers.ts'
import { extractMarkedAnswer } from './extract/extract.ts'
import { evaluationPolicy } from './policy.ts'
import { choicesIn, isLettersOf, letterOfValue, letters } from './problem-choices.ts'

/** A problem with its gold answer, read once for all completions. */
export interface GradableProblem extends Problem {
  gold: CompiledAnswer
  /** The texts of the options that the question lists, where the gold answer is among them. */
  choiceTexts?: readonly string[]
}

/**
 * Returns the problem with its gold answer read: from `answer`, or where that is a worked solution
 * or missing, from the marked answer (`####`, `\boxed{}`, `A: 18`) of the text.
 * @throws DataError naming the problem when there is no gold answer, it cannot be read, or it does
 * not equal itself.
 */
export function withGold(problem: Problem): GradableProblem {
  const { answer, solution } = problem
  const text = answer ?? solution
  if (text === undefined)
    throw new DataError(`problem "${problem.id}" has no gold answer`, {
      hint: 'Give it an "answer" or a "solution".',
    })
  const gold = answer === undefined ? markedAnswer(text) : compileStatedAnswer(answer)
  const fault = gold ? faultOf(gold) : 'no answer is marked in it'
  if (gold && fault === null) return { ...problem, ...amongChoices(gold, problem.question) }
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
  throw new DataError(
    `problem "${problem.id}": the gold answer cannot be read: ${shown}: ${fault}`,
    {
      hint: 'A gold answer is a number, a formula, a list, a choice or a few words, in LaTeX or plain text, such as 18, \\frac{3}{4}, (1, 2), B.',
    },
  )
}

/**
 * A gold answer with the options of its question. The text of the right one is what it says too, so
 * that a prediction may be that.
 */
function amongChoices(
  gold: CompiledAnswer,
  question: string,
): Pick<GradableProblem, 'gold' | 'choiceTexts'> {
  const choiceTexts = choicesIn(question)
  if (choiceTexts === null || !isLettersOf(gold.text, choiceTexts)) return { gold }
  const { value } = gold
  if (value.kind !== 'choice' || value.content || value.letters.length > 1)
    return { gold, choiceTexts }
  const option = compileAnswer(choiceTexts[letters.indexOf(value.letters)]!)
  return letterOfValue(option, choiceTexts) === value.letters
    ? { gold: { ...gold, value: { ...value, content: option.value } }, choiceTexts }
    : { gold, choiceTexts }
}

/** Longer prose is a worked solution, not an answer. */
const longestProse = 200

/**
 * What is wrong with a gold answer, `null` where nothing is. An answer that does not equal itself
 * would grade everything as wrong.
 */
function faultOf({ text, value }: CompiledAnswer): string | null {
  if (text.trim() === '') return 'it is empty'
  const fault = readingFault(value)
  if (fault !== null) return fault
  if (value.kind === 'text')
    return text.length > longestProse || text.includes('\n')
      ? 'it is a text that marks no answer'
      : null
  const self = compareByValue(value, value, evaluationPolicy)
  return self.outcome === 'equal' ? null : `it does not equal itself (${self.reason})`
}

function markedAnswer(text: string): CompiledAnswer | null {
  const found = extractMarkedAnswer(text)
  return found?.candidate ? compileAnswer(found.candidate) : null
}
