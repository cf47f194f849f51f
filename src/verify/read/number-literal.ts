/**
 * Number literals: thousands separators, decimals with their precision, repeating decimals,
 * scientific notation.
 */
import { decimalFraction, reduceFraction } from '../../core/pure.ts'
import { Fault } from '../budget.ts'
import { number, type NumberNode } from '../expression/expression.ts'

/** A literal and the index after it. */
export interface Literal {
  node: NumberNode
  /** As written, without thousands separators. */
  text: string
  end: number
}

/** Separators that LaTeX puts between thousands and nowhere else. */
/** `{,}` is a decimal comma where it does not group thousands. */
const latexComma = /((?:[1-9]\d{0,2}(?:(?:\.|\\,|\\ |~| )\d{3})+|\d+))\s?\{\s*,\s*\}(\d+)(?![\d{])/y
const latexLakhs = /[1-9]\d?(?:\{,\}\d{2})+\{,\}\d{3}(?!\d)/y
const latexGroups =
  /[1-9]\d{0,2}(?:(?:\s?\{\s*,\s*\}|\\!\s?,|,\s?\\!\s?|\\,|\\ |~|\\;|\\:)\d{3})+(?!\d)/y
/** `1'000'000` and `1_000_000`. */
const markedGroups = /[1-9]\d{0,2}(?:(?:'\d{3})+(?!['\d])|(?:_\d{3})+(?![_\d]))/y
/** Lakhs and crores: `1,00,000`; without a zero behind a comma, `12,34,567` may be a list. */
const indianGroups = /^[1-9]\d?(?:,\d{2})+,\d{3}$/
const blankGroups = /[1-9]\d{0,2}(?: \d{3})+(?![\d/]| \d)/y
const commaRun = /\d+(?:,\d+)+/y
const commaGroups = /^[1-9]\d{0,2}(?:,\d{3})+$/
const pointGroups = /[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d.])/y
const plainDigits = /\d+/y
/** `3.141\,592\,65`. */
const groupedFraction = /\.(\d{3}(?:\\,\d{3})*\\,\d{1,3})(?!\d)/y
const fractionPart = /\.(\d+)/y
const repeatingPart = /\.(\d*)\\(?:overline|bar|dot|overbar)\s*\{?(\d{1,20})\}?/y
/** `0.(3)`, as some countries write it; `0.1(6)` may be a product. */
const bracketedPart = /\.()\((\d{1,20})\)/y
const dotsPart = /(?:\.{3}|\\[lc]?dots(?![A-Za-z]))/y
const exponentPart = /[eE]([+-]?\d{1,9})(?![A-Za-z\d.])/y
const bareFraction = /\.\d/y

/** Greater exponents are refused before their power of ten is computed. */
const maxExponent = 5_000

/**
 * Returns the literal at `start`, or `null` where none begins. `inBrackets`: there, and in a list,
 * a plain comma separates items, as in `(1,234)`.
 * @throws Fault for an exponent beyond 5,000.
 */
export function readLiteral(text: string, start: number, inBrackets: boolean): Literal | null {
  const whole = readWhole(text, start, inBrackets)
  if (!whole) return null
  const repeating = match(repeatingPart, text, whole.end) ?? match(bracketedPart, text, whole.end)
  if (repeating) {
    const [all, fixed = '', period = ''] = repeating
    return {
      node: repeatingDecimal(whole.digits, fixed, period),
      text: whole.digits + all,
      end: whole.end + all.length,
    }
  }
  const fraction = whole.fraction ?? (whole.isGroupedByPoints ? null : fractionAt(text, whole.end))
  const digits = fraction?.[1]?.replaceAll('\\,', '') ?? ''
  let end = whole.end + (whole.fraction ? 0 : (fraction?.[0].length ?? 0))
  const period = digits === '' ? null : visiblePeriod(digits)
  const dots = period === null ? null : match(dotsPart, text, end)
  if (period !== null && dots)
    return {
      node: repeatingDecimal(whole.digits, digits, period),
      text: `${whole.digits}.${digits}`,
      end: end + dots[0].length,
    }
  const exponent = match(exponentPart, text, end)
  end += exponent?.[0].length ?? 0
  const node = decimal(
    whole.digits,
    fraction ? digits : null,
    exponent ? Number(exponent[1]) : null,
  )
  if (!fraction && !exponent && /^\.(?:\s|$)/.test(text.slice(end, end + 2))) end++
  return { node, text: fraction ? `${whole.digits}.${digits}` : whole.digits, end }
}

function fractionAt(text: string, start: number): RegExpExecArray | null {
  const plain = match(fractionPart, text, start)
  const isGrouped = plain?.[1]?.length === 3 && text.startsWith('\\,', start + 4)
  return isGrouped ? (match(groupedFraction, text, start) ?? plain) : plain
}

/**
 * In brackets, a number with commas beside an operator or a currency sign is one number: `(5,000 *
 * 12)`.
 */
function isOperand(text: string, start: number, end: number): boolean {
  return (
    /[$+*/]\s?$/.test(text.slice(Math.max(0, start - 2), start)) ||
    /^\s?(?:[*/+]|\\times|\\cdot)/.test(text.slice(end, end + 8))
  )
}

function match(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start
  return pattern.exec(text)
}

interface Whole {
  digits: string
  end: number
  isGroupedByPoints?: boolean
  /** The digits behind `{,}`, which `end` lies behind. */
  fraction?: readonly [string, string]
}

function readWhole(text: string, start: number, inBrackets: boolean): Whole | null {
  if (match(bareFraction, text, start)) return { digits: '0', end: start }
  const plain = match(plainDigits, text, start)?.[0]
  if (plain === undefined) return null
  const next = text[start + plain.length]
  if (next === undefined || !",.{\\~ '_".includes(next))
    return { digits: plain, end: start + plain.length }
  const marked = next === "'" || next === '_' ? match(markedGroups, text, start)?.[0] : undefined
  if (marked !== undefined)
    return { digits: marked.replaceAll(/\D/g, ''), end: start + marked.length }
  const comma = text.includes(',') ? match(latexComma, text, start) : null
  if (comma) {
    const [all, before = '', digits = ''] = comma
    if (digits.length !== 3 || !/^[1-9]\d{0,2}$/.test(before))
      return {
        digits: before.replaceAll(/\D/g, ''),
        end: start + all.length,
        fraction: [digits, digits],
      }
  }
  const spaced = (match(latexGroups, text, start) ?? match(latexLakhs, text, start))?.[0]
  if (spaced !== undefined)
    return { digits: spaced.replaceAll(/\D/g, ''), end: start + spaced.length }
  const blanks = match(blankGroups, text, start)?.[0]
  if (blanks !== undefined)
    return { digits: blanks.replaceAll(' ', ''), end: start + blanks.length }
  const run = match(commaRun, text, start)?.[0]
  const isInRun = text[start - 1] === ',' && /\d/.test(text[start - 2] ?? '')
  if (
    run !== undefined &&
    commaGroups.test(run) &&
    !isInRun &&
    (!inBrackets || isOperand(text, start, start + run.length))
  )
    return { digits: run.replaceAll(',', ''), end: start + run.length }
  if (run !== undefined && indianGroups.test(run) && /,0/.test(run))
    return { digits: run.replaceAll(',', ''), end: start + run.length }
  const points = match(pointGroups, text, start)?.[0]
  if (points !== undefined)
    return {
      digits: points.replaceAll('.', ''),
      end: start + points.length,
      isGroupedByPoints: true,
    }
  return { digits: plain, end: start + plain.length }
}

/**
 * Returns the digits that a decimal such as `0.333` or `0.1212` repeats at its end, at least twice;
 * three times for a single digit.
 */
function visiblePeriod(digits: string): string | null {
  for (let length = 1; length <= 6 && length * 2 <= digits.length; length++) {
    const period = digits.slice(-length)
    const repeats = length === 1 ? 3 : 2
    if (digits.endsWith(period.repeat(repeats))) return period
  }
  return null
}

function repeatingDecimal(whole: string, fixed: string, period: string): NumberNode {
  const shift = 10n ** BigInt(fixed.length)
  const nines = 10n ** BigInt(period.length) - 1n
  return number(reduceFraction(BigInt(whole + fixed) * nines + BigInt(period), shift * nines))
}

function decimal(whole: string, fraction: string | null, exponent: number | null): NumberNode {
  if (fraction === null && exponent === null)
    return number({ numerator: BigInt(whole), denominator: 1n })
  if (exponent !== null && Math.abs(exponent) > maxExponent)
    throw new Fault('limit', 'an exponent is too large')
  const all = whole + (fraction ?? '')
  const shift = (exponent ?? 0) - (fraction?.length ?? 0)
  return {
    kind: 'number',
    value: decimalFraction(BigInt(all), shift),
    places: Math.max(0, -shift),
    digits: all.replace(/^0+/, '').length,
  }
}
