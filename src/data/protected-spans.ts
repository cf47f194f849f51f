/** Parts of a solution in which no step ends: formulas, annotations, drawings and code. */

/** A part of a text, from its first character to the one behind its last. */
export interface Span {
  start: number
  end: number
  /** Where its closing mark begins. */
  close: number
}

/** Marks that open and close a span; the first that fits counts. */
const marks: readonly (readonly [open: string, close: string])[] = [
  ['```', '```'],
  ['$$', '$$'],
  ['\\[', '\\]'],
  ['\\(', '\\)'],
  ['[asy]', '[/asy]'],
  ['<<', '>>'],
]

const environment = /\\begin\{([A-Za-z]{1,20}\*?)\}/y
const mayOpen = /[\\$`<]|\[asy\]/g

/**
 * Returns the spans of a text in their order, none within another: `$…$`, `$$…$$`, `\(…\)`,
 * `\[…\]`, environments, `<<…>>`, `[asy]` and code fences. A dollar before an amount opens none,
 * nor does a mark that nothing closes. Time is linear in the length.
 */
export function protectedSpans(text: string): Span[] {
  const spans: Span[] = []
  const unclosed = new Set<string>()
  const closing = (close: string, from: number): number => {
    if (unclosed.has(close)) return -1
    const at = text.indexOf(close, from)
    if (at === -1) unclosed.add(close)
    return at
  }
  mayOpen.lastIndex = 0
  for (let found = mayOpen.exec(text); found; found = mayOpen.exec(text)) {
    const span = spanAt(text, found.index, closing)
    if (span) spans.push(span)
    // A backslash makes the character behind it no mark.
    const isEscape = !span && found[0] === '\\'
    mayOpen.lastIndex = span ? span.end : found.index + (isEscape ? 2 : found[0].length)
  }
  return spans
}

function spanAt(
  text: string,
  start: number,
  closing: (close: string, from: number) => number,
): Span | null {
  for (const [open, close] of marks) {
    if (!text.startsWith(open, start)) continue
    const at = closing(close, start + open.length)
    return at === -1 ? null : { start, close: at, end: at + close.length }
  }
  environment.lastIndex = start
  const name = environment.exec(text)?.[1]
  if (name !== undefined) {
    const close = `\\end{${name}}`
    const at = closing(close, start)
    return at === -1 ? null : { start, close: at, end: at + close.length }
  }
  return text[start] === '$' ? inlineFormula(text, start) : null
}

/**
 * `$x + 1$`: no blank stands within beside its dollars, and no digit behind the closing one, so
 * that `$5 and $6` are amounts.
 */
function inlineFormula(text: string, start: number): Span | null {
  let at = text.indexOf('$', start + 1)
  while (at !== -1 && text[at - 1] === '\\') at = text.indexOf('$', at + 1)
  if (at === -1 || at === start + 1) return null
  const content = text.slice(start + 1, at)
  const isFormula = !/^\s|\s$|\n\s*\n/.test(content) && !/\d/.test(text[at + 1] ?? '')
  return isFormula ? { start, close: at, end: at + 1 } : null
}
