/** A session whose sequences are spread over several threads, each with sessions of its own. */
import { ConfigError } from '../core/index.ts'
import type { Advance, DecodingSession, Fork, SequenceState } from '../model/index.ts'
import { Turns } from './turns.ts'

/** Some of a session's sequences, which are decoded together. */
export interface SessionPart {
  session: DecodingSession
  /** Parts of one lane wait for each other. */
  lane: number
  /** The places of its sequences among all, in its own order. */
  places: readonly number[]
}

/** Where a sequence is. */
interface Seat {
  part: number
  at: number
}

export class SpreadSession implements DecodingSession {
  readonly #parts: readonly SessionPart[]
  /** Where each sequence is, in their order. */
  #seats: readonly Seat[]
  readonly #turns = new Turns()

  constructor(parts: readonly SessionPart[]) {
    this.#parts = parts
    const seats: Seat[] = []
    for (const [part, { places }] of parts.entries())
      for (const [at, place] of places.entries()) seats[place] = { part, at }
    this.#seats = seats
  }

  advance(step: Advance = {}, signal?: AbortSignal): Promise<SequenceState[]> {
    return this.#turns.take(async () => {
      const states: SequenceState[][] = []
      await this.#eachPart(async (session, part) => {
        states[part] = await session.advance(step, signal)
      })
      return this.#seats.map(({ part, at }) => states[part]![at]!)
    })
  }

  /** A fork stays where the sequence is that it goes on from. */
  arrange(forks: readonly Fork[]): Promise<void> {
    return this.#turns.take(async () => {
      const own = this.#parts.map((): Fork[] => [])
      const seats = forks.map(({ from, ...fork }): Seat => {
        const seat = this.#seats[from]
        if (!seat)
          throw new ConfigError(
            `there is no sequence ${from}: the session has ${this.#seats.length}`,
          )
        const { part, at } = seat
        return { part, at: own[part]!.push({ ...fork, from: at }) - 1 }
      })
      await this.#eachPart((session, part) => session.arrange(own[part]!))
      this.#seats = seats
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.close()
    await this.#eachPart((session) => session[Symbol.asyncDispose]() as Promise<void>)
  }

  /** Returns once all have ended, also where one fails. @throws the first failure, by lanes */
  async #eachPart(work: (session: DecodingSession, part: number) => Promise<void>): Promise<void> {
    const lanes = new Map<number, number[]>()
    for (const [part, { lane }] of this.#parts.entries())
      lanes.set(lane, [...(lanes.get(lane) ?? []), part])
    const ended = await Promise.allSettled(
      Array.from(lanes.values(), async (parts) => {
        for (const part of parts) await work(this.#parts[part]!.session, part)
      }),
    )
    for (const each of ended) if (each.status === 'rejected') throw each.reason
  }
}
