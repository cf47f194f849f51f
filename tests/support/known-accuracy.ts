/** Stages whose completions have a known accuracy, since a toy stage writes them. */
import { join } from 'node:path'
import { z } from 'zod'
import { drain, rng } from '../../src/core/index.ts'
import { parseRecipe } from '../../src/recipe/load.ts'
import { runRecipe, type RunResult } from '../../src/recipe/run.ts'
import { defineStage } from '../../src/recipe/stage.ts'
import {
  jsonLines,
  readProblemsInput,
  writeMeasures,
  writeOut,
} from '../../src/recipe/stages/files.ts'
import { stages } from '../../src/recipe/stages/index.ts'

/** Solves the problems below a share of them; which ones depends a little on the seed. */
const solve = defineStage({
  version: 1,
  description: 'Writes completions of a known accuracy.',
  settings: z.strictObject({
    label: z.string(),
    share: z.number(),
    bonus: z.number().default(0),
    numGenerations: z.int().default(1),
  }),
  label: 'label',
  inputs: { problems: { kind: 'path' } },
  perSeed: true,
  async *run({ settings: { share, bonus, numGenerations }, seed, inputs, out }) {
    const problems = await readProblemsInput(inputs['problems']![0]!)
    const completions = problems.flatMap(({ id, answer }, place) =>
      Array.from({ length: numGenerations }, (_, index) => {
        const luck = 0.04 * (rng('luck', seed, place, index).next() - 0.5)
        const isRight = (place + 0.5) / problems.length + luck < share + bonus
        return {
          problemId: id,
          index,
          text: isRight ? `<<${index}+0=${index}>>\n#### ${answer}` : '#### 7919',
        }
      }),
    )
    await writeOut({ out }, 'completions.jsonl', jsonLines(completions))
    await writeOut(
      { out },
      'drawn-from.json',
      JSON.stringify({ seed, numGenerations, temperature: numGenerations > 1 ? 1 : 0 }),
    )
    await writeMeasures({ out }, { loss: 2 - share })
    yield { type: 'metric', name: 'share', value: share }
  },
})

/** Runs stages of these problems, whose files lie in `directory`. */
export async function runStages(
  directory: string,
  header: object,
  ...more: object[]
): Promise<RunResult> {
  const test = { id: 'test', stage: 'data.problems', count: 400, split: 'test' }
  const text = JSON.stringify({
    name: 'test',
    description: 'of studies',
    seeds: [1, 2, 3],
    ...header,
    stages: [test, ...more],
  })
  const registry = { ...stages, 'toy.solve': solve }
  const recipe = parseRecipe(text, join(directory, 'test.yaml'), { stages: registry })
  return drain(runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry))
}

export const shares = { axes: { share: [0.1, 0.2, 0.4, 0.8] } }
export const before = {
  id: 'before',
  stage: 'toy.solve',
  label: 'before',
  problems: 'test',
  share: { each: 'share' },
}
export const after = { ...before, id: 'after', label: 'after', bonus: 0.1 }
