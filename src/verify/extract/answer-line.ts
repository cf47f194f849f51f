/** Statements such as `The answer is x`, `**Answer:** x` and `Final answer: x`, in a few languages. */
import { candidateOf } from './candidate.ts'
import { findFormulas } from './formula.ts'
import { leadingAnswer } from './leading-answer.ts'
import { lineFrom, maxTries, searchedEnd } from './mark.ts'
import { leadsWithNumber } from './number-answer.ts'
import { isProse, wordCount } from './prose.ts'

const noun = '(?:answer|réponse|respuesta|risposta|resposta|antwort|ответ)'
const verb = '(?:is|was|be|would be|should be|must be|equals|est|es|é|è|ist|=)(?!\\p{L})'

const statementMark = new RegExp(
  [
    '^[ \\t>#*_"\'{]*a ?:',
    `(?<!\\p{L})${noun}(?: choice| option)?(?: (?:to|of|for|in) [^\\n.:=]{1,80}?)?(?: ?\\([^()\\n]{1,40}\\))?[*_"'\`]* ?(?::|：|${verb})[*_:"'\`]*`,
    '(?:答案|答え|答) ?(?:[:：]|[是为為は])',
    `^[ \\t>#*_]*(?:final )?${noun}[*_]* (?=\\\\[([]|\\$|-?\\d)`,
  ].join('|'),
  'gimu',
)

/** A statement with the text around it. */
export interface Statement {
  /** Such as `The answer is`. */
  mark: string
  /** Its first sentence, or the formula over several lines with which it begins. */
  sentence: string
  /** All sentences of its line. */
  line: string
  /** It speaks of the final answer. */
  isFinal: boolean
  /** Nothing comes after its line. */
  isLast: boolean
}

/** Returns the statements in the end of `text`, the last one first. Time is linear in the length. */
export function answerStatements(text: string): Statement[] {
  const searched = searchedEnd(text)
  return [...searched.matchAll(statementMark)]
    .slice(-maxTries)
    .toReversed()
    .map((match) => {
      // The answer may stand in a code fence.
      const rest = searched
        .slice(match.index + match[0].length)
        .trimStart()
        .replace(/^```\w*\s*/, '')
      const window = rest.slice(0, 2_000)
      const [formula] = findFormulas(window)
      const formulaText = formula?.start === 0 ? window.slice(0, formula.end) : ''
      const line = formulaText.includes('\n') ? formulaText : lineFrom(rest, 0)
      const isFinal = /final/i.test(searched.slice(Math.max(0, match.index - 8), match.index) + match[0])
      return { mark: match[0], isFinal, sentence: firstSentence(line), line, isLast: line.length === rest.length }
    })
}

/**
 * Returns the candidate that a statement makes, or `null`. `Answer:` may also head a whole solution: unless its line is the last one,
 * mathematics that is no calculation must follow at once.
 */
export function candidateOfStatement({ mark, sentence, line, isFinal, isLast }: Statement): string | null {
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
  // `The answer is 42!` is glad, `Answer: 7!` is a factorial.
  return candidateOf(/\w$/.test(mark) ? sentence.replace(/!$/, '') : sentence)
}

/** The candidate of the first sentence with a number. */
function firstOf(line: string): string | null {
  const sentence = line.split(/(?<=[.!?])\s/).find((part) => /\d/.test(part))
  return sentence === undefined ? null : candidateOf(sentence)
}

/** Up to the first full stop outside a formula, or what ends a chat message. */
function firstSentence(line: string): string {
  const formulas = findFormulas(line)
  for (const stop of line.matchAll(/[.!?](?=\s|$)|。|<\||<\/?s>/g)) {
    if (formulas.some(({ start, end }) => start <= stop.index && stop.index < end)) continue
    // `7! = 5040`
    if (stop[0] === '!' && /[\d)]$/.test(line.slice(0, stop.index)) && /^!\s?[-+*/=<>×·]/.test(line.slice(stop.index))) continue
    if (stop[0] === '.' && /\\(?:left|right)$/.test(line.slice(0, stop.index).slice(-6))) continue
    return line.slice(0, stop.index + (stop[0] === '!' ? 1 : 0))
  }
  return line
}

function isCalculation(text: string): boolean {
  return /\d\s?[-+*/×·]\s?\$?\d[^=]{0,200}=/.test(text)
}
