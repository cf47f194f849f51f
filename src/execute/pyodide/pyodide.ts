/** The `pyodide` tier: how its processes are started. */
import { dirname, join } from 'node:path'
import { describeError } from '../../core/index.ts'
import { defaultLimits, type Limits } from '../program.ts'
import { Pool } from '../pool.ts'
import type { TierDefinition } from '../tier.ts'
import { builtModule, type WorkerCommand } from '../worker-command.ts'
import { pyodideDirectory, pyodideVersion } from './location.ts'
import { snapshotPath } from './snapshot.ts'

/** The watchdog is punctual where the machine is not too busy. */
const graceMs = 75

export const pyodideTier: TierDefinition = {
  name: 'pyodide',
  protection:
    'CPython in WebAssembly: no host files, processes, network or environment; memory put back before each program; in a process that may read only itself',
  prepare: pyodideWorker,
  window: 2,
  graceMs,
  isPartial: false,
  isOptional: false,
  async check() {
    try {
      await using pool = new Pool({
        command: await pyodideWorker(defaultLimits),
        limits: defaultLimits,
        size: 1,
        window: 1,
        graceMs,
      })
      const outcome = await pool.run('ans = 6 * 7')
      const stands = outcome?.value === '42'
      return { stands, found: stands ? `Pyodide ${pyodideVersion}` : 'it does not calculate', hint: reinstall }
    } catch (error) {
      return { stands: false, found: describeError(error), hint: reinstall }
    }
  },
}

const reinstall = 'reinstall the package; its dependency pyodide does not work here'

/** Returns how a process of this tier is started; makes the interpreter's snapshot if this machine has none. */
async function pyodideWorker(limits: Limits): Promise<WorkerCommand> {
  const snapshot = await snapshotPath(lockedNode(['snapshot'], []))
  return lockedNode([JSON.stringify(limits), snapshot], [snapshot])
}

/** Node with nothing: no environment, no strings made into code, and reading only what the worker is made of. */
function lockedNode(programArguments: string[], files: string[]): WorkerCommand {
  const worker = builtModule('pyodide/pyodide-worker')
  const layer = dirname(dirname(worker))
  const readable = [join(layer, '*'), join(layer, '..', '..', 'package.json'), join(pyodideDirectory, '*'), ...files]
  const permission = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
  return {
    command: process.execPath,
    arguments: [
      '--no-warnings',
      '--disallow-code-generation-from-strings',
      '--max-old-space-size=256',
      permission,
      ...readable.map((path) => `--allow-fs-read=${path}`),
      worker,
      ...programArguments,
    ],
    // Not the host's time zone, which Node would look up by itself.
    environment: { TZ: 'UTC' },
  }
}
