/** Stage `curate.gold`: training rows from worked solutions. */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { problemPrompt } from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { notesOf, readProblemsInput, writeRecordsOut } from './files.ts'

export const curateGold = defineStage<Record<string, never>>({
  version: 1,
  description: 'training rows, one per problem, from its own worked solution',
  settings: z.strictObject({}),
  inputs: { problems: { kind: 'path', takes: 'problems' } },
  makes: ['rows'],
  perSeed: false,
  async *run(context) {
    const told: string[] = []
    const problems = await readProblemsInput(context.inputs['problems']![0]!, (sentence) =>
      told.push(sentence),
    )
    yield* notesOf(told)
    const rows = problems.flatMap(({ id, question, solution }) =>
      solution === undefined
        ? []
        : [
            {
              prompt: problemPrompt(question),
              completion: solution.trim(),
              problemId: id,
              source: 'gold',
            },
          ],
    )
    if (rows.length === 0)
      throw new DataError('none of the problems has a worked solution to learn from', {
        hint: 'A model first learns from a few worked solutions: give some problems a "solution".',
      })
    await writeRecordsOut(context, 'rows.jsonl', rows)
    yield { type: 'note', level: 'info', message: `${rows.length} rows` }
  },
})
