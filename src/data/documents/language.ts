/**
 * Whether a text is in Latin script, or in English, told by counting: no model, and nothing is
 * learnt. It tells other scripts and other languages from English prose, but no English prose from
 * programs, whose words are English, and no good English from bad.
 */
import { englishHashes } from './stop-words.ts'
import { numberWord, wordHashes } from './words.ts'

export const languages = ['any', 'latin', 'english'] as const
export type LanguageRule = (typeof languages)[number]

/** Least share of letters that are Latin. Formulas have Greek ones among them. */
const leastLatin = 0.8
/** Least share of words that only English has, and that hold its sentences together. */
const leastEnglish = 0.05
/** A text with fewer words may be a heading or a list of names, and has no language to tell. */
const fewWords = 5

/** What a UTF-16 code unit is: a Latin letter, another letter, or neither. */
const latin = 1
const other = 2
const scripts = scriptsOfUnits()

/** Letters in two units, as of Adlam and rare Chinese ones; those of formulas have no script. */
const furtherLetters = /(?!\p{Script=Common})[\u{10000}-\u{10ffff}](?<=\p{L})/gu

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
 * none; for `english` also that fewer than 5 % of its words are words like `the` or `that`.
 */
export function languageFault(
  text: string,
  rule: LanguageRule,
): 'otherScript' | 'otherLanguage' | null {
  if (rule === 'any') return null
  if (!(latinShare(text) >= leastLatin)) return 'otherScript'
  return rule === 'latin' || englishShare(text) >= leastEnglish ? null : 'otherLanguage'
}

/** The share of a text's letters that are Latin; NaN where it has no letters. */
function latinShare(text: string): number {
  const counts = [0, 0, 0]
  for (let place = 0; place < text.length; place++) counts[scripts[text.charCodeAt(place)]!]!++
  for (const [letter] of text.matchAll(furtherLetters))
    counts[/\p{Script=Latin}/u.test(letter) ? latin : other]!++
  return counts[latin]! / (counts[latin]! + counts[other]!)
}

/**
 * The share of a text's words that hold English sentences together, and are in no other language; 1
 * where there are hardly any words.
 */
function englishShare(text: string): number {
  let words = 0
  let english = 0
  for (const hash of wordHashes(text)) {
    if (hash === numberWord) continue
    words++
    if (englishHashes.has(hash)) english++
  }
  return words < fewWords ? 1 : english / words
}
