/** The `reckoner` program: its commands, and what they have in common. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { packageRoot } from '../store/index.ts'
import { annotateCommand } from './commands/annotate.ts'
import { checkCommand } from './commands/check.ts'
import { curateCommand } from './commands/curate.ts'
import { dataCommand } from './commands/data.ts'
import { doctorCommand } from './commands/doctor.ts'
import { equalCommand } from './commands/equal.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { eventsCommand } from './commands/events.ts'
import { execCommand } from './commands/exec.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { sampleCommand } from './commands/sample.ts'
import { scoreCommand } from './commands/score.ts'
import { selectCommand } from './commands/select.ts'
import { solveCommand } from './commands/solve.ts'
import { stagesCommand } from './commands/stages.ts'
import { trainCommand } from './commands/train.ts'
import { verifyCommand } from './commands/verify.ts'
import { watchCommand } from './commands/watch.ts'
import { standardOutput } from './output.ts'

/** In the order of the help: the whole way first, then its steps. */
const commands = [
  runCommand,
  watchCommand,
  reportCommand,
  solveCommand,
  dataCommand,
  sampleCommand,
  annotateCommand,
  verifyCommand,
  equalCommand,
  execCommand,
  curateCommand,
  trainCommand,
  scoreCommand,
  selectCommand,
  evaluateCommand,
  stagesCommand,
  eventsCommand,
  doctorCommand,
  checkCommand,
]

const help = `
Exit status:
  0    done
  1    failed; also when \`check\` finds a damaged file, or the program given to \`exec\` fails
  2    wrong usage or bad input
  130  interrupted

Examples:
  reckoner run quickstart
  reckoner verify --problems test.jsonl --completions sampled.jsonl --out verdicts.jsonl
  reckoner stages train.sft`

/** Returns a new program: parsing changes it. */
export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  const program = new Command('reckoner').description(
    'Teaches language models to reason about mathematics, and proves how much better they got.',
  )
  program.version(version).addHelpText('after', help)
  program.enablePositionalOptions() // so that a command below `score` can have options like its own
  for (const command of commands) program.addCommand(command())
  settle(program)
  return program
}

/** Gives a command and those below it what all have in common. */
function settle(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => standardOutput.write(text) })
    .showHelpAfterError(`(see ${fullName(command)} --help)`)
  const isLeaf = command.commands.length === 0
  if (!isLeaf) refuseUnknown(command)
  if (isLeaf && !command.options.some((option) => option.long === '--json'))
    command.option('--json', 'print events on standard output, one JSON object a line')
  command.commands.forEach(settle)
}

/** A name of no command, and `--help` behind it, would print the help of the command above. */
function refuseUnknown(command: Command): void {
  command.addHelpText('beforeAll', ({ command: helped }) => {
    const [name] = helped === command ? command.args : []
    if (name === undefined || name.startsWith('-')) return ''
    return command.error(`error: unknown command '${name}'`, { code: 'commander.unknownCommand' })
  })
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name()
}
