/** Stage `infer`: one answer to every problem, by a strategy over stored completions. */
import { z } from 'zod'
import { DataError, type Completion, type Prediction } from '../../core/index.ts'
import { describeStrategies, strategies, strategiesWith } from '../../infer/index.ts'
import { taskOptions } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import {
  completionsOfInput,
  notesOf,
  readDrawnFrom,
  readProblemsInput,
  writeOut,
  writeRecordsOut,
} from './files.ts'
import { answerSettings } from './grading-settings.ts'

const offline = strategiesWith('completions')

const settings = z.strictObject({
  label: z.string().describe('Name of this model in the results.'),
  strategy: z.enum(offline).describe(`How an answer is chosen. ${describeStrategies(offline)}.`),
  ...answerSettings,
  trace: z
    .boolean()
    .default(false)
    .describe('Whether each prediction says what it was chosen from, with votes.'),
})

export const infer = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'one answer to every problem, chosen from completions by a strategy; evaluations take it like completions',
  settings,
  label: 'label',
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions' },
  },
  makes: ['completions', 'predictions'],
  perSeed: 'inherit',
  async *run(context) {
    const { settings: chosen, inputs, signal } = context
    const told: string[] = []
    const problems = await readProblemsInput(inputs['problems']![0]!, (line) => told.push(line))
    yield* notesOf(told)
    const directory = inputs['completions']![0]!
    const byProblem = new Map(problems.map(({ id }): [string, Completion[]] => [id, []]))
    for await (const completion of completionsOfInput(directory)) {
      const own = byProblem.get(completion.problemId)
      if (!own)
        throw new DataError(
          `${directory}: there is no problem "${completion.problemId}" for a completion`,
        )
      own.push(completion)
    }
    const task = taskOptions(chosen)
    const strategy = strategies[chosen.strategy]
    const predictions: Prediction[] = []
    for (const [id, completions] of byProblem)
      predictions.push(
        yield* strategy.answer(id, { completions, task }, { trace: chosen.trace }, signal),
      )
    await writeRecordsOut(context, 'predictions.jsonl', predictions)
    await writeRecordsOut(
      context,
      'completions.jsonl',
      predictions.map(({ problemId, text = '' }): Completion => ({ problemId, index: 0, text })),
    )
    const drawnFrom = { ...(await readDrawnFrom(directory)), numGenerations: 1 }
    await writeOut(
      context,
      'drawn-from.json',
      `${JSON.stringify({ ...drawnFrom, strategy: chosen.strategy })}\n`,
    )
    const answered = predictions.filter(({ answer }) => answer !== null).length
    const message = `${answered} of ${predictions.length} problems have an answer`
    yield { type: 'note', level: 'info', message }
  },
})
