/** A stage of a plan: what it is, what it takes, and the key of what it makes. */
import type { ModelRef } from '../sample/index.ts'
import type { ArtifactIdentity } from '../store/index.ts'
import type { Coordinates } from './axes.ts'
import type { StageDefinition } from './stage.ts'

export interface PlannedStage {
  /**
   * The stage's id, with its place on the axes and its seed where it runs once for each:
   * `sft@k=3@1`.
   */
  id: string
  definition: StageDefinition
  identity: ArtifactIdentity
  key: string
  /** What the recipe calls it. */
  label?: string
  inputs: Record<string, PlannedInput[]>
  /** Its value on every axis it depends on. */
  coordinates: Coordinates
  /** The recipe's seed it runs for; absent for a stage that runs once. */
  seed?: number
}

/** A stage's artifact (or a path in it), or a path or model that was there before. */
export type PlannedInput = PathInput | { model: ModelRef }
export type PathInput = { from: PlannedStage; path: string } | { path: string }
