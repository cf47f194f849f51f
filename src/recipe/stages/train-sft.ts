/** Stage `train.sft`: supervised fine-tuning on prompt–completion rows. */
import { z } from 'zod'
import { ConfigError, type TrainingRow } from '../../core/index.ts'
import { evaluatorFormatFile, promptFormatFile } from '../../data/index.ts'
import { readModel } from '../../model/index.ts'
import { modelDirectory, promptFormatHelp } from '../../sample/index.ts'
import { encodeRows, unfrozenParameters } from '../../train/index.ts'
import { defineStage } from '../stage.ts'
import { notesOf, readRowsInput } from './files.ts'
import { formatRows } from './training-prompts.ts'
import { trainingFields, trainStage } from './training.ts'

const settings = z.strictObject({
  ...trainingFields,
  maxLength: z
    .int()
    .min(8)
    .default(512)
    .describe('Maximum length of a row, in tokens. Longer rows are left out and counted.'),
  freeze: z
    .array(z.string())
    .optional()
    .describe(
      'Modules that are not trained, such as model.embed_tokens or model.layers.0. They cost less memory, and keep their weights.',
    ),
  promptFormat: z
    .string()
    .optional()
    .describe(`The format into which rows in the plain format are put: ${promptFormatHelp}`),
})

export const trainSft = defineStage<z.infer<typeof settings>>({
  version: 3,
  description: 'supervised fine-tuning, with the loss on completions only',
  settings,
  inputs: {
    model: { kind: 'model', takes: 'model' },
    data: { kind: 'path', takes: 'rows', list: true },
    stepsOf: {
      kind: 'path',
      takes: 'rows',
      list: true,
      optional: true,
      description:
        'Other rows. Training takes as many steps as it would take on all of those rows in the same number of epochs.',
    },
  },
  makes: ['model'],
  perSeed: true,
  async *run(context) {
    const model = await readModel(modelDirectory(context.models['model']![0]!, context.id))
    const trained = unfrozenParameters(Object.keys(model.parameters), context.settings.freeze ?? [])
    const [endId] = model.config.endOfTextIds
    if (endId === undefined) {
      throw new ConfigError(
        `${model.id}: its config.json has no end-of-text token (eos_token_id), and every solution must end with one`,
      )
    }
    const told: string[] = []
    const read = (path: string): Promise<TrainingRow[]> =>
      readRowsInput(path, (sentence) => told.push(sentence))
    const given = (await Promise.all(context.inputs['data']!.map(read))).flat()
    yield* notesOf(told)
    const { rows, record, notes } = await formatRows(given, model, context.settings.promptFormat)
    yield* notes
    const { examples, tooLong } = encodeRows(
      rows,
      model.tokenizer,
      endId,
      Math.min(context.settings.maxLength, model.config.maxPositions),
    )
    if (tooLong > 0)
      yield {
        type: 'note',
        level: 'warning',
        message: `${tooLong} of ${rows.length} training rows are too long and were left out`,
      }
    const { batchSize, epochs } = context.settings
    const stepsAnEpoch = (count: number): number => Math.ceil(count / batchSize)
    const others = context.inputs['stepsOf']
      ? (await Promise.all(context.inputs['stepsOf'].map((path) => readRowsInput(path)))).flat()
      : examples
    const settings = {
      ...context.settings,
      epochs: (epochs * stepsAnEpoch(others.length)) / stepsAnEpoch(examples.length),
    }
    // A generator that began as an evaluator is no longer trained to be asked like one.
    const { [evaluatorFormatFile]: _, ...companions } = model.files
    const files = { ...companions, [promptFormatFile]: Buffer.from(record) }
    const training = { objective: 'crossEntropy' as const, examples, trained }
    yield* trainStage({ ...context, settings }, { ...model, files }, training, 'F32')
  },
})
