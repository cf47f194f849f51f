/** `reckoner data narratives`: stories without their calculations, and the same with them. */
import { Command, Option } from 'commander'
import type { Split } from '../../data/index.ts'
import { givenBy } from '../one-stage.ts'
import { stepRange, wholeNumber } from '../options.ts'
import { textFilesHelp, writeStageTexts } from '../stage-records.ts'

interface Options {
  count: number
  seed: number
  split: Split
  steps: { min: number; max: number }
  out: string
  runs: string
  json?: boolean
}

export function dataNarrativesCommand(): Command {
  return new Command('narratives')
    .description(
      'Tell stories with their results but without the calculations, and the same stories with the calculations as rationales. A model that has read both can annotate texts, and score them.',
    )
    .option('--count <n>', 'number of stories', wholeNumber(1), 1000)
    .option('--seed <n>', 'seed of the random choices', wholeNumber(0), 0)
    .addOption(
      new Option(
        '--split <split>',
        'which stories to tell; stories of two splits never have the same structure',
      )
        .choices(['train', 'validation', 'test'])
        .default('train'),
    )
    .option(
      '--steps <range>',
      'reasoning steps of a story: a number from 1 to 8, or a range such as 2-4',
      stepRange,
      { min: 1, max: 4 },
    )
    .option('--runs <directory>', 'directory for finished work', 'runs')
    .requiredOption('--out <directory>', textFilesHelp)
    .addHelpText(
      'after',
      '\nExample:\n  reckoner data narratives --count 2000 --steps 2-4 --out stories',
    )
    .action(async ({ count, seed, split, steps, out, runs, json }: Options) => {
      const fields = {
        count: givenBy('--count', count),
        seed: givenBy('--seed', seed),
        split: givenBy('--split', split),
        minSteps: givenBy('--steps', steps.min),
        maxSteps: givenBy('--steps', steps.max),
      }
      await writeStageTexts({ kind: 'data.narratives', fields }, { out, runs, json })
    })
}
