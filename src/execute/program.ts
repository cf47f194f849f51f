/** The nouns of running programs: a program, the limits it runs under, and the verdict on it. */

/**
 * What a harness puts around a program: source that runs before and after it, in the same module.
 * Lines of errors are those of the program. An error outside of it has no line, and its message
 * says where it was raised.
 */
export interface Harness {
  /** Imports and functions that programs use without defining them. */
  prelude?: string | undefined
  /** What makes an answer of what the program defines, such as `ans = solver()`. */
  epilogue?: string | undefined
}

/** Python source with a name to tell it apart from others. */
export interface Program extends Harness {
  id: string
  code: string
  /**
   * Whether the program may also give its answer as a notebook shows it: by a last expression, or
   * in a variable `answer` or `result`. Not unless given.
   */
  isNotebook?: boolean
}

/** What a program may use. The same for every program of a sandbox. */
export interface Limits {
  /** Wall-clock time from the program's start. */
  timeoutMs: number
  /** Memory of the interpreter with the program in it. */
  memoryBytes: number
  /** What it may print, in UTF-8 bytes, and the length of its value's text, in characters. */
  outputBytes: number
}

export const defaultLimits: Limits = {
  timeoutMs: 5_000,
  memoryBytes: 256 * 2 ** 20,
  outputBytes: 64 * 2 ** 10,
}

/** Longer source is refused unread: 1 MiB, in UTF-16 code units. */
export const maxCodeLength = 2 ** 20

/**
 * - `ok`: the program ended and gave a value;
 * - `error`: it raised, could not be compiled, printed too much or gave no value;
 * - `timeout`, `memory`: it was stopped at that limit;
 * - `refused`: it asked for what the sandbox does not give (and did not handle being told so), or
 *   was too long to be read.
 */
export type Status = 'ok' | 'error' | 'timeout' | 'memory' | 'refused'

/** The ways in which a program gives its answer. */
export const sources = ['solution', 'ans', 'stdout', 'expression', 'answer', 'result'] as const

export interface ProgramError {
  /**
   * The exception's class, such as `ZeroDivisionError`; for the other statuses `Timeout`,
   * `MemoryError` or `Refused`.
   */
  type: string
  message: string
  /** The innermost line of the program that was running, from 1; `null` where there is none. */
  line: number | null
}

/** What running a program came to, before it is known whose program it was. */
export interface Outcome {
  status: Status
  /**
   * The value as Python's `repr` writes it, or, where `source` is `stdout`, the last line that was
   * printed; `null` unless `ok`.
   */
  value: string | null
  /** The value as Python's `str` writes it: what `print` would show; `null` unless `ok`. */
  text: string | null
  /** The value's class, such as `int`; `null` unless `ok`. */
  type: string | null
  /**
   * Where the value came from: what `solution()` returned, the variable `ans`, or the last line
   * that was printed; of a notebook also its last expression, or the variable `answer` or `result`.
   */
  source: (typeof sources)[number] | null
  stdout: string
  /** What went wrong; `null` where `status` is `ok`. */
  error: ProgramError | null
}

/** The sandboxes that can judge a program. */
export const tiers = ['fast', 'pyodide', 'linux'] as const
export type Tier = (typeof tiers)[number]

/** What running a program came to, and which tier says so. */
export interface ExecutionVerdict extends Outcome {
  id: string
  /** `null` where the program was refused unread. */
  tier: Tier | null
}

/** Returns the outcome of a program that gave no value. */
export function failed(status: Exclude<Status, 'ok'>, type: string, message: string): Outcome {
  return {
    status,
    value: null,
    text: null,
    type: null,
    source: null,
    stdout: '',
    error: { type, message, line: null },
  }
}

/** Returns the verdict on a program that is not run at all. */
export function refusedUnread(id: string, reason: string): ExecutionVerdict {
  return { id, tier: null, ...failed('refused', 'Refused', reason) }
}
