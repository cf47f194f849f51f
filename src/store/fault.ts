/**
 * What the operating system says about a failed write, as an error that tells the user what to do.
 */
import { StoreError } from '../core/index.ts'

const hints: Readonly<Record<string, string>> = {
  ENOSPC:
    'The disk is full: free some space and run the same command again; finished work is kept.',
  EDQUOT:
    'The disk quota is used up: free some space and run the same command again; finished work is kept.',
  EFBIG:
    'The file would be larger than is allowed: raise the limit (`ulimit -f`), or write to another file system.',
  EROFS: 'The file system is read-only: choose a directory on a writable one.',
  EACCES:
    'Permission was denied: choose a directory that you may write to, or change its owner or mode.',
  EPERM:
    'The system refused this: choose a directory that you may write to, or change its owner or mode.',
  ENOTDIR: 'A part of this path is a file, not a directory: choose another path or move that file.',
  EISDIR: 'This path is a directory: name a file inside it.',
  ENOENT: 'A directory on this path does not exist: create it first.',
  ENAMETOOLONG: 'The name is too long for this file system: choose a shorter one.',
  EMFILE: 'Too many files are open: raise the limit (`ulimit -n`) and run the same command again.',
  EIO: 'The disk reported an error: check it before you run this again.',
}

/** The error code of a failed system call (`ENOSPC`, …), or `undefined` for anything else. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined
}

/**
 * Returns a failed system call as a `StoreError` that says what was being done (`doing`), where,
 * and what to do next; any other error as it is.
 */
export function systemError(doing: string, path: string, error: unknown): unknown {
  const code = systemCode(error)
  if (code === undefined) return error
  const hint = hints[code]
  return new StoreError(`cannot ${doing} ${path} (${code})`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  })
}

/** Runs `work`; a failed system call becomes a `StoreError`. @see systemError */
export async function guarded<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw systemError(doing, path, error)
  }
}
