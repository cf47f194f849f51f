/** The number with which a text ends, where nothing marks its answer. */
import { changingWords, statesNothing } from './changed-number.ts'
import type { Extraction } from './mark.ts'
import { isOperand, numberTokens, type NumberToken } from './number-tokens.ts'

/**
 * A text that says more behind its last number broke off or got lost: it does not end in that
 * number.
 */
const maxAfterLastNumber = 400

/**
 * Returns the number with which a text ends, unless it is part of a calculation without result, one
 * of a bare run of numbers, or the words beside it deny it or make another number of it.
 */
export function lastNumber(text: string): Extraction {
  if (text.trim() === '') return { candidate: null, reason: 'the text is empty' }
  const tokens = numberTokens(text)
  const token = tokens.at(-1)
  if (!token) return { candidate: null, reason: 'there is no number in the text' }
  if (text.trimEnd().length - token.end > maxAfterLastNumber)
    return { candidate: null, reason: 'the last number is far from the end of the text' }
  if (isOperand(text, token))
    return { candidate: null, reason: 'the last number is part of a calculation without result' }
  if (isBareRun(text, tokens)) return { candidate: null, reason: 'the text is a run of numbers' }
  if (isBrokenOff(text, token))
    return { candidate: null, reason: 'the text breaks off behind the last number' }
  const words = wordsBeside(text, token.start, token.end)
  if (words !== null)
    return {
      candidate: null,
      reason: `the words beside the last number change or deny it: "${words}"`,
    }
  return { candidate: text.slice(token.start, token.end), mark: 'last number' }
}

/**
 * Returns the words of its sentence that deny what stands from `start` to `end`, or make another
 * number of it; `null` where there are none.
 */
export function wordsBeside(text: string, start: number, end: number): string | null {
  const before =
    text
      .slice(Math.max(0, start - 300), start)
      .split('\n')
      .at(-1) ?? ''
  const behind = text.slice(end, end + 120).split('\n')[0] ?? ''
  const opening = before.split(/[.!?]\s/).at(-1) ?? ''
  if (asking.test(opening) && /^[\s$*)]{0,4}\?/.test(behind)) return 'a question'
  const sentence = opening + text.slice(start, end) + (behind.split(/[.!?]\s/)[0] ?? '')
  return statesNothing(sentence) ? 'none' : changingWords(before, behind)
}

/** `Was the answer 42?` */
const asking = /^\W*(?:was|is|could|can|does|did|might|should) /i

/** `0 1 2 3`, in one line or several: no number of them is the answer. */
function isBareRun(text: string, tokens: readonly NumberToken[]): boolean {
  return tokens.length > 2 && /^[\d\s.,;:$()[\]{}-]*$/.test(text.slice(-2_000))
}

/** A last line of one word with which an earlier line began, `Step` after `Step 2: 7`. */
function isBrokenOff(text: string, token: NumberToken): boolean {
  const last = /^[^\n]{0,80}\n\s{0,8}([\p{L}]{2,20})\s?$/u.exec(
    text.slice(token.end, token.end + 120).trimEnd(),
  )?.[1]
  return last !== undefined && new RegExp(`(?:^|\\n)\\W{0,6}${last} \\d`).test(text.slice(-2_000))
}
