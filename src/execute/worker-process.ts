/**
 * One worker process: requests in, replies out in the same order, and a deadline on the one it is
 * working on.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { monotonicMs } from '../core/index.ts'
import {
  createFrameReader,
  encodeFrame,
  replyDescriptor,
  requestDescriptor,
  type Frame,
} from './frames.ts'
import type { WorkerCommand } from './worker-command.ts'

/** How a process came to its end. */
export interface Ending {
  /** The process asked to be replaced, after it had answered: nothing is wrong. */
  isRetired: boolean
  /** It was killed because the program that it had begun was over its time. */
  isOverdue: boolean
  /**
   * The number of the request that it was working on when it was killed, or ended; `null` where
   * there was none.
   */
  lastRequest: number | null
  /** It never got as far as its first frame. */
  isStillborn: boolean
  description: string
}

export interface WorkerEvents {
  /** The reply to the earliest request that has none. */
  onReply(reply: Frame): void
  onEnd(ending: Ending): void
}

/** How long it may take to start, and between two programs. */
const idleMs = 60_000
/** A program that counts further than 32 bits is run once more. */
const maxBeginnings = 2
const diagnosticsLength = 2 ** 16

/**
 * A process from its start to its end. Nothing is thrown: whatever happens to it comes as its
 * ending.
 */
export class WorkerProcess {
  /** Milliseconds from the start of a program after which the process is killed. */
  readonly #patienceMs: number
  readonly #events: WorkerEvents
  readonly #process: ChildProcess
  readonly #requests: Writable | undefined
  /** The numbers of the requests that have no reply yet; it works on the first. */
  readonly #waiting: number[] = []
  #isReady = false
  /** It answered what it was not asked: nothing it says counts from there on. */
  #isConfused = false
  #isOverdue = false
  #isRetired = false
  #hasAnswered = false
  #hasBegun = false
  /** How often the program has begun that it works on. */
  #begun = 0
  #lastRequest: number | null = null
  #diagnostics = ''
  #timer: NodeJS.Timeout | undefined
  #dueAt = 0
  /** Settles when the process has ended and everything it said was read. */
  readonly ended: Promise<void>

  constructor(
    { command, arguments: args, environment }: WorkerCommand,
    patienceMs: number,
    events: WorkerEvents,
  ) {
    this.#patienceMs = patienceMs
    this.#events = events
    // A process group of its own: it can be killed with all its children, and Ctrl-C reaches it
    // through its parent only.
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'pipe']
    stdio[requestDescriptor] = stdio[replyDescriptor] = 'pipe'
    this.#process = spawn(command, args, { env: environment, stdio, detached: true })
    // Where the system has no more descriptors to give, there are no streams, and an error is all
    // that comes.
    this.#requests = this.#process.stdio?.[requestDescriptor] as Writable | undefined
    this.#requests?.on('error', () => {}) // a process that is gone: its end is reported by itself
    this.#process.stderr?.on('data', (bytes: Buffer) => {
      this.#diagnostics = (this.#diagnostics + bytes.toString('utf8')).slice(-diagnosticsLength)
    })
    this.#readReplies()
    this.ended = this.#reportEnd()
    this.#arm(idleMs)
  }

  send(request: Frame): void {
    if (this.#waiting.push(request.number) === 1 && this.#isReady) this.#arm(idleMs)
    this.#requests?.write(encodeFrame(request))
  }

  kill(): void {
    try {
      process.kill(-this.#process.pid!, 'SIGKILL')
    } catch {
      this.#process.kill('SIGKILL') // its group is gone, or it never started
    }
  }

  #readReplies(): void {
    const read = createFrameReader((frame) => this.#take(frame))
    const replies = this.#process.stdio?.[replyDescriptor] as Readable | undefined
    replies?.on('data', (bytes: Buffer) => {
      if (this.#isConfused) return
      try {
        read(bytes)
      } catch {
        this.#isConfused = true // this is not what a worker says
      }
      if (this.#isConfused) return this.kill()
      // An answer that has begun came in time: a long one waits in the process until this one,
      // perhaps busy, has read what came before.
      if (this.#isReady) this.#rearm()
    })
  }

  #reportEnd(): Promise<void> {
    let failure = ''
    return new Promise((resolve) => {
      const onClose = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#disarm()
        const cause = failure || (signal ? `was ended by ${signal}` : `ended with status ${code}`)
        const said = readable(
          this.#isConfused ? 'it sent a reply that matches no request' : this.#diagnostics,
        )
        this.#events.onEnd({
          isRetired: this.#isRetired && this.#hasAnswered,
          isOverdue: this.#isOverdue,
          lastRequest: this.#lastRequest ?? this.#waiting[0] ?? null,
          isStillborn: !this.#isReady,
          description: said ? `${cause}: ${said}` : cause,
        })
        resolve()
      }
      this.#process.on('close', onClose)
      this.#process.on('error', (error) => {
        failure = error.message
        if (!this.#requests) onClose(null, null)
      })
    })
  }

  #take(frame: Frame): void {
    if (this.#isConfused || this.#isRetired) return
    if (this.#isReady && frame.number === 0) {
      // Between two programs, or it would be one of them that asks.
      this.#isRetired = !this.#hasBegun
      this.#isConfused = this.#hasBegun
      this.kill()
    } else if (this.#isReady) {
      // A reply to anything else would be somebody's verdict on another program.
      if (frame.number !== this.#waiting[0]) return void (this.#isConfused = true)
      this.#hasBegun = frame.text === ''
      if (this.#hasBegun) {
        this.#isConfused = ++this.#begun > maxBeginnings
        return
      }
      this.#begun = 0
      this.#waiting.shift()
      this.#hasAnswered = true
      this.#events.onReply(frame)
    } else {
      this.#isReady = true
      this.#disarm()
    }
  }

  #rearm(): void {
    if (this.#waiting.length > 0) this.#arm(this.#hasBegun ? this.#patienceMs : idleMs)
    else this.#disarm()
  }

  /**
   * One timer is kept and asked again when it fires: setting one for each program would cost more
   * than the program. It fires at least as often as a program's time would run out.
   */
  #arm(milliseconds: number): void {
    this.#dueAt = monotonicMs() + milliseconds
    this.#timer ??= setTimeout(() => this.#check(), Math.min(milliseconds, this.#patienceMs))
  }

  #disarm(): void {
    this.#dueAt = Number.POSITIVE_INFINITY
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #check(): void {
    this.#timer = undefined
    const left = this.#dueAt - monotonicMs()
    if (left > 0) {
      if (Number.isFinite(left))
        this.#timer = setTimeout(() => this.#check(), Math.min(left, this.#patienceMs))
      return
    }
    // This process may have been busy while the answer arrived: read what is there before judging.
    setImmediate(() => {
      if (this.#dueAt > monotonicMs()) return this.#check()
      this.#isOverdue = this.#hasBegun
      this.#lastRequest = this.#waiting[0] ?? null
      this.kill()
    })
  }
}

/**
 * What a process wrote to its standard error, without the lines of minified code that Node shows
 * above an error.
 */
function readable(diagnostics: string): string {
  return diagnostics
    .split('\n')
    .filter((line) => line.trim() !== '' && line.length < 400)
    .slice(0, 8)
    .join('\n')
}
