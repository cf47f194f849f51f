/** Parsing JSON as programs write it, and as nobody should. */

/**
 * Levels of lists and objects in each other; what records hold has a handful. Deeper ones would
 * overflow the stack of whoever walks them.
 */
const MOST_LEVELS = 1000

/**
 * Parses JSON; a fault names the parser's complaint, shortened so that it fits a message. Python's
 * `NaN` becomes `null`, its `Infinity` stays.
 */
export function parseJson(text: string): { value: unknown } | { fault: string } {
  if (isTooDeep(text))
    return { fault: `lists and objects are nested more than ${MOST_LEVELS} deep` }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const mended = withoutNaN(text)
    if (mended !== text) return parseJson(mended)
    const complaint = error instanceof Error ? error.message : String(error)
    return { fault: `not valid JSON: ${shorten(complaint.replaceAll(/\s+/g, ' '), 200)}` }
  }
}

export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

/**
 * Returns the text with what Python writes for floats that JSON lacks as JSON: `null`, and numbers
 * beyond all floats.
 */
function withoutNaN(text: string): string {
  if (!text.includes('NaN') && !text.includes('Infinity')) return text
  return outsideStrings(text)
    .map((part, place) =>
      place % 2 === 1
        ? part
        : part
            .replaceAll(/\bNaN\b/g, 'null')
            .replaceAll(/-?\bInfinity\b/g, (word) => (word[0] === '-' ? '-1e999' : '1e999')),
    )
    .join('')
}

/** Cuts a text into what is outside of strings (even places) and the strings (odd places). */
function outsideStrings(text: string): string[] {
  const parts: string[] = []
  for (let place = 0; ;) {
    const open = text.indexOf('"', place)
    if (open === -1) return [...parts, text.slice(place)]
    const close = stringEnd(text, open)
    parts.push(text.slice(place, open), text.slice(open, close))
    place = close
  }
}

/** Returns the place behind the string that opens at `open`. */
function stringEnd(text: string, open: number): number {
  for (let place = open + 1; ;) {
    const close = text.indexOf('"', place)
    if (close === -1) return text.length
    let escapes = 0
    while (text[close - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return close + 1
    place = close + 1
  }
}

function isTooDeep(text: string): boolean {
  if (!hasMany(text, '[') && !hasMany(text, '{')) return false
  let depth = 0
  for (let place = 0; place < text.length; place++) {
    const letter = text[place]
    if (letter === '"') place = stringEnd(text, place) - 1
    else if (letter === '[' || letter === '{') {
      if (++depth > MOST_LEVELS) return true
    } else if (letter === ']' || letter === '}') depth--
  }
  return false
}

/** Whether a letter occurs often enough for nesting to be too deep. */
function hasMany(text: string, letter: string): boolean {
  let place = -1
  for (let count = 0; count <= MOST_LEVELS / 2; count++) {
    place = text.indexOf(letter, place + 1)
    if (place === -1) return false
  }
  return true
}
