/** The one union of events that feeds terminal, log, report and page. */
import { z } from 'zod'

const stageCostSchema = z.object({
  seconds: z.number().describe('Wall-clock time in seconds, including interrupted attempts.'),
  tokens: z.number().describe('Number of tokens that were trained on or sampled.'),
  promptTokens: z
    .number()
    .describe('Number of tokens of prompts that servers have read, as they count them.'),
  dollars: z
    .number()
    .describe('Price of what servers have done, in dollars; 0 where no price is given.'),
  completions: z.number().describe('Number of completions that were sampled.'),
  flops: z.number().describe('Estimated floating-point operations of models; 0 if no model ran.'),
  peakMemoryBytes: z.number().describe("The process's peak resident set, in bytes."),
})
/** What a stage spent. */
export type StageCost = z.infer<typeof stageCostSchema>

/** What a run adds to each of its events. */
const stampFields = {
  at: z.string().exactOptional().describe('When the event was sent: ISO 8601, in UTC.'),
  runId: z
    .string()
    .exactOptional()
    .describe('The id of this attempt at the run. Every attempt has another one.'),
}
export const runStampSchema = z.object(stampFields)

const run = {
  recipe: z.string().describe("The recipe's name."),
  runDirectory: z.string().describe('The directory of results and report.'),
}
const stageId = z.string().describe("The stage's id with its axis values and its seed: sft@1.")
const stage = {
  stage: stageId,
  cached: z.boolean().describe('Whether the artifact of the stage existed already.'),
}
const failure = {
  message: z.string().describe('What failed and where.'),
  code: z
    .string()
    .describe(
      'The kind of failure, such as config, data, model or store; cancelled after Ctrl-C; internal for a fault of the program; died if the process is gone.',
    ),
  hint: z.string().exactOptional().describe('What to do next.'),
}

function event<Type extends string, Fields extends z.ZodRawShape>(
  type: Type,
  description: string,
  fields: Fields,
): z.ZodObject<{ type: z.ZodLiteral<Type> } & Fields & typeof stampFields> {
  return z
    .object({ type: z.literal(type), ...fields, ...stampFields })
    .describe(description) as z.ZodObject<
    { type: z.ZodLiteral<Type> } & Fields & typeof stampFields
  >
}

/** Every event has a `type`; the schema is what `reckoner events` prints. */
export const runEventSchema = z.discriminatedUnion('type', [
  event('run-start', 'A run begins.', {
    ...run,
    stages: z
      .array(z.string())
      .readonly()
      .describe('The ids of all stages, in the order in which they run.'),
  }),
  event('run-end', 'All stages have finished, and results and report are written.', {
    ...run,
    seconds: z.number().describe('Wall-clock time of this attempt, in seconds.'),
  }),
  event(
    'run-error',
    'The run has failed or was stopped. A run ends with this event or with run-end.',
    { ...run, ...failure },
  ),
  event(
    'results',
    'results.json and report.html were written: after each seed, at the end, and on Ctrl-C.',
    {
      ...run,
      soFar: z
        .string()
        .exactOptional()
        .describe(
          'Present only if the results are not complete. It says how many of the seeds they hold or, after a stop, how many of the stages had finished.',
        ),
    },
  ),
  event('stage-start', 'A stage begins.', stage),
  event('stage-end', 'A stage has finished.', {
    ...stage,
    cost: stageCostSchema.describe('The cost of the stage.'),
  }),
  event('stage-error', 'A stage that had begun has failed or was stopped.', {
    stage: stageId,
    ...failure,
  }),
  event(
    'progress',
    'Work has advanced. This event is frequent. A run does not write it to events.jsonl; progress.json holds the latest one.',
    {
      label: z.string().describe('The work that is in progress.'),
      done: z.number().describe('Number of units that are done.'),
      total: z
        .number()
        .exactOptional()
        .describe('Number of units in all; absent if it is not known.'),
      unit: z.string().describe('The unit that is counted: steps, completions, documents.'),
      detail: z.string().exactOptional().describe('A short addition.'),
    },
  ),
  event('metric', 'A metric was measured.', {
    name: z.string().describe('The name of the metric.'),
    value: z.number().describe('The value; shares are between 0 and 1.'),
    step: z
      .number()
      .exactOptional()
      .describe('The optimizer step, if the metric was measured in training.'),
  }),
  event('note', 'A message for the user.', {
    level: z
      .enum(['info', 'warning'])
      .describe('warning if something may be wrong, otherwise info.'),
    message: z.string().describe('The message, for people.'),
  }),
])
export type RunEvent = z.infer<typeof runEventSchema>

/**
 * Returns the JSON Schema of all events. It allows fields that it does not name, since a later
 * version may add some.
 */
export function eventsJsonSchema(): object {
  return { title: 'An event of a reckoner run', ...z.toJSONSchema(runEventSchema, { io: 'input' }) }
}
