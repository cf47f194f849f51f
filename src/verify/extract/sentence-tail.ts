/** What the last sentence of a text adds to its answer: `The smallest is 7 (since 5 fails).` */
import { findFormulas } from './formula.ts'
import { isOperand, numberTokens } from './number-tokens.ts'
import { wordCount } from './prose.ts'

/**
 * What begins a clause that says why or where, `9, attained at x = 2`; its numbers are none of the
 * answer.
 */
const clause =
  /,? (?:since|because|when|whenever|attained|achieved|reached|occurring|which (?:is attained|is achieved|occurs)) /g

/** A clause that goes on to a result: in words, by a main clause after it, or as a calculation. */
const concludes =
  /\b(?:so|thus|hence|therefore|then|leav\w+|total\w*|which means|makes?|we know|is \$?\d)\b|.,[^,]*\d|\d\s*[a-z]*\s*=/i

/** `, which takes 12 miles in 2 hours`: how long, after how much. */
const duration =
  / (?:in|within) \d+(?:\.\d+)? (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)$/

/** `takes 5 hours for 3 workers`: for how many. */
const share = / for \d+ \p{L}+$/u
const shared = /\b(?:takes?|needs?|requires?|lasts?)\b[^.]{1,80}$/

/** `75 rather than 50`: what it is not. */
const contrast =
  /,? (?:rather than|instead of|as opposed to|and not|but not|not|y no|et non|und nicht|а не) [$€£]?\d[^.!?]{0,60}$/

/** Returns `text` without a contrast at its end, where a number stands before it. */
export function withoutContrast(text: string): string {
  const end = text.slice(-200).replace(/[.!?\s]+$/, '')
  const found = contrast.exec(end)
  const head = found && end.slice(0, found.index)
  return head && /\d\S{0,3}(?: \p{L}+)?$/u.test(head)
    ? text.slice(0, Math.max(0, text.length - 200)) + head
    : text
}

/**
 * The last text and what `withoutTail` made of it: several readers ask for the same text in turn.
 */
let last = { whole: '', text: '' }

/**
 * Returns `text` without such an addition at its end, where the sentence has an answer without it.
 * Time is linear in the length.
 */
export function withoutTail(whole: string): string {
  if (last.whole !== whole) last = { whole, text: cutTail(whole) }
  return last.text
}

function cutTail(whole: string): string {
  const text = withoutContrast(whole)
  const lineStart = text.lastIndexOf('\n') + 1
  if (text.length - lineStart > 2_000) return text
  const line = text.slice(lineStart)
  const start = line.length - (line.split(/(?<=[.!?])\s/).at(-1) ?? '').length
  const sentence = line.slice(start).replace(/[.!?\s]+$/, '')
  const cutAt = tailStart(sentence)
  return cutAt === undefined ? text : text.slice(0, lineStart + start + cutAt)
}

function tailStart(sentence: string): number | undefined {
  const starts = [
    parenthesisStart(sentence),
    clauseStart(sentence),
    duration.exec(sentence)?.index,
    shareStart(sentence),
  ]
  return starts.find((at) => at !== undefined && hasAnswer(sentence.slice(0, at)))
}

function shareStart(sentence: string): number | undefined {
  const at = share.exec(sentence)?.index
  return at !== undefined && shared.test(sentence.slice(Math.max(0, at - 100), at)) ? at : undefined
}

/** Words in parentheses; `(x + 1)` belongs to the answer. */
function parenthesisStart(sentence: string): number | undefined {
  const at = sentence.endsWith(')') ? sentence.lastIndexOf(' (') : -1
  const inside = sentence.slice(at + 2, -1)
  return at !== -1 && !/[()\\]/.test(inside) && wordCount(inside) > 0 ? at : undefined
}

function clauseStart(sentence: string): number | undefined {
  const formulas = findFormulas(sentence)
  for (const { index } of sentence.matchAll(clause)) {
    if (formulas.some(({ start, end }) => start <= index && index < end)) continue
    if (hasAnswer(sentence.slice(0, index)))
      return concludes.test(sentence.slice(index)) ? undefined : index
  }
  return undefined
}

/**
 * A number that is the result of what comes before it, not the size of a thing as in `400-meter
 * hurdles`, or a formula.
 */
function hasAnswer(head: string): boolean {
  const token = numberTokens(head).at(-1)
  if (!token) return findFormulas(head).length > 0
  return !isOperand(head, token) && !/^-\p{L}/u.test(head.slice(token.end, token.end + 2))
}
