/** Requests that come to an end: sent again where that may help, paid once, and kept. */
import { CancelledError, monotonicMs, rng, ServerError, throwIfCancelled } from '../core/index.ts'
import type { KeptRecords } from '../store/index.ts'
import type { Budget, Reservation } from './budget.ts'
import { Fault, faultOf, faultOfSilence } from './fault.ts'
import { Gate, type Outcome, type Slot } from './gate.ts'
import { exchange, NoReply, type HttpReply } from './http.ts'
import type { ServedSettings } from './settings.ts'
import { onAbort } from './on-abort.ts'
import { noUsage, priced, type Usage, type Used } from './usage.ts'

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
  /** Returns what is told the pieces of one reply, as they come. */
  listen?: (() => (text: string) => void) | undefined
}

export interface Read<Result> {
  /** Plain data: it is kept as JSON. */
  result: Result
  used: Used
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
  /**
   * Asks a server that was in trouble whether it is still what it was. @throws Fault where it is
   * not; ServerError where it does not say
   */
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
  /** Whether a request has gone well. */
  #isProven = false
  /** Since when nothing has gone well. */
  #illMs: number | undefined
  /** Why no further request is sent. */
  #ended: Error | undefined
  #troubles = 0
  #wasted = 0
  /** Servers that may have been started anew. */
  readonly #doubted = new Set<string>()
  readonly #rechecks = new Map<string, Promise<void>>()
  readonly #underWay = new Map<string, Promise<unknown>>()
  /** Ends the pauses of items that wait for another try. */
  readonly #pauses = new Set<() => void>()

  constructor(options: SenderOptions) {
    this.#options = options
    this.#gate = new Gate(options.settings.servers, options.settings.concurrency)
  }

  /** Items of which it makes sense to have so many under way: some wait for another try. */
  get appetite(): number {
    return 2 * this.#gate.most
  }

  /**
   * Returns the result of an item: one that is kept, or else that of the server. An item that is
   * under way already is not sent again. @throws Fault of kind `tooLong` or `withheld`,
   * ConfigError, ServerError, BudgetError, CancelledError
   */
  async send<Result>(item: Item<Result>, signal?: AbortSignal): Promise<Result> {
    for (let other = this.#underWay.get(item.id); other; other = this.#underWay.get(item.id))
      try {
        return (await other) as Result
      } catch (error) {
        // Who sent it first may give it up.
        if (!(error instanceof CancelledError)) throw error
      }
    const sent = this.#send(item, signal).finally(() => this.#underWay.delete(item.id))
    this.#underWay.set(item.id, sent)
    return sent
  }

  /** Returns once nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values())
  }

  async #send<Result>(item: Item<Result>, signal?: AbortSignal): Promise<Result> {
    const known = this.#options.kept?.get(item.id) as KeptItem | undefined
    if (known) return known.result as Result
    const { budget, settings } = this.#options
    throwIfCancelled(signal)
    if (this.#ended) throw this.#ended
    const { dollars: most } = priced(item.most, settings.price)
    let held: Reservation | undefined
    let used: Usage = noUsage
    try {
      const read = await this.#untilDone(item, signal, {
        // A try after one that was wasted may cost as much again.
        begin: async () => void (held ??= await budget?.hold(most)),
        waste: (wasted) => {
          this.#waste(item.id, wasted)
          held?.settle(wasted.dollars)
          held = undefined
        },
      })
      used = priced(read.used, settings.price)
      this.#options.kept?.keep(item.id, { result: read.result, usage: used } satisfies KeptItem)
      this.#options.onUsage?.(used)
      return read.result
    } catch (error) {
      // Others go on without what was given up.
      if (error instanceof CancelledError) throw error
      if (!(error instanceof Fault)) throw this.#end(error as Error)
      // A text that is too long will be too long when it is asked again.
      if (error.kind === 'tooLong' || error.kind === 'withheld') throw error
      throw this.#end(error.error)
    } finally {
      held?.settle(used.dollars)
    }
  }

  /** What cannot be used was paid for all the same. */
  #waste(id: string, usage: Usage): void {
    const { kept, onUsage } = this.#options
    while (kept?.has(wastedId(this.#wasted, id))) this.#wasted++
    kept?.keep(wastedId(this.#wasted++, id), { result: null, usage } satisfies KeptItem)
    onUsage?.(usage)
  }

  /** Nothing further is sent. What is under way comes to its end, and is kept. */
  #end(error: Error): Error {
    this.#ended ??= error
    this.#gate.close()
    for (const wake of this.#pauses) wake()
    return error
  }

  async #untilDone<Result>(
    item: Item<Result>,
    signal: AbortSignal | undefined,
    money: { begin: () => Promise<void>; waste: (usage: Usage) => void },
  ): Promise<Read<Result>> {
    let failures = 0
    for (let attempt = 1; ; attempt++) {
      await money.begin()
      const slot = await this.#gate.enter(signal)
      if (!slot) throw this.#ended!
      let outcome: Outcome = { kind: 'nothing' }
      try {
        const read = await this.#once(item, slot, signal)
        outcome = { kind: 'done', units: Math.max(1, read.used.tokens) }
        this.#isProven = true
        this.#illMs = undefined
        return read
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        const { kind, used } = error
        const waitMs = Math.max(error.waitMs ?? backoffMs(item.id, attempt), leastMs(attempt))
        const isBusy = kind === 'busy' || kind === 'unreachable'
        if (kind === 'failed') failures++
        if (kind === 'failed' || kind === 'unreachable') this.#doubted.add(slot.server)
        if (isBusy) outcome = { kind: kind === 'busy' ? 'busy' : 'gone', waitMs }
        else if (kind === 'failed') outcome = { kind }
        // Before another one takes the place.
        if (kind === 'fatal') this.#end(error.error)
        slot.release(outcome)
        if (used) money.waste(priced(used, this.#options.settings.price))
        this.#requirePatience(error, failures)
        this.#mention(error)
        // A server that is busy is left alone by all; any other fault is this item's own.
        if (!isBusy) await this.#pause(waitMs, signal)
      } finally {
        slot.release(outcome)
      }
    }
  }

  async #once<Result>(
    { path, body, read, listen }: Item<Result>,
    { server }: Slot,
    signal: AbortSignal | undefined,
  ): Promise<Read<Result>> {
    const { settings, key, otherModel } = this.#options
    const url = `${server}${path}`
    let reply: HttpReply
    try {
      const timeoutMs = settings.timeoutSeconds * 1000
      const onText = listen?.()
      reply = await exchange({ url, body, key, timeoutMs, signal, ...(onText && { onText }) })
    } catch (error) {
      if (error instanceof NoReply) throw faultOfSilence(url, error)
      throw error
    }
    if (reply.status !== 200) throw faultOf(url, settings.model, reply)
    const done = read(reply, url)
    const fault = otherModel(done.model, server) ?? (await this.#recheck(server, signal))
    if (fault === undefined) return done
    fault.used = done.used
    throw fault
  }

  /** Returns what is wrong where the server has become another one. */
  async #recheck(server: string, signal: AbortSignal | undefined): Promise<Fault | undefined> {
    for (let attempt = 1; this.#doubted.has(server); attempt++) {
      const asked =
        this.#rechecks.get(server) ??
        this.#options.recheck(server).finally(() => this.#rechecks.delete(server))
      this.#rechecks.set(server, asked)
      try {
        await asked
        this.#doubted.delete(server)
      } catch (error) {
        if (error instanceof Fault) return error
        if (!(error instanceof ServerError)) throw error
        // It has just replied: it will say who it is. What it replied was paid for.
        if (attempt === MOST_FAILURES || this.#ended) throw error
        await this.#pause(backoffMs(server, attempt), signal)
      }
    }
    return undefined
  }

  /** @throws the fault, where another try is not worth it */
  #requirePatience(fault: Fault, failures: number): void {
    const { kind } = fault
    if (kind === 'tooLong' || kind === 'withheld' || kind === 'fatal') throw fault
    // Another replica may be there.
    const isAlone = this.#options.settings.servers.length === 1
    if (kind === 'unreachable' && !this.#isProven && isAlone) throw fault
    if (kind === 'failed' && failures >= MOST_FAILURES)
      throw new ServerError(`${fault.message} (tried ${failures} times)`, {
        cause: fault,
        hint: 'What was paid for is kept: the same command goes on.',
      })
    this.#illMs ??= monotonicMs()
    const sinceMs = monotonicMs() - this.#illMs
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

  /** Waits, unless nothing is to be sent any more. @throws CancelledError */
  async #pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#ended) return
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        forget()
        this.#pauses.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, waitMs)
      const forget = onAbort(signal, wake)
      this.#pauses.add(wake)
      if (signal?.aborted) wake()
    })
    throwIfCancelled(signal)
  }
}

/** The files of earlier attempts hold some, too. */
const wastedId = (number: number, id: string): string => `unused ${number} ${id}`

/** However soon a server lets us come back: it may say so for ever. */
const leastMs = (attempt: number): number => Math.min(5000, 25 * 2 ** attempt)

/** Doubles from half a second to a minute, less up to a half of it at random. */
function backoffMs(id: string, attempt: number): number {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
  return most * (1 - rng('backoff', id, attempt).next() / 2)
}
