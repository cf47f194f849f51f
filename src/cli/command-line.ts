/** Runs the command that was given: its errors become sentences and exit statuses. */
import { CommanderError } from 'commander'
import { AppError, describeError } from '../core/index.ts'
import { harmless } from './render/harmless.ts'
import { systemError } from '../store/index.ts'
import { stopWriting } from './jsonl-io.ts'
import { createProgram } from './program.ts'

/**
 * Runs the program and returns its exit status: 0 done, 1 failed, 2 wrong usage or bad input, 130
 * interrupted.
 */
async function main(): Promise<number> {
  try {
    await createProgram().parseAsync()
    return Number(process.exitCode ?? 0)
  } catch (error) {
    // Commander has printed its message already; status 0 is what it gives to --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return told(error)
  }
}

/** Says what went wrong, and returns the exit status for it. */
function told(error: unknown): number {
  process.stderr.write(
    `${harmless(error instanceof AppError ? `reckoner: ${describeError(error)}` : describeError(error))}\n`,
  )
  return error instanceof AppError ? error.exitCode : 1
}

/**
 * A reader that has seen enough (`| head`) is no failure; anything else that keeps a pipe from
 * taking more is one.
 */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  stopWriting(error.code === 'EPIPE' ? 0 : told(systemError('write to', 'standard output', error)))
})
// Nobody is left to be told.
process.stderr.on('error', () => {})

/** Left to itself, Node would end without a word here, and as if all were well. */
process.once('beforeExit', () => {
  process.stderr.write(
    'reckoner: this is a defect: the command is not done, and waits for nothing. Repeat it: finished work is kept.\n',
  )
  process.exit(1)
})

const status = await main()
// Waits for what is still to be written, but for nothing else: a worker thread must not keep a
// finished command alive.
process.stdout.write('', () => process.exit(status))
