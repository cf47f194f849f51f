/** `reckoner train`: training rows in, a model directory out. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { ConfigError } from '../../core/index.ts'
import { promptFormatFile } from '../../data/index.ts'
import { companions } from '../../model/index.ts'
import { modelRefHelp, modelRefText } from '../../sample/index.ts'
import { copyTreeInto } from '../../store/index.ts'
import { namedModel, givenBy, modelGivenBy, pathGivenBy, runOneStage } from '../one-stage.ts'
import { numberBetween, promptFormatOption, repeated, wholeNumber } from '../options.ts'
import { print } from '../output.ts'
import { requireRecords } from '../require-records.ts'

interface Options {
  model: string
  data: string[]
  out: string
  epochs: number
  batchSize: number
  learningRate: number
  promptFormat?: string
  seed: number
  set?: string[]
  runs: string
  json?: boolean
}

export function trainCommand(): Command {
  const sft = new Command('sft')
    .description('Fine-tune a model on rows {prompt, completion}. The loss is on completions only.')
    .requiredOption('--model <model>', modelRefHelp)
    .requiredOption(
      '--data <file...>',
      'training rows: {prompt, completion}, or a shape of docs/data.md: alpaca, sharegpt, messages, …',
    )
    .requiredOption(
      '--out <directory>',
      'directory for the new model; other files in it are not changed',
    )
    .option('--epochs <n>', 'number of passes over the data', wholeNumber(1), 3)
    .option('--batch-size <n>', 'rows in one optimizer step', wholeNumber(1), 32)
    .option('--learning-rate <rate>', 'peak learning rate', numberBetween(0, 1), 1e-3)
    .addOption(promptFormatOption())
    .option('--seed <n>', 'seed of the order of rows', wholeNumber(0), 1)
    .option(
      '--set <key=value>',
      'another setting, such as weightDecay=0 or executionProvider=webgpu (repeatable)',
      repeated,
      [],
    )
    .option('--runs <directory>', 'directory for checkpoints and finished work', 'runs')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner train sft --model base-1m --data rows.jsonl --epochs 8 --out my-model\n' +
        '  reckoner train sft --model base-1m --data chats.parquet alpaca.json.gz --out my-model',
    )
    .action(
      async ({
        model,
        data,
        out,
        epochs,
        batchSize,
        learningRate,
        promptFormat,
        seed,
        set = [],
        runs,
        json,
      }: Options) => {
        const rows = pathGivenBy('--data', data)
        await requireRecords('--data', data, ['training rows'])
        const fields = {
          model: modelGivenBy('--model', model),
          data: rows,
          epochs: givenBy('--epochs', epochs),
          batchSize: givenBy('--batch-size', batchSize),
          learningRate: givenBy('--learning-rate', learningRate),
          promptFormat: givenBy('--prompt-format', promptFormat),
        }
        refuseOtherModel(out, modelRefText(namedModel(model)))
        const directory = await runOneStage({ kind: 'train.sft', fields, seed, set, runs, json })
        await copyTreeInto(directory, resolve(out))
        if (!json) await print(`model: ${out}\n`)
      },
    )
  return new Command('train')
    .description('Train a model in this process.')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner train sft --model base-1m --data rows.jsonl --out my-model',
    )
    .addCommand(sft)
}

/**
 * Files that say how another model is used would be taken for the new one's. @throws ConfigError
 * when there are some in `out`
 */
function refuseOtherModel(out: string, base: string): void {
  const isLeftBehind = (name: string): boolean =>
    name !== promptFormatFile && !existsSync(join(base, name))
  // The new model is in one file
  const names = ['model.safetensors.index.json', ...companions.filter(isLeftBehind)]
  const foreign = names.find((name) => existsSync(join(out, name)))
  if (foreign !== undefined)
    throw new ConfigError(`--out ${out} already holds a file of another model: ${foreign}`, {
      hint: 'Name another directory.',
    })
}
