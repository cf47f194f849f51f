/** Stage `data.fold`: one part of the problems, or all others. */
import { z } from 'zod'
import { DataError, rng, type Problem } from '../../core/index.ts'
import { defineStage } from '../stage.ts'
import { readProblemsInput, writeRecordsOut } from './files.ts'

const settings = z.strictObject({
  folds: z
    .int()
    .min(2)
    .default(2)
    .describe(
      'Number of parts. Their sizes differ by one problem at most, but problems that ask the same are in one part.',
    ),
  fold: z.int().min(1).describe('The part that is meant, from 1.'),
  take: z
    .enum(['fold', 'others'])
    .default('fold')
    .describe('Whether the problems of this part are taken, or those of all other parts.'),
  seed: z.int().default(0).describe('Seed for dealing problems to parts.'),
})
type Settings = z.infer<typeof settings>

export const dataFold = defineStage<Settings>({
  version: 2,
  description:
    'one part of `problems`, or all others: for cross-fitting, where a model works on problems that it has not learned',
  settings,
  inputs: { problems: { kind: 'path', takes: 'problems' } },
  makes: ['problems'],
  faults: ({ folds, fold }) =>
    fold > folds ? [{ path: ['fold'], text: `there are only ${folds} folds` }] : [],
  perSeed: false,
  async *run(context) {
    const problems = await readProblemsInput(context.inputs['problems']![0]!)
    const taken = partOf(problems, context.settings)
    if (taken.length === 0)
      throw new DataError(
        `${context.id}: this part has none of ${problems.length} problems, in ${context.settings.folds} folds`,
        { hint: 'Take fewer folds, or more problems.' },
      )
    await writeRecordsOut(context, 'problems.jsonl', taken)
    yield { type: 'note', level: 'info', message: `${taken.length} of ${problems.length} problems` }
  },
})

/**
 * Problems in their order. Those that ask the same go into the part of the first of them: a model
 * that has learned one of them has learned all.
 */
function partOf(problems: readonly Problem[], { folds, fold, take, seed }: Settings): Problem[] {
  const firsts = new Map<string, number>()
  const groups = problems.map((problem, place) => {
    const asked = problem.question.trim().replaceAll(/\s+/gu, ' ')
    if (!firsts.has(asked)) firsts.set(asked, place)
    return firsts.get(asked)!
  })
  const dealt = rng('folds', seed).shuffle([...firsts.values()])
  const inside = new Set(dealt.filter((_, place) => place % folds === fold - 1))
  return problems.filter((_, place) => inside.has(groups[place]!) === (take === 'fold'))
}
