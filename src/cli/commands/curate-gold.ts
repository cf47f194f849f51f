/** `reckoner curate gold`: from problems' own solutions or programs to training rows. */
import { Command } from 'commander'
import { checkInputs } from '../jsonl-io.ts'
import { givenBy, pathGivenBy } from '../one-stage.ts'
import { jsonLinesAnyway, problemsHelp } from '../options.ts'
import { requireRecords } from '../require-records.ts'
import { writeStageRecords } from '../stage-records.ts'

interface Options {
  problems: string
  styles?: string
  problemsOf?: string
  out?: string
  runs: string
  json?: boolean
}

export function curateGoldCommand(): Command {
  return new Command('gold')
    .description("Make training rows from the problems' own solutions, without any model.")
    .requiredOption('--problems <file>', problemsHelp)
    .option(
      '--styles <names>',
      'styles of solutions, joined by +, such as program or concise+fineGrained (default: the plain solution)',
    )
    .option('--problems-of <file>', 'training rows: only problems that have one there give rows')
    .option('--runs <directory>', 'directory for finished work', 'runs')
    .option(
      '--out <file>',
      'file for the rows {prompt, completion, problemId, source} (default: standard output)',
    )
    .option('--json', jsonLinesAnyway)
    .addHelpText(
      'after',
      '\nExample:\n  reckoner data programs train.jsonl --out problems.jsonl\n' +
        '  reckoner curate gold --problems problems.jsonl --styles program --out rows.jsonl\n' +
        '  reckoner train sft --model base-1m --data rows.jsonl --epochs 12 --out my-model',
    )
    .action(curateGold)
}

async function curateGold({ problems, styles, problemsOf, ...output }: Options): Promise<void> {
  checkInputs([problems, ...(problemsOf === undefined ? [] : [problemsOf])], output.out)
  await requireRecords('--problems', problems, ['problems'])
  if (problemsOf !== undefined) await requireRecords('--problems-of', problemsOf, ['training rows'])
  const fields = {
    problems: pathGivenBy('--problems', problems),
    styles: givenBy('--styles', styles),
    ...(problemsOf !== undefined && { problemsOf: pathGivenBy('--problems-of', problemsOf) }),
  }
  await writeStageRecords({ kind: 'curate.gold', fields, file: 'rows.jsonl' }, output)
}
