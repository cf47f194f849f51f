/** The two ways an evaluation ends early: the program raised, or it is not for this tier. */

/**
 * Thrown where the program leaves the subset, or where the exact result is not certain; the next
 * tier runs it from the start.
 */
export class GiveUp extends Error {}

/**
 * A Python exception that the program raised; nothing in the subset can catch one, so it always
 * ends the program.
 */
export class PythonError extends Error {
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** Hands the program to the next tier. */
export function giveUp(): never {
  throw new GiveUp('outside the subset')
}

/** Raises a Python exception of class `type`. */
export function raise(type: string, message: string): never {
  throw new PythonError(type, message)
}

/** Returns what the import of a package raises that is not there. */
export const missingError = (name: string): PythonError =>
  new PythonError('ModuleNotFoundError', `No module named '${name}'`)

/** Raises a `TypeError`, the most frequent of them. */
export function typeError(message: string): never {
  throw new PythonError('TypeError', message)
}
