/** `reckoner data corpus`: unlabelled text for pre-training out. */
import { Command } from 'commander'
import { corpusDocument } from '../../data/index.ts'
import { writeRecords } from '../jsonl-io.ts'
import { jsonLinesAnyway, numberBetween, stepRange, wholeNumber } from '../options.ts'

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
      'Write text for pre-training: narratives, drills, recall exercises and ledgers, but no worked solutions.',
    )
    .option('--documents <n>', 'number of documents', wholeNumber(1), 10_000)
    .option('--seed <n>', 'seed of the random choices', wholeNumber(0), 0)
    .option(
      '--drill-share <share>',
      'share of arithmetic drills, 0 to 1',
      numberBetween(0, 1),
      0.25,
    )
    .option(
      '--recall-share <share>',
      'share of recall exercises, which repeat facts, 0 to 1',
      numberBetween(0, 1),
      0.25,
    )
    .option(
      '--ledger-share <share>',
      'share of ledgers, which compute with named values, 0 to 1; all other documents are narratives',
      numberBetween(0, 1),
      0,
    )
    .option(
      '--steps <range>',
      'reasoning steps of a narrative, a story told with its results: a number from 1 to 8, or a range such as 2-4',
      stepRange,
      {
        min: 1,
        max: 6,
      },
    )
    .option('--out <file>', 'file for the documents: {text} (default: standard output)')
    .option('--json', jsonLinesAnyway)
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
