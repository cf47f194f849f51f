/** The methods of strings, on text where Python and JavaScript agree about characters. */

import { formatTemplate } from '../format/format-template.ts'
import { collect, itemsOf, iterate } from '../values/iteration.ts'
import { argument, expectCount, integerArgument, stringArgument } from './native-arguments.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { charge, chargeSearch, list, maxLength, typeName } from '../values/values.ts'
import type { Keywords, Machine, Value } from '../values/values.ts'

type StringMethod = (
  machine: Machine,
  self: string,
  positional: readonly Value[],
  keywords: Keywords,
) => Value

/** What Python takes for a blank. */
const blankCodes = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
  0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]
const blanks: ReadonlySet<string> = new Set(String.fromCharCode(...blankCodes))

/** Case and classes of characters are only sure in ASCII. */
function ascii(self: string): string {
  for (let index = 0; index < self.length; index++) if (self.charCodeAt(index) > 127) giveUp()
  return self
}

/** Returns `text` without blanks, or without the `characters`, at its ends. */
export function strip(
  text: string,
  characters: string | null,
  sides: 'both' | 'left' | 'right' = 'both',
): string {
  const isStripped = (character: string): boolean =>
    characters === null ? blanks.has(character) : characters.includes(character)
  let start = 0
  let end = text.length
  if (sides !== 'right') while (start < end && isStripped(text.charAt(start))) start++
  if (sides !== 'left') while (end > start && isStripped(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function stripMethod(sides: 'both' | 'left' | 'right'): StringMethod {
  return (machine, self, positional, keywords) => {
    expectCount(positional, keywords, 0, 1)
    charge(machine, self.length >> 2)
    const characters = positional[0] ?? null
    return strip(self, characters === null ? null : stringArgument(characters), sides)
  }
}

function simple(apply: (self: string) => Value): StringMethod {
  return (machine, self, positional, keywords) => {
    expectCount(positional, keywords, 0)
    charge(machine, self.length >> 2)
    return apply(ascii(self))
  }
}

const split: StringMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  charge(machine, self.length)
  const separator = positional[0] ?? null
  if (separator !== null) {
    const text = stringArgument(separator)
    chargeSearch(machine, self, text)
    return text === '' ? raise('ValueError', 'empty separator') : list(self.split(text))
  }
  const words: Value[] = []
  let word = ''
  for (const character of self) {
    if (!blanks.has(character)) word += character
    else if (word !== '') {
      words.push(word)
      word = ''
    }
  }
  if (word !== '') words.push(word)
  return list(words)
}

const join: StringMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  const isIterable =
    typeof value === 'string' ||
    (value !== null &&
      typeof value === 'object' &&
      !['function', 'builtin', 'module'].includes(value.kind))
  if (!isIterable) return typeError('can only join an iterable')
  const items =
    typeof value === 'string' ? collect(machine, iterate(value)) : itemsOf(machine, value)
  let length = 0
  const parts = items.map((item, index) => {
    if (typeof item !== 'string')
      return typeError(`sequence item ${index}: expected str instance, ${typeName(item)} found`)
    length += item.length + self.length
    return item
  })
  if (length > maxLength) giveUp()
  charge(machine, length >> 3)
  return parts.join(self)
}

const replace: StringMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 2)
  const old = stringArgument(positional[0])
  const replacement = stringArgument(positional[1])
  if (old === '' || (self.length / old.length) * Math.max(replacement.length, 1) > maxLength)
    giveUp()
  charge(machine, self.length)
  chargeSearch(machine, self, old)
  return self.split(old).join(replacement)
}

function affix(test: (self: string, part: string) => boolean): StringMethod {
  return (_machine, self, positional, keywords) => {
    expectCount(positional, keywords, 1)
    return test(self, stringArgument(positional[0]))
  }
}

function search(apply: (self: string, part: string) => bigint): StringMethod {
  return (machine, self, positional, keywords) => {
    expectCount(positional, keywords, 1)
    const part = stringArgument(positional[0])
    charge(machine, self.length >> 2)
    chargeSearch(machine, self, part)
    return apply(self, part)
  }
}

function countParts(self: string, part: string): bigint {
  return part === '' ? BigInt(self.length + 1) : BigInt(self.split(part).length - 1)
}

function indexOf(self: string, part: string): bigint {
  const found = self.indexOf(part)
  return found < 0 ? raise('ValueError', 'substring not found') : BigInt(found)
}

function justify(place: (missing: number) => number): StringMethod {
  return (machine, self, positional, keywords) => {
    expectCount(positional, keywords, 1, 2)
    const width = integerArgument(argument(positional, 0))
    const fill = positional.length > 1 ? stringArgument(positional[1]) : ' '
    if (fill.length !== 1 || width > BigInt(maxLength) || width < -BigInt(maxLength)) giveUp()
    const missing = Math.max(Number(width) - self.length, 0)
    charge(machine, missing >> 2)
    const left = place(missing)
    return fill.repeat(left) + self + fill.repeat(missing - left)
  }
}

const zfill: StringMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const width = integerArgument(argument(positional, 0))
  if (width > BigInt(maxLength) || width < 0n) giveUp()
  charge(machine, Number(width) >> 2)
  const sign = self.startsWith('-') || self.startsWith('+') ? self.charAt(0) : ''
  return sign + self.slice(sign.length).padStart(Number(width) - sign.length, '0')
}

export const stringMethods: ReadonlyMap<string, StringMethod> = new Map<string, StringMethod>([
  ['strip', stripMethod('both')],
  ['lstrip', stripMethod('left')],
  ['rstrip', stripMethod('right')],
  ['split', split],
  ['join', join],
  ['replace', replace],
  ['format', formatTemplate],
  ['zfill', zfill],
  ['ljust', justify(() => 0)],
  ['rjust', justify((missing) => missing)],
  ['startswith', affix((self, part) => self.startsWith(part))],
  ['endswith', affix((self, part) => self.endsWith(part))],
  ['find', search((self, part) => BigInt(self.indexOf(part)))],
  ['index', search(indexOf)],
  ['count', search(countParts)],
  ['upper', simple((self) => self.toUpperCase())],
  ['lower', simple((self) => self.toLowerCase())],
  ['capitalize', simple((self) => self.slice(0, 1).toUpperCase() + self.slice(1).toLowerCase())],
  ['isdigit', simple((self) => /^[0-9]+$/.test(self))],
  ['isalpha', simple((self) => /^[A-Za-z]+$/.test(self))],
  ['isalnum', simple((self) => /^[0-9A-Za-z]+$/.test(self))],
  ['isupper', simple((self) => /[A-Z]/.test(self) && !/[a-z]/.test(self))],
  ['islower', simple((self) => /[a-z]/.test(self) && !/[A-Z]/.test(self))],
])
