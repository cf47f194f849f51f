/** The Python that has the peers (`RECKONER_PYTHON`, else `python3`). */
import { execFileSync } from 'node:child_process'

export const python = process.env['RECKONER_PYTHON'] ?? 'python3'

/**
 * Returns what `code` prints, `undefined` where it fails: what it imports is not installed, or
 * there is no Python.
 */
export function printedBy(code: string): string | undefined {
  try {
    return execFileSync(python, ['-c', code], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}
