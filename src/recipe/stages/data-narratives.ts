/** Stage `data.narratives`: unlabelled stories, made by rule, and what they leave unsaid. */
import { z } from 'zod'
import { narrativeDocument } from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { problemFields } from './data-problems.ts'
import { writeTexts } from './texts.ts'

const { seed, split, minSteps, maxSteps, frames } = problemFields
const settings = z.strictObject({
  count: z.int().min(1).describe('Number of narratives.'),
  seed,
  split,
  minSteps,
  maxSteps,
  frames,
})

export const dataNarratives = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'stories that tell results without their calculations, as documents; the calculations as rationales, by rule; and a corpus of both, to train a model that annotates and scores',
  settings,
  inputs: {},
  makes: ['documents', 'annotated', 'corpus'],
  perSeed: false,
  async *run(context) {
    const { count, seed: own, split: of, minSteps: min, maxSteps: max, ...more } = context.settings
    const { frames: told } = more
    const options = { seed: own, split: of, steps: { min, max }, ...(told && { frames: told }) }
    const made = function* () {
      for (let index = 0; index < count; index++) yield narrativeDocument(options, index)
    }
    yield* writeTexts(context, made(), count)
  },
})
