/** Hypotheses that are decoded together over one key/value cache. */
import type { Model } from '../model/index.ts'
import type { Beam, BeamGroup } from './beam-group.ts'
import type { BeamBatch } from './beam-session.ts'
import type { Decoder, NextTokens } from './decoder.ts'
import { KeyValueCache } from './key-value-cache.ts'
import { passes } from './passes.ts'
import { rankLikeliest, type RankedTokens } from './ranked-tokens.ts'

/** The cache is laid out anew once this share of its rows is held by no hypothesis. */
const COMPACT_SHARE = 0.25

/** The likeliest token counts, at temperature 1. */
const TEMPERATURE = 0

export class CachedBeams implements BeamBatch {
  readonly #model: Model
  readonly #decoder: Decoder
  readonly #groups: readonly BeamGroup[]
  readonly #width: number
  #cache: KeyValueCache
  /** The hypothesis of each row of the cache. */
  #rows: (Beam | undefined)[]
  #isStarted = false

  /** `groups` are all problems that it will extend. */
  constructor(model: Model, decoder: Decoder, groups: readonly BeamGroup[], width: number) {
    this.#model = model
    this.#decoder = decoder
    this.#groups = groups
    this.#width = width
    const lengths = groups.flatMap(({ live }) => live.map(({ promptIds }) => promptIds.length))
    this.#cache = new KeyValueCache(model.config, groups.length * width, Math.max(0, ...lengths))
    this.#rows = Array.from({ length: groups.length * width })
  }

  async step(groups: readonly BeamGroup[]): Promise<void> {
    if (!this.#isStarted) {
      this.#isStarted = true
      return this.#prefill(groups)
    }
    this.#compact()
    const busy = new Set(groups.flatMap(({ live }) => live))
    const next = await this.#decoder.step(
      this.#rows.map((beam) => beam?.ids.at(-1) ?? 0),
      this.#rows.map((_, row) => this.#cache.length(row)),
      this.#cache.feeds(),
      TEMPERATURE,
    )
    // The rows of problems that wait stay where they are: what was computed for them is not kept.
    this.#cache.append(next.cache, this.#rows.length, (row) => {
      const beam = this.#rows[row]
      return beam !== undefined && busy.has(beam)
    })
    const rowOf = new Map(this.#rows.map((beam, row) => [beam, row]))
    for (const group of groups) group.extend((beam) => this.#likeliest(next, rowOf.get(beam)!))
    this.#settle(groups, rowOf)
  }

  async #prefill(groups: readonly BeamGroup[]): Promise<void> {
    const prompts = groups.map((group) => ({ group, ids: group.live[0]!.promptIds }))
    let row = 0
    for (const pass of passes(prompts)) {
      const ids = pass.map((each) => each.ids)
      const next = await this.#decoder.prefill(ids, TEMPERATURE)
      for (const [from, { group }] of pass.entries()) {
        group.extend(() => this.#likeliest(next, from))
        for (const beam of group.live) {
          this.#rows[row] = beam
          this.#cache.fill(row++, next.cache, from, ids[from]!.length)
        }
      }
    }
  }

  /**
   * Gives each continuation a row with the keys and values of what it continues: the row itself
   * for the first one, a copy for the others.
   */
  #settle(groups: readonly BeamGroup[], rowOf: ReadonlyMap<Beam | undefined, number>): void {
    const more: { beam: Beam; from: number }[] = []
    const taken = new Set<number>()
    const live = groups.flatMap((group) => group.live)
    for (const beam of live) {
      const from = rowOf.get(beam.parent)!
      if (taken.has(from)) more.push({ beam, from })
      else this.#rows[from] = beam
      taken.add(from)
    }
    this.#release()
    const free = [...this.#rows.keys()].filter((row) => this.#rows[row] === undefined)
    const here = more.splice(0, free.length)
    for (const [place, { beam, from }] of here.entries()) {
      this.#cache.copy(from, free[place]!)
      this.#rows[free[place]!] = beam
    }
    if (more.length === 0) return
    this.#cache.arrange([...this.#rows.keys(), ...more.map(({ from }) => from)])
    this.#rows.push(...more.map(({ beam }) => beam))
  }

  /** Lays out the cache without rows that no hypothesis holds, where those are many. */
  #compact(): void {
    this.#release()
    const held = [...this.#rows.keys()].filter((row) => this.#rows[row] !== undefined)
    if (this.#rows.length - held.length < COMPACT_SHARE * this.#rows.length) return
    this.#cache.arrange(held)
    this.#rows = held.map((row) => this.#rows[row])
  }

  /** Frees the rows of hypotheses that have ended, or did not remain. */
  #release(): void {
    const live = new Set(this.#groups.flatMap((group) => group.live))
    for (const [row, beam] of this.#rows.entries())
      if (beam && !live.has(beam)) this.#rows[row] = undefined
  }

  #likeliest({ probabilities }: NextTokens, row: number): RankedTokens {
    const size = this.#model.config.vocabularySize
    return rankLikeliest(probabilities.subarray(row * size, (row + 1) * size), this.#width, 0)
  }
}
