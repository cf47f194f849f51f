/** `reckoner curate repairs`: from correct programs to rows that teach to mend faulty ones. */
import { Command, Option } from 'commander'
import type { GradedCompletion } from '../../core/index.ts'
import { curateRepairs, faultNames, type FaultName, type RepairReport } from '../../curate/index.ts'
import { loadTrainingRows, readCompletions } from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { gradeCompletions } from '../../verify/index.ts'
import {
  checkInputs,
  createFaults,
  goodLines,
  printSummary,
  readGradableProblems,
  tell,
  valuesOf,
  writeRecords,
} from '../jsonl-io.ts'
import {
  conventionOption,
  executeOptions,
  expectsOption,
  policyOption,
  problemsHelp,
  answersOf,
  sandboxOptions,
  taskOf,
  wholeNumber,
  type AnswerOptions,
  type SandboxOptions,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends AnswerOptions, SandboxOptions {
  problems: string
  rows: string
  observed?: string[]
  faultsPerRow: number
  kinds?: FaultName[]
  wrongAnswers?: boolean
  seed: number
  out?: string
  json?: boolean
}

export function curateRepairsCommand(): Command {
  const command = new Command('repairs')
    .description(
      'Make training rows that ask for a correct program in place of a faulty one. Faults are injected into correct programs, and each faulty program is run: the prompt has the error that it really gives (self-refinement, Zhu et al. 2024).',
    )
    .requiredOption('--problems <file>', problemsHelp)
    .requiredOption(
      '--rows <file>',
      'training rows {prompt, completion, problemId} whose completions are programs',
    )
    .option(
      '--observed <files...>',
      "the student's own programs for these problems: {problemId, index, text}. The injected faults then give errors of the same classes, about as often. Completions of any other problem are refused",
    )
    .option(
      '--faults-per-row <count>',
      'different faulty programs of each correct one',
      wholeNumber(1),
      1,
    )
    .addOption(
      new Option(
        '--kinds <names...>',
        'kinds of faults (default: those that mostly give errors; all with --wrong-answers)',
      ).choices(faultNames),
    )
    .option('--wrong-answers', 'programs that run and give a wrong answer count as faulty too')
    .option('--seed <n>', 'another seed gives other faults', wholeNumber(0), 0)
    .addOption(expectsOption())
    .addOption(policyOption())
    .addOption(conventionOption())
  for (const option of sandboxOptions()) command.addOption(option)
  return command
    .option(
      '--out <file>',
      'file for the rows: {prompt, completion, problemId, source, promptFormat} (default: standard output)',
    )
    .option('--json', 'print as JSON what was kept and what was dropped, with reasons')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner curate repairs --problems train.jsonl --rows rows.jsonl --out repairs.jsonl\n' +
        '  reckoner curate repairs --problems train.jsonl --rows rows.jsonl --observed sampled.jsonl --out repairs.jsonl',
    )
    .action(curate)
}

async function curate(options: Options): Promise<void> {
  const { observed, faultsPerRow, kinds, wrongAnswers = false, seed } = options
  checkInputs([options.problems, options.rows, ...(observed ?? [])], options.out)
  await requireRecords('--problems', options.problems, ['problems'])
  await requireRecords('--rows', options.rows, ['training rows'])
  if (observed) await requireRecords('--observed', observed, ['completions'])
  const faults = createFaults()
  const problems = await readGradableProblems(options.problems, faults)
  const byId = new Map(problems.map((problem) => [problem.id, problem]))
  const given = await loadTrainingRows(options.rows, tell)
  await using sandbox = openSandbox(executeOptions(options))
  const task = { ...taskOf(options), ...answersOf(options) }
  async function* graded(paths: readonly string[]): AsyncGenerator<GradedCompletion, void, void> {
    for (const path of paths) {
      const completions = valuesOf(goodLines(readCompletions(path), faults))
      yield* gradeCompletions(byId, completions, { task, sandbox })
    }
  }
  const { rows, report } = await curateRepairs(given, problems, {
    sandbox,
    task,
    faultsPerRow,
    kinds,
    includeWrongAnswers: wrongAnswers,
    observed: observed && graded(observed),
    seed,
  })
  await writeRecords(options.out, async (write) => {
    for (const row of rows) await write(row)
  })
  printSummary(options, describe(report), report)
  faults.finish()
}

function describe({ input, kept, dropped, byKind, byClass, observed }: RepairReport): string {
  const counted = (counts: Readonly<Record<string, number>>): string[] =>
    Object.entries(counts)
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, count]) => `  ${String(count).padStart(16)}  ${name}`)
  return [
    `faulty programs wanted ${input}`,
    ...Object.entries(dropped).map(
      ([reason, count]) => `  dropped ${String(count).padStart(8)}  ${reason}`,
    ),
    `  kept    ${String(kept).padStart(8)}`,
    'kinds of faults',
    ...counted(byKind),
    'errors they give',
    ...counted(byClass),
    ...(observed
      ? [
          `errors of the student (${(100 * observed.unreached).toFixed(0)} % of classes that no kind of fault gives)`,
          ...counted(observed.classes),
        ]
      : []),
  ].join('\n')
}
