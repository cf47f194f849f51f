/** The tokens behind a value: the words of its unit, and the condition under which it holds. */
import { plainCondition } from './parameter.ts'
import { isMeasure } from './unit-phrase.ts'
import { next, peek, sees, type Reader } from './reader.ts'
import { startsUnit } from './starts-factor.ts'
import type { Token } from './tokens.ts'

/**
 * Returns the words, slashes and powers up to the end of the item. Behind a word of condition ("for
 * all", "where") everything belongs to it.
 */
export function unitPhrase(reader: Reader): { phrase: string; condition: string } {
  if (!startsUnit(reader) && !startsRate(reader) && !seesCondition(reader))
    return { phrase: '', condition: '' }
  let phrase = ''
  for (let token = peek(reader); token; token = peek(reader)) {
    if (seesCondition(reader)) return { phrase, condition: readCondition(reader) }
    const isPart =
      token.type === 'text' ||
      (token.type === 'word' && !/^(?:and|or)$/.test(token.text)) ||
      '/^{}'.includes(token.text) ||
      (/^(?:\\cdot|\*)$/.test(token.text) && isUnit(peek(reader, 1))) ||
      (token.text === '-' && /\^\{?$/.test(phrase)) ||
      (token.type === 'number' && /[\^{]-?$/.test(phrase)) ||
      isHyphen(reader, phrase)
    if (!isPart || (token.text === '}' && !phrase.includes('{'))) break
    phrase +=
      token.type === 'text' || token.type === 'word'
        ? ` ${token.text}`
        : /^(?:\\cdot|\*)$/.test(token.text)
          ? ' '
          : token.text
    next(reader)
  }
  return { phrase, condition: '' }
}

/** What a sign of multiplication between units stands before. */
const isUnit = (token: Token | undefined): boolean =>
  token?.type === 'text' || (token?.type === 'word' && isMeasure(token.text))

/** The sign in `kilowatt-hours`: between two words, without blanks. */
function isHyphen(reader: Reader, phrase: string): boolean {
  const [sign, word] = [peek(reader), peek(reader, 1)]
  return (
    /[a-z]{3}$/i.test(phrase) &&
    sign?.text === '-' &&
    !sign.spaced &&
    word?.type === 'word' &&
    !word.spaced &&
    word.text.length > 2
  )
}

/** `5 / second`, and a power behind a group of words. */
const startsRate = (reader: Reader): boolean =>
  sees(reader, '/') && peek(reader, 1)?.type === 'text'

function seesCondition(reader: Reader): boolean {
  const token = peek(reader)
  return (
    (token?.type === 'text' || token?.type === 'word') &&
    /^(?:for|where|when|if|with|such|only)\b/i.test(token.text)
  )
}

/**
 * Everything up to the end of the item, as text without blanks. A comma ends it inside of brackets,
 * and where another condition follows: `1 if n is odd, 2 if n is even` are two items.
 */
function readCondition(reader: Reader): string {
  const rest = reader.tokens.slice(reader.position + 1)
  const hasMore =
    isInBrackets(rest) ||
    rest.some(({ type, text }) => (type === 'text' || type === 'word') && conditionWord.test(text))
  let depth = 0
  let text = ''
  for (let token = peek(reader); token; token = peek(reader)) {
    const isBracket = token.type === 'symbol'
    if (isBracket && ['(', '[', '{', '\\{'].includes(token.text)) depth++
    if (isBracket && [')', ']', '}', '\\}'].includes(token.text) && --depth < 0) break
    if (depth === 0 && hasMore && text !== '' && /^(?:[,;]|and|or)$/.test(token.text)) break
    text += next(reader).text
  }
  return plainCondition(
    text
      .replaceAll(/\s/g, '')
      .replace(/^(?:for|where|when|if|with|suchthat|only)(?:all|some|any)?/i, ''),
  )
}

const conditionWord = /\b(?:for|where|when|if|otherwise|else)\b/i

/** Whether a bracket closes that did not open in these tokens. */
function isInBrackets(tokens: readonly Token[]): boolean {
  let depth = 0
  return tokens.some(({ type, text }) => {
    if (type !== 'symbol') return false
    if (['(', '[', '{', '\\{'].includes(text)) depth++
    return [')', ']', '}', '\\}'].includes(text) && --depth < 0
  })
}
