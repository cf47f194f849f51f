/**
 * What a program says in a sentence that it prints: of several numbers the one that the sentence is
 * about, where its form tells.
 */
import { numberTokens } from './number-tokens.ts'

/** What stands right before a result: `20% of 150 is 30`, `leaves a remainder of 5`. */
const beforeResult =
  /(?:(?<!\p{L})(?:is|are|was|were|be|equals?|(?:remainder|total|result|answer|value|profit|cost|sum|average|amount) of)\s|[=:])\s{0,4}(?:about |approximately |exactly |only |still )?[$€£]?$/iu

/** `Out of 50 apples, 42 are left`: a clause of its own. */
const beforeClause =
  /[,;:]\s(?:so |then |there (?:are|is) |(?:he|she|it|they|we) (?:has|have|had) )?[$€£]?$/i
const behindClause = /^\S{0,3}\s(?:\p{L}+\s){0,3}(?:are|is|were|was|remains?|left)(?!\p{L})/iu

/**
 * What makes the numbers behind it belong to something else: `42 of the 50`, `40 years old in
 * 2030`, `$25 for a group of 4`.
 */
const aside =
  /(?<!\p{L})(?:of|in|after|at|for|from|than|between|by|per|when|if|because|since|on|with|divisible)(?!\p{L})/iu

/**
 * Returns the number that a printed line with several of them is about; `null` where its form does
 * not tell; `undefined` where there are not several. Time is linear in the length.
 */
export function numberOfSentence(line: string): string | null | undefined {
  const tokens = numberTokens(line)
  const [first, second] = tokens
  const last = tokens.at(-1)
  if (!first || !second || !last) return undefined
  const before = line.slice(tokens.at(-2)!.end, last.start)
  const isResult = beforeResult.test(before)
  const isClause = beforeClause.test(before) && behindClause.test(line.slice(last.end))
  if (isResult || isClause) return line.slice(last.start, last.end)
  const isSubject =
    !aside.test(line.slice(0, first.start)) && aside.test(line.slice(first.end, second.start))
  return isSubject ? line.slice(first.start, first.end) : null
}

/** What programs print behind their answer: rules, and that they are done. */
const saysNothing =
  /^[\W_]*$|^\W{0,4}(?:done|ok|okay|finished|complete|completed|success|end|all tests passed|(?:execution )?time|time taken|elapsed|took|runtime)(?!\p{L})/iu

/** Returns the last line of what was printed that says anything, or the last one. */
export function lineThatSays(printed: string, last: string): string {
  if (!saysNothing.test(last)) return last
  const lines = printed.slice(-10_000).split('\n')
  return lines.findLast((line) => !saysNothing.test(line.trim()))?.trim() ?? last
}
