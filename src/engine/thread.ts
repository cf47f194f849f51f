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

type Order = { call: number; method: string; argument: unknown } | { call: number; cancel: true }

/** Answers the thread that started this one, one method call after another or several at once. */
export function serveThread(methods: ThreadMethods): void {
  const port = parentPort
  if (!port) throw new AppError('thread', 'serveThread was called outside a worker thread')
  const running = new Map<number, AbortController>()
  port.on('message', (order: Order) => {
    if ('cancel' in order) running.get(order.call)?.abort()
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

/** A worker thread and the calls under way in it. */
export class Thread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #calls = new Map<number, (reply: Reply) => void>()
  #next = 0

  /**
   * Starts the module `name` (no extension) beside `base`, which must call `serveThread`; it ends
   * when its heap is over `maxHeapMb`.
   */
  constructor(name: string, base: string, maxHeapMb?: number) {
    const limits =
      maxHeapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }
    this.#worker = new Worker(new URL(`./${name}${extname(base)}`, base), limits)
    this.#worker.on('message', (reply: Reply) => this.#calls.get(reply.call)?.(reply))
    const fail = (error: Error): void => {
      for (const [call, take] of this.#calls) take({ call, kind: 'error', ...describe(error) })
    }
    this.#worker.on('error', fail)
    this.#worker.on('exit', (code) =>
      fail(new AppError('thread', `the worker thread ended with status ${code}`)),
    )
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.#worker.removeAllListeners('exit')
    await this.#worker.terminate()
  }
}
