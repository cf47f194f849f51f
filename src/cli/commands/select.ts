/** `reckoner select`: from stored completions to one answer per problem. */
import { Command, Option } from 'commander'
import { DataError, drain, type Completion } from '../../core/index.ts'
import { lineError, readCompletions, readProblems, sourceName } from '../../data/index.ts'
import {
  describeStrategies,
  strategies,
  strategiesWith,
  type StrategyName,
} from '../../infer/index.ts'
import {
  checkInputs,
  createFaults,
  goodLines,
  printSummary,
  tell,
  writeRecords,
  type Faults,
} from '../jsonl-io.ts'
import {
  completionsHelp,
  conventionOption,
  expectsOption,
  policyOption,
  taskOf,
  type AnswerOptions,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends AnswerOptions {
  strategy: StrategyName
  completions: string[]
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
    .option('--trace', 'also write what each answer was chosen from, with votes')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner select --strategy majorityVote --completions sampled.jsonl --out votes.jsonl',
    )
    .action(select)
}

async function select(options: Options): Promise<void> {
  checkInputs(
    [...options.completions, ...(options.problems === undefined ? [] : [options.problems])],
    options.out,
  )
  if (options.problems !== undefined)
    await requireRecords('--problems', options.problems, ['problems'])
  await requireRecords('--completions', options.completions, ['completions'])
  const faults = createFaults()
  const groups = await groupByProblem(options, faults)
  if (groups.size === 0)
    throw new DataError(
      `${options.completions.map(sourceName).join(', ')}: it contains no completions`,
    )
  let answered = 0
  await writeRecords(options.out, async (write) => {
    for (const [problemId, completions] of groups) {
      const tools = { completions, task: taskOf(options) }
      const prediction = await drain(
        strategies[options.strategy].answer(problemId, tools, { trace: options.trace ?? false }),
      )
      if (prediction.answer !== null) answered++
      await write(prediction)
    }
  })
  const text = `${groups.size} problems: ${answered} answered, ${groups.size - answered} without an answer`
  printSummary(options, text, { problems: groups.size, answered })
  faults.finish()
}

async function groupByProblem(
  options: Options,
  faults: Faults,
): Promise<Map<string, Completion[]>> {
  const groups = new Map<string, Completion[]>()
  const isOpen = options.problems === undefined
  if (!isOpen)
    for await (const { value } of goodLines(readProblems(options.problems!, tell), faults))
      groups.set(value.id, [])
  for (const path of options.completions) {
    for await (const { line, value: completion } of goodLines(readCompletions(path), faults)) {
      const group = groups.get(completion.problemId) ?? (isOpen ? [] : null)
      if (group === null)
        faults.report(
          lineError(sourceName(path), line, `there is no problem "${completion.problemId}"`),
        )
      else {
        groups.set(completion.problemId, group)
        group.push(completion)
      }
    }
  }
  return groups
}
