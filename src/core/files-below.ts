/** Walking a directory: all files below it, in an order that no file system decides. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/**
 * What stands below a directory and is no directory. A link to a file is that `file`. A link to a
 * directory is not followed: one that leads back to where it stands (`loop`) shows nothing new, and
 * another one may lead anywhere. `other` is a link to nothing, a pipe, a socket or a device.
 */
export interface Below {
  path: string
  is: 'file' | 'loop' | 'link to a directory' | 'other'
}

/**
 * Yields what is below a directory, in the order of the paths' code units. It holds one directory's
 * names at a time, for each level. @throws Error of the system for a directory that cannot be read
 */
export async function* filesBelow(directory: string): AsyncGenerator<Below, void, void> {
  const entries = await readdir(directory, { withFileTypes: true })
  // A directory stands where the paths of its files do.
  const place = (entry: (typeof entries)[number]): string =>
    entry.isDirectory() ? entry.name + sep : entry.name
  for (const entry of entries.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield { path, is: entry.isFile() ? 'file' : await whatIs(path, directory) }
  }
}

async function whatIs(path: string, directory: string): Promise<Below['is']> {
  const target = await stat(path).catch(() => undefined)
  if (target?.isFile()) return 'file'
  if (!target?.isDirectory()) return 'other'
  const [leadsTo, stands] = await Promise.all([realpath(path), realpath(directory)])
  return `${stands}${sep}`.startsWith(`${leadsTo}${leadsTo.endsWith(sep) ? '' : sep}`)
    ? 'loop'
    : 'link to a directory'
}
