/** A Node process that can do next to nothing. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerCommand } from './worker-command.ts'

export interface LockedModule {
  /** A module of this layer, without its extension. */
  module: string
  /** What it is told, as JSON, by its one argument. */
  settings: unknown
  /** Files, or folders with `/*` after them, that it may read besides this layer's. */
  readable: readonly string[]
  /** The stack that it gets where the system allows it; Node's own choice unless given. */
  stackKilobytes?: number
}

/**
 * Returns how a module is run in a Node that has no environment, makes no code of strings, and (by
 * Node's permission model) reads only the files it is made of, writes none, and starts no process
 * or thread.
 */
export function lockedNode({
  module,
  settings,
  readable,
  stackKilobytes,
}: LockedModule): WorkerCommand {
  const layer = builtLayer()
  const files = [join(layer, '*'), join(layer, '..', '..', 'package.json'), ...readable]
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  return withStack(stackKilobytes, {
    command: process.execPath,
    arguments: [
      '--no-warnings',
      '--disallow-code-generation-from-strings',
      '--max-old-space-size=256',
      // A link is read under its own name; where it leads to need not be readable under that other
      // one.
      '--preserve-symlinks',
      permission,
      ...files.map((path) => `--allow-fs-read=${path}`),
      join(layer, `${module}.js`),
      JSON.stringify(settings),
    ],
    // Not the host's time zone, which Node would look up by itself.
    environment: { TZ: 'UTC' },
  })
}

/**
 * Asks the system for a stack of $0 KiB, or for as much as it gives, and tells Node to use seven
 * eighths of it: V8 does not find out by itself how large the stack is. The rest is for code that
 * does not ask how much is left.
 */
const withLargeStack = `
ulimit -s "$0" 2>/dev/null || ulimit -s "$(ulimit -H -s)" 2>/dev/null
stack=$(ulimit -s 2>/dev/null)
case $stack in unlimited) stack=$0 ;; '' | *[!0-9]*) stack=1124 ;; esac
node=$1
shift
exec "$node" --stack-size=$((stack / 8 * 7)) "$@"
`

/**
 * A stack can only be had before a process starts, and from a shell. Windows has neither; there
 * Node keeps its own.
 */
function withStack(kilobytes: number | undefined, node: WorkerCommand): WorkerCommand {
  if (kilobytes === undefined || process.platform === 'win32') return node
  return {
    ...node,
    command: '/bin/sh',
    arguments: ['-c', withLargeStack, String(kilobytes), node.command, ...node.arguments],
  }
}

/**
 * The path of this layer's built code. Worker processes run it also under test: Node 20 runs no
 * TypeScript.
 */
export function builtLayer(): string {
  const url = new URL('.', import.meta.url).href
  return fileURLToPath(
    import.meta.url.endsWith('.ts') ? url.replace('/src/execute/', '/dist/execute/') : url,
  )
}
