/** Formatting with `%`: the conversions of numbers and strings that programs use. */

import { fixedText } from './float-text.ts'
import { floatSteps, generalText, scientificText } from './format.ts'
import { toFloat, truncate } from '../numbers/numbers.ts'
import { giveUp, typeError } from '../signals.ts'
import { integerText, representation, text } from './text.ts'
import { charge, integerOf, typeName } from '../values/values.ts'
import type { Machine, Value } from '../values/values.ts'

const conversion = /%([-+ 0]*)(\d{0,3})(?:\.(\d{0,3}))?(.?)/gs

interface Directive {
  readonly flags: string
  readonly width: number
  readonly precision: number
  readonly letter: string
}

/** Returns `template % values`. */
export function formatPercent(machine: Machine, template: string, values: Value): string {
  charge(machine, template.length >> 2)
  const isTuple = values !== null && typeof values === 'object' && values.kind === 'tuple'
  const operands: readonly Value[] = isTuple ? values.items : [values]
  // Values that have keys may be formatted by name, and then may be left over.
  if (!isTuple && values !== null && typeof values === 'object') giveUp()
  let used = 0
  let result = ''
  let position = 0
  for (const match of template.matchAll(conversion)) {
    result += template.slice(position, match.index)
    position = match.index + match[0].length
    const directive = readDirective(match)
    if (directive === null) result += '%'
    else {
      const operand = operands[used++]
      if (operand === undefined) typeError('not enough arguments for format string')
      result += convert(machine, operand, directive)
    }
  }
  if (used < operands.length) typeError('not all arguments converted during string formatting')
  return result + template.slice(position)
}

/** Returns what stands after a `%`, or `null` where that is another `%`. */
function readDirective([
  ,
  flags = '',
  width = '',
  precision,
  letter = '',
]: RegExpExecArray): Directive | null {
  if (letter === '%')
    return flags === '' && width === '' && precision === undefined ? null : giveUp()
  if (!/^[difsgre]$/.test(letter)) giveUp()
  return {
    flags,
    width: Number(width),
    precision: precision === undefined ? -1 : Number(precision),
    letter,
  }
}

function convert(machine: Machine, value: Value, directive: Directive): string {
  const { letter, precision } = directive
  if (letter === 's' || letter === 'r') {
    const full = letter === 's' ? text(machine, value) : representation(machine, value)
    return pad('', precision >= 0 ? full.slice(0, precision) : full, {
      ...directive,
      flags: directive.flags.replaceAll('0', ''),
    })
  }
  const number = typeof value === 'number' ? value : integerOf(value)
  if (number === null) return notNumber(letter, value)
  if (letter === 'd' || letter === 'i') {
    if (precision >= 0) giveUp()
    const integer = typeof number === 'bigint' ? number : truncate(number)
    return pad(
      sign(integer < 0n, directive),
      integerText(machine, integer < 0n ? -integer : integer),
      directive,
    )
  }
  charge(machine, floatSteps(precision))
  const float = typeof number === 'bigint' ? toFloat(number) : number
  if (!Number.isFinite(float)) giveUp()
  const digits = precision < 0 ? 6 : precision
  const body =
    letter === 'f'
      ? fixedText(float, digits)
      : letter === 'e'
        ? scientificText(float, digits)
        : generalText(float, digits)
  return pad(sign(float < 0 || Object.is(float, -0), directive), body, directive)
}

function notNumber(letter: string, value: Value): never {
  if (letter === 'd' || letter === 'i')
    return typeError(`%${letter} format: a real number is required, not ${typeName(value)}`)
  return typeError(`must be real number, not ${typeName(value)}`)
}

function sign(isNegative: boolean, { flags }: Directive): string {
  if (isNegative) return '-'
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

function pad(prefix: string, body: string, { flags, width }: Directive): string {
  const missing = Math.max(width - prefix.length - body.length, 0)
  if (flags.includes('-')) return prefix + body + ' '.repeat(missing)
  return flags.includes('0')
    ? prefix + '0'.repeat(missing) + body
    : ' '.repeat(missing) + prefix + body
}
