/** Stage `train.pretrain`: next-token prediction on plain text. */
import { modelDirectory } from '../../sample/index.ts'
import { z } from 'zod'
import { throwIfCancelled } from '../../core/index.ts'
import { readRecords } from '../../data/index.ts'
import type { Tokenizer } from '../../model/index.ts'
import { encodeStart, readModel } from '../../model/index.ts'
import { packTokens } from '../../train/index.ts'
import { defineStage } from '../stage.ts'
import { inputFile } from './files.ts'
import { trainingFields, trainStage } from './training.ts'

const settings = z.strictObject({
  ...trainingFields,
  sequenceLength: z
    .int()
    .min(8)
    .default(128)
    .describe(
      'Length of a training sequence, in tokens. Documents are joined and cut into sequences.',
    ),
})

export const trainPretrain = defineStage<z.infer<typeof settings>>({
  version: 3,
  description: 'pre-training on plain text',
  settings,
  inputs: {
    model: { kind: 'model', takes: 'model' },
    corpus: { kind: 'path', takes: 'corpus', list: true },
  },
  makes: ['model'],
  perSeed: false,
  async *run(context) {
    const model = await readModel(modelDirectory(context.models['model']![0]!, context.id))
    const paths = context.inputs['corpus']!.map((path) => inputFile(path, 'corpus.jsonl'))
    const tokens = await tokenStream(
      paths,
      model.tokenizer,
      model.config.endOfTextIds[0] ?? 0,
      context.signal,
    )
    yield { type: 'note', level: 'info', message: `${tokens.length} tokens` }
    const examples = packTokens(tokens, context.settings.sequenceLength)
    yield* trainStage(context, model, { objective: 'crossEntropy', examples }, 'F16')
  },
})

/** Returns the documents' tokens one after another, each ended by `endId`. */
async function tokenStream(
  paths: readonly string[],
  tokenizer: Tokenizer,
  endId: number,
  signal: AbortSignal,
): Promise<Uint32Array> {
  let tokens = new Uint32Array(1 << 20)
  let length = 0
  for await (const text of textsOf(paths)) {
    throwIfCancelled(signal)
    const ids = [...encodeStart(tokenizer, text), endId]
    if (length + ids.length > tokens.length) {
      const larger = new Uint32Array(Math.max(tokens.length * 2, length + ids.length))
      larger.set(tokens.subarray(0, length))
      tokens = larger
    }
    tokens.set(ids, length)
    length += ids.length
  }
  return tokens.slice(0, length)
}

async function* textsOf(paths: readonly string[]): AsyncGenerator<string, void, void> {
  for (const path of paths)
    for await (const entry of readRecords(path, z.object({ text: z.string() }))) {
      if ('error' in entry) throw entry.error
      yield entry.value.text
    }
}
