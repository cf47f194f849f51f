/** `reckoner curate`: from completions to what the next training takes. */
import { Command } from 'commander'
import { curateEvaluatorCommand } from './curate-evaluator.ts'
import { curateRftCommand } from './curate-rft.ts'

export function curateCommand(): Command {
  return new Command('curate')
    .description('Make training data from completions.')
    .addCommand(curateRftCommand())
    .addCommand(curateEvaluatorCommand())
}
