/**
 * Settings of the stage `verify`, and of every stage that takes its verdicts: how answers are found
 * in completions and compared with the gold ones, and what runs programs.
 */
import { z } from 'zod'
import { defaultLimits, sandboxes, type SandboxName } from '../../execute/index.ts'
import { answerKinds, policyNames, taskOptions, type ProgramOptions } from '../../verify/index.ts'

/** How answers are found in texts and compared. */
const answerSettings = {
  expects: z
    .enum(answerKinds)
    .default('auto')
    .describe('The kind of the answers: numbers, any expression, or choice letters.'),
  policy: z
    .enum(policyNames)
    .default('evaluation')
    .describe(
      'Conventions for when two answers are the same: evaluation is lenient, reward is strict.',
    ),
}

/** What a stage says of the completions that it makes. */
export const writesField = z
  .enum(['texts', 'programs'])
  .optional()
  .describe(
    'What the completions are: texts that state an answer (default), or programs. Programs are run wherever they are graded.',
  )

/** Returns how programs are run and their answers read, by a stage's settings. */
export function programOptions(
  chosen: z.infer<z.ZodObject<typeof gradingSettings>>,
): ProgramOptions {
  const { notebook, prelude, epilogue } = chosen
  return { ...taskOptions(chosen), isNotebook: notebook, prelude, epilogue }
}

export const gradingSettings = {
  ...answerSettings,
  completionsAre: z
    .enum(['texts', 'programs'])
    .default('texts')
    .describe(
      'Whether completions are texts that state an answer, or programs to be run. Those of stages that say they are programs are always run.',
    ),
  sandbox: z
    .enum(Object.keys(sandboxes) as [SandboxName, ...SandboxName[]])
    .default('default')
    .describe('What runs the programs; `reckoner doctor` says which sandboxes work on a machine.'),
  notebook: z
    .boolean()
    .default(true)
    .describe(
      'Whether the last expression, or a variable `answer` or `result`, is accepted as an answer too.',
    ),
  prelude: z
    .string()
    .optional()
    .describe(
      'Python source that runs before each program: imports and functions that programs use without defining them.',
    ),
  epilogue: z
    .string()
    .optional()
    .describe(
      'Python source that runs after each program, to make its answer: `ans = solver()`, for example.',
    ),
  timeoutMs: z
    .number()
    .int()
    .min(1)
    .default(defaultLimits.timeoutMs)
    .describe('Time limit of a program, in milliseconds.'),
}
