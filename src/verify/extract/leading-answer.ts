/**
 * The answer with which a sentence begins, before the prose that explains it: `2n+1, where n is the
 * number of sides`.
 */
import { leadingNumber } from './narrow-number.ts'
import { firstWord } from './prose.ts'

/** What begins a clause that says for what or why; what stands before it is the answer. */
const clause = /^(?:where|since|because|when|whenever|for (?:all|some|any|every)|if|so that)\b/i

/** `3 is the answer`: the same, unless what follows is the value. */
const predicate = /^(?:is|are|was|were)\b\D*$/i

/** A value that goes on where its digits end: `2n`, `3√2`, `12\pi`, `2(a+b)`, `7!`. */
const goesOn = /^[\s"'*_]*[-−+$€£¥]*\d[\d.,]*(?:[\p{L}\\√π(]|![^=]*=)/u

const tuple = /^[([].*,.*[)\]]$/

/**
 * Returns the expression with which a sentence begins, else its leading number where the digits are
 * all of it, else `null`.
 */
export function leadingAnswer(statement: string): string | null {
  return leadingExpression(statement) ?? (goesOn.test(statement) ? null : leadingNumber(statement))
}

function leadingExpression(statement: string): string | null {
  const at = firstWord(statement)
  if (at === undefined) return null
  const [head, rest] = [withoutOpenEnd(statement.slice(0, at)), statement.slice(at)]
  if (!/\d|\\[a-zA-Z]|[π∞√]/.test(head)) return null
  // `x = 2n where n = 3, so x = 6` goes on to its result.
  const isExplained =
    (clause.test(rest) && !/\b(?:so|thus|hence|therefore)\b/i.test(rest.slice(4))) ||
    predicate.test(rest)
  const isWhole = (goesOn.test(head) && !rest.includes('=')) || tuple.test(head)
  return isExplained || isWhole ? head : null
}

/**
 * Returns `head` without what belongs to the words after it: a bracket that they close, a
 * conjunction, punctuation.
 */
function withoutOpenEnd(head: string): string {
  const open: number[] = []
  for (const { 0: bracket, index } of head.matchAll(/[([{)\]}]/g)) {
    if ('([{'.includes(bracket)) open.push(index)
    else open.pop()
  }
  const closed = head.slice(0, open[0])
  const inner = closed.trim().replace(/(?:[\s,;:.]|\s(?:and|or|a|an|the))+$/, '')
  return inner.replace(/^["'*_\s]+/, '')
}
