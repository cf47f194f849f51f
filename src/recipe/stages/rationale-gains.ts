/**
 * Gains of rationales, scored in fixed chunks so that a killed run resumes to the same bytes.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { throwIfCancelled, type Rationale, type Task } from '../../core/index.ts'
import { gain, gainItems } from '../../curate/index.ts'
import type { RationaleIs } from '../../data/index.ts'
import {
  encodeStart,
  readModelOutline,
  requireCapability,
  type LanguageModel,
  type ModelOutline,
} from '../../model/index.ts'
import { openModel } from '../../sample/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import type { StageContext } from '../stage.ts'
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
  const outline = await readModelOutline(ref.directory)
  const gains: (number | null)[] = []
  let model: LanguageModel | undefined
  try {
    for (let start = 0; start < rationales.length; start += RATIONALES_PER_CHUNK) {
      throwIfCancelled(context.signal)
      const path = join(context.partial.directory, `gains-${start}.json`)
      if (!existsSync(path)) {
        model ??= await openScorer(ref, context.settings.executionProvider)
        const chunk = rationales.slice(start, start + RATIONALES_PER_CHUNK)
        const scored = await gainsOf({ context, model, outline }, chunk, options)
        await writeFileAtomic(path, JSON.stringify(scored))
      }
      gains.push(...gainsSchema.parse(JSON.parse(await readFile(path, 'utf8'))))
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

async function openScorer(...where: Parameters<typeof openModel>): Promise<LanguageModel> {
  const model = await openModel(...where)
  requireCapability(model, 'score', 'the filter of rationales')
  return model
}

interface Scorer {
  context: Pick<StageContext, 'charge' | 'signal'>
  model: LanguageModel
  outline: ModelOutline
}

async function gainsOf(
  { context, model, outline }: Scorer,
  chunk: readonly Rationale[],
  { discount, rationaleIs }: GainOptions,
): Promise<(number | null)[]> {
  const items = chunk.map((rationale) => gainItems(rationale, rationaleIs))
  const lengths = items.map(
    ([, { prompt, continuations }]) =>
      encodeStart(outline.tokenizer, `${prompt}${continuations[0]!}`).length,
  )
  const fits = lengths.map((length) => length <= outline.config.maxPositions)
  const scores = await model.score(
    items.flatMap((pair, place) => (fits[place] ? pair : [])),
    context.signal,
  )
  const flopsOf = flopsCounter(outline)
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
