/** `reckoner curate rationales`: from annotated documents to rows that teach rationales. */
import { Command, Option } from 'commander'
import { ConfigError } from '../../core/index.ts'
import { modelRefHelp } from '../../sample/index.ts'
import { checkInputs } from '../jsonl-io.ts'
import { givenBy, modelGivenBy, pathGivenBy } from '../one-stage.ts'
import { jsonLinesAnyway, numberBetween } from '../options.ts'
import { requireRecords } from '../require-records.ts'
import { writeStageRecords } from '../stage-records.ts'

interface Options {
  documents: string
  annotated: string
  model?: string
  minGain?: string
  reference?: string
  precision?: number
  discount?: number
  minFidelity?: number
  marked?: boolean
  write: 'rows' | 'rationales' | 'dropped'
  out?: string
  runs: string
  json?: boolean
}

export function curateRationalesCommand(): Command {
  return new Command('rationales')
    .description(
      'Make training rows (what precedes → rationale) of the rationales in annotated documents. Kept are those that leave the document as it is, do not hold its answer and, with --model, make what follows likelier (RATIONALYST, Jiang et al. 2024).',
    )
    .requiredOption('--documents <file>', 'documents {id, text, source?, meta?}')
    .requiredOption(
      '--annotated <file>',
      'the same documents in the same order, with <BOT>rationale<EOT> in their texts',
    )
    .option('--model <model>', `the scorer of the utility filter: ${modelRefHelp}`)
    .option(
      '--min-gain <nats>',
      'minimum gain of a rationale: a number, or numbers by source, such as solutions=1.2,web=0',
    )
    .option(
      '--reference <file>',
      'some of the documents with those rationales only that are good; thresholds are measured by them',
    )
    .option(
      '--precision <share>',
      'in place of --min-gain: the lowest gain at which this share of the rationales is in the reference',
      numberBetween(0, 1),
    )
    .option(
      '--discount <share>',
      'weight of a token of what follows, as a share of that before it (default: 0.9)',
      numberBetween(0, 1),
    )
    .option(
      '--min-fidelity <share>',
      'minimum share of a document that its annotated text has (default: 0.9)',
      numberBetween(0, 1),
    )
    .option(
      '--marked',
      'show rationales to the scorer between <BOT> and <EOT>: for a model that has read annotated texts',
    )
    .addOption(
      new Option(
        '--write <records>',
        'rows: {prompt, completion}; rationales: those that are kept, {documentId, index, preceding, rationale, following, gain?}; dropped: those whose gain is too low',
      )
        .choices(['rows', 'rationales', 'dropped'])
        .default('rows'),
    )
    .option('--runs <directory>', 'directory for unfinished and finished work', 'runs')
    .option('--out <file>', 'file for the records (default: standard output)')
    .option('--json', jsonLinesAnyway)
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner annotate documents.jsonl --model my-chat-model --out annotated.jsonl\n' +
        '  reckoner curate rationales --documents documents.jsonl --annotated annotated.jsonl \\\n' +
        '    --model my-chat-model --min-gain 0 --out rows.jsonl\n' +
        '  reckoner train sft --model my-chat-model --data rows.jsonl --epochs 3 --out my-rationalist\n\n' +
        '`reckoner report runs/curate-rationales-…` prints what --reference has measured.',
    )
    .action(curateRationales)
}

async function curateRationales(options: Options): Promise<void> {
  const { documents, annotated, model, reference, write, out, runs, json } = options
  const files = { '--documents': documents, '--annotated': annotated, '--reference': reference }
  const given = Object.entries(files).flatMap(([option, path]) =>
    path === undefined ? [] : [[option, path] as const],
  )
  checkInputs(
    given.map(([, path]) => path),
    out,
  )
  for (const [option, path] of given) await requireRecords(option, path, ['documents'])
  const fields = {
    documents: pathGivenBy('--documents', documents),
    annotated: pathGivenBy('--annotated', annotated),
    ...(model !== undefined && { model: modelGivenBy('--model', model) }),
    ...(reference !== undefined && { reference: pathGivenBy('--reference', reference) }),
    ...settingsOf(options),
  }
  await writeStageRecords(
    { kind: 'curate.rationales', fields, file: `${write}.jsonl` },
    {
      out,
      runs,
      json,
    },
  )
}

function settingsOf({ minGain, precision, discount, minFidelity, marked }: Options) {
  return {
    ...(minGain !== undefined && {
      minGain: { value: gainsOf(minGain), option: `--min-gain ${minGain}` },
    }),
    ...(precision !== undefined && { precision: givenBy('--precision', precision) }),
    ...(discount !== undefined && { discount: givenBy('--discount', discount) }),
    ...(minFidelity !== undefined && { minFidelity: givenBy('--min-fidelity', minFidelity) }),
    ...(marked && { rationaleIs: givenBy('--marked', 'marked') }),
  }
}

/** `1.2`, or `solutions=1.2,web=0`. @throws ConfigError for what is neither */
function gainsOf(text: string): number | Record<string, number> {
  const number = (part: string): number => {
    const value = part.trim() === '' ? Number.NaN : Number(part)
    if (Number.isFinite(value)) return value
    throw new ConfigError(`--min-gain ${text}: "${part}" is no number`, {
      hint: 'Give a number of nats, or numbers by source, such as solutions=1.2,web=0.',
    })
  }
  if (!text.includes('=')) return number(text)
  const gains = new Map<string, number>()
  for (const entry of text.split(',')) {
    const at = entry.lastIndexOf('=')
    const source = entry.slice(0, Math.max(0, at)).trim()
    if (gains.has(source)) throw new ConfigError(`--min-gain ${text}: "${source}" is given twice`)
    gains.set(source, number(entry.slice(at + 1)))
  }
  return Object.fromEntries(gains)
}
