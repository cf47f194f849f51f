/**
 * Worker processes of one tier, the programs that wait for them, and what happens when a process
 * dies.
 */
import { randomInt } from 'node:crypto'
import { AppError, CancelledError } from '../core/index.ts'
import { readOutcome } from './outcome.ts'
import { failed, type Limits, type Outcome, type Program } from './program.ts'
import type { WorkerCommand } from './worker-command.ts'
import { WorkerProcess, type Ending } from './worker-process.ts'

export interface PoolOptions {
  command: WorkerCommand
  limits: Limits
  /** Processes at most. They are started as programs come. */
  size: number
  /** Programs sent ahead to a process, the one that runs included. */
  window: number
  /** How long after its limit a program's process is killed. */
  graceMs: number
}

/** A program under which this many processes died is judged to be the cause. */
const maxDeaths = 2
/**
 * So many processes in a row that did not even start are no accident; where others have started
 * before, more are put up with.
 */
const maxStillborn = { atFirst: 3, later: 30 } as const

interface Job {
  program: Omit<Program, 'id'>
  /** The number of the request that it was last sent as. */
  number: number
  deaths: number
  resolve(outcome: Outcome | null): void
  reject(error: Error): void
}

interface Member {
  process: WorkerProcess
  /** What was sent to it and not answered; it works on the first. */
  jobs: Job[]
}

/** Processes until they are disposed of, or until this process ends. */
export class Pool implements AsyncDisposable {
  /** One listener for all pools: each of its own would be too many for Node. */
  static readonly #open = new Set<Pool>()
  static readonly #endAll = (): void => {
    for (const pool of Pool.#open) pool.#killAll()
  }

  readonly #options: PoolOptions
  readonly #queue: Job[] = []
  readonly #members = new Set<Member>()
  #stillborn = 0
  #hasAnswered = false
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = options
    if (Pool.#open.size === 0) process.once('exit', Pool.#endAll)
    Pool.#open.add(this)
  }

  /**
   * Returns what running `program` came to; `null` when the tier leaves it to another. @throws
   * AppError when the tier's processes do not start, CancelledError after `close`
   */
  run(program: Omit<Program, 'id'>): Promise<Outcome | null> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new CancelledError('the sandbox was closed'))
      this.#queue.push({ program, number: 0, deaths: 0, resolve, reject })
      this.#dispatch()
    })
  }

  /**
   * Kills every process, and returns when they are gone; programs that were not judged yet are
   * rejected.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    Pool.#open.delete(this)
    if (Pool.#open.size === 0) process.off('exit', Pool.#endAll)
    const members = [...this.#members]
    const waiting = [...this.#queue.splice(0), ...members.flatMap(({ jobs }) => jobs)]
    this.#killAll()
    this.#members.clear()
    for (const { reject } of waiting) reject(new CancelledError('the sandbox was closed'))
    await Promise.all(members.map(({ process: { ended } }) => ended))
  }

  #killAll(): void {
    for (const { process } of this.#members) process.kill()
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const member = this.#leastBusy()
      if (!member) return
      const job = this.#queue.shift()!
      member.jobs.push(job)
      // Never 0, which is what a process calls its first frame; no program can count on to the
      // next.
      job.number = randomInt(1, 2 ** 32)
      const { timeoutMs, outputBytes } = this.#options.limits
      const { code, isNotebook = false, prelude, epilogue } = job.program
      member.process.send({
        number: job.number,
        text: JSON.stringify({ code, prelude, epilogue, isNotebook, timeoutMs, outputBytes }),
      })
    }
  }

  /**
   * The process with the fewest programs, a new one if all have some, none if all have as many as
   * they may.
   */
  #leastBusy(): Member | undefined {
    let best: Member | undefined
    for (const member of this.#members)
      if (!best || member.jobs.length < best.jobs.length) best = member
    if (best?.jobs.length === 0) return best
    if (this.#members.size < this.#options.size) return this.#start()
    return best && best.jobs.length < this.#options.window ? best : undefined
  }

  #start(): Member {
    const { command, limits, graceMs } = this.#options
    const worker = new WorkerProcess(command, limits.timeoutMs + graceMs, {
      onReply: ({ text }) => {
        this.#stillborn = 0
        this.#hasAnswered = true
        member.jobs.shift()?.resolve(text === 'null' ? null : readOutcome(text, limits.outputBytes))
        this.#dispatch()
      },
      onEnd: (ending) => this.#bury(member, ending),
    })
    const member: Member = { process: worker, jobs: [] }
    this.#members.add(member)
    return member
  }

  /**
   * Judges the program a process died of, and gives the others to other processes. That is the one
   * it was working on, unless its reply was on its way while the process was being killed.
   */
  #bury(member: Member, ending: Ending): void {
    if (!this.#members.delete(member) || this.#isClosed) return
    const { isRetired, isStillborn, lastRequest, description } = ending
    const mayBeStillborn = this.#hasAnswered ? maxStillborn.later : maxStillborn.atFirst
    if (isStillborn && ++this.#stillborn >= mayBeStillborn) return this.#giveUp(member, description)
    const [head] = member.jobs
    if (head && head.number === lastRequest && !isRetired && !isStillborn) {
      const verdict = this.#verdictOnDeath(head, ending)
      if (verdict) member.jobs.shift()?.resolve(verdict)
    }
    this.#queue.unshift(...member.jobs)
    this.#dispatch()
  }

  /**
   * Returns what it says of a program that a process died under it; `null` where that may have been
   * an accident.
   */
  #verdictOnDeath(job: Job, { isOverdue, description }: Ending): Outcome | null {
    if (isOverdue)
      return failed('timeout', 'Timeout', `stopped after ${this.#options.limits.timeoutMs} ms`)
    if (++job.deaths < maxDeaths) return null
    return failed('error', 'WorkerDied', `the sandbox's process ${description}`)
  }

  #giveUp(member: Member, description: string): void {
    const { command } = this.#options.command
    const error = new AppError('sandbox', `the sandbox does not start: ${command} ${description}`, {
      hint: '`reckoner doctor` says which sandboxes work on this machine',
    })
    for (const { reject } of [...member.jobs, ...this.#queue.splice(0)]) reject(error)
  }
}
