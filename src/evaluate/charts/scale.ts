/** From values to places on a chart. */

export interface Scale {
  (value: number): number
  /** Round values within the domain, for axis labels. */
  ticks: readonly number[]
}

/**
 * A linear scale over round numbers that contain `low` and `high`, onto the pixels from `start` to
 * `end`.
 */
export function linearScale(
  low: number,
  high: number,
  { start, end, ticks = 5 }: { start: number; end: number; ticks?: number },
): Scale {
  const size = Math.max(Math.abs(low), Math.abs(high))
  const isPoint = high - low <= Math.max(1e-12, 1e-9 * size)
  const step = roundStep((isPoint ? Math.max(size, 1e-6) : high - low) / ticks)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  const places = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
  const toPixel = (value: number): number =>
    round(start + ((value / step - first) / (last - first)) * (end - start))
  return Object.assign(toPixel, { ticks: places })
}

/**
 * A scale of equal doublings over powers of two that contain the positive `low` and `high`, with at
 * most 8 ticks.
 */
export function log2Scale(
  low: number,
  high: number,
  { start, end }: { start: number; end: number },
): Scale {
  const [from, to] = [Math.floor(Math.log2(low) + 1e-9), Math.ceil(Math.log2(high) - 1e-9)]
  // A single power of two stands in the middle.
  const [first, last] = from < to ? [from, to] : [from - 1, to + 1]
  const stride = Math.ceil((last - first + 1) / 8)
  const ticks = Array.from(
    { length: Math.floor((last - first) / stride) + 1 },
    (_, index) => 2 ** (first + index * stride),
  )
  const toPixel = (value: number): number =>
    round(start + ((Math.log2(value) - first) / (last - first)) * (end - start))
  return Object.assign(toPixel, { ticks })
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 5, 10].find((each) => each * power >= step * (1 - 1e-9)) ?? 10
  return factor * power
}

/** Pixels with one decimal: enough for a chart, and the same text on every machine. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
