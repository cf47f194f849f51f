/** `reckoner train`: training data in, a model directory out. */
import { Command, Option } from 'commander'
import { evaluatorLosses, type EvaluatorLoss } from '../../train/index.ts'
import { givenBy, pathGivenBy } from '../one-stage.ts'
import { requireRecords } from '../require-records.ts'
import { trainByStage, withTrainingOptions, type TrainingOptions } from '../training-options.ts'

interface Options extends TrainingOptions {
  data: string[]
}

export function trainCommand(): Command {
  return new Command('train')
    .description('Train a model in this process.')
    .addHelpText(
      'after',
      '\nOther trainings are stages of recipes: see `reckoner stages train.pretrain`.' +
        '\n\nExample:\n  reckoner train sft --model base-1m --data rows.jsonl --out my-model',
    )
    .addCommand(sftCommand())
    .addCommand(evaluatorCommand())
}

function sftCommand(): Command {
  const data = new Option(
    '--data <file...>',
    'training rows: {prompt, completion}, or a shape of docs/data.md: alpaca, sharegpt, messages, …',
  )
  const command = new Command('sft').description(
    'Fine-tune a model on rows {prompt, completion}. The loss is on completions only.',
  )
  return withTrainingOptions(command, data, 'rows')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner train sft --model base-1m --data rows.jsonl --epochs 8 --out my-model\n' +
        '  reckoner train sft --model base-1m --data chats.parquet alpaca.json.gz --out my-model',
    )
    .action(async (options: Options) => {
      const rows = pathGivenBy('--data', options.data)
      await requireRecords('--data', options.data, ['training rows'])
      await trainByStage('train.sft', { data: rows }, options)
    })
}

interface EvaluatorOptions extends Options {
  loss: EvaluatorLoss
}

function evaluatorCommand(): Command {
  const data = new Option(
    '--data <file...>',
    'labelled candidates: {prompt, completion, label}, as `reckoner curate evaluator` writes them',
  )
  const command = new Command('evaluator').description(
    'Train a model to say how likely a solution is to be correct.',
  )
  return withTrainingOptions(command, data, 'examples')
    .addOption(
      new Option(
        '--loss <name>',
        'crossEntropy: each candidate is completed by the right word; margin: a correct candidate scores higher than an incorrect one of the same problem',
      )
        .choices(evaluatorLosses)
        .default('crossEntropy'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  reckoner train evaluator --model my-model --data labelled.jsonl --out my-evaluator',
    )
    .action(async (options: EvaluatorOptions) => {
      const candidates = pathGivenBy('--data', options.data)
      await requireRecords('--data', options.data, ['labelled completions'])
      const own = { data: candidates, loss: givenBy('--loss', options.loss) }
      await trainByStage('train.evaluator', own, options)
    })
}
