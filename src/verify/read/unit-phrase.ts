/**
 * Units of measure: their dimensions and factors, and what a phrase such as "square cm" or "miles
 * per hour" measures.
 */
import { divideRational, multiplyRational, parseRational, type Rational } from '../../core/pure.ts'
import type { Unit } from '../answer.ts'

/** Names of units by dimension, each with its factor to the first. */
const table: Record<string, Record<string, string>> = {
  length: {
    '1': 'm meter meters metre metres',
    '0.01': 'cm centimeter centimeters centimetre centimetres',
    '0.001': 'mm millimeter millimeters millimetre millimetres',
    '0.000001': 'um micrometer micrometers micrometre micrometres micron microns',
    '0.000000001': 'nm nanometer nanometers nanometre nanometres',
    '1000': 'km kilometer kilometers kilometre kilometres',
    '0.0254': 'in inch inches',
    '0.3048': 'ft foot feet',
    '0.9144': 'yd yard yards',
    '1609.344': 'mi mile miles',
  },
  time: {
    '1': 's sec secs second seconds',
    '60': 'min mins minute minutes',
    '3600': 'h hr hrs hour hours',
    '86400': 'day days',
    '604800': 'week weeks',
    '0.001': 'ms millisecond milliseconds',
    '0.000001': 'us microsecond microseconds',
  },
  // Months differ in length, so that they convert to years only.
  calendar: { '1': 'month months', '12': 'year years yr yrs' },
  mass: {
    '1': 'g gram grams',
    '1000': 'kg kilogram kilograms kilo kilos',
    '0.001': 'mg milligram milligrams',
    '0.000001': 'ug mcg microgram micrograms',
    '453.59237': 'lb lbs pound pounds',
    '28.349523125': 'oz ounce ounces',
    '1000000': 'tonne tonnes',
  },
  volume: {
    '1': 'L l liter liters litre litres',
    '0.001': 'mL ml milliliter milliliters millilitre millilitres',
    '3.785411784': 'gal gallon gallons',
    '0.946352946': 'quart quarts',
    '0.473176473': 'pint pints',
  },
  money: {
    '1': '$ dollar dollars usd bucks',
    '0.01': 'cent cents',
    '0.05': 'nickel nickels',
    '0.1': 'dime dimes',
  },
  euro: { '1': '€ euro euros eur' },
  sterling: { '1': '£ gbp' },
  yuan: { '1': 'yuan rmb' },
  memory: { '1': 'byte bytes', '1000': 'KB kb', '1000000': 'MB', '1000000000': 'GB' },
  power: {
    '1': 'W watt watts',
    '1000': 'kW kilowatt kilowatts',
    '1000000': 'MW megawatt megawatts',
  },
  energy: { '1': 'J joule joules', '1000': 'kJ kilojoule kilojoules' },
  force: { '1': 'N newton newtons', '1000': 'kN kilonewton kilonewtons' },
  voltage: {
    '1': 'V volt volts',
    '1000': 'kV kilovolt kilovolts',
    '0.001': 'mV millivolt millivolts',
  },
  current: { '1': 'A amp amps ampere amperes', '0.001': 'mA milliamp milliamps' },
  resistance: { '1': 'ohm ohms', '1000': 'kohm kilohm kilohms', '1000000': 'Mohm megohm megohms' },
  temperature: { '1': 'K kelvin kelvins' },
  // The scales have other zeros, so that they do not convert.
  celsius: { '1': 'degC celsius centigrade' },
  fahrenheit: { '1': 'degF fahrenheit' },
  substance: { '1': 'mol mole moles', '0.001': 'mmol' },
  area: { '1': 'hectare hectares ha', '0.40468564224': 'acre acres' },
  rupee: { '1': '₹ rupee rupees rs', '0.01': 'paise' },
  yen: { '1': '¥ yen' },
  bandwidth: { '1': 'Mbps', '1000': 'Gbps' },
  frequency: {
    '1': 'Hz hertz',
    '1000': 'kHz kilohertz',
    '1000000': 'MHz megahertz',
    '1000000000': 'GHz gigahertz',
  },
  pressure: { '1': 'Pa pascal pascals', '1000': 'kPa kilopascal kilopascals' },
  angle: { '1': 'rad radian radians' },
  /** Of length or any other kind: "12 square units". */
  unit: { '1': 'unit units' },
}

interface Measure {
  dimension: string
  factor: Rational
}

const one: Rational = { numerator: 1n, denominator: 1n }
const measures = new Map<string, Measure>()
for (const [dimension, rows] of Object.entries(table))
  for (const [factor, names] of Object.entries(rows))
    for (const name of names.split(' '))
      measures.set(name, { dimension, factor: parseRational(factor) ?? one })

/** Rates with a name of their own. */
const spelledOut: Record<string, string> = { mph: 'mile/hour', kph: 'km/hour', kmh: 'km/hour' }

/** Whether a word is a unit of the table, in its own case or in lower case. */
export const isMeasure = (word: string): boolean =>
  measures.has(word) || measures.has(word.toLowerCase()) || word.toLowerCase() in spelledOut

/**
 * Returns units and their powers in upright type as a plain phrase: `m\,s^{-1}` as `m s^-1`; `null`
 * where something else stands there, or one unit alone.
 */
export function productOfUnits(latex: string): string | null {
  if (latex.length > 60 || !/[\^/]|\\(?:,|cdot)/.test(latex)) return null
  const plain = latex
    .replaceAll(/\\(?:[,;:! ]|cdot(?![A-Za-z]))|[~*]/g, ' ')
    .replaceAll(/\^\s?\{\s?([+-]?\d)\s?\}/g, '^$1')
    .trim()
  const isProduct =
    /^[A-Za-z]+(?:\^[+-]?\d)?(?:(?:\s?\/\s?|\s{1,3})[A-Za-z]+(?:\^[+-]?\d)?)*$/.test(plain)
  return isProduct && (plain.match(/[A-Za-z]+/g) ?? []).every(isMeasure) ? plain : null
}

const part = /[\p{L}$€£¥₹]+|\/|\^?\s?\{?\s?[+-]?\d\s?\}?/gu
const powerWords: Record<string, number> = { square: 2, sq: 2, cubic: 3, cu: 3 }
const powerSuffixes: Record<string, number> = { squared: 2, cubed: 3 }

/**
 * Returns the unit that a phrase names: the product of the known ones in it, each with its power.
 * Words that measure nothing ("apples") are passed over; a phrase of them alone has no dimension.
 * `null` for no word at all.
 */
export function unitOf(phrase: string): Unit | null {
  const powers = new Map<string, number>()
  let factor: Rational | null = one
  let [sign, power, name] = [1, 1, '']
  let last: { measure: Measure; power: number } | null = null
  const take = (measure: Measure, times: number): void => {
    powers.set(measure.dimension, (powers.get(measure.dimension) ?? 0) + times)
    for (let count = Math.abs(times); count > 0; count--)
      factor =
        times > 0
          ? multiplyRational(factor, measure.factor)
          : divideRational(factor, measure.factor)
  }
  const spelled = phrase.replaceAll(/\p{L}+/gu, (word) => spelledOut[word.toLowerCase()] ?? word)
  for (const [token] of spelled.matchAll(part)) {
    const lower = token.toLowerCase()
    const exponent = powerSuffixes[lower] ?? Number(/-?\d/.exec(token)?.[0] ?? Number.NaN)
    if (token === '/' || lower === 'per') sign = -1
    else if (powerWords[lower] !== undefined) power = powerWords[lower]
    else if (Number.isInteger(exponent)) {
      if (last && Math.abs(exponent) <= 4) take(last.measure, last.power * (exponent - 1))
      last = null
    } else {
      const measure = measures.get(token) ?? measures.get(lower)
      name ||= lower
      if (measure) take(measure, sign * power)
      last = measure ? { measure, power: sign * power } : null
      ;[sign, power] = [1, 1]
    }
  }
  const dimension = [...powers]
    .filter(([, times]) => times !== 0)
    .map(([of, times]) => (times === 1 ? of : `${of}^${times}`))
    .toSorted()
    .join(' ')
  if (name === '') return null
  return dimension === '' || !factor
    ? { name, dimension: null, factor: one }
    : { name: phrase.replaceAll(/\s*([/^])\s*/g, '$1').trim(), dimension, factor }
}

/**
 * Whether two dimensions are the same; "unit", "unit^2" and so on stand for any single one of that
 * power.
 */
export function sameDimension(a: string, b: string): boolean {
  if (a === b) return true
  const [general, special] = a.startsWith('unit') ? [a, b] : [b, a]
  return (
    general.startsWith('unit') &&
    !special.includes(' ') &&
    general.slice('unit'.length) === special.replace(/^[a-z]+/, '')
  )
}
