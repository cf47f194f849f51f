/**
 * Where the fields of a problem are found in records of any shape, as `--map` and the table of
 * shapes say it.
 */
import { ConfigError, scalarText } from '../../core/index.ts'
import { followPath, parseFieldPath, type FieldPath, type Located } from './field-path.ts'

/** One piece of a field: what a path finds, or a text for every record. */
type Part = { path: FieldPath } | { literal: string }

/**
 * Where a field comes from: the first alternative that a record has, made of one part or of several
 * put together.
 */
export interface FieldSource {
  text: string
  alternatives: readonly (readonly Part[])[]
  /** Whether a record may lack it. */
  isOptional: boolean
}

/**
 * The k-th `completion=` goes with the k-th `model=`; without models, several completions are told
 * apart by their paths.
 */
export interface ImportMapping {
  question?: FieldSource
  id?: FieldSource
  answer?: FieldSource
  solution?: FieldSource
  /** Further solutions, by the names of their styles. */
  solutionsByStyle?: Readonly<Record<string, FieldSource>>
  /**
   * The choices of a question; the answer is then one of them. One source is a list of them,
   * several are one choice each.
   */
  options?: readonly FieldSource[]
  /**
   * The turns of a chat: what comes before its last answer is the question, the last answer a
   * completion.
   */
  messages?: FieldSource
  /**
   * What tells the rows of one completion apart, of which only the first is taken: logs of
   * lm-evaluation-harness have a row per filter.
   */
  filter?: FieldSource
  completions: readonly { text: FieldSource; model?: FieldSource }[]
  /** Words that stand where there is no answer. */
  noAnswer?: readonly string[]
  /** Whether a completion that is a list holds its steps, which are joined line by line. */
  joinsSteps?: boolean
}

const singleFields = ['question', 'id', 'answer', 'solution', 'messages', 'filter'] as const
const fields = [...singleFields, 'options', 'completion', 'model'] as const
type Field = (typeof fields)[number]

/**
 * Parses entries such as `field=path`, `field=a|b` (the first that is there), `field=a|` (where it
 * is there), `field=a+b` (put together on lines of their own), `field=a+" "+b` (with this between
 * them) and `field="text"`. `solution.NAME` is a further solution, of the style NAME.
 * @throws ConfigError
 */
export function parseMapping(entries: readonly string[]): ImportMapping {
  const sources = Object.fromEntries(fields.map((field) => [field, []])) as unknown as Record<
    Field,
    FieldSource[]
  >
  const styles = new Map<string, FieldSource>()
  for (const entry of entries) {
    const style = /^solution\.([^=]+)=/.exec(entry)?.[1]
    if (style !== undefined) {
      if (styles.has(style)) throw new ConfigError(`--map solution.${style}= is given twice`)
      styles.set(style, parseSource(entry, entry.slice(entry.indexOf('=') + 1)))
      continue
    }
    const field = fields.find((name) => entry.startsWith(`${name}=`))
    if (!field)
      throw new ConfigError(`--map ${entry}: expected field=path`, {
        hint: `The fields are ${fields.join(', ')} and solution.NAME.`,
      })
    sources[field].push(parseSource(entry, entry.slice(field.length + 1)))
  }
  const { completion: texts, model: models, options } = sources
  for (const field of singleFields) {
    if (sources[field].length > 1)
      throw new ConfigError(`--map ${field}= is given ${sources[field].length} times`)
  }
  if (models.length > 0 && models.length !== texts.length) {
    throw new ConfigError(`--map has ${texts.length} completion= but ${models.length} model=`, {
      hint: 'Give one model= for each completion=, in the same order, or none.',
    })
  }
  const completions = texts.map((text, index) => {
    const model =
      models[index] ?? (texts.length > 1 && onlyPath(text) ? literalSource(text.text) : undefined)
    return model ? { text, model } : { text }
  })
  return {
    completions,
    ...(options.length > 0 && { options }),
    ...(styles.size > 0 && { solutionsByStyle: Object.fromEntries(styles) }),
    ...Object.fromEntries(
      singleFields.flatMap((field) => sources[field].map((source) => [field, source])),
    ),
  }
}

/** @throws ConfigError when the mapping gives neither problems nor completions of known ones */
export function checkMapping({ question, messages, id, completions }: ImportMapping): void {
  if (question || messages || (id && completions.length > 0)) return
  throw new ConfigError('--map question= is missing', {
    hint: 'Say where the question is, such as --map question=problem. If you have the problems elsewhere, give --map id= and --map completion= alone.',
  })
}

const literalSource = (literal: string): FieldSource => ({
  text: literal,
  alternatives: [[{ literal }]],
  isOptional: false,
})

/** The path of a source that is nothing but one. */
export function onlyPath({ alternatives }: FieldSource): FieldPath | undefined {
  const [parts, ...more] = alternatives
  const [part] = parts ?? []
  return more.length === 0 && parts?.length === 1 && part && 'path' in part ? part.path : undefined
}

function parseSource(entry: string, text: string): FieldSource {
  const alternatives = splitOutside(text, '|')
  const isOptional = alternatives.length > 1 && alternatives.at(-1) === ''
  if (isOptional) alternatives.pop()
  const parsed = alternatives.map((alternative) =>
    splitOutside(alternative, '+').map((part) => parsePart(entry, part)),
  )
  return { text: isOptional ? text.slice(0, -1) : text, alternatives: parsed, isOptional }
}

function parsePart(entry: string, text: string): Part {
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"'))
    return { literal: text.slice(1, -1).replaceAll(String.raw`\n`, '\n') }
  const path = parseFieldPath(text)
  if (!path)
    throw new ConfigError(`--map ${entry}: this is not a path`, {
      hint: 'A path looks like gold, a.b or samples[].output.',
    })
  return { path }
}

/** Cuts a text at a separator that is not in double quotes. */
function splitOutside(text: string, separator: '|' | '+'): string[] {
  const pieces = ['']
  let isQuoted = false
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted
    if (letter === separator && !isQuoted) pieces.push('')
    else pieces[pieces.length - 1] += letter
  }
  return pieces
}

/**
 * Returns what a record has for a source: the values of the first alternative that is there and not
 * `null`, else one `null` where a field is there, one `undefined` where none is. A fault says what
 * stood in the way.
 */
export function locate(
  source: FieldSource,
  record: unknown,
): { found: Located[] } | { fault: string } {
  let nothing: Located = { value: undefined, at: [] }
  for (const parts of source.alternatives) {
    const result = parts.length === 1 ? locatePart(parts[0]!, record) : joined(parts, record)
    if ('fault' in result) return result
    const [first, ...more] = result.found
    if (
      !first ||
      more.length > 0 ||
      (first.value !== null && first.value !== undefined) ||
      first.at.length > 0
    )
      return result
    if (first.value === null) nothing = first
  }
  return { found: [nothing] }
}

function locatePart(part: Part, record: unknown): { found: Located[] } | { fault: string } {
  return 'literal' in part
    ? { found: [{ value: part.literal, at: [] }] }
    : followPath(part.path, record)
}

/** Puts parts together; one that is empty or not there goes with what would have separated it. */
function joined(parts: readonly Part[], record: unknown): { found: Located[] } | { fault: string } {
  let text = ''
  let between: string | undefined
  let isFirst = true
  for (const part of parts) {
    if ('literal' in part) {
      between = (between ?? '') + part.literal
      continue
    }
    const result = followPath(part.path, record)
    if ('fault' in result) return result
    const [value, ...more] = result.found.map((each) => each.value)
    if (more.length > 0)
      return { fault: `${part.path.text}: a list cannot be joined with other fields` }
    const read = scalarText(value ?? '')
    if ('fault' in read) return { fault: `${part.path.text}: ${read.fault}` }
    if (read.text !== '')
      text += `${text === '' ? (isFirst ? (between ?? '') : '') : (between ?? '\n')}${read.text}`
    isFirst = false
    between = undefined
  }
  return { found: [{ value: text === '' ? undefined : text + (between ?? ''), at: [] }] }
}
