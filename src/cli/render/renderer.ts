/** What shows a run's events. */
import type { RunEvent } from '../../core/index.ts'

export interface Renderer {
  event(event: RunEvent): void
  /** Leaves the terminal as it should be, whether the work ended or failed. */
  end(): void
}

/** The part of a terminal stream that renderers need. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
  hasColors?(): boolean
}
