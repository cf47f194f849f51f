/**
 * Formulas in a text by their delimiters: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. A `$` may be money
 * instead.
 */
import { wordCount } from './prose.ts'

/** A formula with where it stands, delimiters included. */
export interface Formula {
  start: number
  end: number
  content: string
}

/** A longer text between two delimiters is no formula. */
const maxFormulaLength = 2_000

const closings: Record<string, string> = { $: '$', $$: '$$', '\\(': '\\)', '\\[': '\\]' }

/** Returns the formulas of `text` in order. Time is linear in the length. */
export function findFormulas(text: string): Formula[] {
  const signs = [...text.matchAll(/\\\\(?=[()[\]])|\\[\\$]|\\[()[\]]|\$\$?/g)].filter(
    ([sign]) => sign in closings || sign === '\\)' || sign === '\\]',
  )
  const formulas: Formula[] = []
  for (let index = 0; index + 1 < signs.length; index++) {
    const [open, close] = [signs[index]!, signs[index + 1]!]
    if (closings[open[0]] !== close[0]) continue
    const content = text.slice(open.index + open[0].length, close.index)
    if (content.length > maxFormulaLength || !isFormula(content, open[0])) continue
    formulas.push({
      start: open.index,
      end: close.index + close[0].length,
      content: content.trim(),
    })
    index++
  }
  return formulas
}

/**
 * Whether a text between two delimiters is a formula, and not what stands between two amounts of
 * money or two formulas.
 */
function isFormula(content: string, opening: string): boolean {
  if (content.trim() === '') return false
  if (opening !== '$') return true
  if (content.includes('\n\n')) return false
  const words = wordCount(content)
  if (words >= 3) return false
  // `$5 + $3`, `$5, $3`, `$5 and $3`: an amount and what joins it to the next one.
  if (/^\d/.test(content)) return words === 0 && !/(?:\s|[-+*/=(])$/.test(content)
  // ` and `, `, so `: what joins two formulas.
  return (
    !/^\s?[,;.]?\s?(?:\p{L}+(?:\s\p{L}+)*\s?)?[,;.:]?\s$/u.test(content) &&
    !/^[?!.,;:]/.test(content)
  )
}
