/** A tier: one way to run programs, interchangeable with the others. */
import type { Limits, Tier } from './program.ts'
import type { WorkerCommand } from './worker-command.ts'

export interface TierCheck {
  /** Whether the tier works on this machine. */
  stands: boolean
  /** What was found, as one line. */
  found: string
  /** What to do where it does not stand. */
  hint: string
}

export interface TierDefinition {
  name: Tier
  /** What stands between a program and this machine, for `reckoner doctor`. */
  protection: string
  /** Whether the tier is for this source, harness included; if not, the next is asked. */
  accepts(source: string): boolean
  /** Returns how a worker process is started. @throws AppError where the tier cannot stand */
  prepare(limits: Limits): Promise<WorkerCommand>
  /** Programs sent ahead to a worker: more where they are short. */
  window: number
  /**
   * A worker stops a program by itself at its limit; so much later it is taken to be unable to, and
   * killed.
   */
  graceMs: number
  /**
   * Whether programs may be left to the next tier: the tier answers `null`, and its failures are no
   * verdicts.
   */
  isPartial: boolean
  /** Whether the project does without it. */
  isOptional: boolean
  /** Runs nothing of a user's. */
  check(): Promise<TierCheck>
}
