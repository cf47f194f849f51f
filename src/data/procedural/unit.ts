/** What is counted in a story, and the noun phrases for amounts of it. */
import type { Rng } from '../../core/index.ts'

/** A noun in its two numbers, such as `['box', 'boxes']`. */
export type Noun = readonly [one: string, many: string]

export interface Unit {
  noun: Noun
  /** Containers or other groups of it: `3 boxes of 4 pens`. */
  groups: readonly Noun[]
  /** The preposition between things and their group; default `in`. */
  inside?: string
  /** Adjectives that divide the things into two kinds. */
  kinds?: readonly (readonly [string, string])[]
  /** Amounts are written `$5`. */
  money?: boolean
}

export const dollars: Unit = {
  noun: ['dollar', 'dollars'],
  groups: [
    ['envelope', 'envelopes'],
    ['jar', 'jars'],
  ],
  money: true,
}

/** `5 pens` or `$5`; `number` may be an annotation followed by its result. */
export function amount(unit: Unit | null, number: number | string): string {
  if (unit === null) return String(number)
  return unit.money ? `$${number}` : `${number} ${unit.noun[1]}`
}

export function amountMore(unit: Unit, number: number | string): string {
  return unit.money ? `another $${number}` : `${number} more ${unit.noun[1]}`
}

export function moreThan(unit: Unit, number: number, than: string): string {
  return unit.money ? `$${number} more than ${than}` : `${number} more ${unit.noun[1]} than ${than}`
}

export function fewerThan(unit: Unit, number: number, than: string): string {
  return unit.money
    ? `$${number} less than ${than}`
    : `${number} fewer ${unit.noun[1]} than ${than}`
}

export function asMany(unit: Unit): string {
  return unit.money ? 'as much money' : `as many ${unit.noun[1]}`
}

export function howMany(unit: Unit): string {
  return unit.money ? 'how much money' : `how many ${unit.noun[1]}`
}

export function howManyMore(unit: Unit): string {
  return unit.money ? 'how much more money' : `how many more ${unit.noun[1]}`
}

/** `pens` or `money`. */
export function things(unit: Unit): string {
  return unit.money ? 'money' : unit.noun[1]
}

const fractions: Readonly<Record<number, string>> = {
  2: 'half',
  3: 'a third',
  4: 'a quarter',
  5: 'a fifth',
}

/** `half`, `a third`, `a quarter` or `a fifth`. */
export function fractionName(divisor: number): string {
  return fractions[divisor] ?? `1/${divisor}`
}

/** `twice` or `3 times`. */
export function timesName(factor: number): string {
  return factor === 2 ? 'twice' : `${factor} times`
}

/** `3 boxes of 4 pens`, in one of several wordings. */
export function groupsOf(
  unit: Unit,
  group: Noun,
  { count, each }: { count: number; each: number },
  random: Rng,
): string {
  const inside = unit.inside ?? 'in'
  const wordings = unit.money
    ? [`${count} ${group[1]} with $${each} ${inside} each`, `${count} ${group[1]} of $${each} each`]
    : [
        `${count} ${group[1]} of ${each} ${unit.noun[1]}`,
        `${count} ${group[1]} with ${each} ${unit.noun[1]} ${inside} each`,
        `${count} ${group[1]} of ${each} ${unit.noun[1]} each`,
      ]
  return random.pick(wordings)
}

/** `every day for 5 days`. */
export function everySpan(period: Noun, count: number, random: Rng): string {
  return `${random.pick(['each', 'every'])} ${period[0]} for ${count} ${period[1]}`
}
