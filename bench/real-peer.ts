/** Transformers in a process of its own that stays: it opens the model once and answers tasks. */
import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Interface } from 'node:readline'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { python } from './python.ts'

export type Attention = 'eager' | 'sdpa'

/** How long a task took. */
export interface Took {
  seconds: number
  /** Processor time of all threads. */
  processorSeconds: number
}

interface Greedy extends Took {
  /** New tokens of each prompt, the end of the text included and padding behind it. */
  ids: number[][]
  texts: string[]
}

/** One task at a time. */
export class RealPeer implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: Interface
  readonly #answers: AsyncIterator<string>

  constructor(directory: string) {
    const script = join(import.meta.dirname, 'real_peer.py')
    this.#process = spawn(python, [script, directory, String(availableParallelism())], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // Threads that spin while they wait take up to ten times as long where other programs run
      env: { ...process.env, OMP_WAIT_POLICY: 'passive' },
    })
    this.#lines = createInterface({ input: this.#process.stdout })
    this.#answers = this.#lines[Symbol.asyncIterator]()
  }

  versions = async (): Promise<string> =>
    (await this.#ask<{ versions: string }>('ready', {})).versions

  generate = (spec: {
    prompts: readonly string[]
    batch: number
    maxNewTokens: number
    /** Whether texts end at the end-of-text token. */
    stops: boolean
    attention: Attention
  }): Promise<Greedy> => this.#ask('generate', spec)

  score = (spec: {
    items: readonly { prompt: string; continuation: string }[]
    batch: number
    attention: Attention
  }): Promise<Took & { logprobs: number[][]; tokens: number }> => this.#ask('score', spec)

  /** Log-probabilities of each item's words, one token each, all read at the end of its prompt. */
  choose = (spec: {
    items: readonly { prompt: string; continuations: readonly string[] }[]
    batch: number
    attention: Attention
  }): Promise<Took & { logprobs: number[][] }> => this.#ask('choose', spec)

  /** The two likeliest tokens after `prompt` and `ids`. */
  likeliest = (
    prompt: string,
    ids: readonly number[],
  ): Promise<{ logits: number[]; texts: string[] }> => this.#ask('likeliest', { prompt, ids })

  /** Texts of the first one, two, … of `ids`. */
  decoded = async (ids: readonly number[]): Promise<string[]> =>
    (await this.#ask<{ texts: string[] }>('decoded', { ids })).texts

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lines.close()
    this.#process.kill()
  }

  async #ask<Answer>(task: string, spec: object): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify({ task, ...spec })}\n`)
    const { done, value } = await this.#answers.next()
    if (done) throw new Error(`the peer ended before it answered "${task}"`)
    return JSON.parse(value) as Answer
  }
}
