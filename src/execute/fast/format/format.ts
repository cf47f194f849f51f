/**
 * The format mini-language: `format(value, spec)`, f-strings and `str.format` for numbers and
 * strings.
 */

import { exponentText, fixedText, floatRepr, significantDigits } from './float-text.ts'
import { toFloat } from '../numbers/numbers.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { integerText, text } from './text.ts'
import { charge, integerOf, typeName } from '../values/values.ts'
import type { Machine, Value } from '../values/values.ts'

interface Spec {
  readonly fill: string
  readonly align: string
  readonly sign: string
  readonly width: number
  readonly grouping: string
  /** -1 where there is none. */
  readonly precision: number
  readonly type: string
}

const pattern = /^(?:([^{}]?)([<>=^]))?([-+ ]?)(0?)(\d{0,4})([,_]?)(?:\.(\d{1,3}))?([a-zA-Z%]?)$/

/** Returns `format(value, spec)`. */
export function formatValue(machine: Machine, value: Value, spec: string): string {
  if (spec === '') return text(machine, value)
  const parsed = parseSpec(spec)
  // Which codes go with a separator is checked first, and in words of its own.
  if (parsed.grouping !== '' && !/^[deEfFgG%]?$/.test(parsed.type)) giveUp()
  if (typeof value === 'string') return formatString(value, parsed)
  charge(machine, floatSteps(parsed.precision))
  if (typeof value === 'number') return formatFloat(value, parsed)
  const integer = integerOf(value)
  if (integer !== null) {
    // A bool is written as a word only by the empty specification.
    if (parsed.type === '' && typeof value === 'boolean') giveUp()
    const isKnown = parsed.type === '' || 'cdxXobeEfFgG%n'.includes(parsed.type)
    if (!isKnown && parsed.precision < 0) return unknownCode(parsed, typeName(value))
    return formatInteger(machine, integer, parsed)
  }
  return typeError(`unsupported format string passed to ${typeName(value)}.__format__`)
}

/**
 * The steps of writing a float with so many digits: exact decimals of very large and small numbers
 * are long.
 */
export function floatSteps(precision: number): number {
  return 40 + Math.max(precision, 0)
}

function parseSpec(spec: string): Spec {
  const match = pattern.exec(spec) ?? giveUp()
  const [
    ,
    fill = '',
    align = '',
    sign = '',
    zero = '',
    width = '',
    grouping = '',
    precision,
    type = '',
  ] = match
  // A zero before the width pads with zeros after the sign; combined with an alignment of its own
  // it is rare and intricate.
  if (zero !== '' && (align !== '' || width === '')) giveUp()
  if (Number(width) > 1000 || (width === '' && align !== '')) giveUp()
  // Padding with zeros goes through the groups of digits.
  if (zero !== '' && grouping !== '') giveUp()
  return {
    fill: zero !== '' ? '0' : fill === '' ? ' ' : fill,
    align: zero !== '' ? '=' : align,
    sign,
    width: Number(width),
    grouping,
    precision: precision === undefined ? -1 : Number(precision),
    type,
  }
}

function formatString(value: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') return unknownCode(spec, 'str')
  if (spec.sign !== '' || spec.grouping !== '' || spec.align === '=') giveUp()
  const body = spec.precision >= 0 ? value.slice(0, spec.precision) : value
  return pad('', body, spec, '<')
}

function unknownCode({ type }: Spec, className: string): never {
  // Letters that mean something to other classes get messages of their own in combination with
  // flags.
  return 'bcdeEfFgGnosxX%'.includes(type) || /^[a-zA-Z]$/.test(type)
    ? raise('ValueError', `Unknown format code '${type}' for object of type '${className}'`)
    : giveUp()
}

function formatInteger(machine: Machine, value: bigint, spec: Spec): string {
  const { type } = spec
  if ('eEfFgG%'.includes(type) && type !== '') return formatFloat(toFloat(value), spec)
  if (type === 'c' || type === 'n') giveUp()
  if (spec.precision >= 0) {
    return 'dxXob'.includes(type)
      ? raise('ValueError', 'Precision not allowed in integer format specifier')
      : giveUp()
  }
  const size = value < 0n ? -value : value
  if (spec.grouping !== '' && type !== '' && type !== 'd') giveUp()
  const sign = signOf(value < 0n, spec)
  if (type === '' || type === 'd')
    return pad(sign, grouped(integerText(machine, size), spec.grouping), spec, '>')
  const radix =
    type === 'x' || type === 'X'
      ? 16
      : type === 'o'
        ? 8
        : type === 'b'
          ? 2
          : unknownCode(spec, 'int')
  if (size > 1n << 4000n) giveUp()
  const digits = size.toString(radix)
  return pad(sign, type === 'X' ? digits.toUpperCase() : digits, spec, '>')
}

function formatFloat(value: number, spec: Spec): string {
  const { type, grouping } = spec
  if (!Number.isFinite(value)) giveUp()
  const sign = signOf(value < 0 || Object.is(value, -0), spec)
  const precision = spec.precision < 0 ? 6 : spec.precision
  switch (type) {
    case 'f':
    case 'F':
      return pad(sign, grouped(fixedText(value, precision), grouping), spec, '>')
    case '%': {
      const scaled = value * 100
      return Number.isFinite(scaled)
        ? pad(sign, `${grouped(fixedText(scaled, precision), grouping)}%`, spec, '>')
        : giveUp()
    }
    case 'e':
      return pad(sign, grouped(scientificText(value, precision), grouping), spec, '>')
    case 'g':
      return pad(sign, grouped(generalText(value, precision), grouping), spec, '>')
    case '':
      if (spec.precision >= 0) giveUp()
      return pad(sign, grouped(floatRepr(Math.abs(value)), grouping), spec, '>')
    case 'E':
    case 'G':
    case 'n':
      return giveUp()
    default:
      return unknownCode(spec, 'float')
  }
}

/** Returns `|value|` as C's `%.*e` writes it. */
export function scientificText(value: number, precision: number): string {
  const { digits, exponent } = significantDigits(value, precision + 1)
  const fraction = precision === 0 ? '' : `.${digits.slice(1)}`
  return `${digits.slice(0, 1)}${fraction}e${exponentText(exponent)}`
}

/**
 * Returns `|value|` as C's `%.*g` writes it: so many significant digits, without trailing zeros.
 */
export function generalText(value: number, precision: number): string {
  const count = Math.max(precision, 1)
  const { digits, exponent } = significantDigits(value, count)
  const kept = digits.replace(/0+$/, '')
  if (exponent < -4 || exponent >= count) {
    const fraction = kept.length > 1 ? `.${kept.slice(1)}` : ''
    return `${digits.slice(0, 1)}${fraction}e${exponentText(exponent)}`
  }
  if (exponent < 0) return kept === '' ? '0' : `0.${'0'.repeat(-exponent - 1)}${kept}`
  const whole = digits.slice(0, exponent + 1)
  const fraction = kept.slice(exponent + 1)
  return fraction === '' ? whole : `${whole}.${fraction}`
}

function signOf(isNegative: boolean, { sign }: Spec): string {
  return isNegative ? '-' : sign === '-' ? '' : sign
}

/** Groups the digits before the point by three. */
function grouped(number: string, separator: string): string {
  if (separator === '') return number
  const end = number.search(/[^\d]/)
  const whole = end < 0 ? number : number.slice(0, end)
  const parts = []
  for (let stop = whole.length; stop > 0; stop -= 3)
    parts.unshift(whole.slice(Math.max(stop - 3, 0), stop))
  return parts.join(separator) + (end < 0 ? '' : number.slice(end))
}

function pad(sign: string, body: string, { fill, align, width }: Spec, usual: string): string {
  const missing = width - sign.length - body.length
  if (missing <= 0) return sign + body
  const side = align === '' ? usual : align
  if (side === '=') return sign + fill.repeat(missing) + body
  const before = side === '<' ? 0 : side === '>' ? missing : Math.floor(missing / 2)
  return fill.repeat(before) + sign + body + fill.repeat(missing - before)
}
