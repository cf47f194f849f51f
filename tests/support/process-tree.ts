/** The processes that this one has started, from Linux's `/proc`. */
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessStatus {
  pid: number
  /** Processor time of it, and of the children it has seen end. */
  cpuMs: number
  residentBytes: number
  command: string
}

/**
 * Returns the processes below this one, children of children included; none where there is no
 * `/proc`.
 */
export function descendants(): ProcessStatus[] {
  const found = readAll()
  const family = new Set([process.pid])
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const { pid, parent } of found) if (family.has(parent)) family.add(pid)
  }
  return found.filter(({ pid }) => pid !== process.pid && family.has(pid))
}

function readAll(): (ProcessStatus & { parent: number })[] {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        // After the name in parentheses: state, parent, …, user, system and children's times, …,
        // resident pages.
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number)
        const ticks = fields[11]! + fields[12]! + fields[13]! + fields[14]!
        return [
          {
            pid: Number(name),
            parent: fields[1]!,
            cpuMs: ticks * 10,
            residentBytes: fields[21]! * 4_096,
            command,
          },
        ]
      } catch {
        return [] // it has ended
      }
    })
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
