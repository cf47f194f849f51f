/** Stage `export.rows`: training rows as another trainer reads them. */
import { z } from 'zod'
import {
  axolotlConfig,
  describeExport,
  exportFormats,
  exportPromptHelp,
  exportRows as exported,
} from '../../data/index.ts'
import { defineStage } from '../stage.ts'
import { readRowsInput, writeOut, writeRecordsOut } from './files.ts'

const FILE = 'exported.jsonl'

const settings = z.strictObject({
  format: z
    .enum(exportFormats)
    .describe(
      'Who reads the rows. trl: {prompt, completion}, each a list of turns. axolotl: {messages}, with the lines of a configuration in axolotl.yaml. openai: {messages}.',
    ),
  promptFormat: z.string().optional().describe(exportPromptHelp),
})
type Settings = z.infer<typeof settings>

export const exportRows = defineStage<Settings>({
  version: 1,
  description: 'training rows in a file for another trainer: TRL, Axolotl or OpenAI',
  settings,
  inputs: { rows: { kind: 'path', takes: 'rows', list: true } },
  makes: ['exported', 'account'],
  perSeed: 'inherit',
  async *run(context) {
    const rows = (
      await Promise.all(context.inputs['rows']!.map((path) => readRowsInput(path)))
    ).flat()
    const { exported: records, account } = exported(rows, context.settings)
    await writeRecordsOut(context, FILE, records)
    if (context.settings.format === 'axolotl')
      await writeOut(context, 'axolotl.yaml', axolotlConfig(FILE))
    await writeOut(context, 'report.json', `${JSON.stringify(account, null, 2)}\n`)
    const { summary, doubts } = describeExport(account)
    for (const message of doubts) yield { type: 'note', level: 'warning', message }
    yield { type: 'note', level: 'info', message: `${summary} for ${context.settings.format}` }
  },
})
