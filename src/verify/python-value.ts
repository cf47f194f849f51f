/** Reads what Python's `repr` writes of a value, as an answer of mathematics writes it. */

/** Deeper nesting and longer texts are left as they stand. */
const maxDepth = 10
const maxLength = 20_000

/** A value as far as an answer has use for it. */
export type PythonValue =
  | { kind: 'number' | 'text' | 'raw'; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'list' | 'tuple' | 'set'; items: readonly PythonValue[]; raw: string }
  | { kind: 'dict'; values: readonly PythonValue[]; raw: string }

interface Reader {
  source: string
  at: number
  depth: number
}

/**
 * Returns the value that `source`, a `repr`, writes, or `null` where it is none that is known.
 * Never throws; time is linear.
 */
export function readPythonValue(source: string): PythonValue | null {
  if (source.length > maxLength) return null
  const reader: Reader = { source, at: 0, depth: 0 }
  const value = readValue(reader)
  blanks(reader)
  return value !== null && reader.at === source.length ? value : null
}

const real = String.raw`(?:\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?|inf|nan)`
const complex = new RegExp(String.raw`\(?(?:([-+]?${real})(?=[-+]))?([-+]?${real})j\)?`, 'y')
const number = new RegExp(`[-+]?${real}(?![\\w(])`, 'y')
const string = /(["'])((?:\\.|(?!\1)[^\\])*)\1/y
const word = /True|False|None/y
/** `Fraction(1, 3)`, `Decimal('0.5')`, `np.float64(3.0)`, and collections by their names. */
const call = /(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)\(/y
const raw = /[^,()[\]{}'":]+/y

function match(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.source)
  if (found) reader.at += found[0].length
  return found
}

const blanks = (reader: Reader): void => void match(reader, /\s*/y)

function readValue(reader: Reader): PythonValue | null {
  if (++reader.depth > maxDepth) return null
  blanks(reader)
  const start = reader.at
  const value = readKnown(reader)
  blanks(reader)
  reader.depth--
  if (value !== null && isEnd(reader)) return value
  reader.at = start
  return readRaw(reader)
}

const isEnd = ({ source, at }: Reader): boolean =>
  at === source.length || /[,)\]}:]/.test(source[at]!)

function readKnown(reader: Reader): PythonValue | null {
  const imaginary = match(reader, complex)
  if (imaginary) return { kind: 'number', text: complexText(imaginary[1] ?? '', imaginary[2]!) }
  const plain = match(reader, number)
  if (plain) return { kind: 'number', text: realText(plain[0]) }
  const quoted = match(reader, string)
  if (quoted) return { kind: 'text', text: quoted[2]!.replaceAll(/\\(.)/gs, '$1') }
  const known = match(reader, word)?.[0]
  if (known)
    return known === 'None'
      ? { kind: 'raw', text: 'None' }
      : { kind: 'boolean', value: known === 'True' }
  const named = match(reader, call)
  if (named) return readCall(reader, named[1]!)
  return readDisplay(reader)
}

const realText = (text: string): string =>
  text.replaceAll('_', '').replace(/^\+/, '').replace('inf', '\\infty')

/** `(0.5+1j)` is 0.5+i; a part that is zero is left out. */
function complexText(realPart: string, imaginaryPart: string): string {
  const sizes = imaginaryPart.replace(/^[-+]/, '')
  if (Number(sizes) === 0) return realText(realPart || '0')
  const unit = `${imaginaryPart.startsWith('-') ? '-' : '+'}${Number(sizes) === 1 ? '' : realText(sizes)}i`
  return Number(realPart) === 0 ? unit.replace('+', '') : `${realText(realPart)}${unit}`
}

const closers: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' }

function readDisplay(reader: Reader): PythonValue | null {
  const start = reader.at
  const closer = closers[reader.source[start] ?? '']
  if (closer === undefined) return null
  reader.at++
  const entries = readItems(reader, closer)
  if (entries === null) return null
  const source = reader.source.slice(start, reader.at)
  const items = entries.map(({ value }) => value)
  if (closer === ']') return { kind: 'list', items, raw: source }
  if (closer === ')') return { kind: 'tuple', items, raw: source }
  return entries.length === 0 || entries[0]!.isKeyed
    ? { kind: 'dict', values: items, raw: source }
    : { kind: 'set', items, raw: source }
}

interface Entry {
  value: PythonValue
  /** Whether a key stands before it. */
  isKeyed: boolean
}

function readItems(reader: Reader, closer: string): Entry[] | null {
  const entries: Entry[] = []
  for (;;) {
    blanks(reader)
    if (reader.source[reader.at] === closer) {
      reader.at++
      return entries
    }
    let value = readValue(reader)
    if (value === null) return null
    const isKeyed = reader.source[reader.at] === ':'
    if (isKeyed) {
      reader.at++
      value = readValue(reader)
      if (value === null) return null
    }
    entries.push({ value, isKeyed })
    if (reader.source[reader.at] === ',') reader.at++
    else if (reader.source[reader.at] !== closer) return null
  }
}

const numberClasses = /^(?:u?int\d*|float\d*|longdouble|bool_?|Decimal|mpf|Integer|Float|str_)$/
const listClasses = /^(?:array|deque|dict_keys|dict_values|ndarray)$/

function readCall(reader: Reader, name: string): PythonValue | null {
  const entries = readItems(reader, ')')
  if (entries === null) return null
  const [first, second] = entries.map(({ value }) => value)
  if (!first)
    return name === 'set' || name === 'frozenset' ? { kind: 'set', items: [], raw: 'set()' } : null
  if (name === 'Fraction' && first.kind === 'number' && second?.kind === 'number')
    return { kind: 'number', text: `${first.text}/${second.text}` }
  if (numberClasses.test(name))
    return first.kind === 'text' ? { kind: 'number', text: realText(first.text) } : first
  if (name === 'frozenset' && first.kind === 'set') return first
  if (listClasses.test(name) && first.kind === 'list') return first
  if (/^(?:Counter|OrderedDict)$/.test(name) && first.kind === 'dict') return first
  if (name === 'defaultdict' && second?.kind === 'dict') return second
  return null
}

/** What is not known, such as `-sqrt(2)` of sympy: up to where the item ends. */
function readRaw(reader: Reader): PythonValue | null {
  const start = reader.at
  let depth = 0
  while (reader.at < reader.source.length) {
    if (match(reader, raw) || match(reader, string)) continue
    const character = reader.source[reader.at]!
    if (character in closers) depth++
    else if (depth === 0 && /[,)\]}:]/.test(character)) break
    else if (/[)\]}]/.test(character)) depth--
    reader.at++
  }
  const text = reader.source.slice(start, reader.at).trim()
  return text === '' ? null : { kind: 'raw', text }
}

/**
 * Returns a value as an answer is written: a list as its items, a set in braces, a collection of
 * one item as that. `null` where it has none: a dict of several values does not say which of them
 * is the answer.
 */
export function answerText(value: PythonValue): string | null {
  switch (value.kind) {
    case 'boolean':
      return value.value ? 'True' : 'False'
    case 'number':
    case 'text':
    case 'raw':
      return value.text
    case 'dict':
      return value.values.length === 1 ? answerText(value.values[0]!) : null
    default:
      return collectionText(value)
  }
}

function collectionText({
  kind,
  items,
  raw: source,
}: PythonValue & { kind: 'list' | 'tuple' | 'set' }): string | null {
  if (items.length === 1) return answerText(items[0]!)
  if (items.length === 0) return kind === 'tuple' ? source : '\\emptyset'
  // Rows of a matrix.
  if (items.some((item) => item.kind === 'list')) return source
  const texts = items.map(answerText)
  if (texts.includes(null)) return null
  const joined = texts.join(', ')
  return kind === 'list' ? joined : kind === 'tuple' ? `(${joined})` : `\\{${joined}\\}`
}
