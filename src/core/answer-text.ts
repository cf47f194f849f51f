/** Values of JSON as the text of an answer or an id: people write 18, "18", true and [1, -1]. */

/** A JSON value's kind in words, short ones with the value: `the number 7`, `a list`, `null`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`
  if (typeof value !== 'string') return `a ${typeof value}`
  if (value === '') return 'an empty text'
  return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)}`
}

/**
 * The text of a text, number or boolean, or what is wrong with it: a whole number beyond 2^53 has
 * lost digits in parsing.
 */
export function scalarText(value: unknown): { text: string } | { fault: string } {
  if (typeof value === 'string') return { text: value }
  if (typeof value === 'boolean') return { text: String(value) }
  if (typeof value !== 'number')
    return { fault: `must be text or a number, found ${describeValue(value)}` }
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return { text: String(value) }
  return { fault: `is ${value}, too large for a JSON number to be exact: write it as text` }
}

/**
 * The text of an answer, or what is wrong with it. Several answers in a list become one of several:
 * `1, -1`.
 */
export function answerText(value: unknown): { text: string } | { fault: string } {
  if (!Array.isArray(value)) {
    const scalar = scalarText(value)
    return 'text' in scalar || typeof value === 'number'
      ? scalar
      : {
          fault: `must be text, a number, true, false or a list of them, found ${describeValue(value)}`,
        }
  }
  if (value.length === 0) return { fault: 'is an empty list' }
  const texts: string[] = []
  for (const each of value) {
    const scalar = scalarText(each)
    if ('fault' in scalar) return { fault: `is a list, and one answer in it ${scalar.fault}` }
    texts.push(scalar.text)
  }
  return { text: texts.join(', ') }
}
