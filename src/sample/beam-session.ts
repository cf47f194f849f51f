/** A beam search over several problems that are decoded together. */
import { throwIfCancelled } from '../core/index.ts'
import type {
  BeamRequest,
  BeamResult,
  CompletedLine,
  LineJudge,
  LineVerdict,
} from '../model/index.ts'
import { BeamGroup, type BeamSearch } from './beam-group.ts'
import { endDetector, promptIdsOf, type Reader } from './sequence.ts'

/** What computes the next tokens of hypotheses. */
export interface BeamBatch {
  /** Extends each of these problems by one step. */
  step(groups: readonly BeamGroup[]): Promise<void>
}

/** How far a search has come. */
export interface BeamProgress {
  /** Of the problems that were finished since it was last told. */
  results: BeamResult[]
  /** Lines that wait for verdicts. */
  lines: CompletedLine[]
  isEnded: boolean
}

/** Returns the problems of a request. @throws ConfigError when a prompt leaves no room */
export function startGroups(
  reader: Reader,
  { prompts, width, decoding }: BeamRequest,
  isJudged: boolean,
): BeamGroup[] {
  const detectEnd = endDetector(reader, { temperature: 0, ...decoding })
  const search: BeamSearch = { reader, width, detectEnd, isJudged }
  return prompts.map(
    (prompt) => new BeamGroup(prompt.problemId, promptIdsOf(reader, prompt), search),
  )
}

export class BeamSession {
  readonly #batch: BeamBatch
  readonly #isJudged: boolean
  #groups: readonly BeamGroup[]

  constructor(groups: readonly BeamGroup[], batch: BeamBatch, isJudged: boolean) {
    this.#groups = groups
    this.#batch = batch
    this.#isJudged = isJudged
  }

  /**
   * Goes on with the verdicts on the lines that were told. Comes back when a problem is finished;
   * where lines are judged, when half of the unfinished problems wait for verdicts, so that many
   * lines are judged together.
   */
  async advance(verdicts: readonly LineVerdict[], signal?: AbortSignal): Promise<BeamProgress> {
    let place = 0
    for (const group of this.#groups) {
      const count = group.waiting.length
      if (count > 0) group.judge(verdicts.slice(place, place + count))
      place += count
    }
    for (;;) {
      throwIfCancelled(signal)
      const unfinished = this.#groups.filter(({ isDone }) => !isDone)
      const waiting = unfinished.filter((group) => group.waiting.length > 0)
      const hasNews = this.#isJudged
        ? 2 * waiting.length >= unfinished.length
        : unfinished.length < this.#groups.length
      if (hasNews || unfinished.length === 0) return this.#tell(unfinished)
      await this.#batch.step(unfinished.filter((group) => group.waiting.length === 0))
    }
  }

  #tell(unfinished: readonly BeamGroup[]): BeamProgress {
    const results = this.#groups.filter(({ isDone }) => isDone).map(({ result }) => result)
    this.#groups = unfinished
    const lines = unfinished.flatMap(({ waiting }) => waiting)
    return { results, lines, isEnded: unfinished.length === 0 }
  }
}

/** Runs a search to its end, wherever it is computed. */
export async function* beamResults(
  advance: (verdicts: readonly LineVerdict[]) => Promise<BeamProgress>,
  judge: LineJudge | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<BeamResult, void, void> {
  let verdicts: readonly LineVerdict[] = []
  for (;;) {
    const { results, lines, isEnded } = await advance(verdicts)
    yield* results
    if (isEnded) return
    verdicts = lines.length > 0 ? await judge!(lines, signal) : []
  }
}
