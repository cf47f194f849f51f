/** One worker process: requests in, replies out in the same order, and a deadline on the one it is working on. */
import { spawn, type ChildProcess } from 'node:child_process'
import { monotonicMs } from '../core/index.ts'
import { createFrameReader, encodeFrame } from './frames.ts'
import type { WorkerCommand } from './worker-command.ts'

/** How a process came to its end. */
export interface Ending {
  /** The process ended by itself, with nothing wrong: it asks to be replaced. */
  isRetired: boolean
  /** It was killed at its deadline. */
  isOverdue: boolean
  /** It never got as far as its first frame. */
  isStillborn: boolean
  description: string
}

export interface WorkerEvents {
  onReply(text: string): void
  onEnd(ending: Ending): void
}

const bootMs = 60_000
const diagnosticsLength = 2 ** 16

/** A process from its start to its end. Nothing is thrown: whatever happens to it comes as its ending. */
export class WorkerProcess {
  /** Milliseconds from the start of a program after which the process is killed. */
  readonly #patienceMs: number
  readonly #events: WorkerEvents
  readonly #process: ChildProcess
  #waiting = 0
  #isReady = false
  #isOverdue = false
  #diagnostics = ''
  #timer: NodeJS.Timeout | undefined
  #dueAt = 0
  /** Settles when the process has ended and everything it said was read. */
  readonly ended: Promise<void>

  constructor({ command, arguments: args, environment }: WorkerCommand, patienceMs: number, events: WorkerEvents) {
    this.#patienceMs = patienceMs
    this.#events = events
    // A process group of its own: it can be killed with all its children, and Ctrl-C reaches it through its parent only.
    this.#process = spawn(command, args, { env: environment, stdio: 'pipe', detached: true })
    // Where the system has no more descriptors to give, there are no streams, and an error is all that comes.
    this.#process.stdin?.on('error', () => {}) // a process that is gone: its end is reported by itself
    this.#process.stderr?.on('data', (bytes: Buffer) => {
      this.#diagnostics = (this.#diagnostics + bytes.toString('utf8')).slice(-diagnosticsLength)
    })
    this.#readReplies()
    this.ended = this.#reportEnd()
    this.#arm(bootMs)
  }

  send(request: string): void {
    if (this.#waiting++ === 0 && this.#isReady) this.#arm(this.#patienceMs)
    this.#process.stdin?.write(encodeFrame(request))
  }

  kill(): void {
    try {
      process.kill(-this.#process.pid!, 'SIGKILL')
    } catch {
      this.#process.kill('SIGKILL') // its group is gone, or it never started
    }
  }

  #readReplies(): void {
    const read = createFrameReader((text) => this.#take(text))
    this.#process.stdout?.on('data', (bytes: Buffer) => {
      try {
        read(bytes)
      } catch {
        return this.kill() // this is not what a worker says
      }
      // An answer that has begun came in time: a long one waits in the process until this one, perhaps busy, has read what came before.
      if (this.#isReady) this.#rearm()
    })
  }

  #reportEnd(): Promise<void> {
    let failure = ''
    return new Promise((resolve) => {
      const onClose = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#disarm()
        const cause = failure || (signal ? `was ended by ${signal}` : `ended with status ${code}`)
        const said = readable(this.#diagnostics)
        this.#events.onEnd({
          isRetired: this.#isReady && code === 0 && !this.#isOverdue,
          isOverdue: this.#isOverdue,
          isStillborn: !this.#isReady,
          description: said ? `${cause}: ${said}` : cause,
        })
        resolve()
      }
      this.#process.on('close', onClose)
      this.#process.on('error', (error) => {
        failure = error.message
        if (!this.#process.stdout) onClose(null, null)
      })
    })
  }

  #take(text: string): void {
    if (this.#isReady) {
      this.#waiting--
      this.#events.onReply(text)
    } else {
      this.#isReady = true
      this.#disarm() // its timer is set to the start's time, which is far longer than a program's
    }
  }

  #rearm(): void {
    if (this.#waiting > 0) this.#arm(this.#patienceMs)
    else this.#disarm()
  }

  /** One timer is kept and asked again when it fires: setting one for each program would cost more than the program. */
  #arm(milliseconds: number): void {
    this.#dueAt = monotonicMs() + milliseconds
    this.#timer ??= setTimeout(() => this.#check(), milliseconds)
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
      if (Number.isFinite(left)) this.#timer = setTimeout(() => this.#check(), left)
      return
    }
    // This process may have been busy while the answer arrived: read what is there before judging.
    setImmediate(() => {
      if (this.#dueAt > monotonicMs()) return this.#check()
      this.#isOverdue = true
      this.kill()
    })
  }
}

/** What a process wrote to its standard error, without the lines of minified code that Node shows above an error. */
function readable(diagnostics: string): string {
  return diagnostics
    .split('\n')
    .filter((line) => line.trim() !== '' && line.length < 400)
    .slice(0, 8)
    .join('\n')
}
