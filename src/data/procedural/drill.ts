/**
 * Documents of arithmetic exercises, for pre-training: the equations that worked solutions are made
 * of, in several notations.
 */
import { rng, type Rng } from '../../core/index.ts'
import { fractionName, timesName } from './unit.ts'

type Exercise = (random: Rng) => string[]

/** Small numbers mostly, below 100 nearly always, and up to `high` now and then. */
function number(random: Rng, high: number): number {
  const dice = random.next()
  if (dice < 0.5) return random.int(2, Math.min(20, high))
  return random.int(2, dice < 0.9 ? Math.min(100, high) : high)
}

function factor(random: Rng): number {
  return random.next() < 0.7 ? random.int(2, 9) : random.int(2, 12)
}

/** An equation in GSM8K's annotation, or bare. */
function line(equation: string, result: number, random: Rng): string {
  return random.next() < 0.6 ? `<<${equation}=${result}>>${result}` : `${equation}=${result}`
}

const sum: Exercise = (random) => {
  const [a, b] = [number(random, 300), number(random, 150)]
  return [random.next() < 0.5 ? line(`${a}+${b}`, a + b, random) : line(`${b}+${a}`, a + b, random)]
}

const difference: Exercise = (random) => {
  const [a, b] = [number(random, 200), number(random, 200)]
  return [line(`${a + b}-${a}`, b, random)]
}

const product: Exercise = (random) => {
  const k = factor(random)
  const a =
    random.next() < 0.6
      ? random.int(2, 12)
      : random.int(2, Math.max(12, Math.floor((random.next() < 0.8 ? 150 : 400) / k)))
  return [random.next() < 0.5 ? line(`${a}*${k}`, a * k, random) : line(`${k}*${a}`, a * k, random)]
}

const quotient: Exercise = (random) => {
  const k = factor(random)
  const a =
    random.next() < 0.6
      ? random.int(2, 12)
      : random.int(2, Math.max(12, Math.floor((random.next() < 0.8 ? 150 : 400) / k)))
  return [line(`${a * k}/${k}`, a, random)]
}

/** A result, sometimes with the equation it comes from. */
function result(equation: string, value: number, random: Rng): string {
  return random.next() < 0.6 ? `<<${equation}=${value}>>${value}` : String(value)
}

/** Percentages, each with the smallest number it leaves whole. */
const percentages = [
  [10, 10],
  [20, 5],
  [25, 4],
  [50, 2],
  [75, 4],
] as const

const percentage: Exercise = (random) => {
  const [percent, base] = random.pick(percentages)
  const whole = base * random.int(1, Math.floor((random.next() < 0.8 ? 100 : 400) / base))
  const part = (whole * percent) / 100
  const wordings = [
    `${percent}% of ${whole} is ${result(`${whole}*${percent}/100`, part, random)}`,
    line(`${whole}*${percent}/100`, part, random),
  ]
  return [
    random.next() < 0.1 ? line(`100-${percent}`, 100 - percent, random) : random.pick(wordings),
  ]
}

const fraction: Exercise = (random) => {
  const divisor = random.int(2, 5)
  const part = number(random, 80)
  return [
    `${fractionName(divisor)} of ${part * divisor} is ${result(`${part * divisor}/${divisor}`, part, random)}`,
  ]
}

const groups: Exercise = (random) => {
  const [count, each] = [factor(random), factor(random)]
  const whole = count * each
  return [
    random.pick([
      `${count} groups of ${each} make ${result(`${count}*${each}`, whole, random)}`,
      `${whole} shared by ${count} is ${result(`${whole}/${count}`, each, random)} each`,
      `${whole} in groups of ${each} makes ${result(`${whole}/${each}`, count, random)} groups`,
      `${count} at $${each} each cost $${result(`${count}*${each}`, whole, random)}`,
    ]),
  ]
}

const comparison: Exercise = (random) => {
  const [a, b, k] = [number(random, 60), number(random, 30), random.int(2, 5)]
  return [
    random.pick([
      `${b} more than ${a} is ${result(`${a}+${b}`, a + b, random)}`,
      `${b} fewer than ${a + b} is ${result(`${a + b}-${b}`, a, random)}`,
      `${b} less than ${a + b} is ${result(`${a + b}-${b}`, a, random)}`,
      `${timesName(k)} as many as ${a} is ${result(`${a}*${k}`, a * k, random)}`,
      `${a} and ${b} together are ${result(`${a}+${b}`, a + b, random)}`,
      `${a + b} without ${b} is ${result(`${a + b}-${b}`, a, random)}`,
      `${a + b} is ${b} more than ${a}`,
      `${a + b} is larger than ${a}`,
      `${a} is smaller than ${a + b}`,
    ]),
  ]
}

/** Lines in which each goes on from the result before, as in a worked solution. */
const chain: Exercise = (random) => {
  const lines: string[] = []
  let value = number(random, 30)
  for (let left = random.int(2, 4); left > 0; left--) {
    const next = chainStep(value, random)
    lines.push(line(next.equation, next.value, random))
    value = next.value
  }
  return lines
}

function chainStep(value: number, random: Rng): { equation: string; value: number } {
  const divisors = [2, 3, 4, 5, 6, 7, 8, 9].filter(
    (divisor) => value % divisor === 0 && value > divisor,
  )
  const op = random.pick(['+', '-', '*', '/'] as const)
  if (op === '*' && value * 2 <= 150) {
    const by = random.int(2, Math.min(12, Math.floor(150 / value)))
    return { equation: `${value}*${by}`, value: value * by }
  }
  if (op === '/' && divisors.length > 0) {
    const by = random.pick(divisors)
    return { equation: `${value}/${by}`, value: value / by }
  }
  if (op === '-' && value > 4) {
    const by = random.int(2, value - 2)
    return { equation: `${value}-${by}`, value: value - by }
  }
  const by = number(random, 40)
  return random.next() < 0.3
    ? { equation: `${by}+${value}`, value: by + value }
    : { equation: `${value}+${by}`, value: value + by }
}

/** A few rows of a multiplication table, forwards or backwards. */
const table: Exercise = (random) => {
  const k = random.int(2, 12)
  const from = random.int(1, 9)
  const divide = random.next() < 0.4
  return Array.from({ length: 4 }, (_, row) => {
    const a = from + row
    return divide ? `${a * k}/${k}=${a}` : `${a}*${k}=${a * k}`
  })
}

const exercises: readonly Exercise[] = [
  sum,
  sum,
  difference,
  difference,
  product,
  product,
  quotient,
  quotient,
  percentage,
  fraction,
  groups,
  comparison,
  chain,
  chain,
  chain,
  table,
]

/** Returns the drill document at `index`: 6 to 14 lines. */
export function drill(seed: number, index: number): string {
  const random = rng('drill', seed, index)
  const length = random.int(6, 12)
  const lines: string[] = []
  while (lines.length < length) lines.push(...random.pick(exercises)(random))
  return lines.slice(0, 14).join('\n')
}
