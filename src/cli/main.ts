#!/usr/bin/env node
/** The `reckoner` program: its commands, its errors, its exit codes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { AppError, describeError } from '../core/index.ts'
import { packageRoot } from '../recipe/index.ts'
import { curateCommand } from './commands/curate.ts'
import { dataCommand } from './commands/data.ts'
import { doctorCommand } from './commands/doctor.ts'
import { equalCommand } from './commands/equal.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { execCommand } from './commands/exec.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { sampleCommand } from './commands/sample.ts'
import { scoreCommand } from './commands/score.ts'
import { selectCommand } from './commands/select.ts'
import { solveCommand } from './commands/solve.ts'
import { trainCommand } from './commands/train.ts'
import { verifyCommand } from './commands/verify.ts'

/** In the order of the help: the whole way first, then its steps. */
const commands = [
  runCommand,
  reportCommand,
  solveCommand,
  dataCommand,
  sampleCommand,
  verifyCommand,
  equalCommand,
  execCommand,
  curateCommand,
  trainCommand,
  scoreCommand,
  selectCommand,
  evaluateCommand,
  doctorCommand,
]

function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
  const program = new Command('reckoner').description(
    'Teaches language models to reason about mathematics, and proves how much better they got.',
  )
  program.version(version)
  for (const command of commands) program.addCommand(command())
  settle(program)
  return program
}

/** Gives a command and those below it what all have in common. */
function settle(command: Command): void {
  command.exitOverride().showHelpAfterError(`(${fullName(command)} --help says more)`)
  const isLeaf = command.commands.length === 0
  if (isLeaf && !command.options.some((option) => option.long === '--json'))
    command.option('--json', 'events as JSON lines on stdout')
  command.commands.forEach(settle)
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name()
}

/** Runs the program and returns its exit status: 0 done, 1 failed, 2 wrong usage or bad input, 130 interrupted. */
async function main(): Promise<number> {
  try {
    await createProgram().parseAsync()
    return 0
  } catch (error) {
    // Commander has printed its message already; status 0 is what it gives to --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`${error instanceof AppError ? `reckoner: ${describeError(error)}` : describeError(error)}\n`)
    return error instanceof AppError ? error.exitCode : 1
  }
}

/** A reader that has seen enough (`| head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const status = await main()
// Waits for what is still to be written, but for nothing else: a worker thread must not keep a finished command alive.
process.stdout.write('', () => process.exit(status))
