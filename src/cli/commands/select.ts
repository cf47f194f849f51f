/** `reckoner select`: from stored completions to one answer per problem. */
import { Command, Option } from 'commander'
import {
  ConfigError,
  DataError,
  counted,
  throwIfCancelled,
  type Prediction,
  type Task,
} from '../../core/index.ts'
import { readScores, sourceName, type StoredScores } from '../../data/index.ts'
import { withSameTexts } from '../../evaluate/index.ts'
import {
  describeOptions,
  describeStrategies,
  namedStrategy,
  parseSelectionOptions,
  requireScores,
  scoreWith,
  strategies,
  strategiesWith,
  withAnswers,
  type AnsweredProblem,
  type SelectionOptions,
  type Solver,
  type Strategy,
  type StrategyName,
  type Tools,
} from '../../infer/index.ts'
import { openEvaluator, type Evaluator } from '../../sample/index.ts'
import { taskOfProblem } from '../../verify/index.ts'
import { groupByProblem, type Group } from '../completion-groups.ts'
import { drive } from '../drive.ts'
import { checkInputs, createFaults, printSummary, writeRecords } from '../jsonl-io.ts'
import { namedModel } from '../one-stage.ts'
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
import { refuseBesideSolver } from '../solving.ts'
import { solverAt } from '../solver-at.ts'

interface Options extends AnswerOptions {
  strategy?: StrategyName
  model?: string
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
      ).choices(offline),
    )
    .option(
      '--model <directory>',
      'a solver, made by the stage infer.choose: its strategy chooses, and its evaluator is asked for the scores that it needs',
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
      'make a prediction for each of these problems, in their order, even without completions; answers that name an option by its text count as its letter',
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
        '  reckoner select --model my-solver --problems test.jsonl --completions sampled.jsonl --out chosen.jsonl\n' +
        '\ndocs/selection.md says what each strategy does and when to use it.',
    )
    .action(select)
}

async function select(given: Options, command: Command): Promise<void> {
  const solver = await solverOf(given)
  const options = solver ? asSolverReads(given, solver, command) : given
  const { strategy, chosen } = strategyOf(options, solver)
  await checkFiles(options, { strategy, solver }, command)
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
  await using evaluator =
    solver?.evaluator === undefined ? undefined : await openEvaluator(namedModel(solver.evaluator))
  const count = { problems: problems.size, answered: 0 }
  let evaluatorCalls = 0
  await writeRecords(options.out, (write) => {
    const choices = { problems, groups, scores, evaluator, strategy, options: chosen }
    const task = (signal: AbortSignal): Task<void> =>
      chooseEach({ ...choices, trace: options.trace, signal }, async (prediction) => {
        if (prediction.answer !== null) count.answered++
        evaluatorCalls += prediction.cost?.evaluatorCalls ?? 0
        await write(prediction)
      })
    return drive(task, { stopping: 'stopping' })
  })
  const text = `${counted(count.problems, 'problem')}: ${count.answered} answered, ${count.problems - count.answered} without an answer`
  printSummary(
    options,
    strategy.scored ? `${text}; ${counted(evaluatorCalls, 'different text')} needed a score` : text,
    strategy.scored ? { ...count, evaluatorCalls } : count,
  )
  faults.finish()
}

/** What answers are chosen from, and how. */
interface Choices {
  problems: ReadonlyMap<string, AnsweredProblem>
  groups: ReadonlyMap<string, Group>
  scores: StoredScores | undefined
  evaluator: Evaluator | undefined
  strategy: Strategy
  options: SelectionOptions
  trace: boolean | undefined
  signal: AbortSignal
}

/** Chooses an answer for each problem. Progress is told where an evaluator is asked. */
async function* chooseEach(
  { problems, groups, scores, evaluator, strategy, options, trace = false, signal }: Choices,
  tell: (prediction: Prediction) => Promise<void>,
): Task<void> {
  let done = 0
  for (const [problemId, own] of problems) {
    throwIfCancelled(signal)
    const stored = scores && { scores: scores.toolOf(problemId) }
    const live = evaluator && {
      scores: scoreWith(evaluator, groups.get(problemId)!.problem!.question),
    }
    const tools: Tools = { ...own, ...stored, ...live }
    await tell(yield* strategy.answer(problemId, tools, { ...options, trace }, signal))
    done++
    if (evaluator)
      yield { type: 'progress', label: 'select', done, total: problems.size, unit: 'problems' }
  }
}

/** @throws ConfigError where the model is no solver, or an option says what a solver says */
async function solverOf(options: Options): Promise<Solver | undefined> {
  const { model, strategy, scores, set } = options
  if (model === undefined) return undefined
  const solver = await solverAt(namedModel(model))
  if (solver === null)
    throw new ConfigError(`--model ${model}: it is no solver: it has no solver.json`, {
      hint: 'Make one (reckoner stages infer.choose), or choose with --strategy.',
    })
  refuseBesideSolver({
    '--strategy': strategy !== undefined,
    '--scores': scores !== undefined,
    '--set': set.length > 0,
  })
  return solver
}

/** The options with the solver's way to find and compare answers, where none is given. */
function asSolverReads(options: Options, solver: Solver, command: Command): Options {
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli'
  return {
    ...options,
    expects: isGiven('expects') ? options.expects : solver.expects,
    policy: isGiven('policy') ? options.policy : solver.policy,
  }
}

function strategyOf(
  { strategy: name, set }: Options,
  solver: Solver | undefined,
): { strategy: Strategy & { name: StrategyName }; chosen: SelectionOptions } {
  if (solver) return { strategy: namedStrategy(solver.strategy), chosen: solver.options }
  if (name === undefined)
    throw new ConfigError('it is not said how an answer is chosen', {
      hint: 'Name a strategy with --strategy, or a solver with --model.',
    })
  const strategy = namedStrategy(name)
  return { strategy, chosen: parseSelectionOptions(strategy, set) }
}

/** Says what is wrong with the files and with what is asked of them, before they are read. */
async function checkFiles(
  { completions, scores, verdicts, problems, out }: Options,
  {
    strategy: { name, scored },
    solver,
  }: { strategy: Strategy & { name: StrategyName }; solver: Solver | undefined },
  command: Command,
): Promise<void> {
  if (solver?.evaluator !== undefined && problems === undefined)
    throw new ConfigError("the solver's evaluator needs the questions of the problems", {
      hint: 'Give their file with --problems.',
    })
  if (scored && !scores && !solver)
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
function answersOf({ completions, told, problem }: Group, options: Options): (string | null)[] {
  const task = problem ? taskOfProblem(problem, taskOf(options)) : taskOf(options)
  if (!told) return withAnswers(completions, task).map(({ answer }) => answer)
  const samples = told.map((answer) => ({ answer, correct: false }))
  return withSameTexts(samples, policyOf(options)).map(({ answer }) => answer)
}
