/** How fast work goes, and when it will be done. */
import type { RunEvent } from '../../core/index.ts'
import { formatCount, formatNumber } from '../../evaluate/index.ts'

type Progress = Extract<RunEvent, { type: 'progress' }>

/**
 * Follows one label's progress from the first event seen, so that work resumed from a checkpoint
 * does not look infinitely fast.
 */
export interface Pace {
  label: string
  startMs: number
  startDone: number
  latest: Progress
}

export function startPace(progress: Progress, nowMs: number): Pace {
  return { label: progress.label, startMs: nowMs, startDone: progress.done, latest: progress }
}

/** The pace after one more event: a new one when the label changed or the count went back. */
export function advancePace(pace: Pace | undefined, progress: Progress, nowMs: number): Pace {
  if (pace?.label !== progress.label || progress.done < pace.latest.done)
    return startPace(progress, nowMs)
  return { ...pace, latest: progress }
}

/**
 * Units a second, and the seconds that the rest will take; `undefined` while it is too early to
 * say.
 */
export function estimate(
  pace: Pace,
  nowMs: number,
): { perSecond: number; secondsLeft: number | undefined } | undefined {
  const seconds = (nowMs - pace.startMs) / 1000
  const done = pace.latest.done - pace.startDone
  if (seconds < 0.5 || done <= 0) return undefined
  const perSecond = done / seconds
  const { total } = pace.latest
  return {
    perSecond,
    secondsLeft:
      total === undefined ? undefined : Math.max(0, total - pace.latest.done) / perSecond,
  }
}

/** `1,240/3,000 steps`, or `1,240 steps` where the total is not known. */
export function countText({ done, total, unit }: Progress): string {
  const whole = total === undefined ? '' : `/${formatCount(total)}`
  return `${formatCount(done)}${whole} ${(total ?? done) === 1 ? unit.replace(/s$/, '') : unit}`
}

/** `41/s`, `0.25/s`. */
export function rateText(perSecond: number): string {
  return `${perSecond >= 10 ? formatCount(perSecond) : formatNumber(Number(perSecond.toPrecision(2)))}/s`
}

/** `0:43`, `1:02:05`. */
export function clockText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    String(whole % 60).padStart(2, '0'),
  ]
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
