/** Turning records of any shape into problems and completions, by a mapping of fields to paths. */
import {
  answerText,
  ConfigError,
  DataError,
  scalarText,
  type ChatTurn,
  type Completion,
  type Problem,
} from '../../core/index.ts'
import { readChat, type Chat } from './chat.ts'
import { choiceLetter, readChoices, withChoices } from './choices.ts'
import type { Located } from './field-path.ts'
import { finalAnswer, hasFinalAnswer } from '../gsm8k.ts'
import { locate, onlyPath, type FieldSource, type ImportMapping } from './mapping.ts'

/** What one record holds. */
export interface ImportedRecord {
  /**
   * Absent where the mapping has no question: the completions are of a problem that is elsewhere.
   */
  problem?: Problem
  completions: Completion[]
  /** The chat before the last answer, where the record is one. */
  turns?: readonly ChatTurn[]
  /** Completions that the record has not, or has as `null`: they count, as empty texts. */
  empty: number
}

/** How a record is read. */
export interface RecordPlace {
  /** Begins messages: file and line. */
  where: string
  /** The problem's id where the mapping gives none. */
  defaultId: string
}

/**
 * Returns the problem and completions of one record. A completion that is `null` or missing becomes
 * an empty text, so that it counts.
 * @throws DataError beginning with `where`, when another mapped field is missing, has the wrong
 * type or lists differ in length; ConfigError when a completion is mapped to a whole list.
 */
export function importRecord(
  mapping: ImportMapping,
  record: unknown,
  { where, defaultId }: RecordPlace,
): ImportedRecord {
  const read = new RecordReader(record, where)
  const id = read.text('id', mapping.id) ?? defaultId
  const chat = mapping.messages && read.chat(mapping.messages)
  const question = read.text('question', mapping.question) ?? chat?.question
  const problem = question === undefined ? undefined : problemOf(mapping, read, { id, question })
  const completions: Completion[] = []
  let empty = 0
  const add = (text: string | null, modelId?: string): void => {
    if (text === null) empty++
    completions.push({
      problemId: id,
      index: completions.length,
      text: text ?? '',
      ...(modelId === undefined ? {} : { modelId }),
    })
  }
  if (chat?.completion !== undefined) add(chat.completion)
  for (const { text, model } of mapping.completions) {
    const texts = read.all(text)
    const models = model
      ? pairModels(text, texts, model, read.all(model))
      : texts.map(() => undefined)
    if (typeof models === 'string') return read.fail(models)
    if (texts.length === 0) add(null)
    for (const [position, { value }] of texts.entries()) {
      const name = models[position] === undefined ? undefined : scalarText(models[position])
      const modelId = name && 'text' in name ? name.text : undefined
      add(mapping.joinsSteps ? read.steps(value) : read.completion(text, value), modelId)
    }
  }
  return { ...(problem && { problem }), ...(chat && { turns: chat.turns }), completions, empty }
}

function problemOf(mapping: ImportMapping, read: RecordReader, { id, question }: Problem): Problem {
  const choices = mapping.options && read.choices(mapping.options)
  const problem: Problem = { id, question: choices ? withChoices(question, choices) : question }
  const answer = read.one('answer', mapping.answer)
  const solution = read.text('solution', mapping.solution)
  const isAnswer = answer !== undefined && answer !== null && !isOneOf(mapping.noAnswer, answer)
  if (isAnswer) {
    const text = choices ? choiceLetter(answer, choices) : answerText(answer)
    if ('fault' in text) return read.fail(`the answer ${text.fault}`)
    problem.answer = hasFinalAnswer(text.text) ? finalAnswer(text.text) : text.text
  }
  if (solution !== undefined) problem.solution = solution
  const styles = Object.entries(mapping.solutionsByStyle ?? {}).flatMap(([style, source]) => {
    const text = read.text('solution', source) ?? ''
    return text.trim() === '' ? [] : [[style, text]]
  })
  if (styles.length > 0) problem.solutionsByStyle = Object.fromEntries(styles)
  return problem
}

const isOneOf = (words: readonly string[] = [], answer: unknown): boolean =>
  (typeof answer === 'string' || typeof answer === 'number') && words.includes(String(answer))

/** Reads the fields of one record; what is wrong is thrown with its place. */
class RecordReader {
  readonly #record: unknown
  readonly #where: string

  constructor(record: unknown, where: string) {
    this.#record = record
    this.#where = where
  }

  fail(fault: string): never {
    throw new DataError(`${this.#where}: ${fault}`)
  }

  all(source: FieldSource): Located[] {
    const result = locate(source, this.#record)
    return 'found' in result ? result.found : this.fail(result.fault)
  }

  /** The one value of a field; `undefined` where it is not mapped, or may be missing and is. */
  one(field: string, source: FieldSource | undefined): unknown {
    if (!source) return undefined
    const [first, ...more] = this.all(source)
    if (!first || more.length > 0)
      return this.fail(`${field}: expected one value, found ${more.length + (first ? 1 : 0)}`)
    if (first.value === undefined && !source.isOptional)
      return this.fail(`${field}: the record has no "${source.text}"`)
    return first.value
  }

  text(field: string, source: FieldSource | undefined): string | undefined {
    const value = this.one(field, source)
    if (value === undefined || (value === null && source?.isOptional)) return undefined
    if (field !== 'solution') return this.scalar(field, value)
    return value === null ? undefined : (linesOf(value) ?? this.scalar(field, value))
  }

  completion(source: FieldSource, value: unknown): string | null {
    if (Array.isArray(value)) {
      throw new ConfigError(
        `${this.#where}: "${source.text}" is a list of ${value.length}, not one completion`,
        {
          hint: `Write --map 'completion=${source.text}[]': then each entry of the list is a completion.`,
        },
      )
    }
    return value === null || value === undefined ? null : this.scalar('completion', value)
  }

  /** A completion whose steps are a list. */
  steps(value: unknown): string | null {
    return value === null || value === undefined
      ? null
      : (linesOf(value) ?? this.scalar('completion', value))
  }

  scalar(field: string, value: unknown): string {
    const read = scalarText(value)
    return 'text' in read ? read.text : this.fail(`the ${field} ${read.fault}`)
  }

  chat(source: FieldSource): Chat {
    const chat = readChat(this.one('messages', source))
    return 'fault' in chat ? this.fail(`${source.text}: ${chat.fault}`) : chat
  }

  choices(
    sources: readonly FieldSource[],
  ): Exclude<ReturnType<typeof readChoices>, { fault: string }> {
    const values = sources.map((source) => this.one('options', source))
    const choices = readChoices(values.length === 1 ? values[0] : inColumns(values))
    return choices !== null && 'fault' in choices
      ? this.fail(`${sources.map(({ text }) => text).join(', ')}: ${choices.fault}`)
      : choices
  }
}

/** Options that have a field each; a question may have fewer than there are fields. */
function inColumns(values: readonly unknown[]): readonly unknown[] | null {
  const given = values.filter((value) => value !== undefined && value !== null && value !== '')
  return given.length === 0 ? null : given
}

/**
 * A list of texts, such as the steps of a solution, as one text of a line for each; `null` where it
 * is none.
 */
export function linesOf(value: unknown): string | null {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
    ? value.join('\n')
    : null
}

/**
 * Gives each completion its model: of the same entry where the lists are the same, else by
 * position; or says why it cannot.
 */
function pairModels(
  text: FieldSource,
  texts: Located[],
  model: FieldSource,
  models: Located[],
): unknown[] | string {
  const modelLists = onlyPath(model)?.lists ?? []
  const textLists = onlyPath(text)?.lists ?? []
  if (modelLists.every((list, depth) => list === textLists[depth])) {
    const byEntry = new Map(models.map(({ value, at }) => [at.join(), value]))
    return texts.map(({ at }) => byEntry.get(at.slice(0, modelLists.length).join()) ?? undefined)
  }
  if (models.length === texts.length) return models.map(({ value }) => value ?? undefined)
  return `${modelLists.join()} has ${models.length} entries, ${textLists.join() || 'the completion'} has ${texts.length}`
}
