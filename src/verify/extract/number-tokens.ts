/**
 * Numbers as people write them in running text: `$1,080.50`, `-3/4`, `1 1/2`, `60%`, `1.2 million`.
 */
import {
  addRational,
  multiplyRational,
  negateRational,
  parseRational,
  type Rational,
} from '../../core/pure.ts'

/**
 * A number in a text. `start` and `end` delimit it with its sign, currency, percent sign and scale
 * word.
 */
export interface NumberToken {
  start: number
  end: number
  /** `null` where the digits do not make a number: `10,00`, `2:30`, `1/0`, `2^5`. */
  value: Rational | null
}

/** Only this much of a text's end is searched for numbers: an answer is not farther from it. */
const maxSearchLength = 20_000

/**
 * Returns the numbers of `text` (its last 20,000 characters) in order. A percent sign is a unit:
 * `60%` is 60. A minus sign belongs to a number unless it follows an operand, as in `5-3`. Time is
 * linear in the length.
 */
export function numberTokens(text: string): NumberToken[] {
  const offset = Math.max(0, text.length - maxSearchLength)
  const searched = offset === 0 ? text : text.slice(offset)
  const tokens: NumberToken[] = []
  for (const match of searched.matchAll(/\d+(?:[.,:/]\d+)*/g)) {
    if (partOfWord(searched, match.index)) continue
    const token = readToken(searched, match.index, match[0])
    const previous = tokens.at(-1)
    const mixed = previous && mixedNumber(searched, previous, token)
    if (mixed) tokens[tokens.length - 1] = mixed
    else tokens.push(token)
  }
  return tokens.map(({ start, end, value }) => ({
    start: start + offset,
    end: end + offset,
    value,
  }))
}

const latexOperator = '\\\\(?:times|cdot|div|pm|mp|ln|log|sqrt|pi)(?![a-zA-Z])'
const operatorBefore = new RegExp(`${latexOperator}[\\s({]*$`)
const operatorBehind = new RegExp(
  `^\\s*(?:${latexOperator}|\\\\(?:[bp]?mod|equiv|leq?|geq?|lt|gt|neq?)(?![a-zA-Z])|[±<>≤≥≠]|\\^\\{)`,
)

/**
 * Whether a number is an operand of a calculation whose result is not given: `x - 10`, `3 + 4`,
 * `4x`, `9√2`, `1125/x`. A rate or a compound word is none: `$52,500/year`, `10-inch`.
 */
export function isOperand(text: string, { start, end }: NumberToken): boolean {
  const before = text.slice(Math.max(0, start - 8), start)
  const after = text.slice(end, end + 8)
  if (/(?:(?<!\p{L})\p{L}|[\p{N})\]%])[\s(]*[-+*/^×÷][\s($]*$/u.test(before)) return true
  if (operatorBefore.test(before) || operatorBehind.test(after)) return true
  if (/(?:sqrt|√|verline)[({]?$/.test(before) || /^\s?(?:\\?sqrt|√|π|\\pi|\.?\\overl)/.test(after))
    return true
  return /^\s*[+*×÷^]\s*[\p{L}\d($[\\]|^\s*[-/]\s*[\d($]|^\s+[-/]\s+\p{L}|^\/\p{L}(?!\p{L})|^[xyz]\b/u.test(
    after,
  )
}

/**
 * Digits that belong to a word or a unit: `H2O`, `cm^2`, `x_1`. Chinese and Japanese put no blank
 * before a number.
 */
function partOfWord(text: string, digitsStart: number): boolean {
  return /(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])\p{L}(?:[_^]\{?)?$/u.test(
    text.slice(Math.max(0, digitsStart - 4), digitsStart),
  )
}

function readToken(text: string, digitsStart: number, digits: string): NumberToken {
  const pointStart = /(?:^|[\s$€£¥(=-])\.$/.test(
    text.slice(Math.max(0, digitsStart - 2), digitsStart),
  )
    ? digitsStart - 1
    : digitsStart
  const { start, negative } = readPrefix(text, pointStart)
  const suffix = readSuffix(text, digitsStart + digits.length)
  const magnitude = readDigits((pointStart < digitsStart ? '.' : '') + digits + suffix.exponent)
  const scaled = suffix.scale ? multiplyRational(magnitude, suffix.scale) : magnitude
  const value = suffix.power || !scaled ? null : negative ? negateRational(scaled) : scaled
  return { start, end: suffix.end, value }
}

/** Finds the sign and the currency before a number: `-$5`, `$-5`, `\$5`. */
function readPrefix(text: string, digitsStart: number): { start: number; negative: boolean } {
  let start = digitsStart
  let negative = false
  let currency = false
  for (;;) {
    const before = text[start - 1] ?? ''
    if (!currency && /[$€£¥]/.test(before)) {
      currency = true
      start -= text[start - 2] === '\\' ? 2 : 1
    } else if (!negative && /[-−]/.test(before) && !followsOperand(text, start - 1)) {
      negative = true
      start -= 1
    } else return { start, negative }
  }
}

function followsOperand(text: string, index: number): boolean {
  return /[\p{L}\p{N})\]}%]/u.test(text[index - 1] ?? '')
}

const scales: Record<string, Rational | null> = {
  hundred: parseRational('1e2'),
  thousand: parseRational('1e3'),
  million: parseRational('1e6'),
  billion: parseRational('1e9'),
  trillion: parseRational('1e12'),
}

interface Suffix {
  end: number
  exponent: string
  scale: Rational | null
  /** An exponent such as `^5` follows, so that the digits alone are not the number. */
  power: boolean
}

function readSuffix(text: string, digitsEnd: number): Suffix {
  const after = text.slice(digitsEnd, digitsEnd + 16)
  const exponent = /^[eE][+-]?\d{1,4}(?![\p{L}\d.])/u.exec(after)?.[0] ?? ''
  const rest = after.slice(exponent.length)
  const scaleMatch = /^ ?(hundred|thousand|million|billion|trillion)\b/i.exec(rest)
  const percent = /^\s?\\?%/.exec(rest)?.[0] ?? ''
  const length = exponent.length + (scaleMatch?.[0].length ?? percent.length)
  return {
    end: digitsEnd + length,
    exponent,
    scale: scales[scaleMatch?.[1]?.toLowerCase() ?? ''] ?? null,
    power: /^(?:\^|\*\*)\{?[-(]?\d/.test(rest),
  }
}

/** Thousands are grouped by three, or as in India by two and a last three: `1,00,000`. */
const grouped = /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/

function readDigits(digits: string): Rational | null {
  if (digits.includes(':')) return null
  const parts = digits
    .split('/')
    .map((part) =>
      part.includes(',')
        ? grouped.test(part.replace(/[eE].*$/, ''))
          ? part.replaceAll(',', '')
          : null
        : part,
    )
  return parts.includes(null) ? null : parseRational(parts.join('/'))
}

/** `1 1/2`: a whole number, a blank, and a proper fraction. */
function mixedNumber(text: string, whole: NumberToken, fraction: NumberToken): NumberToken | null {
  if (!whole.value || !fraction.value || text.slice(whole.end, fraction.start) !== ' ') return null
  const written = text.slice(fraction.start, fraction.end)
  if (
    !/^\d+\/\d+$/.test(written) ||
    whole.value.denominator !== 1n ||
    /[^\d,$-]/.test(text.slice(whole.start, whole.end))
  )
    return null
  if (fraction.value.numerator >= fraction.value.denominator) return null
  const signed = whole.value.numerator < 0n ? negateRational(fraction.value) : fraction.value
  return { start: whole.start, end: fraction.end, value: addRational(whole.value, signed) }
}
