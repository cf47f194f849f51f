/**
 * Statements such as `The answer is x`, `**Answer:** x` and `Final answer: x`, in a few languages.
 */
import { statementMark } from './answer-phrase.ts'
import { candidateOf } from './candidate.ts'
import { notGlad } from './clean-candidate.ts'
import { findFormulas } from './formula.ts'
import { leadingAnswer } from './leading-answer.ts'
import { lineFrom, maxTries, quote, searchedEnd, type Extraction } from './mark.ts'
import { leadsWithNumber } from './narrow-number.ts'
import { isProse, wordCount } from './prose.ts'
import { withoutRemarks } from './remarks.ts'
import { isTakenBack, isTakenBackBehind, takenBackAnswer } from './retraction.ts'
import { judged } from './stated.ts'

/** A statement with the text around it. */
export interface Statement {
  /** Such as `The answer is`. */
  mark: string
  /** What comes before it on its line, at most 200 characters. */
  lead: string
  /** Its first sentence, or the formula over several lines with which it begins. */
  sentence: string
  /** All sentences of its line. */
  line: string
  /** It speaks of the final answer. */
  isFinal: boolean
  /** What comes behind its first sentence, of the next line too where its own says no more. */
  behind: string
  /** Nothing comes after its line. */
  isLast: boolean
}

/** So much behind a statement is looked at for words that take it back. */
const maxBehind = 200

/**
 * Returns the statements in the end of `text`, the last one first. Time is linear in the length.
 */
export function answerStatements(text: string): Statement[] {
  const searched = searchedEnd(text)
  return [...searched.matchAll(statementMark(searched))]
    .slice(-maxTries)
    .toReversed()
    .map((match) => {
      // The answer may stand in a code fence.
      const rest = restOf(searched, match.index + match[0].length)
      const window = rest.slice(0, 2_000)
      const [formula] = findFormulas(window)
      const formulaText = formula?.start === 0 ? window.slice(0, formula.end) : ''
      const line = formulaText.includes('\n') ? formulaText : lineFrom(rest, 0)
      const isFinal = /final/i.test(
        searched.slice(Math.max(0, match.index - 8), match.index) + match[0],
      )
      const lead =
        searched
          .slice(Math.max(0, match.index - 200), match.index)
          .split('\n')
          .at(-1) ?? ''
      const sentence = firstSentence(line)
      const behind = rest.slice(sentence.length, sentence.length + maxBehind)
      return {
        mark: match[0],
        lead,
        isFinal,
        sentence,
        line,
        behind,
        isLast: line.length === rest.length,
      }
    })
}

/** Of `\text{Answer: } 5$` the brace and the delimiter belong to what comes before. */
function restOf(text: string, start: number): string {
  const rest = text.slice(start).trimStart()
  const closed = /^\}[ \t]{0,8}/.exec(rest)?.[0].length
  if (closed === undefined) return rest.replace(/^```\w*\s*/, '')
  const inner = rest.slice(closed)
  const end = /\s?(?:\$\$?|\\[\])])/.exec(inner.slice(0, 300))?.index ?? 0
  return end > 0 && !/\$\$?\s?\d/.test(inner.slice(0, end + 4))
    ? inner.slice(0, end)
    : inner.replace(/\s?(?:\$\$?|\\[\])])\s*$/, '')
}

const unknown =
  /^(?:is |are )?(?:wrong|incorrect|false|not known|unknown|not (?:given|determined|possible)|undetermined|impossible to|cannot be|can['’]t be|not enough)/i

/** Whether a statement says that there is no answer: `The answer is not known.` */
export const isUnknown = (sentence: string): boolean => unknown.test(sentence)

export const noAnswer = (sentence: string): Extraction => ({
  candidate: null,
  reason: `the text says that there is none: ${quote(sentence)}`,
})

/** `option C`. */
const namedChoice =
  /^(?:the |la |die |a |l['’])?(?:option|choice|letter|opción|opção|opzione|вариант) [([]?([A-J])[)\]]?$/i

/** Whether a statement is asked, or is taken back by its own words or those behind it. */
export const isWithdrawn = (sentence: string, behind: string): boolean =>
  /^\s?[?？]\s*\S{0,4}\d/.test(behind) || isTakenBack(sentence) || isTakenBackBehind(behind)

/** Returns what a statement makes the answer, or `null` where it makes none. */
export function answerOfStatement(statement: Statement): Extraction | null {
  const { sentence, lead, behind } = statement
  if (isUnknown(sentence) && /\d/.test(statement.line.slice(sentence.length)))
    return noAnswer(sentence)
  if (/\d|\\[a-zA-Z]|[$∞∅]|^\W{0,4}[A-J](?!\p{L})/u.test(sentence) && isWithdrawn(sentence, behind))
    return takenBackAnswer(sentence)
  // `The answer is 42!` is glad; a factorial stands in a formula.
  const short = withoutRemarks(notGlad(sentence)).replace(namedChoice, '$1')
  const isShort = short.length < sentence.length - 2
  const candidate = candidateOfStatement({
    ...statement,
    sentence: short,
    ...(isShort && { line: short }),
  })
  return candidate === null
    ? null
    : judged(candidate, 'answer line', isShort ? short : sentence, lead)
}

/**
 * Returns the candidate that a statement makes, or `null`. `Answer:` may also head a whole
 * solution: unless its line is the last one, mathematics that is no calculation must follow at
 * once.
 */
function candidateOfStatement({ mark, sentence, line, isFinal, isLast }: Statement): string | null {
  const hasMathematics = /\d|\\[a-zA-Z]/.test(sentence) || findFormulas(sentence).length > 0
  const saysOutright = /:\W*$/.test(mark) || isFinal || isLast
  if (!hasMathematics) {
    if (isLast && /\d/.test(line)) return firstOf(line.slice(sentence.length))
    return saysOutright && wordCount(sentence) <= (isLast ? 30 : 6) ? candidateOf(sentence) : null
  }
  const isAtOnce =
    (!isProse(sentence) && !isCalculation(sentence)) ||
    leadsWithNumber(line) ||
    leadingAnswer(sentence) !== null ||
    /^(?:\$|\\[([])/.test(sentence)
  if (!isLast && !isAtOnce) return null
  return candidateOf(sentence)
}

/** The candidate of the first sentence with a number. */
function firstOf(line: string): string | null {
  const sentence = line.split(/(?<=[.!?])\s/).find((part) => /\d/.test(part))
  return sentence === undefined ? null : candidateOf(sentence)
}

/** Up to the first full stop outside a formula, or what ends a chat message. */
function firstSentence(line: string): string {
  const formulas = findFormulas(line)
  for (const stop of line.matchAll(/[.!?](?=\s|$)|[。।]|<\||<\/?s>/g)) {
    if (formulas.some(({ start, end }) => start <= stop.index && stop.index < end)) continue
    // `7! = 5040`
    if (
      stop[0] === '!' &&
      /[\d)]$/.test(line.slice(0, stop.index)) &&
      /^!\s?[-+*/=<>×·]/.test(line.slice(stop.index))
    )
      continue
    if (stop[0] === '.' && /\\(?:left|right)$/.test(line.slice(0, stop.index).slice(-6))) continue
    return line.slice(0, stop.index + (stop[0] === '!' ? 1 : 0))
  }
  return line
}

function isCalculation(text: string): boolean {
  return /\d\s?[-+*/×·]\s?\$?\d[^=]{0,200}=/.test(text)
}
