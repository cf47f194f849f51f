/** Paths as messages show them. */
import { relative } from 'node:path'

/** The path from the working directory where that is the shorter one. */
export function displayPath(path: string): string {
  const short = relative('', path)
  return short !== '' && short.length < path.length ? short : path
}
