/** A session of a model in another thread. */
import type { Thread } from '../engine/index.ts'
import type { Advance, DecodingSession, Fork, SequenceState } from '../model/index.ts'

export class ThreadSession implements DecodingSession {
  readonly #thread: Thread
  readonly #session: number

  /** `session` is the number under which the thread knows it. */
  constructor(thread: Thread, session: number) {
    this.#thread = thread
    this.#session = session
  }

  advance(step: Advance = {}, signal?: AbortSignal): Promise<SequenceState[]> {
    return this.#call('advance', { step }, signal)
  }

  arrange(forks: readonly Fork[]): Promise<void> {
    return this.#call('arrange', { forks })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#thread.isEnded) await this.#call('closeSession', {})
  }

  async #call<Result>(method: string, argument: object, signal?: AbortSignal): Promise<Result> {
    const order = { session: this.#session, ...argument }
    const { value } = await this.#thread.call<never, Result>(method, order, signal).next()
    return value
  }
}
