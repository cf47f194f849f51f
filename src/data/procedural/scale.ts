/**
 * Draws the numbers of a story: small ones mostly, and such that every result is a whole number.
 */
import type { Rng } from '../../core/index.ts'

/** Every result stays within `cap`, every amount added or taken away mostly far below it. */
export interface Scale {
  cap: number
  /** An amount from 2 to about 60, small ones preferred. */
  amount(): number
  /** A number of groups or times, or the size of a group: 2 to 12. */
  factor(): number
  /** An amount to take from `from`, leaving at least 2. */
  part(from: number): number
  /** A factor for `value` within the cap. */
  times(value: number): number
  /** A divisor from 2 to 12 of `value` with a quotient of at least 2. */
  divisor(value: number): number
  /** A divisor from 2 to 5 that has a name as a fraction. */
  fraction(value: number): number
  /** One of 10, 20, 25, 50, 75 percent with a whole result. */
  percent(value: number): number
}

const percents = [10, 20, 25, 50, 75] as const

/**
 * The scale for a number of steps. Where no number fits, it returns NaN, which spoils every result
 * and so the draw.
 */
export function drawScale(steps: number, random: Rng): Scale {
  const wide = random.next() < 0.2
  const cap = steps <= 3 ? (wide ? 200 : 100) : steps <= 5 ? (wide ? 300 : 150) : 400
  const choose = (numbers: readonly number[]): number =>
    numbers.length > 0 ? random.pick(numbers) : Number.NaN
  const within = (
    low: number,
    high: number,
    fits: (number: number) => boolean = () => true,
  ): number[] => {
    const numbers: number[] = []
    for (let number = low; number <= high; number++) if (fits(number)) numbers.push(number)
    return numbers
  }
  const amount = (): number => {
    const dice = random.next()
    if (dice < 0.5) return random.int(2, 15)
    return dice < 0.85 ? random.int(5, 30) : random.int(10, 60)
  }
  return {
    cap,
    amount,
    factor: () => (random.next() < 0.6 ? random.int(2, 6) : random.int(2, 12)),
    part: (from) => {
      const wanted = amount()
      return wanted <= from - 2 ? wanted : from >= 4 ? random.int(2, from - 2) : Number.NaN
    },
    times: (value) => {
      const high = Math.min(random.next() < 0.5 ? 5 : 12, Math.floor(cap / value))
      return high >= 2 ? random.int(2, high) : Number.NaN
    },
    divisor: (value) =>
      choose(within(2, 12, (divisor) => value % divisor === 0 && value / divisor >= 2)),
    fraction: (value) =>
      choose(within(2, 5, (divisor) => value % divisor === 0 && value / divisor >= 2)),
    percent: (value) =>
      choose(
        percents.filter(
          (percent) =>
            (value * percent) % 100 === 0 &&
            value * percent >= 200 &&
            value * (100 - percent) >= 200,
        ),
      ),
  }
}
