/** `reckoner annotate`: documents in, the same with rationales in them out. */
import { Command, Option } from 'commander'
import { annotationPlaces, type AnnotationPlaces } from '../../data/index.ts'
import { modelRefHelp } from '../../sample/index.ts'
import { checkInputs } from '../jsonl-io.ts'
import { givenBy, modelGivenBy, pathGivenBy } from '../one-stage.ts'
import {
  budgetOption,
  jsonLinesAnyway,
  planOption,
  promptFormatOption,
  wholeNumber,
} from '../options.ts'
import { requireRecords } from '../require-records.ts'
import { writeStageRecords } from '../stage-records.ts'

interface Options {
  model: string
  method: 'rewrite' | 'insert'
  places?: AnnotationPlaces
  maxNewTokens?: number
  promptFormat?: string
  out?: string
  runs: string
  budget?: number
  plan?: boolean
  json?: boolean
}

export function annotateCommand(): Command {
  return new Command('annotate')
    .description(
      'Have a model write into documents what they leave unsaid, between <BOT> and <EOT> (RATIONALYST, Jiang et al. 2024).',
    )
    .argument('<file>', 'documents {id, text}')
    .requiredOption('--model <model>', modelRefHelp)
    .addOption(
      new Option(
        '--method <method>',
        'rewrite: a model that follows instructions copies each document; insert: the document stays as it is, and a model that has read annotated texts writes at every place',
      )
        .choices(['rewrite', 'insert'])
        .default('rewrite'),
    )
    .addOption(
      new Option('--places <places>', 'where the method insert writes (default: sentence)').choices(
        annotationPlaces,
      ),
    )
    .option(
      '--max-new-tokens <n>',
      'maximum length of an annotated document, or of an inserted rationale (default: twice the longest document and more, or 64)',
      wholeNumber(1),
    )
    .addOption(promptFormatOption())
    .option('--runs <directory>', 'directory for unfinished and finished work', 'runs')
    .addOption(budgetOption())
    .addOption(planOption())
    .option('--out <file>', 'file for the annotated documents (default: standard output)')
    .option('--json', jsonLinesAnyway)
    .addHelpText(
      'after',
      '\nExample:\n  reckoner annotate documents.jsonl --model my-chat-model --prompt-format chat \\\n' +
        '    --out annotated.jsonl',
    )
    .action(annotate)
}

async function annotate(documents: string, options: Options): Promise<void> {
  const { model, method, places, maxNewTokens, promptFormat, ...output } = options
  checkInputs([documents], output.out)
  await requireRecords('FILE', documents, ['documents'])
  const fields = {
    documents: pathGivenBy('FILE', documents),
    model: modelGivenBy('--model', model),
    method: givenBy('--method', method),
    ...(places !== undefined && { places: givenBy('--places', places) }),
    ...(maxNewTokens !== undefined && { maxNewTokens: givenBy('--max-new-tokens', maxNewTokens) }),
    ...(promptFormat !== undefined && { promptFormat: givenBy('--prompt-format', promptFormat) }),
  }
  await writeStageRecords({ kind: 'annotate', fields, file: 'annotated.jsonl' }, output)
}
