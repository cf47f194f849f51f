/**
 * The names of reasoning paths: two solutions with one name count as the same way to the answer.
 */
import { programKey } from '../execute/index.ts'
import { equationListKey, extractProgram, textEquations } from '../verify/index.ts'

/**
 * Returns the name of the path a worked solution takes: its list of calculator annotations; without
 * any, the equations that its text states; without those, its text with case and blanks evened out.
 *
 * Source: Yuan et al. 2023 (arXiv 2308.01825), section 3.3. Deviation: the paper has annotations
 * only, and its empty key lets one un-annotated solution per problem survive.
 */
export function pathKey(text: string): string {
  const annotated = equationListKey(text)
  if (annotated !== '') return `equations:${annotated}`
  const stated = textEquations(text).join('|')
  return stated === '' ? textKey(text.toLowerCase()) : `stated:${stated}`
}

/**
 * Returns the name of the path of a solution that is a program: its syntax without the names it
 * chose; where that cannot be read, its text without comments and with blanks evened out; where
 * there is no program, the whole text.
 */
export function programPathKey(text: string): string {
  const code = extractProgram(text)
  if (code === null) return textKey(text)
  const key = programKey(code)
  return key === null ? textKey(code.replaceAll(wholeLineComment, '')) : `program:${key}`
}

/** What follows code on its line is left alone: a `#` may stand in a string. */
const wholeLineComment = /^[ \t]*#.*$/gm

function textKey(text: string): string {
  return `text:${text.replaceAll(/\s+/g, ' ').trim()}`
}
