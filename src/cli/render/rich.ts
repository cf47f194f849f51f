/**
 * Live progress for people at a terminal: finished stages stay as one line each, the current one is
 * drawn below them.
 */
import { stripVTControlCharacters } from 'node:util'
import { formatNumber, formatSeconds } from '../../evaluate/index.ts'
import { advancePace, clockText, countText, estimate, rateText, type Pace } from './pace.ts'
import { displayPath } from './path.ts'
import type { Output, Renderer } from './renderer.ts'
import { styleFor, type Style } from './style.ts'

const redrawMs = 100
const barWidth = 24
const clearLine = '\r\u001B[K'

export function richRenderer(output: Output, now: () => number): Renderer {
  const style = styleFor(output)
  const live: Live = { nameWidth: 0 }
  const screen = liveScreen(output, now, () =>
    liveLine(live, now(), style, (output.columns ?? 80) - 1),
  )

  const enter = (stage: string | undefined): void => {
    live.stage = stage === undefined ? undefined : { name: stage, startMs: now() }
    live.pace = undefined
    live.metric = undefined
  }
  return {
    event: (event) => {
      switch (event.type) {
        case 'run-start':
          live.nameWidth = Math.min(24, Math.max(0, ...event.stages.map((name) => name.length)))
          return screen.print(
            `${style('bold', event.recipe)} ${style('dim', `→ ${displayPath(event.runDirectory)}`)}`,
          )
        case 'run-end':
          return screen.print(style('dim', `  done in ${formatSeconds(event.seconds)}`))
        case 'run-error': // told by the command, as every error is
        case 'results': // shown by the command that asked for them
          return screen.clear()
        case 'stage-start':
          enter(event.stage)
          return screen.draw(true)
        case 'stage-end': {
          const time = event.cached ? 'cached' : formatSeconds(event.cost.seconds)
          enter(undefined)
          return screen.print(
            `${style('green', '✓')} ${event.stage.padEnd(live.nameWidth)}  ${style('dim', time)}`,
          )
        }
        case 'stage-error':
          enter(undefined)
          return event.code === 'cancelled'
            ? screen.clear()
            : screen.print(`${style('red', '✗')} ${event.stage.padEnd(live.nameWidth)}  failed`)
        case 'progress': {
          const isNew = live.pace?.label !== event.label
          live.pace = advancePace(live.pace, event, now())
          return screen.draw(isNew)
        }
        case 'metric':
          live.metric = event
          return screen.draw(false)
        case 'note':
          screen.print(
            event.level === 'warning'
              ? `${style('yellow', '!')} ${event.message}`
              : `  ${style('dim', event.message)}`,
          )
          return live.stage ? screen.draw(true) : undefined
        default:
          return event satisfies never
      }
    },
    end: screen.clear,
  }
}

/**
 * Finished lines above, and below them one line that is drawn again at most ten times a second
 * unless forced.
 */
function liveScreen(
  output: Output,
  now: () => number,
  line: () => string,
): { clear: () => void; print: (text: string) => void; draw: (force: boolean) => void } {
  let drawnMs = Number.NEGATIVE_INFINITY
  let isDrawn = false
  const clear = (): void => {
    if (isDrawn) output.write(clearLine)
    isDrawn = false
  }
  const print = (text: string): void => {
    clear()
    output.write(`${text}\n`)
  }
  const draw = (force: boolean): void => {
    if (!force && now() - drawnMs < redrawMs) return
    drawnMs = now()
    output.write(isDrawn ? `${clearLine}${line()}` : line())
    isDrawn = true
  }
  return { clear, print, draw }
}

/** What the live line shows. */
interface Live {
  nameWidth: number
  stage?: { name: string; startMs: number } | undefined
  pace?: Pace | undefined
  metric?: { name: string; value: number } | undefined
}

/**
 * The current stage in one line of at most `width` columns: what does not fit is left out, the
 * least important first.
 */
function liveLine(
  { stage, pace, metric, nameWidth }: Live,
  nowMs: number,
  style: Style,
  width: number,
): string {
  const name = (stage?.name ?? pace?.label ?? '').padEnd(nameWidth)
  const head = `${style('cyan', '›')} ${name}`
  if (!pace)
    return fit(
      [head, style('dim', stage ? formatSeconds((nowMs - stage.startMs) / 1000) : '')],
      width,
    )
  const speed = estimate(pace, nowMs)
  const { done, total, detail } = pace.latest
  const parts = [
    head,
    total === undefined ? '' : bar(done / Math.max(1, total), style),
    countText(pace.latest),
  ]
  if (speed?.secondsLeft !== undefined) parts.push(`${clockText(speed.secondsLeft)} left`)
  if (speed) parts.push(style('dim', rateText(speed.perSecond)))
  if (metric) parts.push(style('dim', `${metric.name} ${formatNumber(metric.value)}`))
  if (detail !== undefined) parts.push(style('dim', detail))
  return fit(parts, width)
}

function bar(share: number, style: Style): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth)
  return `${style('cyan', '━'.repeat(filled))}${style('dim', '─'.repeat(barWidth - filled))}`
}

/**
 * Joins as many of `parts` as fit; where not even the bar leaves room for the count, the bar goes
 * first.
 */
function fit(parts: readonly string[], width: number): string {
  const lengthOf = (text: string): number => stripVTControlCharacters(text).length
  const [head = '', graphic = '', ...rest] = parts.filter((part) => part !== '')
  const withoutGraphic =
    /[━─]/.test(graphic) && lengthOf(head) + lengthOf(graphic) + lengthOf(rest[0] ?? '') + 4 > width
  let line = head
  for (const part of withoutGraphic ? rest : [graphic, ...rest]) {
    if (part === '' || lengthOf(line) + 2 + lengthOf(part) > width) break
    line += `  ${part}`
  }
  return lengthOf(line) > width ? stripVTControlCharacters(line).slice(0, width) : line
}
