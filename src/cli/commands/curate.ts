/** `reckoner curate`: from completions to the rows of the next training. */
import { Argument, Command } from 'commander'
import { completionSchema, DataError } from '../../core/index.ts'
import { curateRft, type CompletionSource, type CurationReport } from '../../curate/index.ts'
import { fileStem, sourceName } from '../../data/index.ts'
import {
  checkInputs,
  createFaults,
  goodRecords,
  printSummary,
  readGradableProblems,
  writeRecords,
  type Faults,
} from '../jsonl-io.ts'
import { taskOptions } from '../../verify/index.ts'
import { expectsOption, policyOption, wholeNumber, type AnswerOptions } from '../options.ts'

interface Options extends AnswerOptions {
  problems: string
  completions: string[]
  gold: boolean
  dropGoldPath?: boolean
  capPerProblem?: number
  out?: string
  json?: boolean
}

export function curateCommand(): Command {
  return new Command('curate')
    .description('Keep correct, truly calculated, distinct solutions as training rows; account for all others.')
    .addArgument(
      new Argument('<method>', 'rft: one row per distinct reasoning path (rejection-sampling fine-tuning)').choices(['rft']),
    )
    .requiredOption('--problems <file>', 'problems: {id, question, answer, solution?}, or GSM8K or MATH rows')
    .option(
      '--completions <files...>',
      'completions: {problemId, index, text}; several files make a union; - for standard input',
      ['-'],
    )
    .option('--no-gold', "leave the problems' own solutions out")
    .option('--drop-gold-path', "drop completions that take the path of the problem's own solution")
    .option('--cap-per-problem <count>', 'keep at most so many paths of a problem', wholeNumber(1))
    .addOption(expectsOption())
    .addOption(policyOption())
    .option('--out <file>', 'where rows go: {prompt, completion, problemId, source} (default: standard output)')
    .option('--json', 'print the conservation report as JSON')
    .addHelpText('after', '\nExample:\n  reckoner curate rft --problems train.jsonl --completions sampled.jsonl --out rows.jsonl')
    .action((_method: string, options: Options) => curate(options))
}

async function curate(options: Options): Promise<void> {
  checkInputs([options.problems, ...options.completions], options.out)
  const faults = createFaults()
  const problems = await readGradableProblems(options.problems, faults)
  const { gold, dropGoldPath = false, capPerProblem = Infinity } = options
  const sources = options.completions.map((path) => sourceOf(path, options.completions.length > 1, faults))
  const { rows, report } = await curateRft(problems, sources, {
    includeGold: gold,
    dropGoldPath,
    capPerProblem,
    task: taskOptions(options),
  })
  if (report.input === 0)
    throw new DataError(`${options.completions.map(sourceName).join(', ')}: there is nothing to curate in it`)
  await writeRecords(options.out, async (write) => {
    for (const row of rows) await write(row)
  })
  printSummary(options, describeReport(report), report)
  faults.finish()
}

/** Completions without a model's name get their file's, where several files could otherwise not be told apart. */
function sourceOf(path: string, isUnion: boolean, faults: Faults): CompletionSource {
  const model = isUnion ? fileStem(sourceName(path)) : undefined
  return { model, completions: valuesOf(goodRecords(path, completionSchema, faults)) }
}

async function* valuesOf<T>(records: AsyncIterable<{ value: T }>): AsyncGenerator<T, void, void> {
  for await (const { value } of records) yield value
}

function describeReport(report: CurationReport): string {
  const dropped = Object.entries(report.dropped).map(([reason, count]) => `  dropped ${String(count).padStart(8)}  ${reason}`)
  return [
    `completions ${String(report.input).padStart(6)}`,
    ...dropped,
    `  kept    ${String(report.kept).padStart(8)}`,
    `rows ${report.rows} (${report.goldRows} of them gold), ${report.solvedProblems} of ${report.problems} problems solved`,
    `per problem: ${report.correctPerProblem.toFixed(2)} correct, ${report.distinctPathsPerProblem.toFixed(2)} distinct paths (${report.distinctPathsWithGold.toFixed(2)} with gold)`,
  ].join('\n')
}
