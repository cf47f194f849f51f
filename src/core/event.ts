/** The one union of events that feeds terminal, log, report and page. */
import { z } from 'zod'

const stageCostSchema = z.object({
  seconds: z.number().describe('Wall-clock time, interrupted attempts included.'),
  tokens: z.number().describe('Tokens that were trained on or drawn.'),
  completions: z.number().describe('Completions that were drawn.'),
  flops: z.number().describe('Operations of models, estimated; 0 where there are none.'),
  peakMemoryBytes: z.number().describe("The process's peak resident set, in bytes."),
})
/** What a stage spent. */
export type StageCost = z.infer<typeof stageCostSchema>

const run = {
  recipe: z.string().describe("The recipe's name."),
  runDirectory: z.string().describe('Where results and report go.'),
}
const stage = {
  stage: z.string().describe("The stage's id, with its place on the axes and its seed: sft@1."),
  cached: z.boolean().describe('Whether what it makes was there already.'),
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
        .describe('The ids of all stages, in the order they are made.'),
    })
    .describe('A run begins.'),
  z
    .object({
      type: z.literal('run-end'),
      ...run,
      seconds: z.number().describe('Wall-clock time of this attempt.'),
    })
    .describe('All stages are made, and results and report written.'),
  z
    .object({
      type: z.literal('results'),
      ...run,
      soFar: z
        .string()
        .exactOptional()
        .describe('What there is, where it is not all: some of the seeds, or what was stopped.'),
    })
    .describe(
      'results.json and report.html were written: after each seed, at the end, and on Ctrl-C.',
    ),
  z.object({ type: z.literal('stage-start'), ...stage }).describe('A stage begins.'),
  z
    .object({
      type: z.literal('stage-end'),
      ...stage,
      cost: stageCostSchema.describe('What it spent.'),
    })
    .describe('A stage is made.'),
  z
    .object({
      type: z.literal('progress'),
      label: z.string().describe('What is being done.'),
      done: z.number().describe('How many units are done.'),
      total: z
        .number()
        .exactOptional()
        .describe('How many there are; absent when it is not known.'),
      unit: z.string().describe('What is counted: steps, completions, documents.'),
      detail: z.string().exactOptional().describe('A word more.'),
    })
    .describe(
      'Work goes on. Sent often, and the only kind that a run does not keep in its events.jsonl.',
    ),
  z
    .object({
      type: z.literal('metric'),
      name: z.string().describe('What was measured.'),
      value: z.number().describe('Shares run from 0 to 1.'),
      step: z
        .number()
        .exactOptional()
        .describe('The optimizer step it was measured at, where it was in training.'),
    })
    .describe('Something was measured.'),
  z
    .object({
      type: z.literal('note'),
      level: z.enum(['info', 'warning']).describe('Whether something may be wrong.'),
      message: z.string().describe('A sentence for people.'),
    })
    .describe('Something that a person should know.'),
])
export type RunEvent = z.infer<typeof runEventSchema>
