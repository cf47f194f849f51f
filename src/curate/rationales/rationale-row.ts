/** From a rationale to what teaches a model to write it. */
import type { Rationale, TrainingRow } from '../../core/index.ts'
import { formatPrompt, rationaleFormat } from '../../data/index.ts'

/** Returns the training row of a rationale: what precedes → the rationale. Source: 2410.01044. */
export const rationaleRow = ({ documentId, preceding, rationale }: Rationale): TrainingRow => ({
  prompt: formatPrompt(rationaleFormat, preceding),
  completion: rationale,
  problemId: documentId,
  promptFormat: 'rationale',
})
