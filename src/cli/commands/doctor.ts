/** `reckoner doctor`: whether this machine can do the work. */
import { access, constants } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { Command } from 'commander'
import { AppError } from '../../core/index.ts'
import { add, constant, Session } from '../../engine/index.ts'
import { tierDefinitions } from '../../execute/index.ts'
import { formatBytes } from '../../evaluate/index.ts'
import { shippedRecipes } from '../../recipe/index.ts'
import { shippedModels } from '../../sample/index.ts'
import { print } from '../output.ts'
import { styleFor } from '../render/style.ts'

interface Check {
  name: string
  ok: boolean
  found: string
  /** What a person should know of it. */
  detail?: string
  /** What to do when it is not as it should be. */
  hint?: string
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check that Reckoner works on this machine.')
    .option('--runs <directory>', 'directory in which runs will be kept', 'runs')
    .option(
      '--json',
      'print each check as one JSON object a line: {name, ok, found, detail?, hint?}',
    )
    .addHelpText('after', '\nExample:\n  reckoner doctor --runs /data/runs')
    .action(async ({ runs, json }: { runs: string; json?: boolean }) => {
      const checks = [
        node(),
        await runtime(),
        cores(),
        memory(),
        models(),
        recipes(),
        await runsDirectory(runs),
        ...(await sandboxChecks()),
      ]
      const style = styleFor(process.stdout)
      for (const check of checks) {
        const mark = check.ok ? style('green', '✓') : style('red', '✗')
        await print(
          json
            ? `${JSON.stringify(check)}\n`
            : `${mark} ${check.name.padEnd(15)}  ${check.found}\n`,
        )
        if (check.detail && !json) await print(`${' '.repeat(19)}${style('dim', check.detail)}\n`)
      }
      const faults = checks.filter((check) => !check.ok)
      if (faults.length > 0)
        throw new AppError('doctor', faults.map(({ name, hint }) => `${name}: ${hint}`).join('\n'))
    })
}

/** An older one than is needed has been refused before anything was loaded. */
function node(): Check {
  return { name: 'node', ok: true, found: process.versions.node }
}

/** Runs one addition: the runtime is a native library, and its presence alone proves nothing. */
async function runtime(): Promise<Check> {
  const hint =
    'reinstall the package: its dependency onnxruntime-node does not start on this machine'
  try {
    const session = await Session.create({ outputs: { sum: add(constant(1), constant(2)) } })
    const { sum } = await session.run({})
    await session[Symbol.asyncDispose]()
    return { name: 'runtime', ok: Number(sum?.data[0]) === 3, found: 'ONNX Runtime computes', hint }
  } catch (error) {
    return { name: 'runtime', ok: false, found: String(error), hint }
  }
}

/** Only the default sandbox is needed. */
async function sandboxChecks(): Promise<Check[]> {
  return Promise.all(
    tierDefinitions.map(async ({ name, protection, isOptional, check }) => {
      const { stands, found, hint } = await check()
      const missing = isOptional ? `not available: ${found}. ${hint}` : found
      return {
        name: `sandbox ${name}`,
        ok: stands || isOptional,
        found: stands ? found : missing,
        detail: protection,
        hint,
      }
    }),
  )
}

function cores(): Check {
  return { name: 'cores', ok: true, found: String(availableParallelism()) }
}

function memory(): Check {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return {
    name: 'memory',
    ok: bytes >= 2.5e9,
    found: formatBytes(bytes),
    hint: 'at least 3 GB are needed',
  }
}

function models(): Check {
  return { name: 'models', ok: true, found: shippedModels().join(', ') || 'none shipped' }
}

function recipes(): Check {
  return { name: 'recipes', ok: true, found: shippedRecipes().join(', ') || 'none shipped' }
}

async function runsDirectory(runs: string): Promise<Check> {
  let directory = resolve(runs)
  for (;;) {
    try {
      await access(directory, constants.W_OK)
      return { name: 'runs', ok: true, found: resolve(runs) }
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (!isMissing)
        return {
          name: 'runs',
          ok: false,
          found: `${directory} cannot be written to`,
          hint: 'choose another directory with --runs',
        }
      directory = dirname(directory)
    }
  }
}
