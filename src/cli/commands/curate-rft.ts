/** `reckoner curate rft`: from completions to training rows, one for each reasoning path. */
import { Command, Option } from 'commander'
import { DataError } from '../../core/index.ts'
import {
  curateRft,
  representatives,
  type CompletionSource,
  type Representative,
} from '../../curate/index.ts'
import { fileStem, readCompletions, sourceName } from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import {
  checkInputs,
  createFaults,
  goodLines,
  printSummary,
  readGradableProblems,
  valuesOf,
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
  wholeNumber,
  type AnswerOptions,
  type SandboxOptions,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'
import { describeCuration } from '../render/curation.ts'

interface Options extends AnswerOptions, SandboxOptions {
  problems: string
  completions: string[]
  gold: boolean
  dropGoldPath?: boolean
  capPerProblem?: number
  numGenerations?: number
  representative: Representative
  keepDuplicates?: boolean
  programs?: boolean
  out?: string
  json?: boolean
}

export function curateRftCommand(): Command {
  const command = new Command('rft')
    .description(
      'Make training rows from completions whose answer is the gold answer and whose equations are all true: one row for each distinct reasoning path (rejection-sampling fine-tuning). Count what is dropped, and why.',
    )
    .requiredOption('--problems <file>', problemsHelp)
    .option(
      '--completions <files...>',
      `${completionsHelp}; several files, such as one for each model, give one set of rows (a union)`,
      ['-'],
    )
    .option('--no-gold', "leave out the problems' own solutions")
    .option(
      '--drop-gold-path',
      "drop completions with the same reasoning path as the problem's own solution",
    )
    .option(
      '--cap-per-problem <count>',
      'keep at most this many paths of a problem',
      wholeNumber(1),
    )
    .option(
      '--num-generations <k>',
      'use only the first k completions of each problem from each model',
      wholeNumber(1),
    )
    .addOption(
      new Option(
        '--representative <name>',
        'how one solution is chosen for each path. greedy is the method of Yuan et al. 2023: use it to repeat the paper; its choice depends on the order of the completions. orderIndependent makes the same choice in any order: use it if the order is arbitrary',
      )
        .choices(representatives)
        .default('greedy'),
    )
    .option('--keep-duplicates', 'keep all correct solutions, not one for each path')
    .addOption(expectsOption())
    .addOption(policyOption())
    .addOption(conventionOption())
    .option(
      '--programs',
      'completions are programs: run each one, and compare paths by syntax tree',
    )
  for (const option of sandboxOptions()) command.addOption(option)
  return command
    .option(
      '--out <file>',
      'file for the rows: {prompt, completion, problemId, source, foundBy?} (default: standard output)',
    )
    .option('--json', 'print as JSON what was kept and what was dropped, with reasons')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner curate rft --problems train.jsonl --completions sampled.jsonl --out rows.jsonl\n' +
        '  reckoner curate rft --problems train.jsonl --completions small.jsonl large.jsonl --out union.jsonl',
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
  const sources = options.completions.map((path) => sourceOf(path, options.completions, faults))
  const {
    gold,
    dropGoldPath,
    capPerProblem,
    numGenerations,
    representative,
    keepDuplicates,
    programs,
  } = options
  await using sandbox = openSandbox(executeOptions(options))
  const { rows, report } = await curateRft(problems, sources, {
    includeGold: gold,
    representative,
    task: { ...taskOf(options), ...answersOf(options) },
    ...(dropGoldPath && { dropGoldPath }),
    ...(capPerProblem !== undefined && { capPerProblem }),
    ...(numGenerations !== undefined && { numGenerations }),
    ...(keepDuplicates && { keepDuplicates }),
    ...(programs && { sandbox }),
  })
  if (report.input === 0)
    throw new DataError(
      `${options.completions.map(sourceName).join(', ')}: it contains no completions`,
    )
  await writeRecords(options.out, async (write) => {
    for (const row of rows) await write(row)
  })
  printSummary(options, describeCuration(report), report)
  faults.finish()
}

/**
 * Completions without a model's name get their file's, with its folder where the name alone would
 * not tell the files of a union apart.
 */
function sourceOf(path: string, paths: readonly string[], faults: Faults): CompletionSource {
  const stemOf = (each: string): string => fileStem(sourceName(each))
  const isAlone = paths.filter((each) => stemOf(each) === stemOf(path)).length === 1
  const name = isAlone ? stemOf(path) : sourceName(path)
  const model = paths.length > 1 ? name : undefined
  return { model, completions: valuesOf(goodLines(readCompletions(path), faults)) }
}
