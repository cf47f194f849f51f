/** Stage `score.likelihood`: how sure the generator itself was of each completion. */
import { z } from 'zod'
import { DataError, textHash, type CompletionScore } from '../../core/index.ts'
import { defineStage } from '../stage.ts'
import { completionsOfInput, jsonLines, writeScoredFrom } from './files.ts'

/** Scores that are written together. */
const SCORES_AT_ONCE = 1000

const settings = z.strictObject({
  label: z.string().default('likelihood').describe('Name of these scores in the results.'),
})

export const scoreLikelihood = defineStage<z.infer<typeof settings>>({
  version: 2,
  description:
    "a score for every completion without an evaluator: the geometric mean of its tokens' probabilities, as the generator noted them",
  settings,
  label: 'label',
  inputs: { completions: { kind: 'path', takes: 'completions' } },
  makes: ['scores'],
  perSeed: 'inherit',
  async *run(context) {
    const { id, inputs, out } = context
    const path = inputs['completions']![0]!
    const writer = await out.writer('scores.jsonl')
    let waiting: unknown[] = []
    let count = 0
    for await (const completion of completionsOfInput(path)) {
      const { problemId, index, text, tokens, logprob, modelId, seed } = completion
      if (tokens === undefined || logprob === undefined)
        throw new DataError(
          `${id}: completion ${index} of problem "${problemId}" does not say its tokens and logprob`,
          { hint: 'Only completions that `sample` drew have them.' },
        )
      const score = Math.exp(logprob / Math.max(1, tokens))
      const own = { problemId, index, score, textHash: textHash(text), modelId, seed }
      waiting.push(own satisfies CompletionScore)
      count++
      if (waiting.length < SCORES_AT_ONCE) continue
      await writer.write(jsonLines(waiting))
      waiting = []
    }
    await writer.write(jsonLines(waiting))
    await writer.commit()
    await writeScoredFrom(context)
    yield { type: 'note', level: 'info', message: `${count} scores` }
  },
})
