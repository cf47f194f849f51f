/** Where the interpreter's snapshot is kept: made once for each version, in the user's cache. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, StoreError } from '../../core/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import { builtLayer } from '../locked-node.ts'
import type { WorkerCommand } from '../worker-command.ts'
import { cacheDirectory } from './cache-directory.ts'
import { pyodideVersion } from './location.ts'
import { runnerModules } from './runner-modules.ts'
import { decodeSnapshot } from './snapshot-file.ts'
import type { Wheel } from './packages.ts'

/**
 * Returns the path of a snapshot with these packages, which `make` is asked for when there is none
 * yet, or a damaged one. @throws StoreError, AppError
 */
export async function snapshotPath(wheels: readonly Wheel[], make: WorkerCommand): Promise<string> {
  const path = join(cacheDirectory(), `pyodide-${snapshotKey(wheels)}.snapshot`)
  const isThere = await readFile(path)
    .then(decodeSnapshot)
    .then(
      () => true,
      () => false,
    )
  if (!isThere) await keep(path, await outputOf(make))
  return path
}

async function keep(path: string, snapshot: Buffer): Promise<void> {
  try {
    await writeFileAtomic(path, snapshot)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new StoreError(error.message, {
      cause: error,
      hint: 'Set XDG_CACHE_HOME to a directory that can be written.',
    })
  }
}

/**
 * Changes with whatever goes into a snapshot: Pyodide, Node, and the code that makes it, packages.
 */
function snapshotKey(wheels: readonly Wheel[]): string {
  const pythonFiles = ['setup_pyodide', ...runnerModules].map((name) => `python/${name}.py`)
  const makers = ['pyodide/pyodide-worker.js', 'pyodide/interpreter.js', ...pythonFiles]
  const sources = makers.map((name) => join(builtLayer(), name))
  const hash = createHash('sha256').update(pyodideVersion).update(process.version)
  for (const path of [...sources, ...wheels.map(({ path }) => path)])
    hash.update(readFileSync(path))
  return hash.digest('hex').slice(0, 16)
}

function outputOf({ command, arguments: args, environment }: WorkerCommand): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    let diagnostics = ''
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => (diagnostics += bytes.toString('utf8')))
    child.on('error', reject)
    // How it ends says nothing: it kills itself.
    child.on('close', (code, signal) => {
      const snapshot = Buffer.concat(output)
      try {
        decodeSnapshot(snapshot)
        resolve(snapshot)
      } catch {
        const cause = diagnostics.trim() || `status ${code ?? signal}`
        reject(new AppError('sandbox', `the interpreter's snapshot cannot be made: ${cause}`))
      }
    })
  })
}
