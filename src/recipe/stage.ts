/**
 * What a stage is: a versioned, seeded function from input files and settings to the files of one
 * artifact.
 */
import type { z } from 'zod'
import type { StageCost, Task } from '../core/index.ts'
import type { ModelRef } from '../sample/index.ts'
import type { Budget } from '../served/index.ts'
import type { AtomicWriter } from '../store/index.ts'
import type { ArtifactKind } from './artifact-kind.ts'
import type { Asks } from './asks.ts'
import type { Axes, InputPlace } from './axes.ts'
import type { Path } from './fault.ts'

/** An input of a stage, as a recipe may name it. */
export interface StageInput {
  /**
   * `artifact`: another stage's id. `path`: also a file or directory. `model`: also a shipped
   * model's name. `examples`: also the name of shipped examples.
   */
  kind: 'artifact' | 'path' | 'model' | 'examples'
  /** What it must hold; anything where absent. */
  takes?: ArtifactKind
  /** What the stage does with it, where its name does not say so. */
  description?: string
  optional?: boolean
  /** Whether a model that servers have will do. */
  served?: true
  /** Whether the recipe may name several. */
  list?: boolean
  /**
   * Completions that the stage takes with their verdicts. A recipe does not name those: the plan
   * adds the stage `verify`, with this stage's `problems` and settings. `verdictsOf` names the
   * input with them.
   */
  graded?: boolean
  /** The input with the problems of these completions. @default 'problems' */
  problems?: string
  /**
   * The stage writes what the recipe calls the makers of the input: their labels are part of its
   * key. Other stages are not made again when something gets another name.
   */
  named?: boolean
}

/** The input with the verdicts on the completions of another, in the same order. */
export const verdictsOf = (input: string): string => `${input}.verdicts`

/** A fault of the setting at `path`. */
export interface SettingFault {
  path: Path
  text: string
}

/**
 * A kind of stage. Its registry name and `version` are part of the keys of what it makes: raise the
 * version when its output changes.
 */
export interface StageDefinition<Settings = unknown> {
  version: number
  description: string
  /** A `z.strictObject` of which every field is described. */
  settings: z.ZodType<Settings>
  inputs: Record<string, StageInput>
  /**
   * The setting that only says what things are called. It is no part of the key, and the stage does
   * not see it: stages that take their input `named` do.
   */
  label?: string
  /** What its artifact holds; unknown, and taken for anything, where absent. */
  makes?: readonly ArtifactKind[]
  /**
   * What is wrong with settings that name axes of the recipe, or places on them, or that do not fit
   * together or to the inputs that are given; told before anything runs.
   */
  faults?(settings: Settings, axes: Axes, inputs: readonly string[]): SettingFault[]
  /** What it asks of served models, by the inputs that name them; without what cannot be told. */
  asks?(settings: Settings, inputs: readonly string[]): Readonly<Record<string, Asks | Asks[]>>
  /**
   * `true`: the stage draws on the seed and runs once for each. `'inherit'`: it does not, but runs
   * once for each seed of its inputs, where they have any. `false`: it runs once and is given its
   * inputs of all seeds, in order. Without a seed of its own a stage has seed 0.
   */
  perSeed: boolean | 'inherit'
  /**
   * Whether it takes its inputs from all places on the axes together, as a study does. Otherwise it
   * is made once for each of their places.
   */
  gathers?: boolean
  run(context: StageContext<Settings>): Task<void>
}

export interface StageContext<Settings = unknown> {
  /**
   * The stage's id in the recipe, with its seed: `sft@1`. For messages only: what a stage writes
   * must not depend on it.
   */
  id: string
  settings: Settings
  seed: number
  /**
   * Directories of input artifacts, or paths of input files, by input name; models are not here,
   * and an optional input that is not given is absent.
   */
  inputs: Record<string, string[]>
  /** Those of its inputs that are models, by input name. */
  models: Record<string, ModelRef[]>
  /**
   * Where each of those stands on the axes and seeds that this stage takes together; in the same
   * order.
   */
  places: Record<string, InputPlace[]>
  /** The artifact: what is written here is its content. */
  out: { directory: string; writer(name: string): Promise<AtomicWriter> }
  /**
   * Kept when the process is killed, for checkpoints and finished chunks; removed once the artifact
   * is complete.
   */
  partial: { directory: string }
  /** Aborted on Ctrl-C: throw `CancelledError` (`throwIfCancelled`) soon after. */
  signal: AbortSignal
  /**
   * Adds to what the stage has spent in this attempt; earlier, interrupted attempts are added by
   * the framework.
   */
  charge(cost: Partial<Omit<StageCost, 'seconds' | 'peakMemoryBytes'>>): void
  /** Money that the run may spend, where there is a limit. */
  budget?: Budget | undefined
  /** Warns the user at once, also between events. */
  warn(message: string): void
  /** Tells the user at once that something takes its time, also between events. */
  note(message: string): void
}

export type StageRegistry = Readonly<Record<string, StageDefinition>>

/** Returns its argument; the type of `settings` reaches `run`. */
export function defineStage<Settings>(
  definition: StageDefinition<Settings>,
): StageDefinition<Settings> {
  return definition
}
