/** How much a stage asks of a model, for forecasts. */

/** What a stage asks of a model for each record of an input, at most. */
export interface Asks {
  /** The input whose records it asks about. */
  of: 'problems' | 'documents'
  /** Completions of each record. */
  completions: number
  /** Of these, so many are of one prompt, and may be asked for together. @default all */
  perPrompt?: number
  /** Tokens that are read with the record on average, where they were written before. @default 0 */
  reads?: number
  /**
   * Tokens of each completion; so many times those of the longest record among as many as are asked
   * about together, where that is given.
   */
  tokens: number | { timesLongest: number; of: number; and: number }
  /** The texts that it asks about one by one in place of a record. @default the record */
  partsOf?(record: string): Iterable<string>
}
