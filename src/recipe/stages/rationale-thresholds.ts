/** Thresholds on the gains of rationales: by a labelled sample, for each source apart. */
import { counted } from '../../core/index.ts'
import {
  areaUnderCurve,
  formatValue,
  thresholdFor,
  thresholdSweep,
  type Judged,
  type TableCell,
  type TableResult,
  type ThresholdPoint,
} from '../../evaluate/index.ts'

/** One threshold, or one for each source. */
export type Thresholds = number | Readonly<Record<string, number>>

/** Rationales whose worth is known, by the source of their document; '' where it has none. */
export type JudgedBySource = Map<string, Judged[]>

/** Returns the threshold of a source; a source without one of its own has 0. */
export function thresholdOf(thresholds: Thresholds, source = ''): number {
  if (typeof thresholds === 'number') return thresholds
  return Object.hasOwn(thresholds, source) ? thresholds[source]! : 0
}

/** More than any gain: a source none of whose thresholds is precise enough gives nothing. */
const NOTHING = Number.MAX_VALUE

/** Adds sources of which nothing is known, so that no threshold is precise enough for them. */
export const withSources = (judged: JudgedBySource, sources: Iterable<string>): JudgedBySource =>
  new Map([...Array.from(sources, (source) => [source, []] as [string, Judged[]]), ...judged])

/** Says which sources have a threshold and no document. */
export function describeUnusedGains(minGain: Thresholds, sources: ReadonlySet<string>): string[] {
  return typeof minGain === 'number'
    ? []
    : Object.keys(minGain)
        .filter((source) => !sources.has(source))
        .map((source) => `minGain names the source "${source}", which no annotated document has`)
}

/** Returns for each source the lowest threshold with this precision on the judged rationales. */
export function calibrate(judged: JudgedBySource, precision: number): Thresholds {
  return Object.fromEntries(
    Array.from(judged, ([source, own]): [string, number] => {
      const point = thresholdFor(thresholdSweep(own), precision)
      return [source, point?.threshold ?? NOTHING]
    }),
  )
}

/** Says which sources no threshold makes precise enough, and how precise they get. */
export function describeUnreached(judged: JudgedBySource, precision: number): string[] {
  return Array.from(judged).flatMap(([source, own]) => {
    const points = thresholdSweep(own)
    if (thresholdFor(points, precision)) return []
    const best = points.reduce((most, point) => Math.max(most, point.precision), 0)
    const found =
      points.length === 0
        ? 'the reference has no rationale of it'
        : `the best is ${percent(best)} %`
    const name = nameOf(source)
    return [
      `no threshold has a precision of ${percent(precision)} % for ${name}, so none of its rationales is kept: ${found}. Lower precision, or set minGain`,
    ]
  })
}

/** Rounded down, so that 99.96 % is not said to be 100 %. */
const percent = (share: number): number => Math.floor(1e4 * share + 1e-6) / 100

/** Says of which sources there are rationales, but no threshold of their own: theirs is 0. */
export function describeUnmatched(
  thresholds: Thresholds,
  rationales: readonly { source?: string | undefined }[],
): string[] {
  if (typeof thresholds === 'number') return []
  const counts = new Map<string, number>()
  for (const { source = '' } of rationales)
    if (!Object.hasOwn(thresholds, source)) counts.set(source, (counts.get(source) ?? 0) + 1)
  return Array.from(
    counts,
    ([source, count]) =>
      `no threshold was given or measured for ${nameOf(source)}: of ${count} rationales there, those with a gain of 0 or more are kept`,
  )
}

const nameOf = (source: string): string =>
  source === '' ? 'documents without a source' : `the source "${source}"`

/** Precisions at which the sweep is shown. */
const SHOWN_PRECISIONS = [0.8, 0.9, 0.95, 0.99]

/** Returns a table for each source: what thresholds keep, and how well gains tell. */
export function thresholdTables(judged: JudgedBySource, thresholds: Thresholds): TableResult[] {
  const known = [...judged].filter(([, own]) => own.length > 0)
  return known.map(([source, own]) => {
    const points = thresholdSweep(own)
    const area = areaUnderCurve([own])
    const used = thresholdOf(thresholds, source)
    const rows = [
      rowOf('all', points.at(-1)),
      rowOf('gain ≥ 0', keptBy(points, 0)),
      ...SHOWN_PRECISIONS.map((precision) =>
        rowOf(`precision ≥ ${100 * precision} %`, thresholdFor(points, precision)),
      ),
      rowOf('used', keptBy(points, used)),
    ]
    const right = own.filter(({ isCorrect }) => isCorrect).length
    return {
      title: `filter of rationales${source === '' ? '' : `, ${source}`}`,
      columns: ['threshold', 'nats', 'kept', 'precision', 'recall', 'F1'].map((title, place) => ({
        title,
        ...(place > 0 && { align: 'right' as const }),
      })),
      rows,
      caption:
        `${counted(own.length, 'rationale')}, ${right} of them in the reference.` +
        (area
          ? ` Area under the curve ${area.value.toFixed(3)} [${area.ci95.map((end) => end.toFixed(3)).join(', ')}].`
          : ''),
    }
  })
}

/** What gains of at least `threshold` keep. */
const keptBy = (points: readonly ThresholdPoint[], threshold: number): ThresholdPoint | undefined =>
  points.findLast((point) => point.threshold >= threshold)

function rowOf(name: string, point: ThresholdPoint | undefined): TableCell[] {
  if (!point) return [{ text: name }, ...Array.from({ length: 5 }, () => ({ text: '–' }))]
  const { threshold, kept, precision, recall, f1 } = point
  return [
    { text: name },
    { text: threshold.toFixed(2), value: threshold },
    { text: String(kept), value: kept },
    ...[precision, recall, f1].map((value) => ({ text: formatValue('accuracy', value), value })),
  ]
}
