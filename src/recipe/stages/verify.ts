/** Stage `verify`: a verdict on every completion. */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { taskOptions, verifyCompletion, withGold } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import { answerSettings } from './answer-settings.ts'
import { jsonLines, readCompletionsInput, readProblemsInput, writeOut } from './files.ts'

const settings = z.strictObject(answerSettings)

export const verify = defineStage<z.infer<typeof settings>>({
  version: 3,
  description: 'a verdict on every completion: correct, incorrect or unparseable',
  settings,
  inputs: { problems: { kind: 'path' }, completions: { kind: 'path' } },
  perSeed: 'inherit',
  async *run(context) {
    const problems = new Map(
      (await readProblemsInput(context.inputs['problems']![0]!)).map((problem) => [problem.id, withGold(problem)]),
    )
    const completions = await readCompletionsInput(context.inputs['completions']![0]!)
    const options = taskOptions(context.settings)
    const verdicts = completions.map((completion) => {
      const problem = problems.get(completion.problemId)
      if (!problem)
        throw new DataError(`completion of unknown problem "${completion.problemId}"`, {
          hint: 'Verify against the problems it was drawn for.',
        })
      return verifyCompletion(completion, problem, options)
    })
    await writeOut(context, 'verdicts.jsonl', jsonLines(verdicts))
    const correct = verdicts.filter(({ verdict }) => verdict === 'correct').length
    yield { type: 'note', level: 'info', message: `${correct} of ${verdicts.length} completions are correct` }
  },
})
