/** What the commands of training share. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { ConfigError } from '../core/index.ts'
import { evaluatorFormatFile, promptFormatFile } from '../data/index.ts'
import { solverFile } from '../infer/index.ts'
import { companions } from '../model/index.ts'
import { modelRefHelp, modelRefText } from '../sample/index.ts'
import { copyTreeInto } from '../store/index.ts'
import { givenBy, modelGivenBy, namedModel, runOneStage, type GivenField } from './one-stage.ts'
import { numberBetween, promptFormatOption, repeated, wholeNumber } from './options.ts'
import { print } from './output.ts'

export interface TrainingOptions {
  model: string
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

/** Adds the options that every training has; `--data` stands between. */
export function withTrainingOptions(command: Command, data: Option, each: string): Command {
  return command
    .requiredOption('--model <model>', modelRefHelp)
    .addOption(data.makeOptionMandatory())
    .requiredOption(
      '--out <directory>',
      'directory for the new model; other files in it are not changed',
    )
    .option('--epochs <n>', 'number of passes over the data', wholeNumber(1), 3)
    .option('--batch-size <n>', `${each} in one optimizer step`, wholeNumber(1), 32)
    .option('--learning-rate <rate>', 'peak learning rate', numberBetween(0, 1), 1e-3)
    .addOption(promptFormatOption())
    .option('--seed <n>', `seed of the order of ${each}`, wholeNumber(0), 1)
    .option(
      '--set <key=value>',
      'another setting, such as weightDecay=0 or executionProvider=webgpu (repeatable)',
      repeated,
      [],
    )
    .option('--runs <directory>', 'directory for checkpoints and finished work', 'runs')
}

/** Runs the stage of a training, and copies the model to where it is wanted. */
export async function trainByStage(
  kind: string,
  own: Readonly<Record<string, GivenField>>,
  options: TrainingOptions,
): Promise<void> {
  const {
    model,
    out,
    epochs,
    batchSize,
    learningRate,
    promptFormat,
    seed,
    set = [],
    runs,
    json,
  } = options
  const fields = {
    model: modelGivenBy('--model', model),
    ...own,
    epochs: givenBy('--epochs', epochs),
    batchSize: givenBy('--batch-size', batchSize),
    learningRate: givenBy('--learning-rate', learningRate),
    promptFormat: givenBy('--prompt-format', promptFormat),
  }
  refuseOtherModel(out, modelRefText(namedModel(model)), kind)
  const directory = await runOneStage({ kind, fields, seed, set, runs, json })
  await copyTreeInto(directory, resolve(out))
  if (!json) await print(`model: ${out}\n`)
}

/**
 * Files that say how another model is used would be taken for the new one's. @throws ConfigError
 * when there are some in `out`
 */
function refuseOtherModel(out: string, base: string, kind: string): void {
  const isLeftBehind = (name: string): boolean => {
    if (name === promptFormatFile) return false
    if (name === evaluatorFormatFile) return kind !== 'train.evaluator'
    return !existsSync(join(base, name))
  }
  // The new model is in one file
  const names = ['model.safetensors.index.json', solverFile, ...companions.filter(isLeftBehind)]
  const foreign = names.find((name) => existsSync(join(out, name)))
  if (foreign !== undefined)
    throw new ConfigError(`--out ${out} already holds a file of another model: ${foreign}`, {
      hint: 'Name another directory.',
    })
}
