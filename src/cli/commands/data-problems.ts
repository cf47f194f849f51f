/** `reckoner data problems`: procedural word problems out. */
import { Command, Option } from 'commander'
import type { Split } from '../../data/index.ts'
import { proceduralProblem } from '../../data/index.ts'
import { writeRecords } from '../jsonl-io.ts'
import { stepRange, wholeNumber } from '../options.ts'

interface Options {
  count: number
  seed: number
  split: Split
  steps: { min: number; max: number }
  distractors?: boolean
  out?: string
}

export function dataProblemsCommand(): Command {
  return new Command('problems')
    .description(
      'Make word problems by rule, each with its answer, several solutions, a program and a narrative.',
    )
    .option('--count <n>', 'how many', wholeNumber(1), 1000)
    .option('--seed <n>', 'of the problems', wholeNumber(0), 0)
    .addOption(
      new Option('--split <split>', 'splits share no story with the same reasoning')
        .choices(['train', 'validation', 'test'])
        .default('train'),
    )
    .option('--steps <range>', 'reasoning steps, 1 to 8: 3 or 2-4', stepRange, { min: 1, max: 4 })
    .option('--distractors', 'tell facts that do not matter in some problems')
    .option('--out <file>', 'where problems go (default: standard output)')
    .addHelpText(
      'after',
      '\nExample:\n  reckoner data problems --count 500 --steps 2-4 --split test --out test.jsonl',
    )
    .action(async ({ count, out, distractors = false, ...options }: Options) => {
      await writeRecords(out, async (write) => {
        for (let index = 0; index < count; index++)
          await write(proceduralProblem({ ...options, distractors }, index))
      })
    })
}
