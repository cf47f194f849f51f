/** Stage `verify`: a verdict on every completion. */
import { z } from 'zod'
import { DataError, mapConcurrent } from '../../core/index.ts'
import { maxAhead, openSandbox } from '../../execute/index.ts'
import { taskOptions, verifyCompletion, verifyProgram, withGold } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import { answerSettings } from './answer-settings.ts'
import { readCompletionsInput, readProblemsInput, writeRecordsOut } from './files.ts'
import { sandboxSettings } from './sandbox-settings.ts'

const settings = z.strictObject({
  ...answerSettings,
  ...sandboxSettings,
})

export const verify = defineStage<z.infer<typeof settings>>({
  version: 4,
  description: 'a verdict on every completion: correct, incorrect or unparseable',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'path', takes: 'completions' },
  },
  makes: ['verdicts'],
  perSeed: 'inherit',
  async *run({ id, settings, inputs, out, signal }) {
    const problems = new Map(
      (await readProblemsInput(inputs['problems']![0]!)).map((problem) => [
        problem.id,
        withGold(problem),
      ]),
    )
    const completions = await readCompletionsInput(inputs['completions']![0]!)
    const options = { ...taskOptions(settings), isNotebook: settings.notebook }
    const { sandbox: name, timeoutMs, completionsAre } = settings
    await using sandbox = openSandbox({ sandbox: name, limits: { timeoutMs }, signal })
    const verdicts = mapConcurrent(completions, { limit: maxAhead, signal }, async (completion) => {
      const problem = problems.get(completion.problemId)
      if (!problem)
        throw new DataError(`there is no problem "${completion.problemId}" for a completion`, {
          hint: 'Give the problems for which the completions were sampled.',
        })
      return completionsAre === 'programs'
        ? verifyProgram(completion, problem, sandbox, options)
        : verifyCompletion(completion, problem, options)
    })
    const done = []
    for await (const verdict of verdicts) {
      done.push(verdict)
      yield {
        type: 'progress',
        label: id,
        done: done.length,
        total: completions.length,
        unit: 'completions',
      }
    }
    await writeRecordsOut({ out }, 'verdicts.jsonl', done)
    const correct = done.filter(({ verdict }) => verdict === 'correct').length
    yield {
      type: 'note',
      level: 'info',
      message: `${correct} of ${done.length} completions are correct`,
    }
  },
})
