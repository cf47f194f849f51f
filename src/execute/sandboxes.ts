/** The sandboxes by name: each a list of tiers, of which the first that does not leave a program to the next judges it. */
import { linuxTier } from './linux/linux.ts'
import { pyodideTier } from './pyodide/pyodide.ts'
import type { TierDefinition } from './tier.ts'

export const sandboxes = {
  default: [pyodideTier],
  pyodide: [pyodideTier],
  linux: [linuxTier],
} satisfies Record<string, readonly TierDefinition[]>

export type SandboxName = keyof typeof sandboxes

/** Every tier once. */
export const tierDefinitions: readonly TierDefinition[] = [...new Set<TierDefinition>(Object.values(sandboxes).flat())]
