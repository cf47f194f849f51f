/** Answers that are the text of an option, and not its letter. */
import { isOnlyDiscussed } from './discussed-choices.ts'
import { searchedEnd } from './mark.ts'
import { isTakenBack } from './retraction.ts'

/** Finds the letter of the option that words name; `null` where that is none or several. */
export interface OptionTexts {
  /** Of a statement that is an option's text, or begins with it and goes on with a reason. */
  stated: (statement: string) => string | null
  /** Of the last sentence of a text, where that has the words of one option alone. */
  concluded: (text: string) => string | null
}

/** Without options, nothing is one. */
export const noOptionTexts: OptionTexts = { stated: () => null, concluded: () => null }

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Longer texts are no option's. */
const maxLength = 1_000

/** Returns what finds the options with these texts, A first. */
export function optionTexts(options: readonly string[]): OptionTexts {
  const keys = options
    .map((option, place) => {
      const cased = keyOf(option)
      return { letter: alphabet[place] ?? '', key: cased.toLowerCase(), cased }
    })
    // A text of one letter is more likely meant as the letter of a choice.
    .filter(({ key, letter }) => letter !== '' && key !== '' && !/^\p{L}$/u.test(key))
  const only = (found: readonly { letter: string }[]): string | null =>
    found.length === 1 ? found[0]!.letter : null
  const stated = (statement: string): string | null => {
    if (statement.length > maxLength) return null
    const listed = /^\W{0,6}([A-Za-z])\W{0,2}[).:]\W{0,4}\s(.+)$/su.exec(statement)
    const own = keys.find(({ letter }) => letter === listed?.[1]?.toUpperCase())
    if (own && keyOf(listed![2]!).toLowerCase() === own.key) return own.letter
    const said = keyOf(statement)
    const text = said.toLowerCase()
    const same = keys.filter(({ key }) => key === text)
    // Genotypes such as `Rr` and `RR` differ in nothing else.
    if (same.length > 1) return only(same.filter(({ cased }) => cased === said))
    if (same.length === 1) return only(same)
    const begun = keys.filter(
      ({ key }) =>
        /\p{L}{2}/u.test(key) && text.startsWith(key) && reason.test(text.slice(key.length)),
    )
    if (isTakenBack(statement)) return null
    return only(longest(begun))
  }
  return { stated, concluded: (text) => only(concludedIn(lastSentence(text), keys)) }
}

/** What goes on behind an answer. */
const reason = /^(?:,|;| \(|\.) ?|^ (?:because|since|as|for|so|which|due)(?!\p{L})/u

const longest = <Key extends { key: string }>(found: readonly Key[]): Key[] => {
  const most = Math.max(0, ...found.map(({ key }) => key.length))
  return found.filter(({ key }) => key.length === most)
}

/** A text without LaTeX's text commands, quotes, an article and a full stop. */
function keyOf(text: string): string {
  return text
    .slice(0, 2 * maxLength)
    .replaceAll(/\\(?:text|textbf|mathrm|mathbf|mbox)\s?\{([^{}]*)\}/g, '$1')
    .replaceAll(/[$*"“”`]/g, '')
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(?:the|an?) (?=\S)/i, '')
    .replace(/[\s.,;:!]+$/, '')
}

/** The last sentence of a text's last line, without what it quotes; none where it breaks off. */
function lastSentence(text: string): string {
  const line = searchedEnd(text).split('\n').at(-1) ?? ''
  const end = line.slice(-maxLength).trim()
  if (!/[.!?。][)*"”'’]{0,4}$/.test(end)) return ''
  const said = end.replaceAll(/"[^"]*"|“[^”]*”|(?<=\s)'[^']*'(?=[\s.,])/g, '…')
  return said.split(/(?<=[\p{L}\p{N})]{2}[.!?])\s+(?=\p{Lu})/u).at(-1) ?? ''
}

/** Words right before an option's that deny it. */
const denied =
  /(?:\bnot|\bnever|\bneither|\bnor|\bcannot|n['’]t|\bno longer)(?: \p{L}+ly)?(?: be| being)?(?: an?| the)? $/iu

/** The options that a sentence names, but for those within another's words. */
function concludedIn<Key extends { key: string }>(sentence: string, keys: readonly Key[]): Key[] {
  const text = sentence.replaceAll(/[*"“”`]/g, '').toLowerCase()
  const found = keys.filter(({ key }) => /\p{L}{2}/u.test(key) && wordsAt(text, key) !== -1)
  const named = found.filter(
    ({ key }) => !found.some((other) => other.key !== key && other.key.includes(key)),
  )
  return named.filter(({ key }) => {
    const at = wordsAt(text, key)
    const [before, after] = [text.slice(0, at), text.slice(at + key.length)]
    return named.length > 1 || !(denied.test(before) || isOnlyDiscussed(before, after))
  })
}

/** Where words stand in a text as words of their own, -1 where they do not. */
function wordsAt(text: string, words: string): number {
  const isWord = (sign: string | undefined): boolean =>
    sign !== undefined && /[\p{L}\p{N}_]/u.test(sign)
  for (
    let at = text.lastIndexOf(words);
    at !== -1;
    at = at === 0 ? -1 : text.lastIndexOf(words, at - 1)
  )
    if (!isWord(text[at - 1]) && !isWord(text[at + words.length])) return at
  return -1
}
