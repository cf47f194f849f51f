/**
 * The sandboxes by name: each a list of tiers, of which the first that does not leave a program to
 * the next judges it.
 */
import { fastTier } from './fast/fast.ts'
import { linuxTier } from './linux/linux.ts'
import { pyodidePackagesTier, pyodideTier } from './pyodide/pyodide.ts'
import type { TierDefinition } from './tier.ts'

export const sandboxes = {
  default: [fastTier, pyodidePackagesTier, pyodideTier],
  pyodide: [pyodidePackagesTier, pyodideTier],
  linux: [linuxTier],
} satisfies Record<string, readonly TierDefinition[]>

export type SandboxName = keyof typeof sandboxes

/** Every tier, once for each name. */
export const tierDefinitions: readonly TierDefinition[] = [
  ...new Map(
    Object.values<readonly TierDefinition[]>(sandboxes)
      .flat()
      .map((tier) => [tier.name, tier]),
  ).values(),
]
