/** The options that a problem's question lists, and answers that name one by its value. */
import type { Problem } from '../core/pure.ts'
import { compareAnswers, compileAnswer, type CompiledAnswer } from './compare/compare-answers.ts'
import { extractAnswer, isAmongTexts } from './extract/extract.ts'
import { explicitMarks, type Extraction } from './extract/mark.ts'
import { evaluationPolicy, type Policy } from './policy.ts'
import type { TaskOptions } from './task-options.ts'

/** The letters of options, in their order. */
export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Returns the texts of the options that a question lists at its end, a line for each and A first:
 * `A) 5`, `(A) 5`, `A. 5` or `A: 5`. An option may go on on further lines. `null` where there are
 * not two of them.
 */
export function choicesIn(question: string): readonly string[] | null {
  const lines = question.trimEnd().split('\n')
  const first = lines.findLastIndex((line) => lineOfOption.exec(line)?.[1] === 'A')
  if (first === -1) return null
  const texts: string[] = []
  for (const line of lines.slice(first)) {
    const [, letter, text] = lineOfOption.exec(line) ?? []
    if (letter !== undefined && letter === letters[texts.length]) texts.push(text!)
    else texts.push(`${texts.pop()}\n${line}`)
  }
  return texts.length < 2 ? null : texts
}

const lineOfOption = /^\s{0,8}\(?([A-Z])[).:]\s?(.*)$/

/**
 * Returns how the answers to a problem are found: where its question lists options, and its gold
 * answer is none other than their letters, an answer is one of them.
 */
export function taskOfProblem(
  { question, answer }: Pick<Problem, 'question' | 'answer'>,
  task: TaskOptions = {},
): TaskOptions {
  const choiceTexts = choicesIn(question)
  const isOther = answer !== undefined && !isLettersOf(answer, choiceTexts ?? [])
  return choiceTexts === null || isOther ? task : { choiceTexts, ...task }
}

/** Whether an answer is a letter, or several, of these options. */
export function isLettersOf(answer: string, choiceTexts: readonly string[]): boolean {
  const { value } = compileAnswer(answer)
  const named = value.kind === 'choice' ? value.letters : answer.trim()
  return (
    /^[A-Z]{1,26}$/.test(named) &&
    named.split('').every((letter) => letters.indexOf(letter) < choiceTexts.length)
  )
}

const compiledTexts = new WeakMap<readonly string[], readonly CompiledAnswer[]>()

/**
 * Returns the letter of the only option that has this value, `null` where none or several have it.
 * A letter is no value.
 */
export function letterOfValue(
  answer: CompiledAnswer,
  choiceTexts: readonly string[],
  policy: Policy = evaluationPolicy,
): string | null {
  if (answer.value.kind === 'choice') return null
  const options = compiledTexts.get(choiceTexts) ?? choiceTexts.map(compileAnswer)
  compiledTexts.set(choiceTexts, options)
  const same = [...options.keys()].filter(
    (place) => compareAnswers(options[place]!, answer, policy).outcome === 'equal',
  )
  return same.length === 1 ? letters[same[0]!]! : null
}

/**
 * Returns what a text states by a mark and by value, where its letter or words are only guessed:
 * `\\boxed{0.5}` is the option `1/2`.
 */
export function statedByValue(
  text: string,
  found: Extraction,
  task: TaskOptions,
): Extraction | null {
  const { choiceTexts, marks = valueMarks, choices: _, ...rest } = task
  if (!choiceTexts || !isAmongTexts(task)) return null
  if (found.candidate !== null && valueMarks.includes(found.mark)) return null
  const tried = valueMarks.filter((mark) => marks.includes(mark))
  const stated = extractAnswer(text, { ...rest, expects: 'expression', marks: tried })
  if (stated.candidate === null) return null
  const letter = letterOfValue(compileAnswer(stated.candidate), choiceTexts, task.policy)
  return letter === null ? null : { ...stated, candidate: letter }
}

/** Marks by which a text says that a value is its answer. */
const valueMarks = [...explicitMarks, 'program output', 'whole text'] as const
