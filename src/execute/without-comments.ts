/** Programs without what only people read. */
import { tokenize } from './fast/parse/tokens.ts'
import { outlineProgram, type Span } from './program-outline.ts'

/**
 * Returns a program without comments and docstrings, and without the lines that held nothing else.
 * It is returned as it is where it is not of the subset of Python that `fast/` parses. Never
 * throws.
 */
export function withoutComments(code: string): string {
  const outline = outlineProgram(code)
  if (outline === null) return code
  let kept = ''
  let position = 0
  // Between tokens there is nothing but blanks and comments.
  for (const { start, end } of tokenize(code)) {
    kept += code.slice(position, start).replaceAll(comment, '') + code.slice(start, end)
    position = Math.max(position, end)
  }
  kept += code.slice(position).replaceAll(comment, '')
  return withoutBlankLines(withoutDocstrings(kept))
}

const comment = /[ \t]*#[^\n]*/g

/** A text that a block begins with is left out where the block has other statements. */
function withoutDocstrings(code: string): string {
  const statements = outlineProgram(code)?.statements ?? []
  const tokens = tokenize(code)
  const isText = (span: Span): boolean =>
    tokens
      .filter(({ start, end }) => start >= span.start && end <= span.end && end > start)
      .every(({ kind }) => kind === 'string' || kind === 'newline')
  const alone = statements.filter(
    (statement) =>
      statement.kind === 'expression' &&
      statement.place === 0 &&
      isText(statement) &&
      statements.some(({ block, place }) => block === statement.block && place > 0),
  )
  let kept = ''
  let position = 0
  for (const { lines } of alone) {
    kept += code.slice(position, lines.start)
    position = lines.end
  }
  return kept + code.slice(position)
}

/** Blank lines within texts stay: they are part of a token. */
function withoutBlankLines(code: string): string {
  const tokens = tokenize(code).filter(({ text }) => text.trim() !== '')
  let kept = ''
  let position = 0
  for (const { start, end } of tokens) {
    kept +=
      code.slice(position, start).replaceAll(/\n(?:[ \t]*\n)+/g, '\n') + code.slice(start, end)
    position = end
  }
  return (kept + code.slice(position)).trim()
}
