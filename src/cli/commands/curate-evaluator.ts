/** `reckoner curate evaluator`: from completions to labelled candidates. */
import { Command } from 'commander'
import type { GradedCompletion } from '../../core/index.ts'
import { labelCandidates, type LabellingReport } from '../../curate/index.ts'
import { readCompletions } from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { gradeCompletions } from '../../verify/index.ts'
import {
  checkInputs,
  createFaults,
  goodLines,
  printSummary,
  readGradableProblems,
  valuesOf,
  writeRecords,
} from '../jsonl-io.ts'
import {
  answersOf,
  completionsHelp,
  conventionOption,
  executeOptions,
  expectsOption,
  policyOption,
  problemsHelp,
  requirePrograms,
  sandboxOptions,
  taskOf,
  wholeNumber,
  type AnswerOptions,
  type SandboxOptions,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends AnswerOptions, SandboxOptions {
  problems: string
  completions: string[]
  gold?: boolean
  maxPerLabel?: number
  programs?: boolean
  out?: string
  json?: boolean
}

export function curateEvaluatorCommand(): Command {
  const command = new Command('evaluator')
    .description(
      'Make labelled candidates for the training of an evaluator: each distinct completion, and whether its answer is the gold answer.',
    )
    .requiredOption('--problems <file>', problemsHelp)
    .option('--completions <files...>', completionsHelp, ['-'])
    .option(
      '--gold',
      "add the problems' own solutions as correct candidates, unless they state another answer",
    )
    .option(
      '--max-per-label <count>',
      'keep at most this many correct and this many incorrect candidates of a problem, with its own solution among them',
      wholeNumber(1),
    )
    .addOption(expectsOption())
    .addOption(policyOption())
    .addOption(conventionOption())
    .option('--programs', 'completions are programs: run each one')
  for (const option of sandboxOptions()) command.addOption(option)
  return command
    .option(
      '--out <file>',
      'file for the candidates: {prompt, completion, label, problemId, source?} (default: standard output)',
    )
    .option('--json', 'print as JSON what was kept and what was dropped, with reasons')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner curate evaluator --problems train.jsonl --completions sampled.jsonl --out labelled.jsonl',
    )
    .action(curate)
}

async function curate(options: Options, command: Command): Promise<void> {
  requirePrograms(options.programs === true, command)
  checkInputs([options.problems, ...options.completions], options.out)
  await requireRecords('--problems', options.problems, ['problems'])
  await requireRecords('--completions', options.completions, ['completions'])
  const faults = createFaults()
  const problems = await readGradableProblems(options.problems, faults)
  const byId = new Map(problems.map((problem) => [problem.id, problem]))
  await using sandbox = openSandbox(executeOptions(options))
  async function* graded(): AsyncGenerator<GradedCompletion, void, void> {
    const grading = {
      task: { ...taskOf(options), ...answersOf(options) },
      ...(options.programs && { sandbox }),
    }
    for (const path of options.completions)
      yield* gradeCompletions(byId, valuesOf(goodLines(readCompletions(path), faults)), grading)
  }
  const { rows, report } = await labelCandidates(problems, graded(), {
    ...(options.gold && { includeGold: true }),
    ...(options.maxPerLabel !== undefined && { maxPerLabel: options.maxPerLabel }),
  })
  await writeRecords(options.out, async (write) => {
    for (const row of rows) await write(row)
  })
  printSummary(options, describe(report), report)
  faults.finish()
}

function describe(report: LabellingReport): string {
  const { input, kept, dropped, rows, goldRows, wrongGold, problems, mixedProblems } = report
  const { correct, incorrect } = report
  return [
    `completions ${String(input).padStart(6)}`,
    ...Object.entries(dropped).map(
      ([reason, count]) => `  dropped ${String(count).padStart(8)}  ${reason}`,
    ),
    `  kept    ${String(kept).padStart(8)}`,
    `candidates ${rows} (${goldRows} of them gold): ${correct} correct, ${incorrect} incorrect`,
    ...(wrongGold > 0
      ? [`${wrongGold} gold solutions left out: they state another answer than the problem has`]
      : []),
    `${mixedProblems} of ${problems} problems have both; only they make pairs`,
  ].join('\n')
}
