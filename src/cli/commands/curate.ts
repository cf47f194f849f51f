/** `reckoner curate`: from solutions, completions and rows to what the next training takes. */
import { Command } from 'commander'
import { curateEvaluatorCommand } from './curate-evaluator.ts'
import { curateGoldCommand } from './curate-gold.ts'
import { curateRationalesCommand } from './curate-rationales.ts'
import { curateRepairsCommand } from './curate-repairs.ts'
import { curateRftCommand } from './curate-rft.ts'

export function curateCommand(): Command {
  return new Command('curate')
    .description('Make training data from solutions and completions.')
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner curate gold --problems train.jsonl --out rows.jsonl\n' +
        '  reckoner curate rft --problems train.jsonl --completions sampled.jsonl --out rows.jsonl\n' +
        '  reckoner curate evaluator --problems train.jsonl --completions sampled.jsonl --out labelled.jsonl\n' +
        '  reckoner curate repairs --problems train.jsonl --rows rows.jsonl --out repairs.jsonl\n' +
        '  reckoner curate rationales --documents documents.jsonl --annotated annotated.jsonl --out rows.jsonl',
    )
    .addCommand(curateRftCommand())
    .addCommand(curateGoldCommand())
    .addCommand(curateEvaluatorCommand())
    .addCommand(curateRepairsCommand())
    .addCommand(curateRationalesCommand())
}
