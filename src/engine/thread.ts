/**
 * Work in a worker thread: sessions block their thread, and the main one must stay alive for
 * progress, signals and pages.
 */
import { extname } from 'node:path'
import { parentPort, Worker } from 'node:worker_threads'
import {
  AppError,
  CancelledError,
  ConfigError,
  DataError,
  ModelError,
  ShapeError,
} from '../core/index.ts'

/**
 * What a thread can do: each method streams values and ends with a result. Arguments and values are
 * copied by structured clone.
 */
export type ThreadMethods = Record<
  string,
  (argument: never, signal: AbortSignal) => AsyncGenerator<unknown, unknown, void>
>

/** Said once nothing is under way any more. */
type Idle = { idle: true }

type Reply =
  | { call: number; kind: 'value' | 'result'; value: unknown }
  | {
      call: number
      kind: 'error'
      name: string
      code?: string
      message: string
      hint?: string
      stack?: string
    }

type Order =
  | { call: number; method: string; argument: unknown }
  | { call: number; cancel: true }
  | { end: true }

/** Answers the thread that started this one, one method call after another or several at once. */
export function serveThread(methods: ThreadMethods): void {
  const port = parentPort
  if (!port) throw new AppError('thread', 'serveThread was called outside a worker thread')
  const running = new Map<number, AbortController>()
  let isEnding = false
  const tellIdle = (): void => {
    if (isEnding && running.size === 0) port.postMessage({ idle: true } satisfies Idle)
  }
  port.on('message', (order: Order) => {
    if ('end' in order) {
      isEnding = true
      for (const controller of running.values()) controller.abort()
      tellIdle()
    } else if ('cancel' in order) running.get(order.call)?.abort()
    else void answer(order)
  })
  const answer = async ({
    call,
    method,
    argument,
  }: Extract<Order, { method: string }>): Promise<void> => {
    const controller = new AbortController()
    running.set(call, controller)
    const reply = (message: Reply): void => port.postMessage(message)
    try {
      const stream = methods[method]!(argument as never, controller.signal)
      for (;;) {
        const step = await stream.next()
        reply({ call, kind: step.done ? 'result' : 'value', value: step.value })
        if (step.done) break
        await nextTurn() // the runtime blocks: let a cancellation in
      }
    } catch (error) {
      reply({ call, kind: 'error', ...describe(error) })
    } finally {
      running.delete(call)
      tellIdle()
    }
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function describe(error: unknown): Omit<Extract<Reply, { kind: 'error' }>, 'call' | 'kind'> {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const fields =
    error instanceof AppError ? { code: error.code, ...(error.hint && { hint: error.hint }) } : {}
  return {
    name: error.name,
    message: error.message,
    ...(error.stack && { stack: error.stack }),
    ...fields,
  }
}

const errorClasses = { CancelledError, ConfigError, DataError, ModelError, ShapeError }

function revive({ name, code, message, hint, stack }: Extract<Reply, { kind: 'error' }>): Error {
  const known = errorClasses[name as keyof typeof errorClasses]
  const fields = hint === undefined ? {} : { hint }
  const error = known
    ? new known(message, fields)
    : code
      ? new AppError(code, message, fields)
      : new Error(message)
  if (stack) error.stack = stack
  return error
}

/**
 * For a program that was given to Node as text: the thread's module is a file. Options of the
 * runtime are otherwise inherited, which is more than a thread may be given.
 */
const notAsGiven = { execArgv: [] }

/** A worker thread and the calls under way in it. */
export class Thread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #calls = new Map<number, (reply: Reply) => void>()
  #next = 0
  /** Why nothing more can be asked of it. */
  #end: Error | undefined
  /** Settles when nothing is under way in the thread, or it is gone. */
  readonly #idle: Promise<void>

  /**
   * Starts the module `name` (no extension) beside `base`, which must call `serveThread`; it ends
   * when its heap is over `maxHeapMb`.
   */
  constructor(name: string, base: string, maxHeapMb?: number) {
    const limits =
      maxHeapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }
    this.#worker = new Worker(new URL(`./${name}${extname(base)}`, base), {
      ...limits,
      ...(process.execArgv.some((each) => each.startsWith('--input-type')) && notAsGiven),
    })
    let resolve = (): void => {}
    this.#idle = new Promise((settle) => (resolve = settle))
    this.#worker.on('message', (reply: Reply | Idle) => {
      if ('idle' in reply) resolve()
      else this.#calls.get(reply.call)?.(reply)
    })
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', (code) => {
      this.#fail(new AppError('thread', `the worker thread ended with status ${code}`))
      resolve()
    })
  }

  /** Whether nothing more can be asked of it. */
  get isEnded(): boolean {
    return this.#end !== undefined
  }

  #fail(error: Error): void {
    this.#end ??= error
    for (const [call, take] of this.#calls) take({ call, kind: 'error', ...describe(this.#end) })
  }

  /**
   * Calls a method: yields its values and returns its result. Leaving the loop early, or `signal`,
   * cancels the work.
   */
  async *call<Value, Result>(
    method: string,
    argument: unknown,
    signal?: AbortSignal,
  ): AsyncGenerator<Value, Result, void> {
    if (this.#end) throw this.#end
    const call = this.#next++
    const queue: Reply[] = []
    let wake = (): void => {}
    this.#calls.set(call, (reply) => {
      queue.push(reply)
      wake()
    })
    const cancel = (): void => this.#worker.postMessage({ call, cancel: true } satisfies Order)
    signal?.addEventListener('abort', cancel, { once: true })
    let ended = false
    try {
      this.#worker.postMessage({ call, method, argument } satisfies Order)
      if (signal?.aborted) cancel()
      for (;;) {
        const reply = queue.shift()
        if (!reply) {
          await new Promise<void>((resolve) => (wake = resolve))
          continue
        }
        ended = reply.kind !== 'value'
        if (reply.kind === 'error') throw revive(reply)
        if (reply.kind === 'result') return reply.value as Result
        yield reply.value as Value
      }
    } finally {
      signal?.removeEventListener('abort', cancel)
      this.#calls.delete(call)
      if (!ended) cancel()
    }
  }

  /**
   * Ends the thread as soon as it computes nothing: the runtime takes the process with it when it
   * is stopped in the middle. What is under way, and all that is asked later, fails.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#worker.postMessage({ end: true } satisfies Order)
    this.#fail(new CancelledError('closed: nothing more can be asked of it'))
    await this.#idle
    await this.#worker.terminate()
  }

  /** Ends the thread wherever it is. Only for threads without native code. */
  async stop(): Promise<void> {
    this.#fail(new CancelledError('the thread was stopped'))
    await this.#worker.terminate()
  }
}
