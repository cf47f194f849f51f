/** Stage `data.corpus`: unlabelled text to pre-train on. */
import { z } from 'zod'
import { rng, throwIfCancelled } from '../../core/index.ts'
import { drill, narrative } from '../../data/index.ts'
import { defineStage } from '../stage.ts'

const settings = z.strictObject({
  documents: z.int().min(1).describe('Number of documents.'),
  seed: z.int().default(0),
  narrativeShare: z.number().min(0).max(1).default(0.6).describe('Share of narratives; the rest are arithmetic drills.'),
  minSteps: z.int().min(1).max(8).default(1),
  maxSteps: z.int().min(1).max(8).default(6),
})

export const dataCorpus = defineStage<z.infer<typeof settings>>({
  version: 1,
  description: 'narratives and arithmetic drills: text without a single worked solution',
  settings,
  inputs: {},
  perSeed: false,
  async *run({ settings: { documents, seed, narrativeShare, minSteps, maxSteps }, out, signal }) {
    const writer = await out.writer('corpus.jsonl')
    const story = { seed, split: 'train' as const, steps: { min: minSteps, max: maxSteps } }
    const block = 1000
    for (let start = 0; start < documents; start += block) {
      throwIfCancelled(signal)
      let lines = ''
      for (let index = start; index < Math.min(start + block, documents); index++) {
        const isStory = rng('corpus', seed, index).next() < narrativeShare
        lines += `${JSON.stringify({ text: isStory ? narrative(story, index) : drill(seed, index) })}\n`
      }
      await writer.write(lines)
      yield { type: 'progress', label: 'corpus', done: Math.min(start + block, documents), total: documents, unit: 'documents' }
    }
    await writer.commit()
  },
})
