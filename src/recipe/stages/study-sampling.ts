/** Stage `study.sampling`: what several models solve at once, by a vote, and with any sample. */
import { z } from 'zod'
import { ConfigError, counted } from '../../core/index.ts'
import {
  accuracyMeasure,
  majorityMeasure,
  passMeasure,
  type TableCell,
  type TableResult,
} from '../../evaluate/index.ts'
import { placedLabel } from '../axes.ts'
import { defineStage } from '../stage.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readGroups, readMeasuredProblems, type Group } from './groups.ts'
import { measureCell } from './measure-cell.ts'
import { runsOf } from './study-points.ts'

const settings = z.strictObject({
  ...gradingSettings,
  name: z.string().describe('Name of this table in the results.'),
})

export const studySampling = defineStage<z.infer<typeof settings>>({
  version: 1,
  description:
    'a table of Pass@1, Maj1@k and Pass@k of several models, as in tables 2 and 4 of Liu et al. 2023',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      graded: true,
      named: true,
      description:
        'Greedy completions, or samples, or both; those with one label share a row of the table.',
    },
  },
  makes: ['results'],
  perSeed: false,
  gathers: true,
  async *run(context) {
    const { name } = context.settings
    const problems = await readMeasuredProblems(context)
    const groups = await readGroups(context, 'completions', problems)
    const labels = [...new Set(groups.map(labelOf))]
    const rows = labels.map((label) =>
      rowOf(
        label,
        groups.filter((each) => labelOf(each) === label),
      ),
    )
    const table: TableResult = {
      title: name,
      columns: [
        { title: 'model' },
        ...['Pass@1', 'k', 'Maj1@k', 'Pass@k'].map((title) => ({ title, align: 'right' as const })),
      ],
      rows,
      caption:
        'Pass@1 is that of greedy completions. Maj1@k is a vote, Pass@k the best to hope for.',
    }
    await writeOut(context, 'results.json', `${JSON.stringify({ tables: [table] }, null, 1)}\n`)
    yield { type: 'note', level: 'info', message: counted(rows.length, 'model') }
  },
})

const labelOf = ({ label, coordinates }: Group): string => placedLabel(label, coordinates)

/** A model's greedy completions and its samples, where it has them. @throws ConfigError for two */
function rowOf(label: string, groups: readonly Group[]): TableCell[] {
  const [greedy, second] = groups.filter(({ drawnFrom }) => drawnFrom.numGenerations === 1)
  const [sampled, third] = groups.filter(({ drawnFrom }) => drawnFrom.numGenerations > 1)
  const others = second ?? third
  if (others)
    throw new ConfigError(
      `"${label}" has two sets of ${others === second ? 'single completions' : 'samples'}`,
      { hint: 'Give each model a different label.' },
    )
  const k = sampled?.drawnFrom.numGenerations ?? 0
  const address = (place: number, run: number) => ['study-sampling', label, run, place] as const
  return [
    { text: label },
    measureCell(greedy && accuracyMeasure(runsOf(greedy))),
    sampled ? { text: String(k), value: k } : { text: '–' },
    measureCell(sampled && majorityMeasure(runsOf(sampled), k, address)),
    measureCell(sampled && passMeasure(runsOf(sampled), k)),
  ]
}
