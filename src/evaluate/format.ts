/** Numbers as people read them, the same in the terminal and in the report. */

/** `12.3 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`
}

/** `12,345`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

/** `812 MB`, `1.4 GB`, in powers of ten. */
export function formatBytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']

/** Three significant digits and a prefix of powers of ten, ready for a unit: `12.0 T`, `812 `. */
function withPrefix(value: number): string {
  const rounded = Number(value.toPrecision(3))
  const power =
    rounded < 1000 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(rounded) / 3 + 1e-9))
  const scaled = rounded / 1000 ** power
  return `${power === 0 ? formatNumber(scaled) : scaled.toPrecision(3)} ${prefixes[power]!}`
}

/** Floating-point operations: `12.0 TFLOP`. */
export function formatFlops(flops: number): string {
  return `${withPrefix(flops)}FLOP`
}

/** A value on an axis of doublings: `1/32`, `64`, `4.19 M`. */
export function formatDoubling(value: number): string {
  const inverse = 1 / value
  if (value < 1 && inverse <= 2 ** 20 && Number.isInteger(Math.log2(inverse)))
    return `1/${formatCount(inverse)}`
  return value < 2 ** 20 ? formatNumber(value) : withPrefix(value)
}

/** Whether a metric is a share of problems, to be shown in percent. */
export function isShare(metric: string): boolean {
  return /^(accuracy|coverage|maj@|pass@)|(rate|share)$/i.test(metric)
}

/** A metric's value: `41.2 %` for shares, else four significant digits. */
export function formatValue(metric: string, value: number): string {
  return isShare(metric) ? `${(value * 100).toFixed(1)} %` : formatNumber(value)
}

/** A round value under an axis: `40 %` for shares. */
export function formatTick(metric: string, value: number): string {
  return isShare(metric) ? `${formatNumber(value * 100)} %` : formatNumber(value)
}

/** A difference of two values with its sign: `+4.2 points` for shares. */
export function formatDifference(metric: string, difference: number): string {
  const text = isShare(metric)
    ? `${Math.abs(difference * 100).toFixed(1)} points`
    : formatNumber(Math.abs(difference))
  return difference < 0 ? `−${text}` : `+${text}`
}

/** Both ends of an interval: `38.1 – 44.3 %`, `−1.2 – +3.4 points`. */
export function formatInterval(
  metric: string,
  [low, high]: readonly [number, number],
  kind: 'value' | 'difference' = 'value',
): string {
  if (kind === 'value')
    return isShare(metric)
      ? `${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)} %`
      : `${formatNumber(low)} – ${formatNumber(high)}`
  const [first, last] = [formatDifference(metric, low), formatDifference(metric, high)]
  return `${first.replace(' points', '')} – ${last}`
}

/**
 * A claim's effect with its sign, and its interval: `+6.2 points per doubling`, `+5.0 – +7.2 points
 * per doubling`.
 */
export function formatEffect(claim: {
  effect: number
  ci95: readonly [number, number]
  metric?: string | undefined
  unit?: string | undefined
}): { effect: string; interval: string } {
  const { metric = '', unit } = claim
  const withUnit = (text: string): string => {
    if (unit === undefined) return text
    return `${unit.startsWith('points') ? text.replace(/ points$/, '') : text} ${unit}`
  }
  return {
    effect: withUnit(formatDifference(metric, claim.effect)),
    interval: formatInterval(metric, claim.ci95, 'difference'),
  }
}

/** A fitted parameter with its 95 % interval: `slope 6.2 points [5.6, 6.8]`. */
export function formatParameter(parameter: {
  name: string
  value: number
  ci95: readonly [number, number]
  unit?: string | undefined
}): string {
  const { name, value, ci95, unit } = parameter
  return `${name} ${formatNumber(value)}${unit === undefined ? '' : ` ${unit}`} [${ci95.map(formatNumber).join(', ')}]`
}

/** `0.012`, `< 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

/** Four significant digits, without trailing zeros or exponents in the usual range. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return value < 0 ? `−${formatCount(-value)}` : formatCount(value)
  return String(Number(value.toPrecision(4))).replace('-', '−')
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
