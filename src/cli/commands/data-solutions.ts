/** `reckoner data solutions`: worked solutions as documents, and the same with rationales. */
import { Command } from 'commander'
import { pathGivenBy } from '../one-stage.ts'
import { requireRecords } from '../require-records.ts'
import { textFilesHelp, writeStageTexts } from '../stage-records.ts'

interface Options {
  out: string
  runs: string
  json?: boolean
}

export function dataSolutionsCommand(): Command {
  return new Command('solutions')
    .description(
      'Make documents of problems with worked solutions, and the same documents with the calculations before each step as rationales, from calculator annotations (<<3*4=12>>).',
    )
    .argument('<file>', 'problems with worked solutions')
    .option('--runs <directory>', 'directory for finished work', 'runs')
    .requiredOption('--out <directory>', textFilesHelp)
    .addHelpText('after', '\nExample:\n  reckoner data solutions train.jsonl --out solutions')
    .action(async (file: string, { out, runs, json }: Options) => {
      const fields = { problems: pathGivenBy('FILE', file) }
      await requireRecords('FILE', file, ['problems'])
      const stage = { kind: 'data.solutions', fields, inputs: [file] }
      await writeStageTexts(stage, { out, runs, json })
    })
}
