/** The one union of events that feeds terminal, log, report and page. */

export type RunEvent =
  | { type: 'run-start'; recipe: string; runDirectory: string; stages: readonly string[] }
  | { type: 'run-end'; recipe: string; runDirectory: string; seconds: number }
  | { type: 'stage-start'; stage: string; cached: boolean }
  | { type: 'stage-end'; stage: string; cached: boolean; cost: StageCost }
  /** `done` of `total` units; `total` is absent when it is not known. Sent often: renderers throttle. */
  | { type: 'progress'; label: string; done: number; total?: number; unit: string; detail?: string }
  | { type: 'metric'; name: string; value: number; step?: number }
  | { type: 'note'; level: 'info' | 'warning'; message: string }

/** What a stage spent. Memory is the process's peak resident set, in bytes; `flops` counts operations of models, estimated, 0 where there are none. */
export interface StageCost {
  seconds: number
  tokens: number
  completions: number
  flops: number
  peakMemoryBytes: number
}
