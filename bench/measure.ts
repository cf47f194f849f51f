/** Timing: repeated runs, median and spread. */

export interface Measured {
  median: number
  /** Lowest and highest of the runs. */
  low: number
  high: number
}

export function summarise(values: readonly number[]): Measured {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: sorted[sorted.length >> 1]!, low: sorted[0]!, high: sorted.at(-1)! }
}

/**
 * Returns the rate of `units` per second over `runs` runs of `work`, after one that does not count.
 */
export async function rate(
  units: number,
  runs: number,
  work: () => Promise<unknown>,
): Promise<Measured> {
  await work()
  const rates: number[] = []
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await work()
    rates.push((units * 1000) / (performance.now() - start))
  }
  return summarise(rates)
}

/** Returns the rates of each work, round by round; the first round does not count. */
export async function byTurns(
  rounds: number,
  works: readonly (() => Promise<number>)[],
): Promise<number[][]> {
  const rates: number[][] = works.map(() => [])
  for (let round = 0; round <= rounds; round++)
    for (const [place, work] of works.entries()) {
      const rate = await work()
      if (round > 0) rates[place]!.push(rate)
    }
  return rates
}

const short = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

export const formatMeasured = ({ median, low, high }: Measured): string =>
  `${short(median)} (${short(low)}–${short(high)})`
