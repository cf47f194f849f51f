/** Stage `curate.rationales`: rationales that are faithful and make what follows likelier. */
import { z } from 'zod'
import {
  DataError,
  counted,
  type Document,
  type Rationale,
  type RunEvent,
} from '../../core/index.ts'
import {
  DISCOUNT,
  MIN_FIDELITY,
  rationaleRow,
  sameRationale,
  siftRationales,
} from '../../curate/index.ts'
import { readAnnotated, readDocuments } from '../../data/index.ts'
import { stepFields } from '../../infer/index.ts'
import { defineStage, type SettingFault, type StageContext } from '../stage.ts'
import { documentsOfInput } from './documents-input.ts'
import { inputFile, writeMeasures, writeOut, writeRecordsOut } from './files.ts'
import { rationaleGains } from './rationale-gains.ts'
import {
  calibrate,
  describeUnmatched,
  describeUnreached,
  describeUnusedGains,
  thresholdOf,
  thresholdTables,
  withSources,
  type JudgedBySource,
} from './rationale-thresholds.ts'
import { executionProviderField } from './training.ts'

const settings = z.strictObject({
  ...executionProviderField,
  minFidelity: z
    .number()
    .max(1)
    .default(MIN_FIDELITY)
    .describe(
      'Minimum share of a document that is left in its annotated text: 1 − edits / length, blanks aside.',
    ),
  minGain: z
    .union([z.number(), z.record(z.string(), z.number())])
    .default(0)
    .describe(
      'Minimum gain of a rationale, in nats: a number, or numbers by the source of the document. RATIONALYST has 1.2 for GSM8K, 0.5 for ECQA and 0 for web text.',
    ),
  precision: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe(
      'In place of minGain: for each source, the lowest gain at which this share of the rationales is in the reference.',
    ),
  discount: z
    .number()
    .positive()
    .max(1)
    .default(DISCOUNT)
    .describe('Weight of a token of what follows, as a share of that of the token before it.'),
  rationaleIs: stepFields.rationaleIs,
})
type Settings = z.infer<typeof settings>
type Context = StageContext<Settings>

export const curateRationales = defineStage<Settings>({
  version: 2,
  description:
    'training rows (what precedes → rationale) of the rationales in annotated documents: those that leave the document as it is, do not hold its answer and, where a scorer is named, make what follows likelier (RATIONALYST)',
  settings,
  inputs: {
    documents: { kind: 'path', takes: 'documents' },
    annotated: {
      kind: 'path',
      takes: 'annotated',
      description: 'The same documents, in the same order, with rationales in them.',
    },
    model: {
      kind: 'model',
      takes: 'model',
      served: true,
      optional: true,
      description: 'The scorer. If absent, rationales are kept whatever they help.',
    },
    reference: {
      kind: 'path',
      takes: 'annotated',
      optional: true,
      description:
        'Some of the documents with those rationales only that are good: by them, thresholds are measured.',
    },
  },
  makes: ['rationales', 'rows', 'measures', 'account'],
  perSeed: 'inherit',
  faults: (given, _, inputs) => settingFaults(given, inputs),
  async *run(context) {
    const { settings: chosen } = context
    const { found, dropped, input, documents, sources } = await siftAll(context)
    const rationales = context.models['model']
      ? scored(found, yield* rationaleGains(context, found, chosen), dropped)
      : found
    const { judged, unknown } = await judgedBy(context, rationales, documents)
    for (const message of [
      ...(unknown === 0
        ? []
        : [
            `${counted(unknown, 'document of the reference was', 'documents of the reference were')} not annotated`,
          ]),
      ...describeUnusedGains(chosen.minGain, sources),
    ])
      yield note(message, 'warning')
    const own = withSources(
      judged,
      rationales.map(({ source = '' }) => source),
    )
    const thresholds =
      chosen.precision === undefined ? chosen.minGain : calibrate(own, chosen.precision)
    if (chosen.precision !== undefined)
      for (const message of describeUnreached(own, chosen.precision)) yield note(message, 'warning')
    for (const message of describeUnmatched(thresholds, rationales)) yield note(message, 'warning')
    const passes = ({ gain, source }: Rationale): boolean =>
      gain === undefined || gain >= thresholdOf(thresholds, source)
    const kept = rationales.filter(passes)
    if (kept.length < rationales.length) dropped['gain too low'] = rationales.length - kept.length
    await writeRecordsOut(context, 'rationales.jsonl', kept)
    const others = rationales.filter((each) => !passes(each))
    await writeRecordsOut(context, 'dropped.jsonl', others)
    await writeRecordsOut(context, 'rows.jsonl', kept.map(rationaleRow))
    const report = { input, kept: kept.length, dropped, thresholds }
    await writeOut(context, 'report.json', `${JSON.stringify(report, null, 2)}\n`)
    await writeMeasures(context, { rows: kept.length })
    const tables = thresholdTables(judged, thresholds)
    const conservation = [{ input, kept: kept.length, dropped }]
    await writeOut(
      context,
      'results.json',
      `${JSON.stringify({ conservation, tables }, null, 1)}\n`,
    )
    const reasons = Object.entries(dropped).map(([reason, count]) => `${count} ${reason}`)
    yield note(
      `${kept.length} of ${input} rationales are kept` +
        (reasons.length > 0 ? `; dropped: ${reasons.join(', ')}` : ''),
      kept.length === 0 ? 'warning' : 'info',
    )
  },
})

function settingFaults(
  { precision, minGain, rationaleIs, discount }: Settings,
  inputs: readonly string[],
): SettingFault[] {
  const has = { model: inputs.includes('model'), reference: inputs.includes('reference') }
  const faults: SettingFault[] = []
  if (precision !== undefined && !has.reference)
    faults.push({ path: ['precision'], text: 'is measured by a reference: name one' })
  if (has.model) return faults
  const needs = 'needs a scorer: name it in `model`'
  if (precision !== undefined || has.reference) faults.push({ path: ['precision'], text: needs })
  if (minGain !== 0) faults.push({ path: ['minGain'], text: needs })
  if (discount !== DISCOUNT) faults.push({ path: ['discount'], text: needs })
  if (rationaleIs !== 'plain') faults.push({ path: ['rationaleIs'], text: needs })
  return faults
}

interface SiftedAll {
  found: Rationale[]
  dropped: Record<string, number>
  /** Number of rationales before anything was dropped. */
  input: number
  /** How many annotated texts are of a document, by its id. */
  documents: Map<string, number>
  /** The sources of these documents; '' for none. */
  sources: Set<string>
}

/** @throws DataError where an annotated text belongs to no document */
async function siftAll({ inputs, settings: { minFidelity } }: Context): Promise<SiftedAll> {
  const sifted: SiftedAll = {
    found: [],
    dropped: {},
    input: 0,
    documents: new Map(),
    sources: new Set(),
  }
  const documents = documentsOfInput(inputs['documents']![0]!)
  for await (const { id, text } of annotatedOf(inputs['annotated']![0]!)) {
    const document = await documentWith(id, documents)
    const { rationales, dropped } = siftRationales(document, text, { minFidelity })
    sifted.documents.set(id, (sifted.documents.get(id) ?? 0) + 1)
    sifted.sources.add(document.source ?? '')
    sifted.found.push(...rationales)
    sifted.input += rationales.length
    for (const [reason, count] of Object.entries(dropped)) {
      sifted.dropped[reason] = (sifted.dropped[reason] ?? 0) + count
      sifted.input += count
    }
  }
  return sifted
}

async function documentWith(
  id: string,
  documents: AsyncGenerator<Document, void, void>,
): Promise<Document> {
  for (let next = await documents.next(); !next.done; next = await documents.next())
    if (next.value.id === id) return next.value
  throw new DataError(`there is no document "${id}" for an annotated text`, {
    hint: 'Give the documents that were annotated, in the order of the annotated texts.',
  })
}

async function* annotatedOf(path: string): AsyncGenerator<Document, void, void> {
  for await (const entry of readDocuments(inputFile(path, 'annotated.jsonl'))) {
    if ('document' in entry) yield entry.document
    // An annotator that wrote nothing has left an empty text.
    else if (entry.dropped !== 'empty') throw entry.error
  }
}

/** Gives rationales their gains; those that could not be scored are counted as dropped. */
function scored(
  found: readonly Rationale[],
  gains: readonly (number | null)[],
  dropped: Record<string, number>,
): Rationale[] {
  const tooLong = gains.filter((gain) => gain === null).length
  if (tooLong > 0) dropped['too long for the scorer'] = tooLong
  return found.flatMap((rationale, place) => {
    const gain = gains[place]!
    return gain === null ? [] : [{ ...rationale, gain }]
  })
}

interface JudgedRationales {
  judged: JudgedBySource
  /** Documents of the reference that were not annotated. */
  unknown: number
}

/**
 * The rationales of documents in the reference, by source: those that it has are right. @throws
 * DataError for a reference that contradicts itself or says nothing
 */
async function judgedBy(
  { inputs }: Context,
  rationales: readonly Rationale[],
  documents: ReadonlyMap<string, number>,
): Promise<JudgedRationales> {
  const judged: JudgedBySource = new Map()
  const path = inputs['reference']?.[0]
  if (path === undefined) return { judged, unknown: 0 }
  const byDocument = new Map<string, Rationale[]>()
  for (const rationale of rationales) {
    const own = byDocument.get(rationale.documentId)
    if (own) own.push(rationale)
    else byDocument.set(rationale.documentId, [rationale])
  }
  const seen = new Set<string>()
  let unknown = 0
  for await (const { id, text } of annotatedOf(path)) {
    requireClear(id, text, seen.has(id) || (documents.get(id) ?? 0) > 1)
    const problem = seen.size
    seen.add(id)
    if (!documents.has(id)) unknown++
    const isRight = sameRationale(text)
    for (const rationale of byDocument.get(id) ?? []) {
      const source = rationale.source ?? ''
      const ofSource = judged.get(source) ?? []
      judged.set(source, ofSource)
      ofSource.push({ problem, score: rationale.gain!, isCorrect: isRight(rationale) })
    }
  }
  if (judged.size === 0)
    throw new DataError('no rationale is of a document of the reference', {
      hint: 'The reference has some of the documents, with the same ids.',
    })
  return { judged, unknown }
}

/** @throws DataError where a text of the reference does not say which rationales are good */
function requireClear(id: string, text: string, isRepeated: boolean): void {
  const read = readAnnotated(text)
  if (!isRepeated && !('fault' in read)) return
  const fault = 'fault' in read ? read.fault : 'its id is that of several texts'
  throw new DataError(`the reference does not say which rationales of "${id}" are good: ${fault}`, {
    hint: 'Give each document once, and delete bad rationales with both of their marks.',
  })
}

const note = (message: string, level: 'info' | 'warning'): RunEvent => ({
  type: 'note',
  level,
  message,
})
