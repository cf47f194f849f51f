/** What a growing text has grown by, told only when it can no longer change. */
import type { Tokenizer } from '../model/index.ts'
import type { Sequence } from './sequence.ts'

/**
 * Returns a function that gives what the text of a sequence has grown by since it was last asked;
 * `''` while what came may still change: the beginning of a character, or of a stop text.
 */
export function deltaTeller(
  tokenizer: Tokenizer,
  stops: readonly string[] = [],
): (sequence: Sequence) => string {
  const told = new Map<Sequence, string>()
  return (sequence) => {
    const before = told.get(sequence) ?? ''
    const { ending, ids } = sequence
    const text = ending ? ending.text : certainPart(tokenizer.decodeContinuation(ids), stops)
    if (!text.startsWith(before)) return ''
    told.set(sequence, text)
    return text.slice(before.length)
  }
}

function certainPart(text: string, stops: readonly string[]): string {
  const whole = text.replace(/\uFFFD+$/, '')
  const held = stops.map((stop) => {
    let length = Math.min(stop.length - 1, whole.length)
    while (length > 0 && !whole.endsWith(stop.slice(0, length))) length--
    return Math.max(0, length)
  })
  return whole.slice(0, whole.length - Math.max(0, ...held))
}
