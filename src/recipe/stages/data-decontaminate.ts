/**
 * Stage `data.decontaminate`: problems to learn from, without those that give evaluation problems
 * away.
 */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { combinationOf, decontaminate } from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { readProblemsInput, writeOut, writeRecordsOut } from './files.ts'

const settings = z.strictObject({
  ngram: z
    .int()
    .min(1)
    .default(13)
    .describe(
      'A problem is dropped if it shares this many words in a row (Brown et al. 2020, appendix C).',
    ),
})

export const dataDecontaminate = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    '`problems`, without those that share a run of words or a story structure with a problem of `against`',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems', description: 'Problems to learn from.' },
    against: {
      kind: 'path',
      takes: 'problems',
      list: true,
      description: 'Problems to evaluate on.',
    },
  },
  makes: ['problems'],
  perSeed: false,
  async *run({ settings: { ngram }, inputs, ...context }) {
    const problems = await readProblemsInput(inputs['problems']![0]!)
    const evaluation = (
      await Promise.all(inputs['against']!.map((path) => readProblemsInput(path)))
    ).flat()
    const { kept: distinct, dropped } = decontaminate(problems, evaluation, { ngram })
    const taken = new Set(evaluation.map(combinationOf))
    taken.delete(null)
    const kept = distinct.filter((problem) => !taken.has(combinationOf(problem)))
    if (kept.length === 0)
      throw new DataError(
        'no problem is left to learn from: each one shares words or a story with an evaluation problem',
      )
    await writeRecordsOut(context, 'problems.jsonl', kept)
    const reasons = {
      [`shares ${ngram} words in a row with an evaluation problem`]: dropped.length,
      'has the story structure of an evaluation problem': distinct.length - kept.length,
    }
    const conservation = [{ input: problems.length, kept: kept.length, dropped: reasons }]
    await writeOut(context, 'results.json', `${JSON.stringify({ conservation })}\n`)
    yield {
      type: 'note',
      level: 'info',
      message: `${kept.length} of ${problems.length} problems kept`,
    }
  },
})
