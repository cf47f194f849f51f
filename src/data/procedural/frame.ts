/**
 * What a story frame supplies: who, what, and templates for the relations it can tell. Which
 * relations occur is the plan's business.
 */
import type { Noun, Unit } from './unit.ts'

/**
 * A question and its answer told in a way of the frame's own. `fact` holds `{N}` (a bare number) or
 * `{n}` (an amount).
 */
export interface Telling {
  fact: string
  ask: string
  say: string
}

/**
 * Templates are in the frame's tense and take the slots of `Sentence`. In `hold`, `gain` and
 * `lose`, `{n}` is any noun phrase for an amount (`5 pens`, `3 boxes of 4 pens`, `twice as many
 * pens as Ann`, `half of the pens`), so they must read well with all of them.
 */
export interface Frame {
  id: string
  past?: boolean
  units: readonly Unit[]
  /** Absent: people. Otherwise places, with their common noun and who looks after them. */
  places?: { names: readonly string[]; noun: Noun; keeper: string }
  /** The verb of state: `[have|has|had]` and its base form. Default: to have. */
  verb?: string
  base?: string
  /** Further wordings for the first amount. */
  hold?: readonly string[]
  gain?: readonly string[]
  lose?: readonly string[]
  /** Ends the question after a gain or a loss; defaults `now` and `left`. */
  afterGain?: string
  afterLoss?: string
  /** Spans over which gains and losses repeat. */
  periods?: readonly Noun[]
  /** Whom or what the things can be shared among. */
  sharers?: readonly Noun[]
  /** Things can be sold, and this is what the seller has to pay for: `the seeds`. */
  expense?: string
  /** Something bought for each of the things. */
  addition?: Noun
  /**
   * Puts things in groups: the part of the sentence between `{S}` and the size of a group, with
   * `{own}` and `{groups}`.
   */
  pack?: string
  goal?: Telling
  /** Verb forms for using things up; absent: they do not run out. */
  use?: string
  /** Facts that do not matter, with `{x}` for a number. */
  asides?: readonly string[]
}
