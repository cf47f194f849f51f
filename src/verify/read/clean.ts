/** Taking off what only wraps an answer: delimiters, boxes, bold marks, escapes. */

const wrappers: [RegExp, string][] = [
  [/^\*\*([^]*)\*\*$/, '$1'],
  [/^`+([^`]*)`+$/, '$1'],
  [/^\$\$([^$]*)\$\$$/, '$1'],
  [/^\$([^$]*[^\\$])\$$/, '$1'],
  [/^\\\(((?:(?!\\\))[^])*)\\\)$/, '$1'],
  [/^\\\[((?:(?!\\\])[^])*)\\\]$/, '$1'],
  [/^"([^"]*)"$/, '$1'],
]

/**
 * Takes off math delimiters, boxes, bold marks and final punctuation that enclose all of the text.
 */
export function unwrap(text: string): string {
  let inner = text.trim()
  for (let round = 0; round < 8; round++) {
    const before = inner
    for (const [pattern, replacement] of wrappers)
      inner = inner.replace(pattern, replacement).trim()
    inner = unbox(inner)
    if (!/(?:\.\.|\\ldots ?|\\dots ?)$/.test(inner))
      inner = inner.replace(/(?<!\\)[.,;:]{1,3}$/, '').trim()
    if (/(?<!\\)(?:\\\\){0,4}\\$/.test(inner)) inner = inner.replace(/\\{1,9}$/, '').trim()
    if (inner === before) break
  }
  return inner
}

function unbox(text: string): string {
  const opening = /^\\(?:boxed|fbox|framebox)\s*\{/.exec(text)
  if (!opening) return text
  let depth = 1
  for (let index = opening[0].length; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0)
      return /^[\s.,;]*$/.test(text.slice(index + 1))
        ? text.slice(opening[0].length, index).trim()
        : text
  }
  return text
}

/**
 * Halves backslashes that were escaped twice: `\\frac` outside of matrices, `\\begin` with all that
 * follows.
 */
export function singleBackslashes(text: string): string {
  if (!text.includes('\\\\')) return text
  if (/\\\\begin/.test(text)) return text.replaceAll('\\\\', '\\')
  if (/\\begin/.test(text)) return text
  return text.replaceAll(/\\\\(?=[A-Za-z])/g, '\\')
}
