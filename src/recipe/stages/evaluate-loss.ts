/** Stage `evaluate.loss`: how well a model predicts plain text it has not read. */
import { openStageModel } from './open-stage-model.ts'
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { collectRecords, readRecords } from '../../data/index.ts'
import { requireCapability, scoreEach } from '../../model/index.ts'
import { defineStage } from '../stage.ts'
import { inputFile, writeMeasures } from './files.ts'
import { executionProviderField } from './training.ts'

const settings = z.strictObject({ ...executionProviderField })

/** Documents scored between two reports of progress. */
const BLOCK = 64

export const evaluateLoss = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'the mean loss on plain text, in nats per token and in bits per byte (comparable between tokenizers)',
  settings,
  inputs: { model: { kind: 'model', takes: 'model' }, corpus: { kind: 'path', takes: 'corpus' } },
  makes: ['measures'],
  perSeed: 'inherit',
  async *run(context) {
    const path = inputFile(context.inputs['corpus']![0]!, 'corpus.jsonl')
    const texts = (
      await collectRecords(readRecords(path, z.object({ text: z.string().min(1) })))
    ).map(({ text }) => text)
    if (texts.length === 0) throw new DataError(`${path} contains no text`)
    await using model = await openStageModel(context, context.models['model']![0]!)
    requireCapability(model, 'score', 'evaluate.loss')
    let nats = 0
    let tokens = 0
    for (let start = 0; start < texts.length; start += BLOCK) {
      const items = texts
        .slice(start, start + BLOCK)
        .map((continuation) => ({ prompt: '', continuation }))
      for (const score of await scoreEach(model, items, context.signal)) {
        nats -= score.logprob
        tokens += score.tokens.length
      }
      const done = Math.min(start + BLOCK, texts.length)
      yield { type: 'progress', label: context.id, done, total: texts.length, unit: 'documents' }
    }
    context.charge({ tokens })
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    const measures = { loss: nats / tokens, bitsPerByte: nats / Math.LN2 / bytes }
    await writeMeasures(context, measures)
    yield { type: 'metric', name: `${context.id} loss`, value: measures.loss }
  },
})
