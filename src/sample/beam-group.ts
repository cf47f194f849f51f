/** The hypotheses of one problem in a beam search: which remain after a step, and their lines. */
import type { BeamResult, CompletedLine, Hypothesis, LineVerdict } from '../model/index.ts'
import type { RankedTokens } from './ranked-tokens.ts'
import type { Reader, Sequence } from './sequence.ts'
import { textFinder } from './stop.ts'

/** A hypothesis. Its continuations are hypotheses of their own. */
export interface Beam extends Pick<Sequence, 'promptIds' | 'ids' | 'logprob' | 'ending'> {
  /** What it continues by one token; none at the start. */
  parent: Beam | undefined
  score: number
  steps: Hypothesis['steps']
  /** Characters in lines that have been judged. */
  judged: number
}

/** The likeliest next tokens of a hypothesis with their probabilities. */
export type Candidates = (beam: Beam) => RankedTokens

/** What all problems of a search have in common. */
export interface BeamSearch {
  reader: Reader
  width: number
  /** Sets the ending of a hypothesis when its last token has ended it. */
  detectEnd: (beam: Beam) => void
  /** Whether lines are judged. */
  isJudged: boolean
}

export class BeamGroup {
  readonly problemId: string
  readonly #search: BeamSearch
  readonly #findLine: ReturnType<typeof textFinder>
  #beams: readonly Beam[]
  /** Lines that wait for their verdicts, with the hypotheses that have completed them. */
  #waiting: readonly { beam: Beam; completed: CompletedLine }[] = []
  #tokens = 0

  constructor(problemId: string, promptIds: readonly number[], search: BeamSearch) {
    this.problemId = problemId
    this.#search = search
    this.#findLine = textFinder(search.reader.tokenizer, ['\n'])
    const start = { parent: undefined, ids: [], ending: undefined, logprob: 0, score: 0 }
    this.#beams = [{ promptIds, ...start, steps: [], judged: 0 }]
  }

  /** The hypotheses that have not ended, the best first. */
  get live(): readonly Beam[] {
    return this.#beams.filter(({ ending }) => !ending)
  }

  get isDone(): boolean {
    return this.#waiting.length === 0 && this.live.length === 0
  }

  get waiting(): readonly CompletedLine[] {
    return this.#waiting.map(({ completed }) => completed)
  }

  get result(): BeamResult {
    const hypotheses = this.#beams.map(({ ids, logprob, score, steps, ending }) => ({
      text: ending!.text,
      tokens: ids.length,
      logprob,
      score,
      finish: ending!.finish,
      steps,
    }))
    return { problemId: this.problemId, hypotheses, tokens: this.#tokens }
  }

  /**
   * Takes a step: of the hypotheses that have ended and the continuations of the others, the best
   * remain, equals in the order in which they stood.
   */
  extend(candidates: Candidates): void {
    const { width, detectEnd, isJudged } = this.#search
    const offers: { beam: Beam; token?: number; logprob: number; score: number }[] = []
    for (const beam of this.#beams) {
      if (beam.ending) {
        offers.push({ beam, logprob: beam.logprob, score: beam.score })
        continue
      }
      this.#tokens++
      const { tokens, weights } = candidates(beam)
      for (const [rank, token] of tokens.entries()) {
        if (weights[rank] === 0) break
        const logprob = Math.log(weights[rank]!)
        offers.push({
          beam,
          token,
          logprob: beam.logprob + logprob,
          score: beam.score + logprob,
        })
      }
    }
    const best = offers.toSorted((a, b) => b.score - a.score).slice(0, width)
    const fresh: Beam[] = []
    this.#beams = best.map(({ beam, token, logprob, score }) => {
      if (token === undefined) return beam
      const next: Beam = { ...beam, parent: beam, ids: [...beam.ids, token], logprob, score }
      // What came before is needed no longer: a chain of parents would hold all of it.
      beam.parent = undefined
      detectEnd(next)
      fresh.push(next)
      return next
    })
    if (isJudged) this.#waiting = fresh.flatMap((beam) => this.#completedBy(beam))
  }

  /** Takes the verdicts on the waiting lines, in their order. */
  judge(verdicts: readonly LineVerdict[]): void {
    const dropped = new Set<Beam>()
    for (const [place, { beam, completed }] of this.#waiting.entries()) {
      const { added, isDropped = false } = verdicts[place]!
      if (isDropped) dropped.add(beam)
      if (added === undefined) continue
      beam.score += added
      beam.steps = [...beam.steps, { line: completed.line, added }]
    }
    this.#waiting = []
    const left = this.#beams.filter((beam) => !dropped.has(beam))
    const kept = left.length > 0 ? left : this.#beams
    this.#beams = kept.toSorted((a, b) => b.score - a.score)
  }

  /** The end of a text completes its last line. */
  #completedBy(beam: Beam): { beam: Beam; completed: CompletedLine }[] {
    const text = beam.ending?.text ?? this.#findLine(beam.ids, beam.judged)?.text
    if (text === undefined) return []
    const end = beam.ending ? text.length : text.lastIndexOf('\n') + 1
    let place = beam.judged
    beam.judged = Math.max(place, end)
    const lines = text.slice(place, end).split('\n')
    const completed = lines.flatMap((line): CompletedLine[] => {
      const before = text.slice(0, place + line.length)
      place += line.length + 1
      if (line.trim() === '') return []
      return [{ problemId: this.problemId, line, text: before, isLast: false }]
    })
    const last = completed.at(-1)
    if (beam.ending && last) last.isLast = true
    return completed.map((each) => ({ beam, completed: each }))
  }
}
