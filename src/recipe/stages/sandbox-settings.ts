/** Settings of every stage that may run programs. */
import { z } from 'zod'
import { defaultLimits, sandboxes, type SandboxName } from '../../execute/index.ts'

export const sandboxSettings = {
  completionsAre: z
    .enum(['texts', 'programs'])
    .default('texts')
    .describe('Texts state their answers; programs compute them, and are run.'),
  sandbox: z
    .enum(Object.keys(sandboxes) as [SandboxName, ...SandboxName[]])
    .default('default')
    .describe('What runs programs; `reckoner doctor` says which stand on a machine.'),
  notebook: z
    .boolean()
    .default(true)
    .describe(
      'Whether programs may also give answers by a last expression, and by a variable `answer` or `result`.',
    ),
  timeoutMs: z
    .number()
    .int()
    .min(1)
    .default(defaultLimits.timeoutMs)
    .describe('How long a program may run, in milliseconds.'),
}
