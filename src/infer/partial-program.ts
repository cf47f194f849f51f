/** Runs the beginning of a program, to see whether it can still become a good one. */
import type { Sandbox } from '../execute/index.ts'

/** What an interpreter says of a program. */
export interface ProgramFault {
  type: string
  message: string
}

/**
 * Returns what the interpreter says of the beginning of a program, `null` where it runs. The lines
 * so far are the body of `solution()`, which need not return anything yet.
 */
export type RunPartial = (text: string, signal?: AbortSignal) => Promise<ProgramFault | null>

/** Returns the tool that runs beginnings in a sandbox; each text once. */
export function partialPrograms(sandbox: Pick<Sandbox, 'run'>): RunPartial {
  const known = new Map<string, Promise<ProgramFault | null>>()
  return (text) => {
    const code = codeIn(text)
    const found = known.get(code)
    if (found) return found
    const run = sandbox.run({ id: 'partial', code }).then(({ error }) => error && { ...error })
    // What follows is other texts: old ones seldom come back.
    if (known.size >= KEPT_RUNS) known.clear()
    known.set(code, run)
    return run
  }
}

const KEPT_RUNS = 20_000

/** Chat models write a program between fences, of which the second may not be there yet. */
const codeIn = (text: string): string => /```\w*\n(.*?)(?:\n```|$)/s.exec(text)?.[1] ?? text

/**
 * Whether the fault is one that further lines cannot mend. A bracket may still be closed, and the
 * header of a block may still get its body, unless the text has ended. To have no answer is no
 * such fault, and neither is to reach a limit: a loop may lack the line that ends it.
 */
export function isFatal({ type, message }: ProgramFault, text: string, isLast: boolean): boolean {
  if (type === 'NoAnswer' || (limits.has(type) && !isLast)) return false
  if (isLast || !syntaxErrors.has(type)) return true
  const [, line] = /^expected an indented block after .* on line (\d+)$/.exec(message) ?? []
  if (line !== undefined) return Number(line) !== codeIn(text).split('\n').length
  return !unfinished.test(message)
}

const limits = new Set(['Timeout', 'MemoryError', 'OutputLimit'])
const syntaxErrors = new Set(['SyntaxError', 'IndentationError', 'TabError'])
const unfinished =
  /was never closed|^unterminated triple-quoted|^unterminated f-string literal|^unexpected EOF|^expected 'except' or 'finally' block/
