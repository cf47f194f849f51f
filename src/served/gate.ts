/** How many requests are under way at each server. */
import { monotonicMs, throwIfCancelled } from '../core/index.ts'

/** A place among the requests under way. */
export interface Slot {
  server: string
  /** Gives the place back. Calling it once more does nothing. */
  release(outcome: Outcome): void
}

/** `units` is what a request has brought, such as tokens. */
export type Outcome =
  | { kind: 'done'; units: number }
  | { kind: 'busy'; waitMs: number }
  | { kind: 'failed' }
  | { kind: 'nothing' }

const FIRST = 16
const MOST = 256
/** A round that brings less than this much more is no gain. */
const GAIN = 1.05

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
}

/**
 * Shares requests out among servers. Without a `concurrency`, the limit of a server doubles while
 * that raises the rate at which it answers. A server that is busy gets three quarters as many at
 * once, and one more with each round that goes well, as TCP does.
 */
export class Gate {
  readonly #lanes: Lane[]
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined

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
    }))
  }

  /** Requests that may be under way together. */
  get limit(): number {
    return this.#lanes.reduce((sum, { limit }) => sum + limit, 0)
  }

  /** Waits for a place. @throws CancelledError */
  async enter(signal?: AbortSignal): Promise<Slot> {
    for (;;) {
      throwIfCancelled(signal)
      const lane = this.#freeLane()
      if (lane) return this.#slotIn(lane)
      await this.#change(signal)
    }
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
    let isHeld = true
    return {
      server: lane.server,
      release: (outcome) => {
        if (!isHeld) return
        isHeld = false
        lane.underWay--
        this.#learn(lane, outcome)
        this.#wake()
      },
    }
  }

  #learn(lane: Lane, outcome: Outcome): void {
    if (outcome.kind === 'done') this.#grow(lane, outcome.units)
    else if (outcome.kind === 'busy') {
      // Requests that were sent together are refused together: that is one refusal.
      const isFirst = lane.openMs <= monotonicMs()
      if (isFirst) lane.limit = Math.max(1, Math.floor(lane.limit * 0.75))
      lane.growth = undefined
      lane.openMs = Math.max(lane.openMs, monotonicMs() + outcome.waitMs)
    }
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
      const go = (): void => {
        signal?.removeEventListener('abort', go)
        resolve()
      }
      signal?.addEventListener('abort', go, { once: true })
      this.#waiting.push(go)
      this.#wakeLater()
    })
  }

  /** As many as there may be places for. */
  #wake(): void {
    const free = this.#lanes.reduce(
      (sum, { limit, underWay }) => sum + Math.max(0, limit - underWay),
      0,
    )
    for (const go of this.#waiting.splice(0, free)) go()
    this.#wakeLater()
  }

  /** When a server that asked to wait is to be tried again. */
  #wakeLater(): void {
    if (this.#timer || this.#waiting.length === 0) return
    const now = monotonicMs()
    const closed = this.#lanes.map(({ openMs }) => openMs).filter((openMs) => openMs > now)
    if (closed.length === 0) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#wake()
      },
      Math.min(...closed) - now + 1,
    )
  }
}
