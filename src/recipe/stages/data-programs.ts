/** Stage `data.programs`: programs for problems with worked solutions. */
import { z } from 'zod'
import type { Problem, RunEvent } from '../../core/index.ts'
import { derivationCounter, derivePrograms, describeDerivation } from '../../curate/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { defineStage } from '../stage.ts'
import { readProblemsInput, writeOut, writeRecordsOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'

const settings = z.strictObject({
  comments: z
    .boolean()
    .default(false)
    .describe('Puts the sentence of each calculation above its line, as a comment.'),
  sandbox: gradingSettings.sandbox,
  timeoutMs: gradingSettings.timeoutMs,
})

export const dataPrograms = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'all `problems`; those whose worked solutions can be turned into a program that gives their answer have it as a solution of the style `program`',
  settings,
  inputs: { problems: { kind: 'path', takes: 'problems' } },
  makes: ['problems'],
  perSeed: false,
  async *run(context) {
    const { id, settings, signal } = context
    const problems = await readProblemsInput(context.inputs['problems']![0]!)
    const { sandbox: name, timeoutMs, comments } = settings
    const counter = derivationCounter()
    const derived: Problem[] = []
    await using sandbox = openSandbox({ sandbox: name, limits: { timeoutMs }, signal })
    for await (const derivation of derivePrograms(problems, { sandbox, comments, signal })) {
      counter.add(derivation)
      derived.push(derivation.problem)
      yield progress(id, derived.length, problems.length)
    }
    const report = counter.report()
    await writeRecordsOut(context, 'problems.jsonl', derived)
    await writeOut(context, 'report.json', `${JSON.stringify(report, null, 2)}\n`)
    const level = report.kept === 0 ? 'warning' : 'info'
    yield { type: 'note', level, message: describeDerivation(report) }
  },
})

const progress = (label: string, done: number, total: number): RunEvent => ({
  type: 'progress',
  label,
  done,
  total,
  unit: 'problems',
})
