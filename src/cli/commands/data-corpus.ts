/** `reckoner data corpus`: unlabelled text for pre-training out. */
import { Command } from 'commander'
import { corpusDocument } from '../../data/index.ts'
import { writeRecords } from '../jsonl-io.ts'
import { numberBetween, stepRange, wholeNumber } from '../options.ts'

interface Options {
  documents: number
  seed: number
  drillShare: number
  recallShare: number
  ledgerShare: number
  steps: { min: number; max: number }
  out?: string
}

export function dataCorpusCommand(): Command {
  return new Command('corpus')
    .description(
      'Write text to pre-train on: narratives, drills, recall exercises and ledgers, no worked solution.',
    )
    .option('--documents <n>', 'how many', wholeNumber(1), 10_000)
    .option('--seed <n>', 'of the documents', wholeNumber(0), 0)
    .option('--drill-share <share>', 'share of drills', numberBetween(0, 1), 0.25)
    .option('--recall-share <share>', 'share of recall exercises', numberBetween(0, 1), 0.25)
    .option(
      '--ledger-share <share>',
      'share of ledgers, which compute with named values; the rest are narratives',
      numberBetween(0, 1),
      0,
    )
    .option('--steps <range>', 'reasoning steps behind a narrative, 1 to 8: 3 or 2-4', stepRange, {
      min: 1,
      max: 6,
    })
    .option('--out <file>', 'where documents go, {text} (default: standard output)')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner data corpus --documents 300000 --out corpus.jsonl',
    )
    .action(async ({ documents, steps, out, ...shares }: Options) => {
      const options = { ...shares, minSteps: steps.min, maxSteps: steps.max }
      await writeRecords(out, async (write) => {
        for (let index = 0; index < documents; index++)
          await write({ text: corpusDocument(options, index) })
      })
    })
}
