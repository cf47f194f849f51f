/**
 * How lines of Python hang together, and what of a line is code: strings and comments are neither
 * names nor brackets.
 */

/** What is still open at the end of a line. */
export interface Open {
  /** A triple quote, with the letters before it. */
  quote: string | null
  brackets: number
  /** Whether the line ends with a backslash. */
  continues: boolean
}

export const nothingOpen: Open = { quote: null, brackets: 0, continues: false }

export const isOpen = ({ quote, brackets, continues }: Open): boolean =>
  quote !== null || brackets > 0 || continues

export interface ScannedLine {
  /**
   * The line with an empty string for each string, the fields of f-strings behind it, and without
   * comments.
   */
  bare: string
  after: Open
}

const stringStart = /[rbfu]{0,2}(?:"""|'''|"|')/iy

/** Reads one line after what was open before it. Time is linear in the line. */
export function scanLine(line: string, before: Open): ScannedLine {
  let { quote, brackets } = before
  let bare = ''
  let at = 0
  while (at < line.length) {
    if (quote !== null) {
      const [text, next, isClosed] = readString(line, at, quote)
      bare += text
      at = next
      // Other strings end with their line, closed or not.
      if (isClosed || !isTriple(quote)) quote = null
      continue
    }
    const character = line[at]!
    if (character === '#') break
    stringStart.lastIndex = at
    const opened = /\w/.test(line[at - 1] ?? '') ? null : stringStart.exec(line)
    if (opened || character === '"' || character === "'") {
      quote = (opened?.[0] ?? character).toLowerCase()
      bare += '""'
      at += quote.length
      continue
    }
    if (character === '(' || character === '[' || character === '{') brackets++
    else if (character === ')' || character === ']' || character === '}')
      brackets = Math.max(0, brackets - 1)
    bare += character
    at++
  }
  if (quote !== null && !isTriple(quote)) quote = null
  return { bare, after: { quote, brackets, continues: quote === null && bare.endsWith('\\') } }
}

const isTriple = (quote: string): boolean => quote.endsWith('"""') || quote.endsWith("'''")

/**
 * Reads a string from inside to its end or the line's: its fields, where it goes on, and whether it
 * has ended.
 */
function readString(
  line: string,
  from: number,
  quote: string,
): [fields: string, next: number, isClosed: boolean] {
  const mark = quote.replace(/^[a-z]+/, '')
  const hasFields = quote.includes('f')
  let fields = ''
  let depth = 0
  for (let at = from; at < line.length; at++) {
    const character = line[at]!
    if (line.startsWith(mark, at)) return [fields, at + mark.length, true]
    if (character === '\\') at++
    else if (hasFields && character === '{') {
      if (line[at + 1] === '{' && depth === 0) at++
      else {
        depth++
        fields += ','
      }
    } else if (hasFields && character === '}' && depth > 0) depth--
    else if (depth > 0) fields += character
  }
  return [fields, line.length, false]
}

export interface CodeLine extends ScannedLine {
  text: string
  before: Open
}

/** Returns the lines of a program, each with what is open before and after it. */
export function scanLines(lines: readonly string[]): CodeLine[] {
  let before = nothingOpen
  return lines.map((text) => {
    const { bare, after } = scanLine(text, before)
    const line = { text, bare, before, after }
    before = after
    return line
  })
}
