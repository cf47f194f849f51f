/** The worker of the `linux` tier: a fork server on the host's CPython, under bubblewrap. */
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError, ConfigError, describeError } from '../../core/index.ts'
import { headBytes, replyDescriptor, requestDescriptor } from '../frames.ts'
import { defaultLimits, type Limits } from '../program.ts'
import type { TierCheck, TierDefinition } from '../tier.ts'
import type { WorkerCommand } from '../worker-command.ts'
import { bubblewrapArguments, findBubblewrap, insideFolder } from './bubblewrap.ts'
import { pythonHost } from './python-host.ts'

/** Packages that programs use where they are installed, and that take long to load. */
const largePackages = ['numpy', 'sympy']

/** Processors whose system calls `seccomp.py` knows. */
const architectures = ['x64', 'arm64']

export const linuxTier: TierDefinition = {
  name: 'linux',
  protection:
    'the CPython of this machine, with numpy and sympy if installed, isolated by namespaces (bubblewrap); each program has its own process, and the kernel filters its system calls',
  accepts: () => true,
  prepare: (limits) => linuxWorker(limits),
  window: 2,
  // Its server ends a program by itself; and the first one that names a large package waits for
  // that to be loaded, which is not its fault.
  graceMs: 5_000,
  isPartial: false,
  isOptional: true,
  check: checkLinux,
}

/**
 * Returns how to start a worker of the `linux` tier.
 * @throws ConfigError when this machine lacks what it is made of.
 */
export async function linuxWorker(
  limits: Limits,
  options: { python?: string } = {},
): Promise<WorkerCommand> {
  if (process.platform !== 'linux' || !architectures.includes(process.arch))
    throw new ConfigError(`the linux sandbox does not run on ${process.platform} ${process.arch}`, {
      hint: `It needs Linux on ${architectures.join(' or ')}.`,
    })
  const command = await findBubblewrap()
  const host = await pythonHost(options.python)
  const around = await bubblewrapArguments(
    host,
    fileURLToPath(new URL('../python/', import.meta.url)),
  )
  const settings = {
    memoryBytes: limits.memoryBytes,
    paths: host.packages,
    packages: largePackages,
  }
  const server = [
    host.executable,
    '-S',
    '-s',
    '-B',
    `${insideFolder}/fork_server.py`,
    JSON.stringify(settings),
  ]
  return { command, arguments: [...around, ...server], environment: {} }
}

/** Whether the tier stands on this machine, found out by starting a worker. */
export async function checkLinux(): Promise<TierCheck> {
  try {
    const { exitCode, output, complaint } = await startAndEnd(await linuxWorker(defaultLimits))
    if (exitCode === 0) return { stands: true, found: described(output), hint: '' }
    const found = `a worker does not start: ${complaint.trim().split('\n').at(-1) ?? ''}`
    return {
      stands: false,
      found,
      hint: 'Allow this user to create user namespaces. In a container, allow bubblewrap to do so too.',
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { stands: false, found: error.message, hint: error.hint ?? describeError(error) }
  }
}

/**
 * Starts a worker with nothing to do: it proves its walls to itself, says that it is ready, and
 * ends.
 */
async function startAndEnd(
  worker: WorkerCommand,
): Promise<{ exitCode: number | null; output: Buffer; complaint: string }> {
  // There are no requests: they end at once.
  const stdio: ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'pipe']
  stdio[requestDescriptor] = 'ignore'
  stdio[replyDescriptor] = 'pipe'
  const child = spawn(worker.command, worker.arguments, {
    env: worker.environment,
    stdio,
    timeout: 20_000,
  })
  const output: Buffer[] = []
  const complaint: Buffer[] = []
  ;(child.stdio[replyDescriptor] as Readable).on('data', (data: Buffer) => output.push(data))
  child.stderr!.on('data', (data: Buffer) => complaint.push(data))
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { exitCode, output: Buffer.concat(output), complaint: Buffer.concat(complaint).toString() }
}

const readySchema = z.object({ python: z.string(), packages: z.array(z.string()) })

function described(ready: Buffer): string {
  const { python, packages } = readySchema.parse(JSON.parse(ready.subarray(headBytes).toString()))
  return `CPython ${python} under bubblewrap${packages.length > 0 ? `, with ${packages.join(' and ')}` : ''}`
}
