/** `reckoner select`: from stored completions to one answer per problem. */
import { Command, Option } from 'commander'
import { ConfigError, DataError, drain } from '../../core/index.ts'
import { readScores, sourceName } from '../../data/index.ts'
import { withSameTexts } from '../../evaluate/index.ts'
import {
  describeOptions,
  describeStrategies,
  namedStrategy,
  parseSelectionOptions,
  requireScores,
  strategies,
  strategiesWith,
  withAnswers,
  type AnsweredProblem,
  type Strategy,
  type StrategyName,
} from '../../infer/index.ts'
import { groupByProblem, type Group } from '../completion-groups.ts'
import { checkInputs, createFaults, printSummary, writeRecords } from '../jsonl-io.ts'
import {
  completionsHelp,
  conventionOption,
  expectsOption,
  policyOf,
  policyOption,
  repeated,
  taskOf,
  type AnswerOptions,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends AnswerOptions {
  strategy: StrategyName
  completions: string[]
  scores?: string[]
  set: string[]
  verdicts?: string
  problems?: string
  trace?: boolean
  out?: string
  json?: boolean
}

/** Those that take stored completions. */
const offline = strategiesWith('completions')

export function selectCommand(): Command {
  return new Command('select')
    .description('Choose one answer per problem from stored completions.')
    .addOption(
      new Option(
        '--strategy <name>',
        `${describeStrategies(offline)}. greedy and first are the same for stored completions`,
      )
        .choices(offline)
        .makeOptionMandatory(),
    )
    .option('--completions <files...>', completionsHelp, ['-'])
    .option(
      '--scores <files...>',
      'scores of the completions: {problemId, index, score}, a higher score is better',
    )
    .addOption(
      new Option(
        '--set <option=value>',
        `set an option of the strategy, such as clusters=8 (repeatable). ${describeOptions()}`,
      )
        .argParser(repeated)
        .default([], 'none'),
    )
    .option(
      '--verdicts <file>',
      'take the answers from verdicts of `verify` on these completions, instead of reading the texts again',
    )
    .addOption(expectsOption())
    .addOption(policyOption())
    .addOption(conventionOption())
    .option(
      '--problems <file>',
      'make a prediction for each of these problems, in their order, even without completions',
    )
    .option(
      '--out <file>',
      'file for the predictions: {problemId, answer, text, cost, trace?} (default: standard output)',
    )
    .option('--trace', 'also write what each answer was chosen from, with votes or scores')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner select --strategy majorityVote --completions sampled.jsonl --out votes.jsonl\n' +
        '  reckoner select --strategy rerankTopClusters --set clusters=4 --completions sampled.jsonl \\\n' +
        '    --scores scores.jsonl --out chosen.jsonl\n' +
        '\ndocs/selection.md says what each strategy does and when to use it.',
    )
    .action(select)
}

async function select(options: Options, command: Command): Promise<void> {
  const { strategy: name, trace = false } = options
  const strategy = namedStrategy(name)
  const chosen = parseSelectionOptions(strategy, options.set)
  await checkFiles(options, strategy, command)
  const faults = createFaults()
  const groups = await groupByProblem(options, faults)
  if (groups.size === 0)
    throw new DataError(
      `${options.completions.map(sourceName).join(', ')}: it contains no completions`,
    )
  const problems = new Map(
    Array.from(groups, ([id, group]): [string, AnsweredProblem] => [
      id,
      { completions: group.completions, answers: answersOf(group, options) },
    ]),
  )
  const completions = new Map(Array.from(problems, ([id, own]) => [id, own.completions]))
  const scores =
    options.scores &&
    (await readScores(options.scores, completions, (error) => faults.report(error)))
  if (scores) requireScores(strategy, problems, scores.at, chosen)
  const count = { problems: problems.size, answered: 0 }
  let evaluatorCalls = 0
  await writeRecords(options.out, async (write) => {
    for (const [problemId, own] of problems) {
      const tools = { ...own, ...(scores && { scores: scores.toolOf(problemId) }) }
      const prediction = await drain(strategy.answer(problemId, tools, { ...chosen, trace }))
      if (prediction.answer !== null) count.answered++
      evaluatorCalls += prediction.cost?.evaluatorCalls ?? 0
      await write(prediction)
    }
  })
  const text = `${count.problems} problems: ${count.answered} answered, ${count.problems - count.answered} without an answer`
  printSummary(
    options,
    scores ? `${text}; ${evaluatorCalls} different texts needed a score` : text,
    scores ? { ...count, evaluatorCalls } : count,
  )
  faults.finish()
}

/** Says what is wrong with the files and with what is asked of them, before they are read. */
async function checkFiles(
  { completions, scores, verdicts, problems, out }: Options,
  { name, scored }: Strategy & { name: StrategyName },
  command: Command,
): Promise<void> {
  if (scored && !scores)
    throw new ConfigError(`the strategy ${name} needs scores of completions`, {
      hint: 'Give their file with --scores: {problemId, index, score}.',
    })
  if (scores && !scored)
    throw new ConfigError(`the strategy ${name} chooses without --scores`, {
      hint: `Leave them out, or choose one of ${scoredStrategies().join(', ')}.`,
    })
  if (verdicts !== undefined && command.getOptionValueSource('expects') === 'cli')
    throw new ConfigError('--expects is of texts: with --verdicts, no answer is read from them')
  const single = [verdicts, problems].filter((path) => path !== undefined)
  checkInputs([...completions, ...(scores ?? []), ...single], out)
  if (problems !== undefined) await requireRecords('--problems', problems, ['problems'])
  await requireRecords('--completions', completions, ['completions'])
  if (scores) await requireRecords('--scores', scores, ['scores'])
  if (verdicts !== undefined) await requireRecords('--verdicts', verdicts, ['verdicts'])
}

const scoredStrategies = (): StrategyName[] =>
  offline.filter((name) => (strategies[name] as Strategy).scored)

/** Returns what the completions of one problem answer: equal answers are the same text. */
function answersOf({ completions, told }: Group, options: Options): (string | null)[] {
  if (!told) return withAnswers(completions, taskOf(options)).map(({ answer }) => answer)
  const samples = told.map((answer) => ({ answer, correct: false }))
  return withSameTexts(samples, policyOf(options)).map(({ answer }) => answer)
}
