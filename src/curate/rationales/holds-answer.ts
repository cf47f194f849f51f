/** Whether a rationale gives the answer away. */
import { plainDigits } from '../../core/index.ts'

/**
 * Whether a rationale holds the answer that its text leads to, where what precedes does not hold it
 * already: as a number of its own of the same value, in the digits of any script and with a unit
 * behind it or not; as a word or words; or, for the letter of a choice, as `(B)` or after `is` or
 * `answer`. Source: RATIONALYST (2410.01044), which does not say how it looks.
 */
export function holdsAnswer(rationale: string, answer: string, preceding: string): boolean {
  const wanted = plain(answer).trim()
  if (wanted === '') return false
  const holds = holderOf(wanted)
  return holds(plain(rationale)) && !holds(plain(preceding))
}

/**
 * In digits of ASCII, without the commas and blanks between those of large numbers, and with
 * combined characters as one.
 */
const plain = (text: string): string =>
  plainDigits(text.normalize('NFC'))
    .replaceAll('\u2212', '-')
    .replaceAll(/(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))/g, '')

function holderOf(answer: string): (text: string) => boolean {
  const [, number] = /^[$€£¥]?\s?(-?\d+(?:\.\d+)?)$/.exec(answer) ?? []
  if (number !== undefined) {
    const value = valueOf(number)
    return (text) => numbersIn(text, value.startsWith('-')).some((each) => each === value)
  }
  const pattern = patternOf(answer)
  return (text) => pattern.test(text)
}

/** Scripts that put no blanks between words. */
const blankless = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map(
  (script) => String.raw`\p{sc=${script}}`,
)
const wordSign = String.raw`[[\p{L}\p{M}\p{N}]--[${blankless.join('')}]]`

/**
 * 4 is neither in 14 nor in 4.5 nor in 3/4, nor in x4, 4x or 4th; but it is in "4.", in 4cm, and
 * beside the letters of scripts without blanks.
 */
const number = new RegExp(
  String.raw`(?<!${wordSign}|\d[.,\/])\d+(?:\.\d+)?(?![.,\/]?\d|(?:st|nd|rd|th|[xyz])(?!${wordSign}))`,
  'gv',
)

/** The numbers of a text; with a minus where it is `signed`, and subtracts nothing. */
function numbersIn(text: string, signed: boolean): string[] {
  return Array.from(text.matchAll(number), ({ 0: found, index }) => {
    const isNegative =
      signed && /(?:^|[^\p{L}\p{N})])-$/u.test(text.slice(Math.max(0, index - 2), index))
    return valueOf(isNegative ? `-${found}` : found)
  })
}

/** A number without zeros that say nothing. */
const valueOf = (digits: string): string =>
  digits
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

function patternOf(answer: string): RegExp {
  if (/^[A-Z]$/.test(answer))
    return new RegExp(String.raw`\(${answer}\)|(?:\bis|\banswer:?)\s+${answer}\b`)
  const beside = (sign: string | undefined, isBefore: boolean): string => {
    if (!new RegExp(`^${wordSign}$`, 'v').test(sign ?? '')) return ''
    const numeric = isBefore ? String.raw`|\d[.,\/]` : String.raw`|[.,\/]\d`
    return `(?${isBefore ? '<' : ''}!${wordSign}${numeric})`
  }
  const signs = Array.from(answer)
  const [before, behind] = [beside(signs[0], true), beside(signs.at(-1), false)]
  return new RegExp(`${before}${escaped(answer)}${behind}`, 'iv')
}

const escaped = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)
