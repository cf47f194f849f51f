/** Units of measure, multipliers such as "million", and words that count things. */
import type { Unit } from '../answer.ts'
import { integer, type Expression } from '../expression/expression.ts'
import { functionNames, infinityNames, symbolNames } from './names.ts'
import type { Token } from './tokens.ts'

/** Names of units by dimension, each with its factor to the first. */
const table: Record<string, [number, string][]> = {
  length: [
    [1, 'm meter meters metre metres'],
    [0.01, 'cm centimeter centimeters centimetre centimetres'],
    [0.001, 'mm millimeter millimeters millimetre millimetres'],
    [1000, 'km kilometer kilometers kilometre kilometres'],
    [0.0254, 'in inch inches'],
    [0.3048, 'ft foot feet'],
    [0.9144, 'yd yard yards'],
    [1609.344, 'mi mile miles'],
  ],
  time: [
    [1, 's sec secs second seconds'],
    [60, 'min mins minute minutes'],
    [3600, 'h hr hrs hour hours'],
    [86_400, 'day days'],
    [604_800, 'week weeks'],
  ],
  mass: [
    [1, 'g gram grams'],
    [1000, 'kg kilogram kilograms kilo kilos'],
    [0.001, 'mg milligram milligrams'],
    [453.592_37, 'lb lbs pound pounds'],
    [28.349_523_125, 'oz ounce ounces'],
    [1_000_000, 'tonne tonnes'],
  ],
  volume: [
    [1, 'l liter liters litre litres'],
    [0.001, 'ml milliliter milliliters millilitre millilitres'],
  ],
  money: [
    [1, '$ dollar dollars usd'],
    [0.01, 'cent cents'],
  ],
  euro: [[1, '€ euro euros eur']],
  sterling: [[1, '£ gbp']],
  speed: [
    [1, 'mph'],
    [1, 'kph kmh'],
  ],
}

const units = new Map<string, Unit>()
for (const [dimension, rows] of Object.entries(table))
  for (const [factor, names] of rows) for (const name of names.split(' ')) units.set(name, { name, dimension, factor })

/** Abbreviations of two letters or more; single letters are symbols. */
const abbreviations: ReadonlySet<string> = new Set(
  'cm mm km kg mg ft yd lb lbs oz mL ml hr hrs mi kJ Hz kW kHz MHz sq mph rad pct USD Mb MB GB KB sec min kmh kph'.split(' '),
)

const multipliers: ReadonlyMap<string, bigint> = new Map([
  ['hundred', 100n],
  ['thousand', 1_000n],
  ['million', 1_000_000n],
  ['billion', 1_000_000_000n],
  ['trillion', 1_000_000_000_000n],
  ['dozen', 12n],
])

/** Single letters are units where another unit follows after a slash: `9.8 m/s`. */
const letterUnits = /^[mgsLNJWVhK]$/

/** Words that belong to sentences or formulas, not to quantities. */
const notUnits: ReadonlySet<string> = new Set(
  'and or if for where when with is are the then that such sqrt frac pi mod div choose times over equals plus minus infinity'.split(
    ' ',
  ),
)

/** `22 times` counts; `2 times 3` multiplies. */
const isLastTimes = (word: string, following: Token | undefined): boolean => word === 'times' && following === undefined

/** Whether a word that follows `previous` is a unit or a counted noun, and not a product of symbols. */
export function isUnitWord(token: Token, previous: Token | undefined, following: Token | undefined): boolean {
  const word = token.text
  if (
    previous === undefined ||
    (notUnits.has(word.toLowerCase()) && !isLastTimes(word, following)) ||
    functionNames.has(word) ||
    symbolNames.has(word)
  )
    return false
  if (infinityNames.has(word)) return false
  if (abbreviations.has(word) || multipliers.has(word.toLowerCase())) return word !== 'min' || token.spaced
  if (word.length === 1) return letterUnits.test(word) && following?.text === '/' && (token.spaced || previous.text === '/')
  const lower = word.toLowerCase()
  if (units.has(lower) && word.length > 2) return true
  if (/^(?:degrees?|percent(?:age)?|percents)$/.test(lower)) return true
  if (previous.type === 'word' && previous.text.length === 1) return false
  const startsFunction = /^(?:arc)?(?:sin|cos|tan|cot|log|ln|sqrt|exp)/.test(word)
  return word.length >= 3 && !startsFunction && (token.spaced || previous.type === 'text' || word.length >= 5)
}

/** A quantity whose unit phrase was read. */
export interface Quantity {
  expression: Expression
  unit: Unit | null
}

/** Returns the quantity that a unit phrase such as "percent", "million dollars" or "cm^2" makes of a value. */
export function withUnit(value: Expression, phrase: string, currency: string | null): Quantity {
  let expression = value
  let unit: Unit | null = (currency !== null && units.get(currency)) || null
  for (const word of phrase.replaceAll(/[().]/g, ' ').split(/[\s~]+/)) {
    const lower = word.toLowerCase()
    if (lower === '') continue
    const multiplier = multipliers.get(lower)
    if (multiplier !== undefined) expression = { kind: 'product', factors: [expression, integer(multiplier)] }
    else if (/^(?:percent(?:age)?|percents|pct)$/.test(lower)) expression = { kind: 'percent', operand: expression }
    else if (/^deg(?:rees?)?$/.test(lower)) expression = { kind: 'degrees', operand: expression }
    else unit ??= units.get(lower) ?? { name: lower, dimension: null, factor: 1 }
  }
  const isPower = /\^\s?\{?\s?[23]|\bsq(?:uare)?\b|\bcu(?:bic)?\b|\//.test(phrase)
  return {
    expression,
    unit: unit && isPower ? { ...unit, name: phrase.toLowerCase().replaceAll(/[\s{}]/g, ''), dimension: null } : unit,
  }
}
