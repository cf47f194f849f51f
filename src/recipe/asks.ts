/** How much a stage asks of a model, for forecasts. */

/** What a stage asks of a model for each record of an input, at most. */
export interface Asks {
  /** The input whose records it asks about. */
  of: 'problems' | 'documents'
  /** Completions of each record. */
  completions: number
  /** Tokens of each completion; so many times those of the record where that is given. */
  tokens: number | { timesRecord: number; and: number }
}
