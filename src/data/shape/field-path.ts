/** Dotted paths into untrusted records: `a.b`, `samples[].output`, `choices[0].text`. */
import { describeValue } from '../../core/index.ts'
import { parseJson } from '../read/parse-json.ts'

/** A parsed path. `lists` are the paths of the lists it walks through, such as `samples[]`. */
export interface FieldPath {
  readonly text: string
  readonly steps: readonly PathStep[]
  readonly lists: readonly string[]
}

/** A member's name, a position in a list, or every entry of a list. */
type PathStep = { key: string } | { index: number } | 'each'

/**
 * A value that was found, `undefined` where the record has no such field, with its position in each
 * list on the way.
 */
export interface Located {
  value: unknown
  at: readonly number[]
}

/** Returns the parsed path, or `null` when `text` is not one. */
export function parseFieldPath(text: string): FieldPath | null {
  const steps: PathStep[] = []
  const lists: string[] = []
  let walked = ''
  for (const part of text.split('.')) {
    const match = /^([^[\]]+)((?:\[\d{0,9}\])*)$/.exec(part)
    if (!match) return null
    const [, key = '', brackets = ''] = match
    steps.push({ key })
    walked += walked === '' ? key : `.${key}`
    for (const [bracket, index = ''] of brackets.matchAll(/\[(\d*)\]/g)) {
      walked += bracket
      steps.push(index === '' ? 'each' : { index: Number(index) })
      if (index === '') lists.push(walked)
    }
  }
  return { text, steps, lists }
}

/**
 * Returns the values at `path` in the order of the record, or what stood in the way. Only a
 * record's own members are followed. What is behind `null` is `null`, what is behind a missing
 * field is missing. A name with dots in it (`{"doc.question": …}`) is found too.
 */
export function followPath(
  { text, steps }: FieldPath,
  record: unknown,
): { found: Located[] } | { fault: string } {
  return follow(steps, 0, { value: record, at: [] }, text)
}

function follow(
  steps: readonly PathStep[],
  from: number,
  here: Located,
  path: string,
): { found: Located[] } | { fault: string } {
  const step = steps[from]
  if (step === undefined || here.value === null || here.value === undefined)
    return { found: [here] }
  const fault = (expected: string): { fault: string } => {
    const entry = here.at.length > 0 ? ` (entry ${here.at.join(', ')})` : ''
    return { fault: `${path}: expected ${expected}, found ${describeValue(here.value)}${entry}` }
  }
  if (step === 'each' || 'index' in step) {
    const list = listOf(here.value)
    if (list === null) return fault('a list')
    if (step !== 'each')
      return follow(steps, from + 1, { value: list[step.index], at: here.at }, path)
    const found: Located[] = []
    for (const [place, value] of list.entries()) {
      const reached = follow(steps, from + 1, { value, at: [...here.at, place] }, path)
      if ('fault' in reached) return reached
      found.push(...reached.found)
    }
    return { found }
  }
  if (typeof here.value !== 'object' || Array.isArray(here.value))
    return fault(`an object with "${step.key}"`)
  const { taken, value } = memberOf(here.value, steps, from)
  return follow(steps, from + taken, { value, at: here.at }, path)
}

/**
 * Returns the member that the next steps name, and how many of them: `a`, or `a.b` where there is
 * no `a`.
 */
function memberOf(
  object: object,
  steps: readonly PathStep[],
  from: number,
): { taken: number; value: unknown } {
  let name = ''
  for (let taken = 1; from + taken <= steps.length; taken++) {
    const step = steps[from + taken - 1]!
    if (step === 'each' || 'index' in step) break
    name += taken === 1 ? step.key : `.${step.key}`
    if (Object.hasOwn(object, name))
      return { taken, value: (object as Record<string, unknown>)[name] }
  }
  return { taken: 1, value: undefined }
}

/** A list, also as the text of one, which is how tables hold it: of JSON, Python or NumPy. */
export function listOf(value: unknown): unknown[] | null {
  if (typeof value !== 'string' || !value.trimStart().startsWith('['))
    return Array.isArray(value) ? value : null
  const parsed = parseJson(value)
  if ('value' in parsed) return Array.isArray(parsed.value) ? parsed.value : null
  return pythonList(value)
}

/** A text or a number in a list that Python has printed. */
const pythonItem = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([-+.\deE]+|None))\s*(,?)/sy

/** Reads `['7', "9"]`, and `['7' '9']` as NumPy prints it; `null` for anything else. */
function pythonList(text: string): unknown[] | null {
  const inner = text.trim().replace(/^\[|\]$/g, '')
  if (!text.trim().endsWith(']')) return null
  const items: unknown[] = []
  pythonItem.lastIndex = 0
  while (pythonItem.lastIndex < inner.length) {
    const [, single, double, bare] = pythonItem.exec(inner) ?? []
    const quoted = single ?? double
    if (quoted === undefined && bare === undefined)
      return inner.slice(pythonItem.lastIndex).trim() === '' && items.length > 0 ? items : null
    if (quoted !== undefined) items.push(quoted.replaceAll(/\\(['"\\])/g, '$1'))
    else if (bare === 'None') items.push(null)
    else if (Number.isFinite(Number(bare))) items.push(Number(bare))
    else return null
  }
  return items
}
