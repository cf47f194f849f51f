/** Locks between processes that a killed owner cannot leave behind. */
import { readFile, readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StoreError } from '../core/index.ts'
import { systemCode, systemError } from './fault.ts'
import { createMarker, removeTree } from './fs.ts'

/**
 * A contender for a lock first puts a file named after itself into `<runs>/.locks`, then looks for
 * living others. Of two contenders the later one always sees the earlier (both may see each other
 * and step back); a dead owner's file is removed by its own name, so no takeover can remove the
 * lock of someone alive.
 */
interface Owner {
  pid: number
  /**
   * When the process started, in clock ticks since boot (Linux): tells a process from a later one
   * with the same number.
   */
  started: string
  host: string
}

export interface Lock {
  release(): Promise<void>
}

/** Locks that this process holds, or is about to. */
const held = new Set<string>()

/**
 * Takes the lock `name`, or returns the number of the living process that has it.
 * @throws StoreError for an owner on another machine, about whom nothing can be known
 */
export async function tryLock(
  runsDirectory: string,
  name: string,
): Promise<Lock | { heldBy: number }> {
  const directory = join(runsDirectory, '.locks')
  const self: Owner = { pid: process.pid, started: await startOf(process.pid), host: hostname() }
  const own = join(directory, fileName(name, self))
  if (held.has(own)) return { heldBy: self.pid }
  held.add(own)
  const release = async (): Promise<void> => {
    held.delete(own)
    await removeTree(own)
  }
  try {
    await createMarker(own)
    const heldBy = await livingOwner(directory, name, self)
    if (heldBy === undefined) return { release }
    await release()
    return { heldBy }
  } catch (error) {
    await release()
    throw error
  }
}

/** Who has a lock. */
export interface LockHolder {
  pid: number
  /** The machine, where it is another one: nobody here can know whether the process still lives. */
  host?: string
}

/**
 * Returns who has the lock `name`, and takes or removes nothing; `undefined` where nobody has it.
 * @throws StoreError
 */
export async function lockHolder(
  runsDirectory: string,
  name: string,
): Promise<LockHolder | undefined> {
  const directory = join(runsDirectory, '.locks')
  const files = await readdir(directory).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw systemError('read', directory, error)
  })
  for (const file of files) {
    const owner = file.startsWith(`${name}~`) ? ownerIn(file) : undefined
    if (!owner) continue
    const { pid, host } = owner
    if (host !== hostname()) return { pid, host }
    if (await isAlive(owner)) return { pid }
  }
  return undefined
}

/**
 * The process number of another, living owner of the lock; what dead processes left, of any lock,
 * is removed.
 */
async function livingOwner(
  directory: string,
  name: string,
  self: Owner,
): Promise<number | undefined> {
  for (const file of await readdir(directory)) {
    const owner = ownerIn(file)
    if (!owner || file === fileName(name, self)) continue
    const concernsUs = file.startsWith(`${name}~`)
    if (owner.host !== self.host) {
      if (!concernsUs) continue
      const hint = `Wait for it to end; if it is gone, delete ${join(directory, file)}.`
      throw new StoreError(
        `${name} is locked by process ${owner.pid} on another machine, ${owner.host}`,
        { hint },
      )
    }
    if (!(await isAlive(owner))) await removeTree(join(directory, file))
    else if (concernsUs) return owner.pid
  }
  return undefined
}

async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false
  }
  return owner.started === (await startOf(owner.pid))
}

/**
 * The start time that Linux keeps for a process, or `-` where there is none; a zombie has ended
 * already.
 */
async function startOf(pid: number): Promise<string> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'latin1')
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '-')
  } catch {
    return '-'
  }
}

function fileName(name: string, owner: Owner): string {
  return `${name}~${owner.pid}.${owner.started}.${owner.host}`
}

function ownerIn(file: string): Owner | undefined {
  const match = /^[^~]+~(\d+)\.(\d+|-)\.(.+)$/.exec(file)
  return match ? { pid: Number(match[1]), started: match[2]!, host: match[3]! } : undefined
}
