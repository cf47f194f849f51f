/** `reckoner data documents`: documents of a corpus, chosen by length, language and likeness. */
import { existsSync, statSync } from 'node:fs'
import { Command, Option } from 'commander'
import { ConfigError, DataError, drain } from '../../core/index.ts'
import {
  chooseDocuments,
  describeDocuments,
  isTextName,
  languages,
  otherKindOfFile,
  sourceName,
  type DocumentReport,
  type LanguageRule,
  type ReferenceFiles,
} from '../../data/index.ts'
import { openEmbedder } from '../../sample/index.ts'
import {
  checkDropped,
  checkInputs,
  createFaults,
  printSummary,
  tell,
  writeRecords,
  type RecordWriter,
} from '../jsonl-io.ts'
import { numberBetween, repeated, wholeNumber } from '../options.ts'
import { chooseRenderer } from '../render/choose-renderer.ts'
import { requireRecords } from '../require-records.ts'

interface Options {
  like?: string[]
  embedder?: string
  minSimilarity?: number
  count?: number
  minCharacters?: number
  maxCharacters?: number
  cut?: number
  language: LanguageRule
  source?: string
  out?: string
  dropped?: string
  json?: boolean
}

export function dataDocumentsCommand(): Command {
  return new Command('documents')
    .description(
      'Choose documents of a corpus by length, by language, and by how like they are to given problems. Count what is dropped, and why.',
    )
    .argument(
      '<corpus>',
      'records with a field text, content, document or raw_content; a .txt or .md file; a folder of such files; - for records from standard input',
    )
    .option(
      '--like <file>',
      'problems, or documents, that the documents are to be like (repeatable)',
      repeated,
    )
    .option(
      '--embedder <directory>',
      'sentence embeddings with an ONNX file, to tell likeness by; without it, shared words tell it (TF-IDF)',
    )
    .option(
      '--min-similarity <cosine>',
      'least cosine with what is given by --like (default: 0.08 for shared words, 0.3 for an embedder)',
      numberBetween(-1, 1),
    )
    .option('--count <n>', 'keep only the first n documents that pass', wholeNumber(1))
    .option('--min-characters <n>', 'drop shorter documents', wholeNumber(1))
    .option('--max-characters <n>', 'drop longer documents', wholeNumber(1))
    .option(
      '--cut <words>',
      'cut longer documents into pieces of at most so many words, where a paragraph or a sentence ends',
      wholeNumber(10),
    )
    .addOption(
      new Option(
        '--language <rule>',
        'latin: at least 80 % of the letters are Latin; english: also at least 5 % of the words are words like the or that',
      )
        .choices([...languages])
        .default('any'),
    )
    .option('--source <name>', 'the source of documents that name none, such as files of a folder')
    .option(
      '--out <file>',
      'file for the documents: {id, text, source?, meta?} (default: standard output)',
    )
    .option('--dropped <file>', 'file for what is dropped: {id, reason, similarity?}')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nReasons: unreadable, notText, tooLarge (more than 16 MiB), empty, tooShort, tooLong, otherScript,\n' +
        'otherLanguage, unlike, repeatedId.\n' +
        '\nExamples:\n' +
        '  reckoner data documents pile.jsonl.gz --like gsm8k/train.jsonl --out documents.jsonl\n' +
        '  reckoner data documents books/ --cut 2000 --language english --out pieces.jsonl\n' +
        '  reckoner data documents web.parquet --like train.jsonl --embedder minilm/ \\\n' +
        '    --max-characters 2000 --count 65000 --out documents.jsonl',
    )
    .action(choose)
}

async function choose(corpus: string, options: Options): Promise<void> {
  const { out, dropped, like = [], embedder: directory } = options
  checkInputs([corpus, ...like], out)
  if (dropped !== undefined) checkDropped([corpus, ...like], dropped, out)
  requireFitting(options)
  await requireDocuments(corpus)
  const reference = await referenceOf(like)
  const renderer = chooseRenderer(false)
  const faults = createFaults()
  await using embedder = directory === undefined ? null : await openEmbedder(directory)
  let report: DocumentReport | undefined
  const run = async (keep: RecordWriter['write'], drop?: RecordWriter['write']): Promise<void> => {
    const { count, minCharacters, maxCharacters, cut, language, minSimilarity } = options
    const choosing = chooseDocuments({
      corpus,
      reference,
      embedder,
      rules: { count, minCharacters, maxCharacters, cut, language, minSimilarity },
      source: options.source,
      label: 'documents',
      keep,
      ...(drop && { drop }),
      unread: ({ reason, error }) =>
        reason === 'unreadable' ? faults.report(error) : tell(error.message),
      tell,
    })
    report = await drain(choosing, (event) => renderer.event(event))
    if (report.read === 0) throw new DataError(`${sourceName(corpus)}: it contains no documents`)
  }
  await writeRecords(out, (keep) =>
    dropped === undefined ? run(keep) : writeRecords(dropped, (drop) => run(keep, drop)),
  ).finally(() => renderer.end())
  printSummary(options, describeDocuments(report!), report)
  faults.finish()
}

/** @throws ConfigError for rules that contradict each other, or have nothing to work on */
function requireFitting({ like = [], embedder, minSimilarity, ...lengths }: Options): void {
  const { minCharacters = 0, maxCharacters = Number.POSITIVE_INFINITY } = lengths
  if (minCharacters > maxCharacters)
    throw new ConfigError('--min-characters is larger than --max-characters')
  if (like.length > 0) return
  const given = [
    ...(embedder === undefined ? [] : ['--embedder']),
    ...(minSimilarity === undefined ? [] : ['--min-similarity']),
  ]
  if (given.length > 0)
    throw new ConfigError(`${given[0]} needs something to be like`, {
      hint: 'Name a file of problems or documents with --like.',
    })
}

/** @throws DataError where the corpus holds records of another kind */
async function requireDocuments(corpus: string): Promise<void> {
  if (!isTextName(corpus)) await requireRecords('CORPUS', corpus, ['documents'])
}

/** Tells files of problems from documents. @throws ConfigError when there is no such file */
async function referenceOf(paths: readonly string[]): Promise<ReferenceFiles> {
  const problems: string[] = []
  const documents: string[] = []
  for (const path of paths) {
    if (!existsSync(path))
      throw new ConfigError(`--like ${path}: there is no such file`, {
        hint: 'Name a file of problems, a file of documents, or a folder of texts.',
      })
    const isText = isTextName(path) || statSync(path).isDirectory()
    const other = isText ? 'documents' : await otherKindOfFile(path, ['problems'])
    if (other === null) problems.push(path)
    else documents.push(path)
  }
  return { problems, documents }
}
