/** A stage whose completions are programs that a test gives. */
import { z } from 'zod'
import { defineStage } from '../../src/recipe/stage.ts'
import { jsonLines, writeOut } from '../../src/recipe/stages/files.ts'

/** Its `texts` are the completions, by the id of their problem; a character counts as a token. */
export const toyPrograms = defineStage({
  version: 1,
  description: 'Writes programs.',
  settings: z.strictObject({
    label: z.string(),
    texts: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    completionsAre: z.literal('programs').optional(),
  }),
  label: 'label',
  inputs: {},
  makes: ['completions'],
  perSeed: false,
  async *run({ settings: { texts, completionsAre }, out }) {
    const completions = Object.entries(texts).flatMap(([problemId, own]) =>
      [own].flat().map((text, index) => ({
        problemId,
        index,
        text,
        tokens: text.length,
      })),
    )
    await writeOut({ out }, 'completions.jsonl', jsonLines(completions))
    const numGenerations = Math.max(...Object.values(texts).map((own) => [own].flat().length))
    const temperature = numGenerations > 1 ? 1 : 0
    const drawnFrom = {
      seed: 1,
      numGenerations,
      temperature,
      promptFormat: { name: 'program', template: 'Question: {question}\nProgram:\n' },
      ...(completionsAre && { completionsAre }),
    }
    await writeOut({ out }, 'drawn-from.json', JSON.stringify(drawnFrom))
    yield { type: 'note', level: 'info', message: `${completions.length} programs` }
  },
})
