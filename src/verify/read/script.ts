/** What stands behind `^` and `_`, and the arguments of commands. */
import { Fault } from '../budget.ts'
import { negative, number, type Expression } from '../expression/expression.ts'
import type { Token } from './tokens.ts'
import { accept, deeper, expect, next, peek, scalarOf, sees, type Reader } from './reader.ts'

/**
 * An exponent: a group, or one token with its sign. All digits of a number count, since plain text
 * writes `x^10`.
 */
export function script(reader: Reader): Expression {
  return deeper(reader, () => {
    if (sees(reader, '{')) return group(reader)
    if (accept(reader, '-')) return negative(script(reader))
    if (accept(reader, '+')) return script(reader)
    return scalarOf(reader.grammar.primary(reader))
  })
}

/** The contents of `{…}`. */
export function group(reader: Reader): Expression {
  expect(reader, '{')
  const inner = scalarOf(reader.grammar.sum(reader))
  expect(reader, '}')
  return inner
}

/** An argument of a command: a group, or one token, of a number only its first digit: `\frac12`. */
export function argument(reader: Reader): Expression {
  return deeper(reader, () => {
    if (sees(reader, '{')) return group(reader)
    const token = peek(reader)
    if (token?.type === 'number' && /^\d{2,}$/.test(token.text)) {
      const [digit = '0', rest] = [token.text[0], token.text.slice(1)]
      const [head, tail] = [digit, rest].map((digits): Token => {
        const node = number({ numerator: BigInt(digits), denominator: 1n })
        return { type: 'number', text: digits, node, spaced: false }
      })
      // Split, so that whoever reads this place again finds the same digit.
      if (head && tail) reader.tokens.splice(reader.position, 1, head, tail)
      return scalarOf(reader.grammar.primary(reader))
    }
    return scalarOf(reader.grammar.primary(reader))
  })
}

/** The text of a subscript, which names and does not calculate. */
export function rawScript(reader: Reader): string {
  if (!accept(reader, '{')) return next(reader).text.replace('\\', '')
  let text = ''
  let depth = 1
  for (;;) {
    const token = next(reader)
    if (token.text === '{') depth++
    if (token.text === '}' && --depth === 0) return text
    if (text.length > 100) throw new Fault('limit', 'a subscript is too long')
    if (token.text !== '{' && token.text !== '}') text += token.text.replace('\\', '')
  }
}
