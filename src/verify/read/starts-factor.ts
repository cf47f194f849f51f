/** Where a product goes on without a sign: which tokens may begin a factor. */
import { relations } from './names.ts'
import { peek, type Reader } from './reader.ts'
import { isUnitWord } from './units.ts'

/** Commands that are operators, closers or separators, and never begin a factor. */
const notFactors: ReadonlySet<string> = new Set(
  'cdot times ast div pm mp cup cap setminus backslash bmod mod pmod over choose rangle rfloor rceil rvert rVert mid circ degree prime land lor wedge vee ldots dots cdots dotsc dotsb forall exists text implies Rightarrow iff'
    .split(' ')
    .map((name) => `\\${name}`),
)

/** Whether the next token begins a factor of a product that is written without a sign. */
export function startsFactor(reader: Reader): boolean {
  const token = peek(reader)
  if (!token) return false
  switch (token.type) {
    case 'number':
    case 'environment':
      return true
    case 'text':
      return false
    case 'word':
      return !/^(?:and|or|mod|for|where|if|when|with|is)$/i.test(token.text)
    case 'command':
      if ((token.text === '\\vert' || token.text === '\\lvert') && reader.bars > 0)
        return token.text === '\\lvert'
      return !notFactors.has(token.text) && !relations.has(token.text)
    case 'symbol':
      if (token.text === '|') return reader.bars === 0 && reader.braces === 0
      return (
        '([{'.includes(token.text) &&
        !(token.text === '[' && (reader.reversed > 0 || closes(reader)))
      )
  }
}

/** A `[` with nothing behind it that could stand in it closes an interval: `[0, 1[`. */
function closes(reader: Reader): boolean {
  const following = peek(reader, 1)
  return (
    following === undefined ||
    (following.type !== 'number' && /^(?:[,;)}]|\\[}]|\\c[au]p|and|or)$/.test(following.text))
  )
}

/** Whether the next token begins a unit rather than a factor. */
export function startsUnit(reader: Reader): boolean {
  const token = peek(reader)
  if (token?.type === 'text') return true
  return token?.type === 'word' && isUnitWord(token, peek(reader, -1), peek(reader, 1))
}
