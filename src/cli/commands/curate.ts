/** `reckoner curate`: from completions to what the next training takes. */
import { Command } from 'commander'
import { curateEvaluatorCommand } from './curate-evaluator.ts'
import { curateRftCommand } from './curate-rft.ts'

export function curateCommand(): Command {
  return new Command('curate')
    .description('Make training data from completions.')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner curate rft --problems train.jsonl --completions sampled.jsonl --out rows.jsonl\n' +
        '  reckoner curate evaluator --problems train.jsonl --completions sampled.jsonl --out labelled.jsonl',
    )
    .addCommand(curateRftCommand())
    .addCommand(curateEvaluatorCommand())
}
