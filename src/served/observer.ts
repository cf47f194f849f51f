/** What replies give away that no server says: texts that were cut, filtered or left out. */
import type { Prompt } from '../model/index.ts'
import type { Choice } from './choices.ts'
import type { Fault } from './fault.ts'

export interface Seen {
  prompt: Prompt
  choices: readonly Choice[]
  /** Tokens of each. */
  tokens: readonly number[]
  /** What the server says of the request. */
  told: { promptTokens: number; tokens: number } | undefined
  maxNewTokens: number
}

/** No tokenizer makes fewer tokens of a text. */
const MOST_BYTES_PER_TOKEN = 16
/** So many prompts of other lengths have as many tokens only where they were cut. */
const SAME_LENGTH = 8
const LONGER = 1.25

/** Collects what is odd about replies, to be told once. */
export class Observer {
  #refused: { problemId: string; fault: Fault }[] = []
  #cut = 0
  #withheld = 0
  #shortened: string[] = []
  /** Of the prompts with the most tokens: how many there are, and their lengths in bytes. */
  #longest = { tokens: 0, count: 0, least: 0, most: 0 }

  refused(problemId: string, fault: Fault): void {
    this.#refused.push({ problemId, fault })
  }

  saw({ prompt, choices, tokens, told, maxNewTokens }: Seen): void {
    this.#withheld += choices.filter(({ isWithheld }) => isWithheld).length
    const [only] = choices.length === 1 && told ? choices : []
    const isCut = only?.finish === 'length' && !only.isWithheld
    if (isCut && tokens[0]! < maxNewTokens) this.#cut++
    if (!told || told.promptTokens === 0) return
    const bytes = Buffer.byteLength(prompt.prompt)
    if (bytes > MOST_BYTES_PER_TOKEN * told.promptTokens) this.#shortened.push(prompt.problemId)
    const { tokens: longest, count, least, most } = this.#longest
    if (told.promptTokens > longest)
      this.#longest = { tokens: told.promptTokens, count: 1, least: bytes, most: bytes }
    else if (told.promptTokens === longest)
      this.#longest = {
        tokens: longest,
        count: count + 1,
        least: Math.min(least, bytes),
        most: Math.max(most, bytes),
      }
  }

  /** Returns what was seen since this was asked last, a sentence each. */
  take(): string[] {
    const told: string[] = []
    const [first] = this.#refused
    if (first)
      told.push(
        `${this.#refused.length} ${this.#refused.length === 1 ? 'prompt was' : 'prompts were'} refused (${first.problemId}: ${first.fault.message}): their completions are empty, and count as wrong`,
      )
    if (this.#withheld > 0)
      told.push(
        `a filter of the server keeps ${this.#withheld} ${this.#withheld === 1 ? 'completion' : 'completions'} back: empty, and counted as wrong`,
      )
    if (this.#cut > 0)
      told.push(
        `the server has cut ${this.#cut} ${this.#cut === 1 ? 'completion' : 'completions'} before they had as many tokens as they may have`,
      )
    const { count, least, most, tokens } = this.#longest
    if (this.#shortened.length > 0)
      told.push(
        `the server seems to have read only a part of ${this.#shortened.length} prompts (${this.#shortened[0]}): it counts too few tokens. Its context may be too short`,
      )
    else if (count >= SAME_LENGTH && most > LONGER * least)
      told.push(
        `the server counts ${tokens} tokens for ${count} prompts of different lengths: it seems to read only a part of them. Its context may be too short`,
      )
    this.#refused = []
    this.#cut = 0
    this.#withheld = 0
    this.#shortened = []
    this.#longest = { tokens: 0, count: 0, least: 0, most: 0 }
    return told
  }
}
