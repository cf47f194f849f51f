/** `reckoner data problems`: procedural word problems out. */
import { Command, Option } from 'commander'
import type { Split } from '../../data/index.ts'
import { proceduralProblem } from '../../data/index.ts'
import { writeRecords } from '../jsonl-io.ts'
import { jsonLinesAnyway, stepRange, wholeNumber } from '../options.ts'

interface Options {
  count: number
  seed: number
  split: Split
  steps: { min: number; max: number }
  distractors?: boolean
  styles?: boolean
  out?: string
}

export function dataProblemsCommand(): Command {
  return new Command('problems')
    .description(
      'Make procedural word problems. Each has an answer, solutions, a program and a narrative.',
    )
    .option('--count <n>', 'number of problems', wholeNumber(1), 1000)
    .option('--seed <n>', 'seed of the random choices', wholeNumber(0), 0)
    .addOption(
      new Option(
        '--split <split>',
        'which problems to make; problems of two splits never have the same story structure',
      )
        .choices(['train', 'validation', 'test'])
        .default('train'),
    )
    .option(
      '--steps <range>',
      'reasoning steps: a number from 1 to 8, or a range such as 2-4',
      stepRange,
      { min: 1, max: 4 },
    )
    .option('--distractors', 'add irrelevant facts to some of the problems')
    .option(
      '--styles',
      'add solutionsByStyle: the solution in the styles concise (steps merged into one expression) and fineGrained (one line for each step)',
    )
    .option('--out <file>', 'file for the problems (default: standard output)')
    .option('--json', jsonLinesAnyway)
    .addHelpText(
      'after',
      '\nExample:\n  reckoner data problems --count 500 --steps 2-4 --split test --out test.jsonl',
    )
    .action(async ({ count, out, distractors = false, styles = false, ...options }: Options) => {
      await writeRecords(out, async (write) => {
        for (let index = 0; index < count; index++)
          await write(proceduralProblem({ ...options, distractors, styles }, index))
      })
    })
}
