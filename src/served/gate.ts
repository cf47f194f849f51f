/** How many requests are under way at each server. */
import { monotonicMs, throwIfCancelled } from '../core/index.ts'
import { onAbort } from './on-abort.ts'

/** A place among the requests under way. */
export interface Slot {
  server: string
  /** Gives the place back. Calling it once more does nothing. */
  release(outcome: Outcome): void
}

/**
 * `units` is what a request has brought, such as tokens. To a server that is busy, or gone, nothing
 * is sent for `waitMs`.
 */
export type Outcome =
  | { kind: 'done'; units: number }
  | { kind: 'busy'; waitMs: number }
  | { kind: 'gone'; waitMs: number }
  | { kind: 'failed' }
  | { kind: 'nothing' }

const FIRST = 16
const MOST = 256
/** A round that brings less than this much more is no gain. */
const GAIN = 1.05
/** A server that has failed so often in a row is left alone while there are others. */
const MANY_FAILURES = 3
const FIRST_REST_MS = 1000
const LONGEST_REST_MS = 60_000

interface Lane {
  server: string
  limit: number
  underWay: number
  /** No request goes there before this time. */
  openMs: number
  /** While it grows: what a round of requests has brought so far, and the rate of the last. */
  growth: { since: number; done: number; units: number; rate: number; flat: number } | undefined
  /** Successes since the limit was raised by one, after the growth has ended. */
  since: number
  /** When the limit was last lowered. */
  loweredMs: number
  /** Failures since the last success. */
  failures: number
}

interface Waiting {
  go: () => void
}

/**
 * Shares requests out among servers. Without a `concurrency`, the limit of a server doubles while
 * that raises the rate at which it answers. A server that is busy gets three quarters as many at
 * once, and one more with each round that goes well, as TCP does.
 */
export class Gate {
  readonly #lanes: Lane[]
  readonly #most: number
  readonly #waiting = new Set<Waiting>()
  #timer: { at: number; handle: NodeJS.Timeout } | undefined
  #isClosed = false

  constructor(servers: readonly string[], concurrency?: number) {
    this.#most = concurrency ?? MOST
    this.#lanes = servers.map((server) => ({
      server,
      limit: concurrency ?? FIRST,
      underWay: 0,
      openMs: 0,
      growth:
        concurrency === undefined
          ? { since: monotonicMs(), done: 0, units: 0, rate: 0, flat: 0 }
          : undefined,
      since: 0,
      loweredMs: -1,
      failures: 0,
    }))
  }

  /** Requests that may be under way together. */
  get limit(): number {
    return this.#lanes.reduce((sum, { limit }) => sum + limit, 0)
  }

  /** Requests that there can ever be under way. */
  get most(): number {
    return this.#most * this.#lanes.length
  }

  /** Waits for a place; there is none any more once the gate is closed. @throws CancelledError */
  async enter(signal?: AbortSignal): Promise<Slot | undefined> {
    for (;;) {
      // Another one may take the place that this one was woken for.
      if (signal?.aborted) this.#wake()
      throwIfCancelled(signal)
      if (this.#isClosed) return undefined
      const lane = this.#freeLane()
      if (lane) return this.#slotIn(lane)
      await this.#change(signal)
    }
  }

  /** Sends away all that wait, and who comes later. */
  close(): void {
    this.#isClosed = true
    for (const { go } of this.#waiting) go()
  }

  #freeLane(): Lane | undefined {
    const now = monotonicMs()
    const free = this.#lanes.filter(
      ({ limit, underWay, openMs }) => underWay < limit && openMs <= now,
    )
    return free.toSorted((a, b) => a.underWay / a.limit - b.underWay / b.limit)[0]
  }

  #slotIn(lane: Lane): Slot {
    lane.underWay++
    const sinceMs = monotonicMs()
    let isHeld = true
    return {
      server: lane.server,
      release: (outcome) => {
        if (!isHeld) return
        isHeld = false
        lane.underWay--
        this.#learn(lane, outcome, sinceMs)
        this.#wake()
      },
    }
  }

  #learn(lane: Lane, outcome: Outcome, sinceMs: number): void {
    if (outcome.kind === 'nothing') return
    const now = monotonicMs()
    lane.failures = outcome.kind === 'failed' ? lane.failures + 1 : 0
    if (outcome.kind === 'done') return this.#grow(lane, outcome.units)
    if (outcome.kind === 'failed') {
      const over = lane.failures - MANY_FAILURES
      if (over < 0 || this.#lanes.length === 1) return
      lane.openMs = now + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** over)
      return
    }
    lane.openMs = Math.max(lane.openMs, now + outcome.waitMs)
    // Requests that were sent together are refused together: that is one refusal.
    if (outcome.kind !== 'busy' || sinceMs < lane.loweredMs) return
    lane.limit = Math.max(1, Math.floor(lane.limit * 0.75))
    lane.loweredMs = now
    lane.growth = undefined
  }

  #grow(lane: Lane, units: number): void {
    const { growth } = lane
    if (!growth) {
      lane.since++
      if (lane.since < lane.limit || lane.limit >= this.#most) return
      lane.limit++
      lane.since = 0
      return
    }
    growth.done++
    growth.units += units
    if (growth.done < lane.limit) return
    const now = monotonicMs()
    const rate = growth.units / Math.max(1e-3, now - growth.since)
    growth.flat = rate < growth.rate * GAIN ? growth.flat + 1 : 0
    const best = Math.max(rate, growth.rate)
    Object.assign(growth, { since: now, done: 0, units: 0, rate: best })
    if (growth.flat >= 2 || lane.limit >= this.#most) lane.growth = undefined
    else if (growth.flat === 0) lane.limit = Math.min(this.#most, lane.limit * 2)
  }

  #change(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        go: () => {
          forget()
          this.#waiting.delete(waiting)
          if (this.#waiting.size === 0) this.#stopTimer()
          resolve()
        },
      }
      const forget = onAbort(signal, waiting.go)
      this.#waiting.add(waiting)
      this.#wakeLater()
    })
  }

  /** As many as there are places for. */
  #wake(): void {
    const now = monotonicMs()
    let free = 0
    for (const { limit, underWay, openMs } of this.#lanes)
      if (openMs <= now) free += Math.max(0, limit - underWay)
    for (const { go } of this.#waiting) {
      if (free-- <= 0) break
      go()
    }
    this.#wakeLater()
  }

  /** When a server that asked to wait is to be tried again. */
  #wakeLater(): void {
    if (this.#waiting.size === 0) return
    const now = monotonicMs()
    // One may have opened since it was looked at. Where there is no room, who leaves wakes others.
    const opening = this.#lanes.filter(({ limit, underWay }) => underWay < limit)
    if (opening.length === 0) return
    const at = Math.max(now, Math.min(...opening.map(({ openMs }) => openMs)))
    if (this.#timer && this.#timer.at <= at) return
    this.#stopTimer()
    const wake = (): void => {
      this.#timer = undefined
      this.#wake()
    }
    this.#timer = { at, handle: setTimeout(wake, at - now + 1) }
  }

  /** A process that nobody waits in is to end. */
  #stopTimer(): void {
    clearTimeout(this.#timer?.handle)
    this.#timer = undefined
  }
}
