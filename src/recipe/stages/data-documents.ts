/**
 * Stage `data.documents`: documents of a corpus, chosen by length, language and likeness. What an
 * embedder has told is kept, so that a killed run resumes to the same bytes.
 */
import { z } from 'zod'
import { DataError, drain } from '../../core/index.ts'
import { chooseDocuments, describeDocuments, languages, type Unread } from '../../data/index.ts'
import { modelDirectory, openEmbedder } from '../../sample/index.ts'
import { defineStage, type SettingFault } from '../stage.ts'
import { keptChunk } from './chunks.ts'
import { documentsInput } from './documents-input.ts'
import { inputFile, notesOf, writeOut } from './files.ts'

const settings = z.strictObject({
  count: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of documents to keep: the first ones that pass. 0 keeps all.'),
  minCharacters: z.int().min(1).optional().describe('Minimum number of characters of a document.'),
  maxCharacters: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Maximum number of characters of a document, or of a piece of one. RATIONALYST has 2000.',
    ),
  cut: z
    .int()
    .min(10)
    .optional()
    .describe(
      'Cuts longer documents into pieces of at most this many words, where a paragraph or else a sentence ends.',
    ),
  language: z
    .enum(languages)
    .default('any')
    .describe(
      'latin: at least 80 % of the letters are Latin. english: also at least 5 % of the words are words like the or that.',
    ),
  source: z
    .string()
    .min(1)
    .optional()
    .describe('The source of documents that name none, such as files of a folder.'),
  minSimilarity: z
    .number()
    .min(-1)
    .max(1)
    .optional()
    .describe(
      'Minimum cosine with the reference. If absent: 0.08 for shared words (TF-IDF), 0.3 for an embedder.',
    ),
})
type Settings = z.infer<typeof settings>

/** Inputs that say what documents are to be like. */
const referenceInputs = ['like', 'likeDocuments'] as const

export const dataDocuments = defineStage<Settings>({
  version: 2,
  description:
    'documents of a corpus that have the right length and language, and are like the problems or documents of a reference',
  settings,
  inputs: {
    file: { kind: 'path', takes: 'documents', description: 'The corpus.' },
    like: {
      kind: 'path',
      takes: 'problems',
      list: true,
      optional: true,
      description: 'Problems that the documents are to be like.',
    },
    likeDocuments: {
      kind: 'path',
      takes: 'documents',
      list: true,
      optional: true,
      description: 'Documents that the documents are to be like.',
    },
    embedder: {
      kind: 'model',
      takes: 'model',
      optional: true,
      description:
        'Directory of sentence embeddings with an ONNX file. If absent, likeness is told by shared words (TF-IDF).',
    },
  },
  makes: ['documents'],
  perSeed: false,
  faults: (given, _, inputs) => settingFaults(given, inputs),
  async *run(context) {
    const { id, inputs, models, settings, signal } = context
    const { source, ...rules } = settings
    const ref = models['embedder']?.[0]
    await using embedder = ref ? await openEmbedder(modelDirectory(ref, id)) : null
    const writer = await context.out.writer('documents.jsonl')
    const told: string[] = []
    const unread: Unread[] = []
    const report = yield* chooseDocuments({
      corpus: documentsInput(inputs['file']![0]!),
      reference: {
        problems: (inputs['like'] ?? []).map((path) => inputFile(path, 'problems.jsonl')),
        documents: (inputs['likeDocuments'] ?? []).map(documentsInput),
      },
      embedder,
      kept: async (name, compute) => {
        const made = async (): Promise<string> => JSON.stringify(await compute())
        return numbers.parse(JSON.parse(await drain(keptChunk(context, `${name}.json`, made))))
      },
      rules: { ...rules, count: rules.count === 0 ? undefined : rules.count },
      source,
      label: id,
      signal,
      keep: (document) => writer.write(`${JSON.stringify(document)}\n`),
      unread: (what) => void (unread.length < MOST_WARNINGS && unread.push(what)),
      tell: (sentence) => void told.push(sentence),
    })
    await writer.commit()
    for (const { error } of unread) yield { type: 'note', level: 'warning', message: error.message }
    yield* notesOf(told)
    if (report.kept === 0)
      throw new DataError(`data.documents: ${describeDocuments(report)}`, {
        hint: 'Let more pass: lower minSimilarity, or change the rules for length and language.',
      })
    await writeOut(context, 'report.json', `${JSON.stringify(report, null, 2)}\n`)
    yield { type: 'note', level: 'info', message: describeDocuments(report) }
  },
})

const numbers = z.array(z.number())

/** Bad rows and files that are named; all are counted. */
const MOST_WARNINGS = 10

function settingFaults(
  { minCharacters = 0, maxCharacters = Number.POSITIVE_INFINITY, minSimilarity }: Settings,
  inputs: readonly string[],
): SettingFault[] {
  const faults: SettingFault[] = []
  if (minCharacters > maxCharacters)
    faults.push({ path: ['minCharacters'], text: 'is larger than maxCharacters' })
  if (referenceInputs.some((name) => inputs.includes(name))) return faults
  const needs = 'needs something to be like: name problems in `like`, or `likeDocuments`'
  if (minSimilarity !== undefined) faults.push({ path: ['minSimilarity'], text: needs })
  if (inputs.includes('embedder')) faults.push({ path: ['embedder'], text: needs })
  return faults
}
