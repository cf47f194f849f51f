/**
 * Gains of rationales, scored in fixed chunks so that a killed run resumes to the same bytes.
 */
import { z } from 'zod'
import type { Rationale, Task } from '../../core/index.ts'
import { gain, gainItems } from '../../curate/index.ts'
import type { RationaleIs } from '../../data/index.ts'
import { requireCapability, type LanguageModel, type ModelProfile } from '../../model/index.ts'
import { modelProfile, type ModelRef } from '../../sample/index.ts'
import type { StageContext } from '../stage.ts'
import { chunksOf, keptChunk } from './chunks.ts'
import { openStageModel, type OpeningContext } from './open-stage-model.ts'
import { flopsCounter } from './prompted.ts'
import type { executionProviderField } from './training.ts'

/** What a kill can cost. Part of what the stage is: chunks are scored together. */
const RATIONALES_PER_CHUNK = 512

export interface GainOptions {
  discount: number
  rationaleIs: RationaleIs
}

/**
 * Returns the gain of each rationale by the input `model`, in nats; `null` where the text is longer
 * than the model reads.
 */
export async function* rationaleGains(
  context: StageContext<z.infer<z.ZodObject<typeof executionProviderField>>>,
  rationales: readonly Rationale[],
  options: GainOptions,
): Task<(number | null)[]> {
  const ref = context.models['model']![0]!
  const profile = await modelProfile(ref)
  const gains: (number | null)[] = []
  let model: LanguageModel | undefined
  try {
    for await (const { start, items } of chunksOf(rationales, RATIONALES_PER_CHUNK)) {
      const text = yield* keptChunk(context, `gains-${start}.json`, async () => {
        model ??= await openScorer(context, ref)
        return JSON.stringify(await gainsOf({ context, model, profile }, items, options))
      })
      gains.push(...gainsSchema.parse(JSON.parse(text)))
      const done = gains.length
      const total = rationales.length
      yield { type: 'progress', label: context.id, done, total, unit: 'rationales' }
    }
  } finally {
    await model?.[Symbol.asyncDispose]()
  }
  return gains
}

const gainsSchema = z.array(z.number().nullable())

async function openScorer(context: OpeningContext, ref: ModelRef): Promise<LanguageModel> {
  const model = await openStageModel(context, ref)
  requireCapability(model, 'score', 'the filter of rationales')
  return model
}

interface Scorer {
  context: Pick<StageContext, 'charge' | 'signal'>
  model: LanguageModel
  profile: ModelProfile
}

async function gainsOf(
  { context, model, profile }: Scorer,
  chunk: readonly Rationale[],
  { discount, rationaleIs }: GainOptions,
): Promise<(number | null)[]> {
  const items = chunk.map((rationale) => gainItems(rationale, rationaleIs))
  const lengths = items.map(([, { prompt, continuations }]) =>
    profile.lengthOf(`${prompt}${continuations[0]!}`),
  )
  const fits = lengths.map((length) => length <= profile.maxPositions)
  const scores = await model.score(
    items.flatMap((pair, place) => (fits[place] ? pair : [])),
    context.signal,
  )
  const flopsOf = flopsCounter(profile)
  let at = 0
  return chunk.map((_, place) => {
    if (!fits[place]) return null
    const [[without], [withRationale]] = [scores[at++]!, scores[at++]!]
    // What is shared is read once: about what the longer of the two texts takes.
    const tokens = without!.tokens.length
    context.charge({ flops: flopsOf(lengths[place]!, tokens, true) })
    return gain(without!, withRationale!, discount)
  })
}
