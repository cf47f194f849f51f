/** Where this layer keeps what it makes once, and looks for what a user has put there. */
import { homedir, userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * `reckoner` in `XDG_CACHE_HOME` (which counts only where it is absolute, as its specification
 * says), or in `.cache` of the user's directory.
 */
export function cacheDirectory(): string {
  const given = process.env['XDG_CACHE_HOME'] ?? ''
  return join(
    isAbsolute(given) ? given : join(homedir() || userInfo().homedir, '.cache'),
    'reckoner',
  )
}
