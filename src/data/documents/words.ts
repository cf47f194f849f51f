/** The words of a text, each as a number: what likeness and language are judged by. */

/** What a UTF-16 code unit is: part of a word, a digit, or neither. */
const letter = 1
const digit = 2
const kinds = kindsOfUnits()

function kindsOfUnits(): Uint8Array {
  const table = new Uint8Array(1 << 16)
  for (let unit = 0; unit < table.length; unit++) {
    const character = String.fromCharCode(unit)
    if (/\p{Nd}/u.test(character)) table[unit] = digit
    // Letters beyond the first 65 536 characters are two units, which have no properties alone.
    else if (/[\p{L}\p{M}\p{Cs}]/u.test(character)) table[unit] = letter
  }
  return table
}

const apostrophes = new Set([0x27, 0x2019])

/** The hash of every number: which one it is tells little of what a text is about. */
export const numberWord = 0

/**
 * Yields a hash of 32 bits for each word of a text, in order, and `numberWord` for each number. A
 * word is a run of letters in lower case. An apostrophe inside a word is left out.
 */
export function* wordHashes(text: string): Generator<number, void, void> {
  const lower = text.toLowerCase()
  const { length } = lower
  let place = 0
  while (place < length) {
    const kind = kinds[lower.charCodeAt(place)]!
    if (kind === letter) {
      let hash = 0x811c9dc5
      for (; place < length; place++) {
        const unit = lower.charCodeAt(place)
        if (kinds[unit] === letter) hash = Math.imul(hash ^ unit, 0x01000193)
        else if (!apostrophes.has(unit) || kinds[lower.charCodeAt(place + 1)] !== letter) break
      }
      // FNV-1a leaves the last letters in the low bits; the shifts spread them.
      hash ^= hash >>> 16
      hash = Math.imul(hash, 0x85ebca6b)
      hash ^= hash >>> 13
      yield hash >>> 0 || 1
    } else if (kind === digit) {
      while (kinds[lower.charCodeAt(++place)] === digit);
      yield numberWord
    } else place++
  }
}
