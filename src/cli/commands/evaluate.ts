/**
 * `reckoner evaluate`: predictions or verdicts in; metrics with intervals and paired comparisons
 * out, and how good the scores of verdicts are.
 */
import { basename } from 'node:path'
import { Command } from 'commander'
import { ConfigError, DataError, counted, type Problem } from '../../core/index.ts'
import {
  fileStem,
  lineError,
  loadScores,
  requireAllScored,
  sourceName,
  type ScoredAs,
  type ScoreTable,
} from '../../data/index.ts'
import {
  evaluate,
  evaluationRecordSchema,
  evaluatorResults,
  formatDifference,
  formatInterval,
  formatP,
  formatValue,
  judgedRuns,
  seriesCollector,
  type Evaluation,
  type EvaluationRecord,
  type Series,
  type TableResult,
} from '../../evaluate/index.ts'
import { modelRefHelp } from '../../sample/index.ts'
import {
  checkInputs,
  createFaults,
  goodRecords,
  readGradableProblems,
  writeRecords,
} from '../jsonl-io.ts'
import {
  budgetOption,
  conventionOption,
  planOption,
  policyOf,
  policyOption,
  problemsHelp,
  wholeNumber,
  type PolicyOptions,
} from '../options.ts'
import {
  modelPredictions,
  planModelPredictions,
  type ModelPredictions,
} from '../model-predictions.ts'
import { print } from '../output.ts'
import { requireRecords } from '../require-records.ts'
import { harmlessValue } from '../render/harmless.ts'
import { ownTableLines } from '../render/results-table.ts'
import { tableLines, type Column } from '../render/table.ts'

interface Options extends PolicyOptions {
  problems: string
  predictions: string[]
  model?: string
  maxNewTokens: number
  programs?: boolean
  runs: string
  budget?: number
  plan?: boolean
  scores?: string[]
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
    .option(
      '--model <model>',
      `instead of predictions: ${modelRefHelp}, whose greedy answers are drawn and evaluated; of a solver, made by the stage infer.choose, those that it chooses`,
    )
    .option(
      '--max-new-tokens <n>',
      'with --model: maximum length of a completion, in tokens',
      wholeNumber(1),
      256,
    )
    .option(
      '--programs',
      'with --model: ask for programs, and run them (default for models that were trained on programs alone)',
    )
    .option(
      '--runs <directory>',
      'with --model: directory for unfinished and finished work',
      'runs',
    )
    .addOption(budgetOption('with --model: '))
    .addOption(planOption('with --model: '))
    .option(
      '--scores <files...>',
      'also say how well scores tell right from wrong: {problemId, index, score}, one file for each file of verdicts, in the same order, or several files for one file of verdicts',
    )
    .option('--k <list>', 'also compute pass@k and maj@k for these k, such as 1,4,16', kList)
    .addOption(policyOption())
    .addOption(conventionOption())
    .option(
      '--seed <seed>',
      'seed of the random choices in maj@k, and of the sampling of a solver',
      wholeNumber(0),
      0,
    )
    .option(
      '--out <file>',
      'write {metrics, comparisons} as JSON to a file, with --scores also {tables}',
    )
    .option('--json', 'print the same as JSON')
    .addHelpText(
      'after',
      '\nA problem without a prediction counts as wrong. --policy and --convention apply to predictions;\n' +
        'verdicts are not graded again. --predictions a.jsonl b.jsonl compares b with a: the difference is\n' +
        'the value of b minus the value of a. docs/evaluators.md says how to read the tables of --scores.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner evaluate --problems test.jsonl --predictions base.jsonl tuned.jsonl\n' +
        '  reckoner evaluate --problems test.jsonl --predictions verdicts.jsonl --scores scores.jsonl',
    )
    .action(measure)
}

async function measure(given: Options, command: Command): Promise<void> {
  const asked = given.model === undefined ? noModel(given) : await askedOf(given, command)
  if (asked && given.plan) return planModelPredictions(asked, given.json)
  const options = asked ? { ...given, predictions: [await modelPredictions(asked)] } : given
  const { problems: problemsFile, predictions, scores = [], out } = options
  if (predictions.length > 1 && scores.length > 0) requireOneEach(predictions, scores)
  checkInputs([problemsFile, ...predictions, ...scores], out)
  await requireRecords('--problems', problemsFile, ['problems'])
  const kinds = scores.length > 0 ? (['verdicts'] as const) : (['predictions', 'verdicts'] as const)
  await requireRecords('--predictions', predictions, kinds, problemsFile)
  await requireRecords('--scores', scores, ['scores'])
  const faults = createFaults()
  const problems = await readGradableProblems(problemsFile, faults)
  const names = given.model === undefined ? displayNames(predictions) : [basename(given.model)]
  // Several files of scores are several judgements of the same verdicts.
  const evaluators = predictions.length === 1 ? scores.map((file) => [file]) : [scores]
  const collectors = Array.from({ length: Math.max(1, evaluators.length) }, () =>
    seriesCollector(problems, policyOf(options)),
  )
  for (const [index, path] of predictions.entries()) {
    const scored = await Promise.all(
      evaluators.flatMap((files) => files[index] ?? []).map(scoredFile),
    )
    let records = 0
    for await (const { line, value } of goodRecords(path, evaluationRecordSchema, faults)) {
      const [fault] = collectors.map((collector, evaluator) =>
        collector.add(names[index]!, value, scored[evaluator]?.scoreOf(value)),
      )
      if (fault === null) records++
      else faults.report(lineError(sourceName(path), line, fault!))
    }
    for (const file of scored) file.requireAll()
    if (records === 0)
      faults.report(new DataError(`${sourceName(path)}: it contains no predictions or verdicts`))
  }
  const series = collectors.map((collector) => collector.series())
  const evaluation = evaluate(series[0]!, problems, { ks: options.k ?? [], seed: options.seed })
  const tables = scores.length > 0 ? scoreTables(series, { names, scores }, problems) : undefined
  const all = { ...evaluation, ...(tables && { tables }) }
  if (out !== undefined) await writeRecords(out, (write) => write(all))
  if (out !== '-')
    await print(options.json ? `${JSON.stringify(all)}\n` : textOf(evaluation, tables ?? []))
  faults.finish()
}

/** @throws ConfigError where several files of verdicts do not have one file of scores each */
function requireOneEach(predictions: readonly string[], scores: readonly string[]): void {
  if (new Set(predictions).size === 1)
    throw new ConfigError(`${predictions[0]} is given ${predictions.length} times`, {
      hint: 'Name the file of verdicts once, whatever the number of files of scores.',
    })
  if (scores.length !== predictions.length)
    throw new ConfigError(
      `--scores has ${counted(scores.length, 'file')}, --predictions has ${predictions.length}`,
      { hint: 'Give one file of scores for each file of verdicts, in the same order.' },
    )
}

/** @throws ConfigError for options that are of use with a model alone */
function noModel({ plan, budget }: Options): undefined {
  const given = plan ? '--plan' : budget === undefined ? undefined : '--budget'
  if (given !== undefined)
    throw new ConfigError(`${given} needs --model: files of predictions ask no server`, {
      hint: `Leave ${given} out.`,
    })
}

/** What the model is to be asked. @throws ConfigError for options that do not go with a model */
async function askedOf(options: Options, command: Command): Promise<ModelPredictions> {
  const { model, problems, seed, maxNewTokens, programs = false, runs, budget, out } = options
  for (const name of ['predictions', 'scores'])
    if (command.getOptionValueSource(name) === 'cli')
      throw new ConfigError(`--${name} and --model: predictions are of a file, or of a model`, {
        hint: 'Leave one of them out.',
      })
  checkInputs([problems], out)
  await requireRecords('--problems', problems, ['problems'])
  return { model: model!, problems, seed, maxNewTokens, programs, runs, budget }
}

/** The scores of one file, which are due for every verdict. */
async function scoredFile(path: string): Promise<{
  scoreOf(record: EvaluationRecord): number | undefined
  /** @throws DataError where a verdict had no score, or a score has no verdict */
  requireAll(): void
}> {
  const table: ScoreTable = await loadScores(path)
  const missing: ScoredAs[] = []
  return {
    scoreOf(record) {
      if (!('index' in record)) return undefined
      const { problemId, index, modelId, seed } = record
      const score = table.scoreOf({ problemId, index, modelId, seed })
      if (score === undefined) missing.push(record)
      return score
    },
    requireAll: () => requireAllScored(sourceName(path), missing, table),
  }
}

/** How good the scores of each file are, for each model in the file of verdicts. */
function scoreTables(
  series: readonly (readonly Series[])[],
  { names, scores }: { names: readonly string[]; scores: readonly string[] },
  problems: readonly Problem[],
): TableResult[] {
  const evaluators = displayNames(scores)
  const sets = series.flatMap((own, place) =>
    own.map((one) => ({
      evaluator: evaluators[place + names.indexOf(one.file)]!,
      completions: one.name,
      runs: judgedRuns(one, problems),
    })),
  )
  return evaluatorResults(sets, problems).tables
}

function textOf(evaluation: Evaluation, tables: readonly TableResult[]): string {
  const shown = harmlessValue(tables).map((each) => ownTableLines(each, plain).join('\n'))
  return `${[evaluationTable(evaluation), ...shown].join('\n\n')}\n`
}

const plain = (_: unknown, text: string): string => text

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
