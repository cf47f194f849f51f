/** `reckoner solve`: one question in, an answer with its reasoning out. */
import { Command, Option } from 'commander'
import { ConfigError, drain } from '../../core/index.ts'
import type { ExecutionProvider } from '../../engine/index.ts'
import { openSandbox } from '../../execute/index.ts'
import {
  describeOptions,
  describeStrategies,
  drawFrom,
  partialPrograms,
  scoreWith,
  searchFrom,
  stepSettingsOf,
  strategiesWith,
  type Tools,
} from '../../infer/index.ts'
import { openStepScorer, StepModels, type StepOpening } from '../../recipe/index.ts'
import {
  modelPromptFormat,
  modelRefHelp,
  openEvaluator,
  modelProfile,
  openModel,
  programFormatOf,
  recordedPromptFormat,
} from '../../sample/index.ts'
import { taskOfProblem } from '../../verify/index.ts'
import { askedQuestion } from '../asked-question.ts'
import { namedModel } from '../one-stage.ts'
import {
  answersOf,
  examplesOption,
  executeOptions,
  executionProviderOption,
  numExamplesOption,
  promptFormatOption,
  repeated,
  sandboxOptions,
  wholeNumber,
  type ExamplesOptions,
  type SandboxOptions,
} from '../options.ts'
import { print } from '../output.ts'
import { programTools, promptOf } from '../program-tools.ts'
import { solvingOf, type SolvingOptions } from '../solving.ts'
import { stepSource } from '../step-source.ts'
import { traceText } from '../trace-text.ts'
import { solverAt } from '../solver-at.ts'

interface Options extends SolvingOptions, SandboxOptions, ExamplesOptions {
  programs?: boolean
  model: string
  maxNewTokens: number
  seed: number
  executionProvider: ExecutionProvider
  trace?: boolean
  json?: boolean
}

/** Those that ask a model. */
const online = [
  ...strategiesWith('generate'),
  ...strategiesWith('search'),
  ...strategiesWith('steps'),
]

export function solveCommand(): Command {
  const command = new Command('solve')
    .description('Answer one question and show the reasoning.')
    .argument('<question>', 'a word problem')
    .requiredOption(
      '--model <model>',
      `${modelRefHelp} (shipped models are not fine-tuned), or a solver, made by the stage infer.choose`,
    )
    .addOption(
      new Option(
        '--strategy <name>',
        `${describeStrategies(online)} (default: that of a solver, or greedy)`,
      ).choices(online),
    )
    .option(
      '--evaluator <model>',
      'the model that scores completions, for strategies that choose by scores, made by `reckoner train evaluator` (default: that of a solver); what scores lines, for stepBeam; or what judges steps, for stepwise: an evaluator where chooseBy=evaluator, a model that follows instructions where chooseBy=judge, else any model that scores texts (default there: the model itself)',
    )
    .option(
      '--rationales <model>',
      'the model that says the rationale of each step, for stepwise with chooseBy=rationales or rationalesAre=shown',
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
      '--num-generations <k>',
      'number of completions, for strategies that choose among completions (default: that of a solver, or 16)',
      wholeNumber(1),
    )
    .option(
      '--max-new-tokens <n>',
      'maximum length of a completion, or of a step of stepwise, in tokens',
      wholeNumber(1),
      256,
    )
    .addOption(promptFormatOption())
    .addOption(examplesOption())
    .addOption(numExamplesOption())
    .option(
      '--programs',
      'ask for programs, and run them (default for the strategy repair, and for models that were trained on programs alone)',
    )
  for (const option of sandboxOptions()) command.addOption(option)
  return command
    .option('--seed <n>', 'seed of the sampling', wholeNumber(0), 1)
    .addOption(executionProviderOption())
    .option(
      '--trace',
      'also print what the answer was chosen from, with votes or scores; for stepwise, each step with its rationale',
    )
    .option('--json', 'print {problemId, answer, text, cost, trace?} as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner solve "Tom has 3 boxes of 4 pens. He loses 5 pens. How many pens does Tom have?" \\\n    --model runs/quickstart-…/taught@round=1@1' +
        '\n  reckoner solve "Tom has 3 boxes of 4 pens. How many pens does Tom have?" \\\n    --model my-model --strategy weightedTopClusters --evaluator my-evaluator' +
        '\n  reckoner solve "Tom has 3 boxes of 4 pens. How many pens does Tom have?" --model my-solver' +
        '\n  reckoner solve "Tom has 3 boxes of 4 pens. How many pens does Tom have?" --model my-base \\\n    --prompt-format plain --examples gsm8k' +
        '\n  reckoner solve "Tom has 3 boxes of 4 pens. How many pens does Tom have?" \\\n    --model my-model --strategy stepBeam --set width=8 --set scoreBy=hiddenStates' +
        '\n  reckoner solve "Tom has 3 boxes of 4 pens. How many pens does Tom have?" \\\n    --model my-model --strategy stepwise --rationales my-rationalist --set rationaleIs=marked --trace',
    )
    .action(solve)
}

async function solve(question: string, given: Options): Promise<void> {
  const { model: name, executionProvider, json, trace = false } = given
  if (question.trim() === '')
    throw new ConfigError('the question is empty', { hint: 'Write it in quotes, after `solve`.' })
  const ref = namedModel(name)
  const solving = solvingOf(given, await solverAt(ref))
  const profile = await modelProfile(ref)
  const isWanted = given.programs === true || solving.strategy.runs === true
  const wanted = isWanted ? programFormatOf(profile) : undefined
  const { format: own, doubt } = await modelPromptFormat(profile, solving.promptFormat ?? wanted)
  if (doubt) process.stderr.write(`warning: ${doubt}\n`)
  const onWarning = (message: string): void => void process.stderr.write(`warning: ${message}\n`)
  // A model that learned to write nothing else is asked for programs.
  const arePrograms =
    isWanted || recordedPromptFormat(profile)?.programs === 'only' || own.name === 'program'
  const asked = await askedQuestion({ ...given, question, format: own, arePrograms }, onWarning)
  const { format, stop } = asked
  const open: StepOpening['open'] = (named, asked) =>
    openModel(named, { executionProvider, isChat: asked?.isTurn === true, onWarning })
  await using model = await open(ref, format)
  await using evaluator =
    solving.evaluator && (await openEvaluator(solving.evaluator, executionProvider))
  let isShown = false
  const show = async (text: string): Promise<void> => {
    await print(text)
    isShown = true
  }
  const draw = { maxNewTokens: given.maxNewTokens, ...(stop.length > 0 && { stop }) }
  const task = taskOfProblem({ question }, solving.task)
  const options = { draw, task: { ...task, ...answersOf(given) } }
  const { scoreBy = 'none', partial } = solving.options
  await using scorer = await openStepScorer(scoreBy, {
    model,
    directory: solving.scorer,
    executionProvider,
  })
  await using sandbox =
    arePrograms || partial === 'run' ? openSandbox(executeOptions(given)) : undefined
  await using stepModels = new StepModels({ executionProvider, open })
  const solver = { model, profile }
  const tools: Tools = {
    generate: drawFrom(model, promptOf(asked), { ...draw, ...(!json && { onText: show }) }),
    ...(model.capabilities.beams && {
      search: searchFrom(model, promptOf(asked), draw),
    }),
    steps: stepSource(stepModels, { ...solving, asked, solver, maxNewTokens: draw.maxNewTokens }),
    ...(scorer && {
      scoreLines: (lines, signal) =>
        scorer.score(
          lines.map((line) => ({ question, ...line })),
          signal,
        ),
    }),
    ...(sandbox && arePrograms && programTools(model, asked, sandbox, options)),
    ...(sandbox && { runPartial: partialPrograms(sandbox) }),
    ...(evaluator && { scores: scoreWith(evaluator, question) }),
    task,
  }
  const answering = solving.strategy.answer('question', tools, { ...solving.options, trace })
  const prediction = await drain(answering)
  if (json) {
    await print(`${JSON.stringify(prediction)}\n`)
    return
  }
  const text = isShown ? '' : (prediction.text ?? '')
  await print(`${text}\n\nanswer: ${prediction.answer ?? 'none found'}\n`)
  if (!prediction.trace) return
  const { chooseBy } = stepSettingsOf(solving.options)
  await print(`\n${traceText(prediction.trace, chooseBy)}`)
}
