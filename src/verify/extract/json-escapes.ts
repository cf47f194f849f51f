/**
 * Undoing the escapes of a JSON string that may hold LaTeX with the backslashes of JSON, without
 * them, or with both.
 */

/**
 * Commands that begin like an escape for a line's end; what else follows `\n` begins a new line.
 */
const newlineLike =
  /^n(?:abla|atural|cong|e|earrow|eg|eq|exists|geq|i|leq|mid|obreak|ot|otin|parallel|prec|sim|subseteq|succ|u)(?![a-zA-Z])/

/**
 * Returns the text that was meant. `\\frac` is `\frac`, and so is `\frac`, which strict JSON would
 * read as a form feed. `\\` before a blank or a digit stays where rows of a matrix end there. Time
 * is linear in the length.
 */
export function unescapeJson(body: string): string {
  if (!body.includes('\\')) return body
  const hasRows = /\\begin\b|\\\\hline/.test(body)
  return body.replaceAll(
    /\\{3,}|\\\\|\\u([0-9a-fA-F]{4})|\\[nrt"'/]/g,
    (escape, code: string | undefined, at: number) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      const after = body.slice(at + escape.length, at + escape.length + 16)
      switch (escape) {
        case '\\n':
          return newlineLike.test(`n${after}`) ? escape : '\n'
        case '\\r':
        case '\\t':
          return /^[a-z]/.test(after) ? escape : ' '
        case '\\\\':
          return hasRows && !/^[a-zA-Z()[\]{},;:!%$&#_|"]/.test(after) ? escape : '\\'
        default:
          if (!escape.startsWith('\\\\')) return escape.slice(1)
          // Three or more: the end of a row, or a command escaped more than once.
          return hasRows ? `\\\\${escape.length > 4 ? '\\' : ''}` : '\\'
      }
    },
  )
}
