/** Stage `score.equations`: whether the arithmetic of each completion is right. */
import { z } from 'zod'
import { equationsHold } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import { scoreEach } from './score-each.ts'

const settings = z.strictObject({
  label: z.string().default('equations').describe('Name of these scores in the results.'),
})

export const scoreEquations = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'a score for every completion without an evaluator: 1 where every equation in it holds, 0 where one does not',
  settings,
  label: 'label',
  inputs: { completions: { kind: 'path', takes: 'completions' } },
  makes: ['scores'],
  perSeed: 'inherit',
  run: (context) => scoreEach(context, ({ text }) => (equationsHold(text) ? 1 : 0)),
})
