/** The one union of events that feeds terminal, log, report and page. */
import { z } from 'zod'

const stageCostSchema = z.object({
  seconds: z.number().describe('Wall-clock time in seconds, including interrupted attempts.'),
  tokens: z.number().describe('Number of tokens that were trained on or sampled.'),
  completions: z.number().describe('Number of completions that were sampled.'),
  flops: z.number().describe('Estimated floating-point operations of models; 0 if no model ran.'),
  peakMemoryBytes: z.number().describe("The process's peak resident set, in bytes."),
})
/** What a stage spent. */
export type StageCost = z.infer<typeof stageCostSchema>

const run = {
  recipe: z.string().describe("The recipe's name."),
  runDirectory: z.string().describe('The directory of results and report.'),
}
const stage = {
  stage: z.string().describe("The stage's id with its axis values and its seed, such as sft@1."),
  cached: z.boolean().describe('Whether the artifact of the stage existed already.'),
}

/** Every event has a `type`; the schema is what `reckoner events` prints. */
export const runEventSchema = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('run-start'),
      ...run,
      stages: z
        .array(z.string())
        .readonly()
        .describe('The ids of all stages, in the order in which they run.'),
    })
    .describe('A run begins.'),
  z
    .object({
      type: z.literal('run-end'),
      ...run,
      seconds: z.number().describe('Wall-clock time of this attempt, in seconds.'),
    })
    .describe('All stages have finished, and results and report are written.'),
  z
    .object({
      type: z.literal('results'),
      ...run,
      soFar: z
        .string()
        .exactOptional()
        .describe(
          'Present only if the results are not complete. It says how many of the seeds they hold or, after a stop, how many of the stages had finished.',
        ),
    })
    .describe(
      'results.json and report.html were written: after each seed, at the end, and on Ctrl-C.',
    ),
  z.object({ type: z.literal('stage-start'), ...stage }).describe('A stage begins.'),
  z
    .object({
      type: z.literal('stage-end'),
      ...stage,
      cost: stageCostSchema.describe('The cost of the stage.'),
    })
    .describe('A stage has finished.'),
  z
    .object({
      type: z.literal('progress'),
      label: z.string().describe('The work that is in progress.'),
      done: z.number().describe('Number of units that are done.'),
      total: z
        .number()
        .exactOptional()
        .describe('Number of units in all; absent if it is not known.'),
      unit: z.string().describe('The unit that is counted: steps, completions, documents.'),
      detail: z.string().exactOptional().describe('A short addition.'),
    })
    .describe(
      'Work has advanced. This event is frequent, and a run does not write it to events.jsonl.',
    ),
  z
    .object({
      type: z.literal('metric'),
      name: z.string().describe('The name of the metric.'),
      value: z.number().describe('The value; shares are between 0 and 1.'),
      step: z
        .number()
        .exactOptional()
        .describe('The optimizer step, if the metric was measured in training.'),
    })
    .describe('A metric was measured.'),
  z
    .object({
      type: z.literal('note'),
      level: z
        .enum(['info', 'warning'])
        .describe('warning if something may be wrong, otherwise info.'),
      message: z.string().describe('The message, for people.'),
    })
    .describe('A message for the user.'),
])
export type RunEvent = z.infer<typeof runEventSchema>
