/** What a session is asked to do, one thing after the other. */
import { ConfigError } from '../core/index.ts'

export const closedSession = (): ConfigError => new ConfigError('the session is closed')

export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #isClosed = false

  /** Returns what `work` gives, once all before it is done. @throws ConfigError once closed */
  take<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (this.#isClosed) throw closedSession()
      return work()
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Nothing further is begun. Returns once what is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#last
  }
}
