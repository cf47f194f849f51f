/** Settings of every stage that may run programs. */
import { z } from 'zod'
import { defaultLimits, sandboxes, type SandboxName } from '../../execute/index.ts'

export const sandboxSettings = {
  completionsAre: z
    .enum(['texts', 'programs'])
    .default('texts')
    .describe('Whether completions are texts that state an answer, or programs to be run.'),
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
  timeoutMs: z
    .number()
    .int()
    .min(1)
    .default(defaultLimits.timeoutMs)
    .describe('Time limit of a program, in milliseconds.'),
}
