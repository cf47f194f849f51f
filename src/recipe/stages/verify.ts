/** Stage `verify`: a verdict on every completion. */
import { z } from 'zod'
import { counted, type RunEvent } from '../../core/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { gradeCompletions, withGold } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import { gradingSettings, programOptions } from './grading-settings.ts'
import { completionsOfInput, countCompletions, jsonLines, readProblemsInput } from './files.ts'

const settings = z.strictObject(gradingSettings)

/** Verdicts that are written together. */
const VERDICTS_AT_ONCE = 500

export const verify = defineStage<z.infer<typeof settings>>({
  version: 7,
  description: 'a verdict on every completion: correct, incorrect or unparseable',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'path', takes: 'completions' },
  },
  makes: ['verdicts'],
  perSeed: 'inherit',
  async *run({ id, settings, inputs, out, signal }) {
    const problems = (await readProblemsInput(inputs['problems']![0]!)).map(withGold)
    const byId = new Map(problems.map((problem) => [problem.id, problem]))
    const total = await countCompletions(inputs['completions']![0]!)
    const faults: string[] = []
    const completions = completionsOfInput(inputs['completions']![0]!, (fault) =>
      faults.push(fault),
    )
    const { sandbox: name, timeoutMs, completionsAre } = settings
    await using sandbox = openSandbox({ sandbox: name, limits: { timeoutMs }, signal })
    const graded = gradeCompletions(byId, completions, {
      task: programOptions(settings),
      ...(completionsAre === 'programs' && { sandbox }),
      signal,
    })
    const writer = await out.writer('verdicts.jsonl')
    const count = { all: 0, correct: 0, unknown: 0 }
    let waiting: unknown[] = []
    for await (const { verdict } of graded) {
      count.all++
      if (verdict === null) count.unknown++
      else waiting.push(verdict)
      if (verdict?.verdict === 'correct') count.correct++
      yield { type: 'progress', label: id, done: count.all, total, unit: 'completions' }
      if (waiting.length < VERDICTS_AT_ONCE) continue
      await writer.write(jsonLines(waiting))
      waiting = []
    }
    await writer.write(jsonLines(waiting))
    await writer.commit()
    yield* leftOut(faults)
    if (count.unknown > 0)
      yield note(
        'warning',
        `${counted(count.unknown, 'completion is of a problem that is', 'completions are of problems that are')} not given`,
      )
    yield note('info', `${count.correct} of ${count.all} completions are correct`)
  },
})

const note = (level: 'info' | 'warning', message: string): RunEvent => ({
  type: 'note',
  level,
  message,
})

/** Further bad lines are only counted: usually they all have one cause. */
const mostShown = 10

function* leftOut(faults: readonly string[]): Generator<RunEvent, void, void> {
  for (const fault of faults.slice(0, mostShown)) yield note('warning', `left out: ${fault}`)
  if (faults.length > mostShown)
    yield note('warning', `${faults.length} lines were left out in all`)
}
