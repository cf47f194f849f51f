/** Settings of every stage that runs programs. */
import { z } from 'zod'
import { defaultLimits, sandboxes, type SandboxName } from '../../execute/index.ts'

export const sandboxSettings = {
  sandbox: z
    .enum(Object.keys(sandboxes) as [SandboxName, ...SandboxName[]])
    .default('default')
    .describe('What runs programs; `reckoner doctor` says which stand on a machine.'),
  timeoutMs: z.number().int().min(1).default(defaultLimits.timeoutMs).describe('How long a program may run, in milliseconds.'),
}
