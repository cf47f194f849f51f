/** Requests that come to an end: sent again where that may help, paid once, and kept. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, monotonicMs, rng, ServerError, throwIfCancelled } from '../core/index.ts'
import type { KeptRecords } from '../store/index.ts'
import type { Budget, Reservation } from './budget.ts'
import { Fault, faultOf, faultOfSilence } from './fault.ts'
import { Gate, type Outcome, type Slot } from './gate.ts'
import { exchange, NoReply, type HttpReply } from './http.ts'
import type { ServedSettings } from './settings.ts'
import { addUsage, noUsage, priced, type Usage } from './usage.ts'

/** A piece of work that one reply does. */
export interface Item<Result> {
  /** Tells it from all other items of the same work. */
  id: string
  /** From the server's address on: `/completions`. */
  path: string
  body: object
  /** What it may use at most, where that is known; counted against a budget. */
  most: Pick<Usage, 'promptTokens' | 'tokens'>
  /** Returns what the reply says. @throws Fault for one that cannot be used */
  read(reply: HttpReply, url: string): Read<Result>
  /** Is told the pieces of a reply, as they come. */
  onText?: ((text: string) => void) | undefined
}

export interface Read<Result> {
  /** Plain data: it is kept as JSON. */
  result: Result
  used: Pick<Usage, 'promptTokens' | 'tokens'>
  /** What the reply calls the model that made it. */
  model: string | undefined
}

export interface SenderOptions {
  settings: ServedSettings
  key: string | undefined
  /** Where results are kept; without it, they are not. */
  kept?: KeptRecords | undefined
  budget?: Budget | undefined
  /** Is told what each request has used. */
  onUsage?: ((usage: Usage) => void) | undefined
  /** Returns what is wrong where a reply is of another model than those before. */
  otherModel: (model: string | undefined, server: string) => Fault | undefined
  /** Asks a server that was in trouble whether it is still what it was. @throws Fault */
  recheck: (server: string) => Promise<void>
  onWarning?: ((message: string) => void) | undefined
}

/** How often an item may fail, apart from a server that is busy or gone. */
const MOST_FAILURES = 8
/** How long a server may bring nothing but refusals. */
const PATIENCE_MS = 15 * 60_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 60_000

export interface KeptItem {
  result: unknown
  usage: Usage
}

export class Sender {
  readonly #options: SenderOptions
  readonly #gate: Gate
  /** When something last went well; 0 before that. */
  #wellMs = 0
  readonly #startMs = monotonicMs()
  /** Why no further request is sent. */
  #ended: Error | undefined
  #troubles = 0
  #wasted = 0
  /** Servers that may have been started anew. */
  readonly #doubted = new Set<string>()
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(options: SenderOptions) {
    this.#options = options
    this.#gate = new Gate(options.settings.servers, options.settings.concurrency)
  }

  /**
   * Returns the result of an item: one that is kept, or else that of the server. @throws Fault of
   * kind `tooLong` or `withheld`, ConfigError, ServerError, BudgetError, CancelledError
   */
  send<Result>(item: Item<Result>, signal?: AbortSignal): Promise<Result> {
    const sent = this.#send(item, signal)
    const settled = sent.then(
      () => {},
      () => {},
    )
    this.#underWay.add(settled)
    void settled.then(() => this.#underWay.delete(settled))
    return sent
  }

  /** Returns once nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  async #send<Result>(item: Item<Result>, signal?: AbortSignal): Promise<Result> {
    const known = this.#options.kept?.get(item.id) as KeptItem | undefined
    if (known) return known.result as Result
    const { budget, settings } = this.#options
    throwIfCancelled(signal)
    if (this.#ended) throw this.#ended
    let held: Reservation | undefined
    let usage: Usage = noUsage
    try {
      held = await budget?.hold(priced(item.most, settings.price).dollars)
      const { result, used } = await this.#untilDone(item, signal, (spent) => {
        usage = addUsage(usage, spent)
        this.#waste(item.id, spent)
      })
      const own = priced(used, settings.price)
      usage = addUsage(usage, own)
      this.#options.kept?.keep(item.id, { result, usage: own } satisfies KeptItem)
      this.#options.onUsage?.(own)
      return result
    } catch (error) {
      if (!(error instanceof Fault)) throw this.#end(error as Error)
      // A text that is too long will be too long when it is asked again.
      if (error.kind === 'tooLong' || error.kind === 'withheld') throw error
      throw this.#end(error.error)
    } finally {
      held?.settle(usage.dollars)
    }
  }

  /** What cannot be used was paid for all the same. */
  #waste(id: string, usage: Usage): void {
    const place = `unused ${this.#wasted++} ${id}`
    this.#options.kept?.keep(place, { result: null, usage } satisfies KeptItem)
    this.#options.onUsage?.(usage)
  }

  /** Nothing further is sent. What is under way comes to its end, and is kept. */
  #end(error: Error): Error {
    this.#ended ??= error
    return error
  }

  async #untilDone<Result>(
    item: Item<Result>,
    signal: AbortSignal | undefined,
    onWaste: (usage: Usage) => void,
  ): Promise<Read<Result>> {
    let failures = 0
    for (let attempt = 1; ; attempt++) {
      const slot = await this.#gate.enter(signal)
      let outcome: Outcome = { kind: 'nothing' }
      try {
        if (this.#ended) throw this.#ended
        const read = await this.#once(item, slot, signal)
        outcome = { kind: 'done', units: Math.max(1, read.used.tokens) }
        this.#wellMs = monotonicMs()
        return read
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        if (error.used) onWaste(priced(error.used, this.#options.settings.price))
        if (error.kind === 'failed') failures++
        if (error.kind === 'failed' || error.kind === 'unreachable') this.#doubted.add(slot.server)
        this.#requirePatience(error, failures)
        const waitMs = error.waitMs ?? backoffMs(item.id, attempt)
        outcome = error.kind === 'busy' ? { kind: 'busy', waitMs } : { kind: 'failed' }
        slot.release(outcome)
        this.#mention(error)
        // A server that is busy is left alone by all; any other fault is this item's own.
        if (error.kind !== 'busy') await pause(waitMs, signal)
      } finally {
        slot.release(outcome)
      }
    }
  }

  async #once<Result>(
    { path, body, read, onText }: Item<Result>,
    { server }: Slot,
    signal: AbortSignal | undefined,
  ): Promise<Read<Result>> {
    const { settings, key } = this.#options
    const url = `${server}${path}`
    let reply: HttpReply
    try {
      const timeoutMs = settings.timeoutSeconds * 1000
      reply = await exchange({ url, body, key, timeoutMs, signal, ...(onText && { onText }) })
    } catch (error) {
      if (error instanceof NoReply) throw faultOfSilence(url, error)
      throw error
    }
    if (reply.status !== 200) throw faultOf(url, settings.model, reply)
    if (this.#doubted.delete(server)) await this.#options.recheck(server)
    const done = read(reply, url)
    const fault = this.#options.otherModel(done.model, server)
    if (fault === undefined) return done
    fault.used = done.used
    throw fault
  }

  /** @throws the fault, where another try is not worth it */
  #requirePatience(fault: Fault, failures: number): void {
    const { kind } = fault
    if (kind === 'tooLong' || kind === 'withheld' || kind === 'fatal') throw fault
    if (kind === 'unreachable' && this.#wellMs === 0) throw fault
    if (kind === 'failed' && failures >= MOST_FAILURES)
      throw new ServerError(`${fault.message} (tried ${failures} times)`, {
        cause: fault,
        hint: 'What was paid for is kept: the same command goes on.',
      })
    const sinceMs = monotonicMs() - Math.max(this.#wellMs, this.#startMs)
    if (sinceMs < PATIENCE_MS) return
    throw new ServerError(
      `${fault.message} (nothing else for ${Math.round(sinceMs / 60_000)} minutes)`,
      { cause: fault, hint: 'What was paid for is kept: the same command goes on.' },
    )
  }

  /** The first trouble, and then ever fewer: a bad hour of a server is no page of warnings. */
  #mention(fault: Fault): void {
    this.#troubles++
    if (!Number.isInteger(Math.log2(this.#troubles))) return
    const times = this.#troubles === 1 ? '' : ` (trouble ${this.#troubles})`
    this.#options.onWarning?.(`${fault.message}: sent again${times}`)
  }
}

/** Doubles from half a second to a minute, less up to a half of it at random. */
function backoffMs(id: string, attempt: number): number {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
  return most * (1 - rng('backoff', id, attempt).next() / 2)
}

async function pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(waitMs, undefined, signal && { signal })
  } catch (error) {
    throw new CancelledError('interrupted', { cause: error })
  }
}
