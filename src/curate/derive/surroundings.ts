/** The words around a calculation: what a variable is named after, and what a comment says. */

/** What a sentence says around one calculation. */
export interface Surroundings {
  /** What stands before the calculation, from the beginning of the sentence or the one before. */
  before: string
  /** What stands behind its result, up to the sentence's end or the next calculation. */
  after: string
  /** The whole sentence, without the results of its calculations. */
  sentence: string
}

const annotation = /<<[^<>\n]{0,500}>>/g

/** A calculation with its result, as `= $<<3*4=12>>12`; what stands before it says it in words. */
const calculated = /(=\s?)?[$€£]?<<([^<>\n=]{0,500})[^<>\n]{0,500}>>\s?[$€£]?(?:\d[\d,.]*\d|\d)?/g

/** A full stop behind these ends no sentence. */
const abbreviation = /\b(?:Mr|Mrs|Ms|Dr|St|lbs?|oz|ft|in|hrs?|mins?)\.$/

/** Returns a line without its calculator annotations. */
export const withoutAnnotations = (line: string): string => line.replaceAll(annotation, '')

/**
 * Returns what is around the part of `line` from `start` to `end`, the result not counted; the
 * calculation before ends at `from`.
 */
export function surroundings(line: string, from: number, start: number, end: number): Surroundings {
  const sentenceStart = lastBreak(line, start)
  const rest = line.slice(end)
  const next = rest.indexOf('<<')
  const after = sentenceHead(next === -1 ? rest : rest.slice(0, next))
  const blanked = rest.replaceAll(annotation, (text) => ' '.repeat(text.length))
  const sentence = line.slice(sentenceStart, end + sentenceHead(blanked).length)
  return {
    before: withoutAnnotations(line.slice(Math.max(from, sentenceStart), start)),
    after: after.replace(/^\s?[-$€£]?(?:\d[\d,.]*\d|\d)?/, ''),
    sentence: withoutResults(sentence),
  }
}

/** Where the sentence begins in which `end` is. */
function lastBreak(line: string, end: number): number {
  let start = 0
  for (const match of line.slice(0, end).matchAll(/[.;!?]\s+(?=\S)/g))
    if (!abbreviation.test(line.slice(Math.max(0, match.index - 8), match.index + 1)))
      start = match.index + match[0].length
  return start
}

function sentenceHead(text: string): string {
  const end = text.search(/[.;!?](?:\s|$)/)
  return end === -1 ? text : text.slice(0, end)
}

/**
 * A comment must not say what the program is there to find out: `48/2 = 24 clips` becomes `48/2 =
 * clips`.
 */
function withoutResults(sentence: string): string {
  return sentence
    .replaceAll(calculated, (_, equals: string | undefined, calculation: string) =>
      equals ? '= ' : calculation,
    )
    .replaceAll(/(?<=[\d)%]\s?)[=≈]\s?[$€£]?(?:\d[\d,.]*\d|\d)/g, '= ')
    .replaceAll(/\s+/g, ' ')
    .replace(/(?:= ?)+$/, '')
    .trim()
}
