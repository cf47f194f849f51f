/** `reckoner data export`: training rows for another trainer. */
import { Command, Option } from 'commander'
import {
  axolotlConfig,
  describeExport,
  exportFormats,
  exportPromptHelp,
  exportRows,
  loadTrainingRows,
  type ExportFormat,
} from '../../data/index.ts'
import { checkInputs, printSummary, tell, writeRecords } from '../jsonl-io.ts'
import { print } from '../output.ts'
import { requireRecords } from '../require-records.ts'

interface Options {
  format: ExportFormat
  promptFormat?: string
  out: string
  json?: boolean
}

export function dataExportCommand(): Command {
  return new Command('export')
    .description('Write training rows in the format of another trainer: TRL, Axolotl or OpenAI.')
    .argument('<rows>', 'training rows {prompt, completion}, or chats; - for standard input')
    .addOption(
      new Option(
        '--format <name>',
        'trl: {prompt, completion}, each a list of turns; axolotl: {messages}, and the lines of its configuration are printed; openai: {messages}',
      )
        .choices([...exportFormats])
        .makeOptionMandatory(),
    )
    .option('--prompt-format <format>', exportPromptHelp)
    .requiredOption('--out <file>', 'file for the rows; - for standard output')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner curate rft --problems train.jsonl --completions sampled.jsonl --out rows.jsonl\n' +
        '  reckoner data export rows.jsonl --format trl --out trl.jsonl',
    )
    .action(write)
}

async function write(file: string, { format, promptFormat, out, json }: Options): Promise<void> {
  checkInputs([file], out)
  await requireRecords('ROWS', file, ['training rows'])
  const rows = await loadTrainingRows(file, tell)
  const { exported, account } = exportRows(rows, { format, promptFormat })
  await writeRecords(out, async (record) => {
    for (const each of exported) await record(each)
  })
  const { summary, doubts } = describeExport(account)
  for (const doubt of doubts) tell(`warning: ${doubt}`)
  printSummary({ json, out }, summary, account)
  if (format === 'axolotl' && !json && out !== '-') await print(axolotlConfig(out))
}
