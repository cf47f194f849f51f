/** Stage `curate.repairs`: rows that teach a model to mend programs that fail. */
import { z } from 'zod'
import { counted, type GradedCompletion } from '../../core/index.ts'
import { curateRepairs, faultNames } from '../../curate/index.ts'
import { joinVerdicts } from '../../data/index.ts'
import { openSandbox } from '../../execute/index.ts'
import { withGold } from '../../verify/index.ts'
import { defineStage, verdictsOf, type StageContext } from '../stage.ts'
import {
  completionsOfInput,
  notesOf,
  readProblemsInput,
  readRowsInput,
  verdictsOfInput,
  writeMeasures,
  writeOut,
  writeRecordsOut,
} from './files.ts'
import { gradingSettings, programOptions } from './grading-settings.ts'

const settings = z.strictObject({
  ...gradingSettings,
  completionsAre: z
    .literal('programs')
    .default('programs')
    .describe('Rows and observed completions are programs: only programs can be run.'),
  faultsPerRow: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Number of different faulty programs that are made of each correct one.'),
  kinds: z
    .array(z.enum(faultNames))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'expected different kinds')
    .optional()
    .describe(
      'Kinds of faults to inject; if absent, those that mostly give errors, and all kinds with includeWrongAnswers.',
    ),
  includeWrongAnswers: z
    .boolean()
    .default(false)
    .describe(
      'Whether programs that run and give a wrong answer count as faulty too. Without gold answers nobody can tell them from others, so a model that mends its programs sees only errors.',
    ),
})
type Settings = z.infer<typeof settings>

export const curateRepairsStage = defineStage<Settings>({
  version: 1,
  description:
    'training rows that ask for a correct program in place of a faulty one: faults are injected into correct programs, and each faulty program is run for its error',
  settings,
  inputs: {
    rows: {
      kind: 'path',
      takes: 'rows',
      description: 'Training rows whose completions are programs. They name their problems.',
    },
    problems: { kind: 'path', takes: 'problems' },
    observed: {
      kind: 'path',
      takes: 'completions',
      list: true,
      optional: true,
      graded: true,
      description:
        'Programs that the student wrote for some of these problems. The injected faults then give errors of the same classes, about as often. Completions of any other problem are refused.',
    },
  },
  makes: ['rows', 'measures', 'account'],
  perSeed: 'inherit',
  async *run(context) {
    const told: string[] = []
    const rows = await readRowsInput(context.inputs['rows']![0]!, (sentence) => told.push(sentence))
    yield* notesOf(told)
    const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
    const { settings: chosen } = context
    const { sandbox: name, timeoutMs } = chosen
    const { signal, seed } = context
    await using sandbox = openSandbox({ sandbox: name, limits: { timeoutMs }, signal })
    const { rows: repairs, report } = await curateRepairs(rows, problems, {
      sandbox,
      task: programOptions(chosen),
      faultsPerRow: chosen.faultsPerRow,
      kinds: chosen.kinds,
      includeWrongAnswers: chosen.includeWrongAnswers,
      observed: context.inputs['observed'] && observedIn(context),
      seed,
      signal,
    })
    await writeRecordsOut(context, 'rows.jsonl', repairs)
    await writeOut(context, 'report.json', `${JSON.stringify(report, null, 2)}\n`)
    const { input, kept, dropped, byClass, observed } = report
    const classes = Object.keys(byClass).length
    await writeMeasures(context, { rows: kept, errorClasses: classes })
    const results = { conservation: [{ input, kept, dropped }] }
    await writeOut(context, 'results.json', `${JSON.stringify(results)}\n`)
    if (observed && observed.unreached > 0)
      yield {
        type: 'note',
        level: 'info',
        message: `${(100 * observed.unreached).toFixed(0)} % of the student's failures are of classes that no kind of fault gives`,
      }
    if (observed && Object.keys(observed.classes).length === 0)
      yield {
        type: 'note',
        level: 'warning',
        message: 'no observed program failed, so all kinds of faults are drawn alike',
      }
    yield {
      type: 'note',
      level: kept === 0 ? 'warning' : 'info',
      message: `${counted(kept, 'row')} of ${input} wanted, with errors of ${counted(classes, 'class', 'classes')}`,
    }
  },
})

/** The student's programs with their verdicts. */
async function* observedIn({
  inputs,
}: StageContext<Settings>): AsyncGenerator<GradedCompletion, void, void> {
  const verdicts = inputs[verdictsOf('observed')]!
  for (const [place, path] of inputs['observed']!.entries())
    yield* joinVerdicts(completionsOfInput(path), verdictsOfInput(verdicts[place]!))
}
