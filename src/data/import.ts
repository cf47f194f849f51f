/** Turning records of any shape into problems and completions, by a mapping of fields to paths. */
import { ConfigError, DataError, type Completion, type Problem } from '../core/index.ts'
import { followPath, parseFieldPath, typeName, type FieldPath, type Located } from './field-path.ts'
import { finalAnswer, hasFinalAnswer } from './gsm8k.ts'

/** Where a field comes from: a path into the record, or the same text for every record. */
type FieldSource = { path: FieldPath } | { literal: string }

/** The k-th `completion=` goes with the k-th `model=`; without models, several completions are told apart by their paths. */
export interface ImportMapping {
  question: FieldSource
  id?: FieldSource
  answer?: FieldSource
  solution?: FieldSource
  completions: readonly { text: FieldSource; model?: FieldSource }[]
}

export interface ImportedRecord {
  problem: Problem
  completions: Completion[]
}

const fields = ['question', 'id', 'answer', 'solution', 'completion', 'model'] as const
type Field = (typeof fields)[number]

/** Parses `field=path` and `field="literal"` entries. @throws ConfigError */
export function parseMapping(entries: readonly string[]): ImportMapping {
  const sources: Record<Field, FieldSource[]> = { question: [], id: [], answer: [], solution: [], completion: [], model: [] }
  for (const entry of entries) {
    const field = fields.find((name) => entry.startsWith(`${name}=`))
    if (!field) throw new ConfigError(`--map ${entry}: expected field=path`, { hint: `The fields are ${fields.join(', ')}.` })
    sources[field].push(parseSource(entry, entry.slice(field.length + 1)))
  }
  const { completion: texts, model: models } = sources
  for (const field of ['question', 'id', 'answer', 'solution'] as const) {
    if (sources[field].length > 1) throw new ConfigError(`--map ${field}= is given ${sources[field].length} times`)
  }
  if (models.length > 0 && models.length !== texts.length) {
    throw new ConfigError(`--map has ${texts.length} completion= but ${models.length} model=`, {
      hint: 'Give one model= for each completion=, in the same order, or none.',
    })
  }
  const [question] = sources.question
  if (!question)
    throw new ConfigError('--map question= is missing', { hint: 'Say where the question is: --map question=problem' })
  const completions = texts.map((text, index) => {
    const model = models[index] ?? (texts.length > 1 && 'path' in text ? { literal: text.path.text } : undefined)
    return model ? { text, model } : { text }
  })
  const single = Object.fromEntries(
    (['id', 'answer', 'solution'] as const).flatMap((field) => sources[field].map((source) => [field, source])),
  )
  return { question, completions, ...single }
}

function parseSource(entry: string, text: string): FieldSource {
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) return { literal: text.slice(1, -1) }
  const path = parseFieldPath(text)
  if (!path) throw new ConfigError(`--map ${entry}: not a path`, { hint: 'A path looks like gold, a.b or samples[].output.' })
  return { path }
}

/** Imports records one after another; rows with the same mapped id and question are one problem, and its completions count on. */
export interface RecordImporter {
  /** @throws DataError naming the line. `problem` is absent when an earlier row has already given it. */
  add(record: unknown, line: number): { problem?: Problem; completions: Completion[] }
}

/** Returns an importer for one file; problems without a mapped id are called `<stem>-<line, from 0>`. */
export function recordImporter(mapping: ImportMapping, fileName: string, stem: string): RecordImporter {
  const seen = new Map<string, { line: number; problem: Problem; completions: number }>()
  return {
    add(record, line) {
      const where = `${fileName}:${line}`
      const { problem, completions } = importRecord(mapping, record, where, `${stem}-${line - 1}`)
      const known = seen.get(problem.id)
      const fields = ['question', 'answer', 'solution'] as const
      const differs = known && fields.find((field) => known.problem[field] !== problem[field])
      if (differs) throw new DataError(`${where}: the id "${problem.id}" is that of line ${known.line}, whose ${differs} differs`)
      const state = known ?? { line, problem, completions: 0 }
      seen.set(problem.id, state)
      const numbered = completions.map((completion) => ({ ...completion, index: state.completions++ }))
      return known ? { completions: numbered } : { problem, completions: numbered }
    },
  }
}

/**
 * Returns the problem and completions of one record. A `null` completion becomes an empty text, so that it still counts.
 * @throws DataError beginning with `where`, when a mapped field is missing, has the wrong type or lists differ in length.
 */
export function importRecord(mapping: ImportMapping, record: unknown, where: string, defaultId: string): ImportedRecord {
  const fail = (fault: string): never => {
    throw new DataError(`${where}: ${fault}`)
  }
  const locate = (source: FieldSource): Located[] => {
    if ('literal' in source) return [{ value: source.literal, at: [] }]
    const result = followPath(source.path, record)
    return 'found' in result ? result.found : fail(result.fault)
  }
  const single = (field: Field, source: FieldSource | undefined): string | undefined => {
    if (!source) return undefined
    const [first, ...more] = locate(source)
    if (!first || more.length > 0) return fail(`${field}: expected one value, found ${more.length + (first ? 1 : 0)}`)
    return toText(first.value) ?? fail(`${field}: expected text or a number, found ${describeValue(first.value)}`)
  }
  const id = single('id', mapping.id) ?? defaultId
  const problem: Problem = { id, question: single('question', mapping.question) ?? '' }
  const answer = single('answer', mapping.answer)
  const solution = single('solution', mapping.solution)
  if (answer !== undefined) problem.answer = hasFinalAnswer(answer) ? finalAnswer(answer) : answer
  if (solution !== undefined) problem.solution = solution
  const completions: Completion[] = []
  for (const { text, model } of mapping.completions) {
    const texts = locate(text)
    const models = model ? pairModels(text, texts, model, locate(model)) : texts.map(() => undefined)
    if (typeof models === 'string') return fail(models)
    for (const [position, { value }] of texts.entries()) {
      const completion = value === null ? '' : toText(value)
      if (completion === undefined) return fail(`completion: expected text, found ${describeValue(value)}`)
      const modelId = models[position] === undefined ? undefined : toText(models[position])
      completions.push({
        problemId: id,
        index: completions.length,
        text: completion,
        ...(modelId === undefined ? {} : { modelId }),
      })
    }
  }
  return { problem, completions }
}

/** Gives each completion its model: of the same entry where the lists are the same, else by position; or says why it cannot. */
function pairModels(text: FieldSource, texts: Located[], model: FieldSource, models: Located[]): unknown[] | string {
  const modelLists = 'path' in model ? model.path.lists : []
  const textLists = 'path' in text ? text.path.lists : []
  if (modelLists.every((list, depth) => list === textLists[depth])) {
    const byEntry = new Map(models.map(({ value, at }) => [at.join(), value]))
    return texts.map(({ at }) => byEntry.get(at.slice(0, modelLists.length).join()))
  }
  if (models.length === texts.length) return models.map(({ value }) => value)
  return `${modelLists.join()} has ${models.length} entries, ${textLists.join() || 'the completion'} has ${texts.length}`
}

/** A number's text is exact or `undefined`: a whole number beyond 2^53 has lost digits in parsing. */
function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'number') return undefined
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value)
}

function describeValue(value: unknown): string {
  return typeof value === 'number' ? `${value}, too large to be read exactly (write it as text)` : typeName(value)
}
