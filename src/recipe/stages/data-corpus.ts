/** Stage `data.corpus`: unlabelled text to pre-train on. */
import { z } from 'zod'
import { throwIfCancelled } from '../../core/index.ts'
import { corpusDocument } from '../../data/index.ts'
import { defineStage } from '../stage.ts'

const settings = z.strictObject({
  documents: z.int().min(1).describe('Number of documents.'),
  seed: z.int().default(0).describe('Seed of the documents.'),
  drillShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('Share of documents that are arithmetic drills.'),
  recallShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('Share of documents that are recall exercises, which repeat facts.'),
  ledgerShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'Share of documents that are ledgers, which compute with named values. The rest are narratives.',
    ),
  minSteps: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .describe('Minimum number of reasoning steps of a narrative.'),
  maxSteps: z
    .int()
    .min(1)
    .max(8)
    .default(6)
    .describe('Maximum number of reasoning steps of a narrative.'),
})

export const dataCorpus = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'text for pre-training: narratives, arithmetic drills, recall exercises and ledgers, but no worked solutions',
  settings,
  inputs: {},
  makes: ['corpus'],
  perSeed: false,
  async *run({ settings: { documents, ...options }, out, signal }) {
    const writer = await out.writer('corpus.jsonl')
    const block = 1000
    for (let start = 0; start < documents; start += block) {
      throwIfCancelled(signal)
      let lines = ''
      for (let index = start; index < Math.min(start + block, documents); index++) {
        lines += `${JSON.stringify({ text: corpusDocument(options, index) })}\n`
      }
      await writer.write(lines)
      yield {
        type: 'progress',
        label: 'corpus',
        done: Math.min(start + block, documents),
        total: documents,
        unit: 'documents',
      }
    }
    await writer.commit()
  },
})
