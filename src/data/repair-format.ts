/** How a model is asked to mend a program that failed. */
import type { ProgramFailure } from '../core/index.ts'
import { formatPrompt, type PromptFormat } from './prompt-format.ts'

/** A program that failed, and what the interpreter said of it. */
export interface FailedProgram {
  program: string
  error: ProgramFailure
}

/**
 * Returns the prompt that asks for a working program in place of one that failed. It continues the
 * prompt of the question in `format`, so that the model reads what it has written.
 */
export function repairPrompt(
  format: PromptFormat,
  question: string,
  { program, error }: FailedProgram,
): string {
  return `${formatPrompt(format, question)}${program.trimEnd()}\n${describeError(error)}\nProgram:\n`
}

/** The longest message that is shown to a model: some hold a whole line of the program. */
const MESSAGE_LENGTH = 200

/** `Error: NameError: name 'pens' is not defined (line 3)`, on one line. */
function describeError({ type, message, line }: ProgramFailure): string {
  const said = message.replaceAll(/\s+/g, ' ').trim().slice(0, MESSAGE_LENGTH)
  const where = line === null ? '' : ` (line ${line})`
  return `Error: ${type}${said === '' ? '' : `: ${said}`}${where}`
}
