/** `reckoner data programs`: programs for problems with worked solutions. */
import { Command } from 'commander'
import { DataError } from '../../core/index.ts'
import {
  derivationCounter,
  derivePrograms,
  describeDerivation,
  type Derivation,
} from '../../curate/index.ts'
import { readProblems, sourceName } from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import {
  checkDropped,
  checkInputs,
  createFaults,
  goodLines,
  printSummary,
  tell,
  valuesOf,
  writeRecords,
  type RecordWriter,
} from '../jsonl-io.ts'
import { executeOptions, sandboxOptions, type SandboxOptions } from '../options.ts'
import { chooseRenderer } from '../render/choose-renderer.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends SandboxOptions {
  comments?: boolean
  dropped?: string
  out?: string
  json?: boolean
}

export function dataProgramsCommand(): Command {
  const command = new Command('programs')
    .description(
      'Turn worked solutions with calculator annotations (<<3*4=12>>) into Python programs, run each one, and keep those that give the answer. Count what is dropped, and why.',
    )
    .argument('<file>', 'problems with worked solutions; - for standard input')
    .option('--comments', 'put the sentence of each calculation above its line, as a comment')
    .option(
      '--out <file>',
      'file for all problems; those with a program have it in solutionsByStyle.program (default: standard output)',
    )
    .option(
      '--dropped <file>',
      'file for the problems without a program: {id, reason, detail?, program?, solution?}',
    )
  // A program by rule is whole, and defines solution().
  for (const option of sandboxOptions())
    if (!['notebook', 'prelude', 'epilogue'].includes(option.attributeName()))
      command.addOption(option)
  return command
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nReasons: noSolution, noAnswer, tooLong, noEquations, unreadableEquation, falseEquation, assertedNumber (the\n' +
        'solution takes a number from nowhere), otherResult (no calculation gives the answer), noValue,\n' +
        'wrongAnswer, or the class of the error that the program ended with.\n' +
        '\nExample:\n  reckoner data programs train.jsonl --out problems.jsonl --dropped dropped.jsonl',
    )
    .action(derive)
}

async function derive(file: string, options: Options): Promise<void> {
  const { out, dropped, comments = false } = options
  checkInputs([file], out)
  if (dropped !== undefined) checkDropped([file], dropped, out)
  await requireRecords('FILE', file, ['problems'])
  const faults = createFaults()
  const counter = derivationCounter()
  const renderer = chooseRenderer(false)
  await using sandbox = openSandbox(executeOptions(options))
  const run = async (write: RecordWriter['write'], drop: RecordWriter['write']): Promise<void> => {
    const problems = valuesOf(goodLines(readProblems(file, tell), faults))
    let done = 0
    for await (const derivation of derivePrograms(problems, { sandbox, comments })) {
      counter.add(derivation)
      renderer.event({ type: 'progress', label: 'programs', done: ++done, unit: 'problems' })
      await write(derivation.problem)
      if (derivation.reason !== null) await drop(droppedRecord(derivation))
    }
    if (done === 0) throw new DataError(`${sourceName(file)}: it contains no problems`)
  }
  await writeRecords(out, (write) =>
    dropped === undefined
      ? run(write, async () => {})
      : writeRecords(dropped, (drop) => run(write, drop)),
  ).finally(() => renderer.end())
  printSummary(options, describeDerivation(counter.report()), counter.report())
  faults.finish()
}

function droppedRecord(derivation: Derivation & { reason: string }): Record<string, unknown> {
  const { problem, program, reason, detail } = derivation
  return {
    id: problem.id,
    reason,
    ...(detail !== '' && { detail }),
    ...(program !== null && { program }),
    ...(problem.solution !== undefined && { solution: problem.solution }),
  }
}
