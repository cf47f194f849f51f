/** `reckoner verify`: completions in, verdicts out. */
import { Command } from 'commander'
import { DataError, counted, type Completion } from '../../core/index.ts'
import { lineError, readCompletions, sourceName } from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { gradeCompletions, type GradableProblem } from '../../verify/index.ts'
import {
  checkInputs,
  createFaults,
  goodLines,
  printSummary,
  readGradableProblems,
  writeRecords,
  type Faults,
} from '../jsonl-io.ts'
import {
  answersOf,
  completionsHelp,
  conventionOption,
  executeOptions,
  expectsOption,
  policyOption,
  requirePrograms,
  problemsHelp,
  taskOf,
  sandboxOptions,
  type AnswerOptions,
  type SandboxOptions,
} from '../options.ts'
import { missingPackages } from '../missing-packages.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends AnswerOptions, SandboxOptions {
  programs?: boolean
  problems: string
  completions: string
  out?: string
  json?: boolean
}

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description("Grade completions against their problems' gold answers.")
    .requiredOption('--problems <file>', problemsHelp)
    .option('--completions <file>', completionsHelp, '-')
    .option(
      '--out <file>',
      'file for the verdicts: {problemId, index, verdict, answer, reason} (default: standard output)',
    )
    .addOption(expectsOption())
    .addOption(policyOption())
    .addOption(conventionOption())
    .option('--programs', 'completions are programs: run each one, and grade its answer')
  for (const option of sandboxOptions()) command.addOption(option)
  return command
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner verify --problems test.jsonl --completions sampled.jsonl --out verdicts.jsonl',
    )
    .action(verify)
}

async function verify(options: Options, command: Command): Promise<void> {
  requirePrograms(options.programs === true, command)
  checkInputs([options.problems, options.completions], options.out)
  await requireRecords('--problems', options.problems, ['problems'])
  await requireRecords('--completions', options.completions, ['completions'])
  const faults = createFaults()
  const problems = new Map(
    (await readGradableProblems(options.problems, faults)).map((problem) => [problem.id, problem]),
  )
  const task = taskOf(options)
  await using sandbox = openSandbox(executeOptions(options))
  const graded = gradeCompletions(problems, knownOnly(options.completions, problems, faults), {
    task: { ...task, ...answersOf(options) },
    ...(options.programs && { sandbox }),
  })
  const missing = missingPackages(options)
  const counts = { correct: 0, incorrect: 0, unparseable: 0 }
  await writeRecords(options.out, async (write) => {
    for await (const { verdict } of graded) {
      if (verdict === null) continue
      counts[verdict.verdict]++
      missing.take(verdict.error)
      await write(verdict)
    }
    if (totalOf(counts) === 0)
      throw new DataError(`${sourceName(options.completions)}: it contains no completions`)
  })
  const total = totalOf(counts)
  const text = `${counted(total, 'completion')}: ${counts.correct} correct, ${counts.incorrect} incorrect, ${counts.unparseable} unparseable`
  printSummary(options, text, { completions: total, ...counts })
  missing.report()
  faults.finish()
}

const totalOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Yields the completions; one whose problem is not there is reported instead. */
async function* knownOnly(
  path: string,
  problems: ReadonlyMap<string, GradableProblem>,
  faults: Faults,
): AsyncGenerator<Completion, void, void> {
  for await (const { line, value: completion } of goodLines(readCompletions(path), faults)) {
    const { problemId } = completion
    if (problems.has(problemId)) yield completion
    else faults.report(lineError(sourceName(path), line, `there is no problem "${problemId}"`))
  }
}
