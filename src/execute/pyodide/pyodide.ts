/** The `pyodide` tier: how its processes are started. */
import { join } from 'node:path'
import { describeError } from '../../core/index.ts'
import { defaultLimits, type Limits } from '../program.ts'
import { Pool } from '../pool.ts'
import type { TierDefinition } from '../tier.ts'
import { lockedNode } from '../locked-node.ts'
import type { WorkerCommand } from '../worker-command.ts'
import { pyodideByName, pyodideVersion } from './location.ts'
import { installedWheels, namesPackage, type Wheel } from './packages.ts'
import type { WorkerSettings } from './pyodide-worker.ts'
import { snapshotPath } from './snapshot.ts'

/** The watchdog is punctual where the machine is not too busy. */
const graceMs = 75

/**
 * Native stack that the interpreter may fill. CPython ends a recursion where its own stack of 10
 * MB, in WebAssembly's memory, is full. V8 has a second one for the same calls, up to 17 times as
 * large, which must not be full before: how much of it a call takes depends on what ran before,
 * since V8 compiles functions anew once they are used much.
 */
const stackKilobytes = 256 * 2 ** 10

const protection =
  'CPython in WebAssembly, without files, processes, network or environment of this machine; its memory is restored before each program; its process may read only its own code'

export const pyodideTier: TierDefinition = {
  name: 'pyodide',
  protection,
  accepts: () => true,
  prepare: (limits) => pyodideWorker(limits, []),
  window: 2,
  graceMs,
  isPartial: false,
  isOptional: false,
  async check() {
    try {
      const command = await pyodideWorker(defaultLimits, [])
      await using pool = new Pool({ command, limits: defaultLimits, size: 1, window: 1, graceMs })
      const outcome = await pool.run({ code: 'ans = 6 * 7' })
      const stands = outcome?.value === '42'
      return {
        stands,
        found: stands ? found() : 'a test program gave a wrong result',
        hint: reinstall,
      }
    } catch (error) {
      return { stands: false, found: describeError(error), hint: reinstall }
    }
  },
}

/**
 * The same tier with the packages that a user has added: their memory is restored too, so only
 * programs that name one pay for them.
 */
export const pyodidePackagesTier: TierDefinition = {
  ...pyodideTier,
  accepts: (code) => namesPackage(code, installedWheels()),
  prepare: (limits) => pyodideWorker(limits, installedWheels()),
}

const reinstall = 'reinstall the package: its dependency pyodide does not work on this machine'

function found(): string {
  const names = installedWheels().map(({ name }) => name)
  return `Pyodide ${pyodideVersion}${names.length > 0 ? ` with ${names.join(', ')}` : ''}`
}

/**
 * Returns how a process of this tier is started; makes the interpreter's snapshot if this machine
 * has none.
 */
async function pyodideWorker(limits: Limits, wheels: readonly Wheel[]): Promise<WorkerCommand> {
  const settings: WorkerSettings = { limits, wheels, snapshot: null }
  const snapshot = await snapshotPath(wheels, worker(settings))
  return worker({ ...settings, snapshot })
}

function worker(settings: WorkerSettings): WorkerCommand {
  const { snapshot, wheels } = settings
  const files = [...(snapshot === null ? [] : [snapshot]), ...wheels.map(({ path }) => path)]
  const readable = [join(pyodideByName(), '*'), ...files]
  return lockedNode({ module: 'pyodide/pyodide-worker', settings, readable, stackKilobytes })
}
