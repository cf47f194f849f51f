/**
 * Which words behind a value belong to it: units, multipliers such as "million", and words that
 * count things.
 */
import type { Unit } from '../answer.ts'
import { Fault } from '../budget.ts'
import { integer, type Expression } from '../expression/expression.ts'
import { functionNames, infinityNames, letterUnits, symbolNames } from './names.ts'
import type { Token } from './tokens.ts'
import { isMeasure, unitOf } from './unit-phrase.ts'

/** Abbreviations of two letters or more; single letters are symbols. */
const abbreviations: ReadonlySet<string> = new Set(
  'cm mm km kg mg ft yd lb lbs oz mL ml hr hrs mi kJ Hz kW kHz MHz sq mph rad pct USD Mb MB GB KB sec min kmh kph gal yr yrs um nm ms ug degC degF kPa Pa kV mV mA MW kN kohm Mohm GHz'.split(
    ' ',
  ),
)

const named = (value: bigint, names: string): [string, bigint][] =>
  names.split(' ').map((name) => [name, value])

const multipliers: ReadonlyMap<string, bigint> = new Map([
  ['hundred', 100n],
  ['thousand', 1_000n],
  ['million', 1_000_000n],
  ['billion', 1_000_000_000n],
  ['trillion', 1_000_000_000_000n],
  ['tens', 10n],
  ['mln', 1_000_000n],
  ['mio', 1_000_000n],
  ['bn', 1_000_000_000n],
  ['hundreds', 100n],
  ['thousands', 1_000n],
  ['millions', 1_000_000n],
  ['billions', 1_000_000_000n],
  ['trillions', 1_000_000_000_000n],
  ['dozens', 12n],
  ['dozen', 12n],
  ['score', 20n],
  ['gross', 144n],
  ['lakh', 100_000n],
  ['lakhs', 100_000n],
  ['crore', 10_000_000n],
  ['crores', 10_000_000n],
  ...named(1_000n, 'tausend тысяч тысячи тысяча'),
  ...named(
    1_000_000n,
    'millionen millones millón milhões milhão milioni milione миллион миллиона миллионов',
  ),
  ...named(1_000_000_000n, 'milliarden milliarde milliard milliards миллиард миллиарда миллиардов'),
])

/** What begins a Chinese, Japanese or Korean counter: `5万元` is fifty thousand. */
const foreignMultipliers: ReadonlyMap<string, bigint> = new Map([
  ['百', 100n],
  ['千', 1_000n],
  ['万', 10_000n],
  ['萬', 10_000n],
  ['만', 10_000n],
  ['十万', 100_000n],
  ['百万', 1_000_000n],
  ['千万', 10_000_000n],
  ['亿', 100_000_000n],
  ['億', 100_000_000n],
  ['억', 100_000_000n],
])
const foreignMultiplier = /^(?:[十百千]万|百(?!分)|[千万萬만亿億억])/

/** Words that belong to sentences or formulas, not to quantities. */
const notUnits: ReadonlySet<string> = new Set(
  'and or if for where when with is are the then that such sqrt frac pi mod div choose times over equals plus minus infinity'.split(
    ' ',
  ),
)

/** Words that change the number before them, so that passing over them would change the answer. */
const changing =
  /\b(?:mil|hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|thousandths?|than|below|above|under|not|incorrect|wrong|false|minus|negative|least|most|remainder)\b/i

/** Words of direction: 20 % profit is no loss. They count where both answers have one. */
const direction =
  /\b(?:profit|gain|loss|increase|decrease|rise|drop|north|south|east|west|left|right|up|down|before|after|ago|later|earlier|more|fewer|less|minimum|maximum|noon|midnight|warmer|colder|faster|slower)\b/gi

/** `22 times` counts; `2 times 3` multiplies. */
const isLastTimes = (word: string, following: Token | undefined): boolean =>
  word === 'times' && following === undefined

/**
 * Whether a word that follows `previous` is a unit or a counted noun, and not a product of symbols.
 */
export function isUnitWord(
  token: Token,
  previous: Token | undefined,
  following: Token | undefined,
): boolean {
  const word = token.text
  if (
    previous === undefined ||
    functionNames.has(word) ||
    symbolNames.has(word) ||
    infinityNames.has(word)
  ) {
    if (!abbreviations.has(word) || !token.spaced || previous === undefined) return false
  }
  if (notUnits.has(word.toLowerCase()) && !isLastTimes(word, following)) return false
  if (abbreviations.has(word) || multipliers.has(word.toLowerCase()))
    return word !== 'min' || token.spaced
  if (word.length === 1)
    return (
      letterUnits.test(word) && following?.text === '/' && (token.spaced || previous.text === '/')
    )
  if (isMeasure(word) && word.length > 2) return true
  if (/^(?:degrees?|percent(?:age)?|percents)$/i.test(word)) return true
  if (previous.type === 'word' && previous.text.length === 1) return false
  const startsFunction = /^(?:arc)?(?:sin|cos|tan|cot|log|ln|sqrt|exp)/.test(word)
  return (
    word.length >= 3 &&
    !startsFunction &&
    (token.spaced || previous.type === 'text' || word.length >= 5)
  )
}

/** `degrees Celsius`, `deg. F`. */
const temperature =
  /(?<![a-z])deg(?:rees?)?\.?\s*(C(?![a-z])|F(?![a-z])|celsius|centigrade|fahrenheit)/gi

/**
 * The words of a unit phrase, a foreign multiplier apart from what it counts, and those of
 * temperature as one.
 */
function wordsOf(phrase: string): string[] {
  if (phrase === '') return []
  const plain = phrase.replaceAll(temperature, (_, scale: string) =>
    /^f/i.test(scale) ? 'degF' : 'degC',
  )
  const words = plain.replaceAll(/[().]/g, ' ').split(/[\s~]+/)
  if (!/\P{ASCII}/u.test(plain)) return words
  return words.flatMap((word) => {
    const multiplier = foreignMultiplier.exec(word)?.[0]
    return multiplier === undefined ? [word] : [multiplier, word.slice(multiplier.length)]
  })
}

/** A quantity whose unit phrase was read. */
export interface Quantity {
  expression: Expression
  unit: Unit | null
  /** The words of direction in the phrase, in lower case. */
  direction: string
}

/**
 * Returns the quantity that a unit phrase such as "percent", "million dollars" or "cm^2" makes of a
 * value.
 * @throws Fault for words that change the value, such as "thirds" or "more than".
 */
export function withUnit(value: Expression, phrase: string, currency: string | null): Quantity {
  if (phrase === '' && currency === null) return { expression: value, unit: null, direction: '' }
  if (changing.test(phrase))
    throw new Fault('syntax', `"${phrase.trim().slice(0, 40)}" changes the number`)
  let expression = value
  const raised = phrase === '' ? undefined : /^\s*(squared|cubed)(?![a-z])/i.exec(phrase)?.[1]
  if (raised !== undefined)
    expression = { kind: 'power', base: value, exponent: integer(/^s/i.test(raised) ? 2n : 3n) }
  const rest: string[] = []
  for (const word of wordsOf(phrase)) {
    const lower = word.toLowerCase()
    const multiplier = multipliers.get(lower) ?? foreignMultipliers.get(word)
    if (multiplier !== undefined)
      expression = { kind: 'product', factors: [expression, integer(multiplier)] }
    else if (/^(?:percent(?:age)?|percents|pct)$/.test(lower))
      expression = { kind: 'percent', operand: expression }
    else if (/^deg(?:rees?)?$/.test(lower)) expression = { kind: 'degrees', operand: expression }
    else rest.push(word)
  }
  const words = phrase.match(direction)?.join(' ').toLowerCase() ?? ''
  return { expression, unit: unitOf(currency ?? '') ?? unitOf(rest.join(' ')), direction: words }
}
