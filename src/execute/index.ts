/** Runs untrusted programs: sandboxes, limits, pools. */
export { execute, maxAhead, openSandbox, type ExecuteOptions, type Sandbox } from './execute.ts'
export {
  defaultLimits,
  refusedUnread,
  tiers,
  type ExecutionVerdict,
  type Harness,
  type Limits,
  type Outcome,
  type Program,
  type ProgramError,
  type Status,
  type Tier,
} from './program.ts'
export { programKey } from './program-key.ts'
export { withoutComments } from './without-comments.ts'
export {
  outlineProgram,
  type OutlinedName,
  type OutlinedOperation,
  type OutlinedScope,
  type OutlinedStatement,
  type ProgramOutline,
  type Span,
} from './program-outline.ts'
export { sandboxes, tierDefinitions, type SandboxName } from './sandboxes.ts'
export type { TierCheck, TierDefinition } from './tier.ts'
