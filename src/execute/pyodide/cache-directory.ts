/** Where this layer keeps what it makes once, and looks for what a user has put there. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** `reckoner` in `XDG_CACHE_HOME`, or in `.cache` of the user's directory. */
export function cacheDirectory(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'reckoner')
}
