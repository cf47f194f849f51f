/** `reckoner sample`: problems in, completions of a model out. */
import { join } from 'node:path'
import { Command } from 'commander'
import { ConfigError } from '../../core/index.ts'
import { promptFormatId, readCompletions } from '../../data/index.ts'
import { readDrawnFrom } from '../../recipe/index.ts'
import { modelRefHelp } from '../../sample/index.ts'
import { writeRecords } from '../jsonl-io.ts'
import {
  examplesGivenBy,
  givenBy,
  modelGivenBy,
  pathGivenBy,
  planOneStage,
  runOneStage,
} from '../one-stage.ts'
import {
  budgetOption,
  examplesOption,
  numberBetween,
  numExamplesOption,
  planOption,
  problemsHelp,
  promptFormatOption,
  repeated,
  wholeNumber,
  type ExamplesOptions,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'

interface Options extends ExamplesOptions {
  model: string
  problems: string
  numGenerations: number
  temperature: number
  maxNewTokens: number
  promptFormat?: string
  stop?: string[]
  programs?: boolean
  seed: number
  set?: string[]
  runs: string
  budget?: number
  plan?: boolean
  out?: string
  json?: boolean
}

export function sampleCommand(): Command {
  return new Command('sample')
    .description('Draw completions of problems from a model.')
    .requiredOption('--model <model>', modelRefHelp)
    .requiredOption('--problems <file>', problemsHelp)
    .option('--num-generations <k>', 'number of completions of each problem', wholeNumber(1), 1)
    .option('--temperature <t>', '0 gives the likeliest completion', numberBetween(0, 10), 0.7)
    .option(
      '--max-new-tokens <n>',
      'maximum length of a completion, in tokens',
      wholeNumber(1),
      256,
    )
    .addOption(promptFormatOption())
    .option('--stop <text>', 'end a completion before this text (repeatable)', repeated)
    .addOption(examplesOption())
    .addOption(numExamplesOption())
    .option(
      '--programs',
      'ask for programs; examples that are programs are run before they are shown',
    )
    .option('--seed <n>', 'seed of the sampling', wholeNumber(0), 1)
    .option(
      '--set <key=value>',
      'another setting, such as topP=0.95 or executionProvider=webgpu (repeatable)',
      repeated,
      [],
    )
    .option('--runs <directory>', 'directory for unfinished and finished work', 'runs')
    .addOption(budgetOption())
    .addOption(planOption())
    .option('--out <file>', 'file for the completions (default: standard output)')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner sample --model runs/quickstart-…/sft@1 --problems test.jsonl \\\n    --num-generations 8 --out sampled.jsonl' +
        '\n  reckoner sample --model my-base --problems test.jsonl --examples rows.jsonl --num-examples 4' +
        '\n  reckoner sample --model my-base --problems arc.jsonl --examples arc' +
        '\n  reckoner sample --model my-base --problems test.jsonl --examples programs.jsonl \\\n    --programs --prompt-format program' +
        '\n  reckoner sample --model my-chat-model --problems test.jsonl --prompt-format chat --max-new-tokens 512' +
        "\n  reckoner sample --model my-base --problems test.jsonl \\\n    --prompt-format $'Q: {question}\\nA:' --stop $'\\nQ:'",
    )
    .action(drawSamples)
}

async function drawSamples(options: Options): Promise<void> {
  const {
    model,
    problems,
    numGenerations,
    temperature,
    maxNewTokens,
    promptFormat,
    stop,
    examples,
    numExamples,
    programs,
    seed,
    set = [],
    runs,
    budget,
    out,
    json,
  } = options
  const ofProblems = pathGivenBy('--problems', problems)
  await requireRecords('--problems', problems, ['problems'])
  const ofExamples = examples === undefined ? undefined : examplesGivenBy('--examples', examples)
  if (examples !== undefined) await requireRecords('--examples', examples, ['training rows'])
  const fields = {
    label: givenBy('--model', model),
    model: modelGivenBy('--model', model),
    problems: ofProblems,
    maxNewTokens: givenBy('--max-new-tokens', maxNewTokens),
    promptFormat: givenBy('--prompt-format', promptFormat),
    stop: givenBy('--stop', stop),
    ...(ofExamples && { examples: ofExamples }),
    numExamples: givenBy('--num-examples', numExamples),
    ...(programs && { completionsAre: givenBy('--programs', 'programs') }),
  }
  const several = {
    numGenerations: givenBy('--num-generations', numGenerations),
    temperature: givenBy('--temperature', temperature),
  }
  const greedy = temperature === 0
  if (greedy && numGenerations > 1) {
    throw new ConfigError('at temperature 0 every completion of a problem is the same', {
      hint: 'leave --num-generations out, or raise --temperature',
    })
  }
  const stage = greedy
    ? { kind: 'infer.greedy', fields }
    : { kind: 'sample', fields: { ...fields, ...several } }
  const asked = { ...stage, seed, set, runs, json, budget }
  if (options.plan) return planOneStage(asked)
  const directory = await runOneStage(asked)
  if (json && out === undefined) return
  const { promptFormat: used } = await readDrawnFrom(directory)
  const drawn = { modelId: model, seed, ...(used && { promptFormat: promptFormatId(used) }) }
  await writeRecords(out, async (write) => {
    for await (const entry of readCompletions(join(directory, 'completions.jsonl'))) {
      if ('error' in entry) throw entry.error
      await write({ ...entry.value, ...drawn })
    }
  })
}
