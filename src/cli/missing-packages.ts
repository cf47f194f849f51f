/** Counts the programs that failed for want of a package, so that a user hears what to add. */
import type { ProgramError } from '../execute/index.ts'
import type { SandboxOptions } from './options.ts'

export interface MissingPackages {
  /** Takes how a program failed, if it did. */
  take(error: Pick<ProgramError, 'type' | 'message'> | null | undefined): void
  /** Says which packages were missing, if there were any. */
  report(): void
}

/** What can be done in a sandbox for a package that it lacks. */
const advice = {
  default:
    'Packages of pure Python such as sympy can be added, and the sandbox linux has those of this machine',
  pyodide:
    'Packages of pure Python such as sympy can be added, and the sandbox linux has those of this machine',
  linux: 'Install them for the python3 that is on PATH',
} as const

export function missingPackages({ sandbox }: Pick<SandboxOptions, 'sandbox'>): MissingPackages {
  const counts = new Map<string, number>()
  return {
    take(error) {
      if (error?.type !== 'ModuleNotFoundError') return
      const name = /^No module named '(\w+)/.exec(error.message)?.[1]
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
    },
    report() {
      if (counts.size === 0) return
      const most = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, mostNamed)
      const named = most.map(([name, count]) => `${name} (${count})`).join(', ')
      process.stderr.write(
        `Packages that programs needed and the sandbox ${sandbox} lacks: ${named}.\n` +
          `${advice[sandbox]}: see "Packages" in docs/sandbox.md.\n`,
      )
    },
  }
}

/** Models make names up: only the frequent ones help. */
const mostNamed = 5
