/**
 * Whether a text is in Latin script, or in English, told by counting: no model, and nothing is
 * learnt. It tells languages of other scripts, and other languages than English, from English
 * prose. It does not tell good English from bad.
 */
import { stopHashes } from './stop-words.ts'
import { numberWord, wordHashes } from './words.ts'

export const languages = ['any', 'latin', 'english'] as const
export type LanguageRule = (typeof languages)[number]

/** Least share of letters that are Latin. Formulas have Greek ones among them. */
export const leastLatin = 0.8
/** Least share of words that are English stop words. */
export const leastStopWords = 0.15
/** A text with fewer words may be a heading or a list of names, and has no language to tell. */
const fewWords = 5

/** What a UTF-16 code unit is: a Latin letter, another letter, or neither. */
const latin = 1
const other = 2
const scripts = scriptsOfUnits()

function scriptsOfUnits(): Uint8Array {
  const table = new Uint8Array(1 << 16)
  for (let unit = 0; unit < table.length; unit++) {
    const character = String.fromCharCode(unit)
    if (/\p{L}/u.test(character)) table[unit] = /\p{Script=Latin}/u.test(character) ? latin : other
  }
  return table
}

/**
 * Returns what speaks against a text: that fewer than 80 % of its letters are Latin, or that it has
 * none; for `english` also that fewer than 15 % of its words are English stop words.
 */
export function languageFault(
  text: string,
  rule: LanguageRule,
): 'otherScript' | 'otherLanguage' | null {
  if (rule === 'any') return null
  if (!(latinShare(text) >= leastLatin)) return 'otherScript'
  return rule === 'latin' || stopWordShare(text) >= leastStopWords ? null : 'otherLanguage'
}

/** The share of a text's letters that are Latin; NaN where it has no letters. */
export function latinShare(text: string): number {
  const counts = [0, 0, 0]
  for (let place = 0; place < text.length; place++) counts[scripts[text.charCodeAt(place)]!]!++
  return counts[latin]! / (counts[latin]! + counts[other]!)
}

/** The share of a text's words that are English stop words; 1 where there are hardly any words. */
export function stopWordShare(text: string): number {
  let words = 0
  let stops = 0
  for (const hash of wordHashes(text)) {
    if (hash === numberWord) continue
    words++
    if (stopHashes.has(hash)) stops++
  }
  return words < fewWords ? 1 : stops / words
}
