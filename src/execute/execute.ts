/** The one function of this layer: programs in, verdicts out. */
import { availableParallelism } from 'node:os'
import { AppError, CancelledError, mapConcurrent } from '../core/index.ts'
import { Pool } from './pool.ts'
import { preludeFor } from './prelude.ts'
import {
  defaultLimits,
  failed,
  maxCodeLength,
  refusedUnread,
  type ExecutionVerdict,
  type Limits,
  type Outcome,
  type Program,
} from './program.ts'
import { sandboxes, type SandboxName } from './sandboxes.ts'
import type { TierDefinition } from './tier.ts'

export interface ExecuteOptions {
  /**
   * Which tiers judge; `default` unless given. A tier that was not asked for is never fallen back
   * to.
   */
  sandbox?: SandboxName
  limits?: Partial<Limits>
  /** Worker processes of a tier; as many as there are cores unless given. */
  workers?: number
  signal?: AbortSignal | undefined
}

/**
 * Processes that stay ready for programs. Dispose of it when done: it keeps the program alive that
 * uses it.
 */
export interface Sandbox extends AsyncDisposable {
  /**
   * Returns the verdict on one program. Never throws for what a program does. @throws AppError when
   * the sandbox itself fails
   */
  run(program: Program): Promise<ExecutionVerdict>
  /**
   * Yields a verdict for each program, in their order; several run at once. @throws AppError,
   * CancelledError
   */
  execute(
    programs: AsyncIterable<Program> | Iterable<Program>,
  ): AsyncGenerator<ExecutionVerdict, void, void>
}

/**
 * Verdicts that wait for an earlier program, with those that run: a program that takes its whole
 * time holds up no more than this.
 */
export const maxAhead = 4_096
const mostWorkers = 16

/**
 * Runs programs and yields their verdicts in order. The sandbox is opened for this call and closed
 * after it.
 */
export async function* execute(
  programs: AsyncIterable<Program> | Iterable<Program>,
  options: ExecuteOptions = {},
): AsyncGenerator<ExecutionVerdict, void, void> {
  const sandbox = openSandbox(options)
  try {
    yield* sandbox.execute(programs)
  } finally {
    await sandbox[Symbol.asyncDispose]()
  }
}

/** Opens a sandbox. Its processes are started when programs come. */
export function openSandbox({
  sandbox = 'default',
  limits: given = {},
  workers,
  signal,
}: ExecuteOptions = {}): Sandbox {
  const limits = { ...defaultLimits, ...given }
  const size = workers ?? Math.min(availableParallelism(), mostWorkers)
  const stations = sandboxes[sandbox].map((tier) => new Station(tier, limits, size))
  const onAbort = (): void => void close()
  const close = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort)
    await Promise.all(stations.map((station) => station[Symbol.asyncDispose]()))
  }
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()

  const within = harnessed()
  const run = async (given: Program): Promise<ExecutionVerdict> => {
    const { id } = given
    const length = sourceOf(given).length
    if (length > maxCodeLength)
      return refusedUnread(
        id,
        `a program of ${length} characters; at most ${maxCodeLength} are read`,
      )
    const program = within(given)
    const source = sourceOf(program)
    for (const station of stations) {
      if (!station.tier.accepts(source)) continue
      const outcome = await station.run(program)
      if (outcome) return { id, tier: station.tier.name, ...outcome }
    }
    throw new AppError('sandbox', 'the last tier left a program to the next')
  }
  return {
    run,
    execute: (programs) => mapConcurrent(programs, { limit: maxAhead, signal }, run),
    [Symbol.asyncDispose]: close,
  }
}

/** All that is run of a program, as one text. */
const sourceOf = ({ prelude = '', code, epilogue = '' }: Program): string =>
  prelude === '' && epilogue === '' ? code : `${prelude}\n${code}\n${epilogue}`

/** Returns a function that leaves out of programs' preludes what they do not need. */
function harnessed(): (program: Program) => Program {
  // Programs come with one prelude for all.
  let last = { prelude: '', part: preludeFor('') }
  return (program) => {
    const { prelude = '', code, epilogue } = program
    if (prelude === '') return program
    if (prelude !== last.prelude) last = { prelude, part: preludeFor(prelude) }
    const part = last.part(`${code}\n${epilogue ?? ''}`)
    return { ...program, prelude: part === '' ? undefined : part }
  }
}

/** A tier with its pool, which is made when the first program comes. */
class Station implements AsyncDisposable {
  readonly tier: TierDefinition
  readonly #limits: Limits
  readonly #size: number
  #pool: Promise<Pool> | undefined
  #isClosed = false

  constructor(tier: TierDefinition, limits: Limits, size: number) {
    this.tier = tier
    this.#limits = limits
    this.#size = size
  }

  /** Returns an outcome, or `null` when this tier leaves the program to the next. */
  async run(program: Program): Promise<Outcome | null> {
    if (this.#isClosed) throw new CancelledError('the sandbox was closed')
    this.#pool ??= this.#open()
    const outcome = await (await this.#pool).run(program)
    if (!this.tier.isPartial)
      return outcome ?? failed('error', 'BadResult', 'the sandbox has no result')
    const isOwn =
      outcome?.status === 'ok' ||
      (outcome?.status === 'error' && outcome.error?.type !== 'WorkerDied')
    return isOwn ? outcome : null
  }

  async #open(): Promise<Pool> {
    const command = await this.tier.prepare(this.#limits)
    const { window, graceMs } = this.tier
    return new Pool({ command, limits: this.#limits, size: this.#size, window, graceMs })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    const pool = await this.#pool?.catch(() => undefined)
    await pool?.[Symbol.asyncDispose]()
  }
}
