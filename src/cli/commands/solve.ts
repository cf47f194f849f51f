/** `reckoner solve`: one question in, an answer with its reasoning out. */
import { Command, Option } from 'commander'
import { drain } from '../../core/index.ts'
import { formatPrompt } from '../../data/index.ts'
import type { ExecutionProvider } from '../../engine/index.ts'
import {
  describeStrategies,
  drawFrom,
  strategies,
  strategiesWith,
  type StrategyName,
} from '../../infer/index.ts'
import { readModelOutline } from '../../model/index.ts'
import { modelPromptFormat, modelRefHelp, openModel } from '../../sample/index.ts'
import { namedModel } from '../one-stage.ts'
import { executionProviderOption, promptFormatOption, wholeNumber } from '../options.ts'
import { print } from '../output.ts'

interface Options {
  model: string
  strategy: StrategyName
  numGenerations: number
  maxNewTokens: number
  promptFormat?: string
  seed: number
  executionProvider: ExecutionProvider
  json?: boolean
}

/** Those that draw completions. */
const online = strategiesWith('generate')

export function solveCommand(): Command {
  return new Command('solve')
    .description('Answer one question and show the reasoning.')
    .argument('<question>', 'a word problem')
    .requiredOption('--model <model>', `${modelRefHelp} (shipped models are not fine-tuned)`)
    .addOption(
      new Option('--strategy <name>', describeStrategies(online)).choices(online).default('greedy'),
    )
    .option('--num-generations <k>', 'number of completions for majorityVote', wholeNumber(1), 16)
    .option(
      '--max-new-tokens <n>',
      'maximum length of a completion, in tokens',
      wholeNumber(1),
      256,
    )
    .addOption(promptFormatOption())
    .option('--seed <n>', 'seed of the sampling', wholeNumber(0), 1)
    .addOption(executionProviderOption())
    .option('--json', 'print {problemId, answer, text, cost} as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner solve "Tom has 3 boxes of 4 pens. He loses 5 pens. How many pens does Tom have?" \\\n    --model runs/quickstart-…/taught@round=1@1',
    )
    .action(solve)
}

async function solve(
  question: string,
  {
    model: name,
    strategy,
    numGenerations,
    maxNewTokens,
    promptFormat,
    seed,
    executionProvider,
    json,
  }: Options,
): Promise<void> {
  const ref = namedModel(name)
  const { format, doubt } = await modelPromptFormat(
    await readModelOutline(ref.directory),
    promptFormat,
  )
  if (doubt) process.stderr.write(`warning: ${doubt}\n`)
  await using model = await openModel(ref, executionProvider)
  let isShown = false
  const show = async (text: string): Promise<void> => {
    await print(text)
    isShown = true
  }
  const generate = drawFrom(
    model,
    {
      problemId: 'question',
      prompt: formatPrompt(format, question),
      stream: [seed, 'question'],
    },
    { maxNewTokens, ...(!json && { onText: show }) },
  )
  const prediction = await drain(
    strategies[strategy].answer('question', { generate }, { numGenerations }),
  )
  await print(
    json
      ? `${JSON.stringify(prediction)}\n`
      : `${isShown ? '' : (prediction.text ?? '')}\n\nanswer: ${prediction.answer ?? 'none found'}\n`,
  )
}
