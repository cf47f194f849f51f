/** A session whose sequences are spread over several threads, each with sessions of its own. */
import type {
  Advance,
  DecodingSession,
  Fork,
  GenerateRequest,
  SequenceState,
} from '../model/index.ts'
import { noSequence, requireOwnStreams, type Drawing } from './batch-session.ts'
import { Turns } from './turns.ts'

/** Some of a session's sequences, which are decoded together. */
export interface SessionPart {
  session: DecodingSession
  /** Parts of one lane wait for each other. */
  lane: number
  /** The places of its sequences among all, in its own order. */
  places: readonly number[]
}

/** Where a sequence is, and what it is drawn by. */
interface Seat extends Drawing {
  part: number
  at: number
}

export class SpreadSession implements DecodingSession {
  readonly #parts: readonly SessionPart[]
  /** Where each sequence is, in their order. */
  #seats: readonly Seat[]
  readonly #turns = new Turns()

  /** The parts hold together what `request` asks for. */
  constructor(parts: readonly SessionPart[], request: GenerateRequest) {
    this.#parts = parts
    const drawings = drawingsOf(request)
    const seats: Seat[] = []
    for (const [part, { places }] of parts.entries())
      for (const [at, place] of places.entries()) seats[place] = { ...drawings[place]!, part, at }
    this.#seats = seats
  }

  advance(step: Advance = {}, signal?: AbortSignal): Promise<SequenceState[]> {
    return this.#turns.take(async () => {
      const states: SequenceState[][] = []
      await this.#eachPart(async (session, part) => {
        states[part] = await session.advance(step, signal)
      })
      const all = this.#seats.map(({ part, at }) => states[part]![at]!)
      this.#seats = this.#seats.map((seat, place) => ({ ...seat, ending: all[place]!.finish }))
      return all
    })
  }

  /**
   * A fork stays where the sequence is that it goes on from. What cannot be done is refused here,
   * before a part has done its share of it.
   */
  arrange(forks: readonly Fork[]): Promise<void> {
    return this.#turns.take(async () => {
      const own = this.#parts.map((): Fork[] => [])
      const seats = forks.map(({ from, ...fork }): Seat => {
        const seat = this.#seats[from]
        if (!seat) throw noSequence(from, this.#seats)
        const { index = seat.index, stream = seat.stream } = fork
        const at = own[seat.part]!.push({ ...fork, from: seat.at }) - 1
        return { ...seat, index, stream, at }
      })
      requireOwnStreams(seats)
      await this.#eachPart((session, part) => session.arrange(own[part]!))
      this.#seats = seats
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.close()
    await this.#eachPart((session) => session[Symbol.asyncDispose]())
  }

  /** Returns once all have ended, also where one fails. @throws the first failure, by lanes */
  async #eachPart(
    work: (session: DecodingSession, part: number) => PromiseLike<void>,
  ): Promise<void> {
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

/** The sequences of a request, in their order. */
const drawingsOf = ({ prompts, numGenerations, firstIndex = 0 }: GenerateRequest): Drawing[] =>
  prompts.flatMap(({ problemId, stream }) =>
    Array.from({ length: numGenerations }, (_, offset): Drawing => {
      const index = firstIndex + offset
      return { problemId, index, stream, ending: undefined }
    }),
  )
