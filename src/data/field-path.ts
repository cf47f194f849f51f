/** Dotted paths into untrusted records: `a.b`, `samples[].output`, `choices[0].text`. */

/** A parsed path. `lists` are the paths of the lists it walks through, such as `samples[]`. */
export interface FieldPath {
  readonly text: string
  readonly steps: readonly PathStep[]
  readonly lists: readonly string[]
}

/** A member's name, a position in a list, or every entry of a list. */
type PathStep = { key: string } | { index: number } | 'each'

/** A value that was found, with its position in each list on the way. */
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

/** Returns the values at `path` in the order of the record, or what stood in the way. Only a record's own members are followed. */
export function followPath(path: FieldPath, record: unknown): { found: Located[] } | { fault: string } {
  let found: Located[] = [{ value: record, at: [] }]
  for (const step of path.steps) {
    const next: Located[] = []
    for (const { value, at } of found) {
      const reached = takeStep(step, value)
      if ('fault' in reached)
        return { fault: `${path.text}: ${reached.fault}${at.length > 0 ? ` (entry ${at.join(', ')})` : ''}` }
      for (const [index, member] of reached.members.entries()) {
        next.push({ value: member, at: step === 'each' ? [...at, index] : at })
      }
    }
    found = next
  }
  return { found }
}

function takeStep(step: PathStep, value: unknown): { members: unknown[] } | { fault: string } {
  if (step === 'each') return Array.isArray(value) ? { members: value } : { fault: `expected a list, found ${typeName(value)}` }
  if ('index' in step) {
    if (!Array.isArray(value)) return { fault: `expected a list, found ${typeName(value)}` }
    return step.index < value.length ? { members: [value[step.index]] } : { fault: `the list has no entry ${step.index}` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: `expected an object with "${step.key}", found ${typeName(value)}` }
  }
  if (!Object.hasOwn(value, step.key)) return { fault: `there is no "${step.key}"` }
  return { members: [(value as Record<string, unknown>)[step.key]] }
}

/** A JSON value's type in words. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
