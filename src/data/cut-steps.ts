/** Cutting a solution into steps at the ends of lines or sentences. */
import { protectedSpans } from './protected-spans.ts'

/** What ends a step: the end of a line, of a sentence, or of either. */
export const stepUnits = ['line', 'sentence', 'either'] as const
export type StepUnit = (typeof stepUnits)[number]

/** What may stand between the end of a sentence and a blank. */
const closers = ['', ')', '"', '”', '$', '$$', '\\)', '\\]', '*', '**']

/** Returns what steps may end with, as a model that writes them is stopped by it. */
export function stopsOf(unit: StepUnit): readonly string[] {
  if (unit === 'line') return ['\n']
  const blanks = unit === 'either' ? [' '] : [' ', '\n']
  const sentences = blanks.flatMap((blank) =>
    closers.flatMap((closer) => ['.', '?', '!', '।', '؟'].map((end) => end + closer + blank)),
  )
  const stops = [...sentences, ...wideEnds]
  return unit === 'either' ? ['\n', ...stops] : stops
}

/** What ends a sentence in Chinese and Japanese, where no blank follows. */
const wideEnds = ['。', '！', '？', '｡']
const wideEnd = /(?<=[。！？｡][”’」』）]{0,2})(?![”’」』）\s])/u
const blank = new RegExp(String.raw`\s+|${wideEnd.source}`, 'gu')

/** Returns the places at which a step ends: behind some of the blanks and ends outside of spans. */
function boundaries(text: string, unit: StepUnit): number[] {
  const spans = protectedSpans(text)
  const found: number[] = []
  let next = 0
  for (const match of text.matchAll(blank)) {
    const [start, end] = [match.index, match.index + match[0].length]
    while (next < spans.length && spans[next]!.end <= start) next++
    const span = spans[next]
    if (span && span.start <= start) continue
    const isLine = unit !== 'sentence' && match[0].includes('\n')
    const before = spans[next - 1]
    const closed = before?.end === start ? text.slice(0, before.close) : text.slice(0, start)
    if (
      start > 0 &&
      (isLine || (unit !== 'line' && endsSentence(closed, text.slice(end, end + 1))))
    )
      found.push(end)
  }
  return found
}

const sentenceEnd = /(?:[.?!…।؟][)"'”’\]*_]{0,4}|[。！？｡][”’」』）]{0,2})\s*$/
const ellipsis = /(?:\.\.\.|…)[)"'”’\]*_]{0,4}\s*$/

/**
 * Words whose full stop ends no sentence. `etc.`, `a.m.` and the like may: they end one before a
 * capital letter.
 */
const abbreviations =
  /(?:^|[^\p{L}\p{N}])(?:e\.g|i\.e|viz|vs|cf|al|approx|resp|mr|mrs|ms|mx|dr|prof|st|mt|ft|jr|sr|no|nos|fig|figs|eq|eqs|sec|ch|vol|pp|ca|gen|sen|rep|gov|lt|col|sgt|capt|(?:\p{Lu}\.){1,4}\p{Lu})\.$/iu

/** `1.`, `(2).` or `A.` at the beginning of a line numbers what follows. */
const listMark = /(?:^|\n)[ \t>*#-]*\(?(?:\d{1,3}|\p{L}|[ivxIVX]{1,4})\)?\.\*{0,2}$/u

/** So much before a blank tells whether a sentence ends there. */
const window = 60

function endsSentence(before: string, next: string): boolean {
  const end = before.slice(-window)
  if (!sentenceEnd.test(end)) return false
  if (/^\p{Ll}/u.test(next) && (ellipsis.test(end) || end.endsWith('.'))) return false
  return !abbreviations.test(end) && !listMark.test(before.length > window ? `…${end}` : end)
}

/** Cuts a text into steps; joined, they are the text. Time is linear in its length. */
export function cutSteps(text: string, unit: StepUnit): string[] {
  const starts = [0, ...boundaries(text, unit)]
  return starts
    .map((start, index) => text.slice(start, starts[index + 1]))
    .filter((step) => step !== '')
}
