/** Stage `data.solutions`: worked solutions as documents, and their calculations as rationales. */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { solutionDocument } from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { notesOf, readProblemsInput } from './files.ts'
import { writeTexts } from './texts.ts'

const settings = z.strictObject({})

export const dataSolutions = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'problems with their worked solutions, as documents; the calculations before each step as rationales, from calculator annotations (<<3*4=12>>); and a corpus of both, to train a model that annotates and scores',
  settings,
  inputs: { problems: { kind: 'path', takes: 'problems' } },
  makes: ['documents', 'annotated', 'corpus'],
  perSeed: false,
  async *run(context) {
    const told: string[] = []
    const problems = await readProblemsInput(context.inputs['problems']![0]!, (sentence) =>
      told.push(sentence),
    )
    yield* notesOf(told)
    const texts = problems.flatMap((problem) => solutionDocument(problem) ?? [])
    if (texts.length === 0)
      throw new DataError('none of the problems has a worked solution', {
        hint: 'Give problems with a "solution", such as the training questions of GSM8K.',
      })
    yield* writeTexts(context, texts, texts.length)
  },
})
