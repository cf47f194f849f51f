/** Stage `model.fresh`: an untrained model with a tokenizer learned from the corpus. */
import { z } from 'zod'
import { collectRecords, readRecords } from '../../data/index.ts'
import {
  freshConfig,
  freshModelJson,
  initialParameters,
  modelFiles,
  parameterCount,
  trainTokenizer,
} from '../../model/index.ts'
import { defineStage } from '../stage.ts'
import { inputFile, writeOut } from './files.ts'

const settings = z.strictObject({
  vocabularySize: z
    .int()
    .min(257)
    .default(1024)
    .describe('Number of tokens: 1 for the end of text, 256 for bytes, the rest for merges.'),
  tokenizerDocuments: z
    .int()
    .min(1)
    .default(20_000)
    .describe('Number of documents from which merges are learned.'),
  hiddenSize: z.int().min(8).describe('Width of the residual stream.'),
  intermediateSize: z.int().min(8).describe('Width of the feed-forward layer.'),
  layers: z.int().min(1).describe('Number of decoder layers.'),
  heads: z.int().min(1).describe('Number of attention heads in a layer.'),
  keyValueHeads: z
    .int()
    .min(1)
    .describe('Number of key/value heads in a layer; attention heads share them in groups.'),
  maxPositions: z.int().min(64).default(1024).describe('Maximum length of a sequence, in tokens.'),
  seed: z.int().default(1).describe('Seed of the initial weights.'),
})
type Settings = z.infer<typeof settings>

export const modelFresh = defineStage<Settings>({
  version: 1,
  description: 'an untrained Llama-style model and its tokenizer',
  settings,
  inputs: {
    corpus: {
      kind: 'path',
      takes: 'corpus',
      description: 'Text from which the tokenizer is trained.',
    },
  },
  makes: ['model'],
  perSeed: false,
  async *run(context) {
    const { settings: wanted } = context
    const texts = readRecords(
      inputFile(context.inputs['corpus']![0]!, 'corpus.jsonl'),
      z.object({ text: z.string() }),
    )
    const documents = (await collectRecords(firstOf(texts, wanted.tokenizerDocuments))).map(
      ({ text }) => text,
    )
    const { tokenizerJson, tokenizerConfig } = trainTokenizer(documents, wanted.vocabularySize)
    const config = freshConfig(wanted)
    const parameters = initialParameters(config, wanted.seed)
    const files = modelFiles(
      { files: freshModelJson(config, tokenizerJson, tokenizerConfig), parameters },
      'F32',
    )
    for (const [name, content] of Object.entries(files)) await writeOut(context, name, content)
    yield {
      type: 'note',
      level: 'info',
      message: `${(parameterCount(config) / 1e6).toFixed(2)} M parameters`,
    }
  },
})

async function* firstOf<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T, void, void> {
  let taken = 0
  for await (const item of items) {
    yield item
    if (++taken >= count) return
  }
}
