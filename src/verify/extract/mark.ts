/** The marks by which an answer is found in a text, and what finding one yields. */

import type { Policy } from '../policy.ts'

/** What a task may expect for an answer; `auto` where that is not known. */
export const answerKinds = ['auto', 'number', 'expression', 'choice'] as const
export type AnswerKind = (typeof answerKinds)[number]

/** How an answer was found, most explicit first. */
export type Mark =
  | 'in <answer>'
  | 'after ####'
  | 'in \\boxed{}'
  | 'JSON field "answer"'
  | 'answer line'
  | 'program output'
  | 'whole text'
  | 'bold'
  | 'last line'
  | 'last formula'
  | 'last statement'
  | 'last number'
  | 'choice letter'

/**
 * The part of a text that states the answer, or why there is none; `doubt` is a word beside it that
 * may change it.
 */
export type Extraction =
  | { candidate: string; mark: Mark; doubt?: string }
  | { candidate: null; reason: string }

/** Looks for one mark: `null` when it is not there, so that the next one is tried. */
export type MarkReader = (text: string, policy?: Policy) => Extraction | null

/**
 * The readers of a kind of answer, in the order in which they are tried. A mark may have two, at
 * different places in the order.
 */
export type MarkReaders = readonly (readonly [Mark, MarkReader])[]

/**
 * Marks by which a text says outright that this is the answer; the others are guesses from where a
 * text ends.
 */
export const explicitMarks: readonly Mark[] = [
  'in <answer>',
  'after ####',
  'in \\boxed{}',
  'JSON field "answer"',
  'answer line',
]

/** Marks that leave no doubt which part of a text is its answer. */
const certainMarks: readonly Mark[] = [...explicitMarks, 'program output', 'whole text']

/**
 * Whether an answer is stated, and not guessed from where a text ends or taken out of a sentence.
 */
export const isCertain = (found: { mark: Mark; doubt?: string }): boolean =>
  certainMarks.includes(found.mark) && found.doubt === undefined

/** Of one mark's many occurrences only this many are tried, so that hostile texts stay cheap. */
export const maxTries = 32

/** Only this much of a text's end is searched for marks that any text may carry. */
export const maxSearchLength = 20_000

/** Returns the end of `text` that is searched for weak marks. */
export function searchedEnd(text: string): string {
  return text.slice(-maxSearchLength).trimEnd()
}

/** Ends a text that was cut: what is left of an answer must not be read for all of it. */
export const cutSign = '\uFFFD'

/**
 * Returns the rest of the line from `start` on, at most 2,000 characters of it; a longer one ends
 * in a sign that no answer has.
 */
export function lineFrom(text: string, start: number): string {
  const window = text.slice(start, start + 2_000)
  const end = window.indexOf('\n')
  if (end !== -1) return window.slice(0, end)
  return text.length > start + window.length && text[start + window.length] !== '\n'
    ? `${window}${cutSign}`
    : window
}

/** Returns a text on one line, quoted and cut, for messages. */
export function quote(text: string): string {
  const line = text.slice(0, 2_000).replaceAll(/\s+/g, ' ').trim()
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 59)}…` : line)
}

/** Names a mark as a place, for messages: `in \boxed{}`, `in the JSON field "answer"`. */
export function placeOf(mark: Mark): string {
  return mark.startsWith('in ') ? mark : `in the ${mark}`
}
