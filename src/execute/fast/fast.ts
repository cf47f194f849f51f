/** The `fast` tier: how its processes are started, and what it is told of the tier behind it. */
import { installedWheels } from '../pyodide/packages.ts'
import { knownPackages } from '../missing-modules.ts'
import type { TierDefinition } from '../tier.ts'
import { lockedNode } from '../locked-node.ts'

/** Returns the modules that programs ask for and the tier behind this one does not have. */
export function missingModules(): string[] {
  const there = new Set(installedWheels().map(({ name }) => name))
  return knownPackages.filter((name) => !there.has(name))
}

export const fastTier: TierDefinition = {
  name: 'fast',
  protection:
    "our own evaluator for a common part of Python, which can only calculate; the next tier runs a program if CPython's result is not certain",
  accepts: () => true,
  async prepare() {
    return lockedNode({ module: 'fast/fast-worker', settings: missingModules(), readable: [] })
  },
  // Programs take tens of microseconds: many must be on their way to keep a process busy.
  window: 128,
  graceMs: 1_000,
  isPartial: true,
  isOptional: false,
  async check() {
    return { stands: true, found: 'part of this program', hint: '' }
  },
}
