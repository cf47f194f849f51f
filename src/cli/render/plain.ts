/**
 * Progress for logs and pipes: a line when a stage starts and ends, and in between one at most
 * every ten seconds.
 */
import { counted } from '../../core/index.ts'
import { formatNumber, formatSeconds } from '../../evaluate/index.ts'
import { advancePace, clockText, countText, estimate, rateText, type Pace } from './pace.ts'
import { displayPath } from './path.ts'
import type { Output, Renderer } from './renderer.ts'

const intervalMs = 10_000

export function plainRenderer(output: Output, now: () => number): Renderer {
  let pace: Pace | undefined
  let metric = ''
  let spokenMs = now()
  const say = (line: string): void => {
    spokenMs = now()
    output.write(`${line}\n`)
  }
  return {
    event: (event) => {
      switch (event.type) {
        case 'run-start':
          return say(
            `${event.recipe}: ${counted(event.stages.length, 'stage')} → ${displayPath(event.runDirectory)}`,
          )
        case 'run-end':
          return say(`${event.recipe}: done in ${formatSeconds(event.seconds)}`)
        case 'run-error': // told by the command, as every error is
          return undefined
        case 'results': // shown by the command that asked for them
          return undefined
        case 'stage-start':
          pace = undefined
          metric = ''
          return event.cached ? undefined : say(`${event.stage}: started`)
        case 'stage-end':
          return say(
            `${event.stage}: ${event.cached ? 'cached' : `done in ${formatSeconds(event.cost.seconds)}`}`,
          )
        case 'stage-error':
          return event.code === 'cancelled' ? undefined : say(`${event.stage}: failed`)
        case 'progress':
          pace = advancePace(pace, event, now())
          return now() - spokenMs >= intervalMs ? say(progressLine(pace, metric, now())) : undefined
        case 'metric':
          metric = `, ${event.name} ${formatNumber(event.value)}`
          return undefined
        case 'note':
          return say(event.level === 'warning' ? `warning: ${event.message}` : event.message)
        default:
          return event satisfies never
      }
    },
    end: () => {},
  }
}

function progressLine(pace: Pace, metric: string, nowMs: number): string {
  const { done, total } = pace.latest
  const share = total ? ` (${Math.floor((done / total) * 100)} %)` : ''
  const speed = estimate(pace, nowMs)
  const left = speed?.secondsLeft === undefined ? '' : `, ${clockText(speed.secondsLeft)} left`
  return `${pace.label}: ${countText(pace.latest)}${share}${speed ? `, ${rateText(speed.perSecond)}` : ''}${left}${metric}`
}
