/**
 * `reckoner evaluate`: predictions or verdicts in; metrics with intervals and paired comparisons
 * out.
 */
import { Command } from 'commander'
import { DataError } from '../../core/index.ts'
import { fileStem, lineError, sourceName } from '../../data/index.ts'
import {
  evaluate,
  evaluationRecordSchema,
  formatDifference,
  formatInterval,
  formatP,
  formatValue,
  seriesCollector,
  type Evaluation,
} from '../../evaluate/index.ts'
import {
  checkInputs,
  createFaults,
  goodRecords,
  readGradableProblems,
  writeRecords,
} from '../jsonl-io.ts'
import {
  conventionOption,
  policyOf,
  policyOption,
  problemsHelp,
  wholeNumber,
  type PolicyOptions,
} from '../options.ts'
import { print } from '../output.ts'
import { requireRecords } from '../require-records.ts'
import { tableLines, type Column } from '../render/table.ts'

interface Options extends PolicyOptions {
  problems: string
  predictions: string[]
  k?: number[]
  seed: number
  out?: string
  json?: boolean
}

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description(
      'Compute the accuracy of predictions or verdicts, and compare two or more files problem by problem.',
    )
    .requiredOption('--problems <file>', problemsHelp)
    .option(
      '--predictions <files...>',
      'predictions: {problemId, answer}, or verdicts as `verify` writes them; - for standard input',
      ['-'],
    )
    .option('--k <list>', 'also compute pass@k and maj@k for these k, such as 1,4,16', kList)
    .addOption(policyOption())
    .addOption(conventionOption())
    .option('--seed <seed>', 'seed of the random choices in maj@k', wholeNumber(0), 0)
    .option('--out <file>', 'write {metrics, comparisons} as JSON to a file')
    .option('--json', 'print {metrics, comparisons} as JSON')
    .addHelpText(
      'after',
      '\nA problem without a prediction counts as wrong. --policy and --convention apply to predictions;\n' +
        'verdicts are not graded again. --predictions a.jsonl b.jsonl compares b with a: the difference is\n' +
        'the value of b minus the value of a.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  reckoner evaluate --problems test.jsonl --predictions base.jsonl tuned.jsonl',
    )
    .action(measure)
}

async function measure(options: Options): Promise<void> {
  checkInputs([options.problems, ...options.predictions], options.out)
  await requireRecords('--problems', options.problems, ['problems'])
  await requireRecords(
    '--predictions',
    options.predictions,
    ['predictions', 'verdicts'],
    options.problems,
  )
  const faults = createFaults()
  const problems = await readGradableProblems(options.problems, faults)
  const collector = seriesCollector(problems, policyOf(options))
  const names = displayNames(options.predictions)
  for (const [index, path] of options.predictions.entries()) {
    let records = 0
    for await (const { line, value } of goodRecords(path, evaluationRecordSchema, faults)) {
      const fault = collector.add(names[index]!, value)
      if (fault === null) records++
      else faults.report(lineError(sourceName(path), line, fault))
    }
    if (records === 0)
      faults.report(new DataError(`${sourceName(path)}: it contains no predictions or verdicts`))
  }
  const evaluation = evaluate(collector.series(), problems, {
    ks: options.k ?? [],
    seed: options.seed,
  })
  if (options.out !== undefined) await writeRecords(options.out, (write) => write(evaluation))
  if (options.out !== '-')
    await print(
      options.json ? `${JSON.stringify(evaluation)}\n` : `${evaluationTable(evaluation)}\n`,
    )
  faults.finish()
}

/** The files' stems, or their paths where stems are the same. */
function displayNames(paths: readonly string[]): string[] {
  const stems = paths.map((path) => fileStem(sourceName(path)))
  return stems.map((stem, index) =>
    stems.indexOf(stem) === stems.lastIndexOf(stem) ? stem : paths[index]!,
  )
}

/** Metrics, and comparisons where there are any, as tables. */
function evaluationTable({ metrics, comparisons }: Evaluation): string {
  const metricRows = metrics.map(({ series, name, value, ci95, n, unparseable, missing }) => [
    series,
    name,
    value === null ? '–' : formatValue(name, value),
    ci95 ? formatInterval(name, ci95) : '',
    ...[n, unparseable, missing].map(String),
  ])
  const comparisonRows = comparisons.map(({ a, b, metric, difference, ci95, p, better, n }) => [
    `${b} − ${a}`,
    formatDifference(metric, difference),
    formatInterval(metric, ci95, 'difference'),
    formatP(p),
    `${better.b} : ${better.a}`,
    String(n),
  ])
  const notes = metrics.flatMap(({ series, name, reason }) =>
    reason === undefined ? [] : [`${series}: no ${name}: ${reason}`],
  )
  const blocks = [
    tableLines(
      columns('predictions', 'metric', 'value', '95 % interval', 'n', 'unparseable', 'missing'),
      metricRows,
    ),
    comparisonRows.length === 0
      ? []
      : [
          ...tableLines(
            columns('comparison', 'difference', '95 % interval', 'p', 'better : worse', 'n'),
            comparisonRows,
          ),
          ...new Set(comparisons.map(({ method }) => method)),
        ],
    notes,
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function columns(first: string, ...rest: string[]): Column[] {
  return [{ title: first }, ...rest.map((title): Column => ({ title, align: 'right' }))]
}

const kList = (text: string): number[] => text.split(',').map(wholeNumber(1))
