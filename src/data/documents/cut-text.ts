/** Cutting a long text into pieces: whole paragraphs or sentences, where that is possible. */

interface Word {
  start: number
  end: number
  /** What begins with the word: 2 a paragraph, 1 a sentence or line, 0 neither. */
  begins: 0 | 1 | 2
}

/**
 * Returns pieces of at most `most` words, in order; together they hold every word of the text. A
 * word is what stands between spaces, or a letter of a script that has none between words. A piece
 * ends at the last paragraph's end in its second half, else at the last sentence's or line's end
 * there, else at its last word.
 */
export function cutText(text: string, most: number): string[] {
  const pieces: string[] = []
  let held: Word[] = []
  const cut = (count: number): void => {
    pieces.push(text.slice(held[0]!.start, held[count - 1]!.end))
    held = held.slice(count)
  }
  for (const word of wordsOf(text)) {
    if (held.length === most) cut(bestCut(held, word))
    held.push(word)
  }
  if (held.length > 0) cut(held.length)
  return pieces
}

/** After how many of the held words to cut; `next` follows them. */
function bestCut(held: readonly Word[], next: Word): number {
  const least = Math.ceil(held.length / 2)
  const after = (count: number): Word['begins'] => (held[count] ?? next).begins
  for (const wanted of [2, 1] as const)
    for (let count = held.length; count >= least; count--) if (after(count) >= wanted) return count
  return held.length
}

const sentenceEnd = /[.!?…。！？]["'”’»)\]」』）]*$/

/** A letter of a script that puts no blanks between words. */
const blankless =
  /(?=\p{L})[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/gu

/** Yields where words start and end: between blanks, and before each letter that needs none. */
function* rangesOf(text: string): Generator<[start: number, end: number], void, void> {
  for (const [index, run] of runsOf(text)) {
    let start = 0
    for (const { index: next } of run.matchAll(blankless)) {
      if (next === start) continue
      yield [index + start, index + next]
      start = next
    }
    yield [index + start, index + run.length]
  }
}

/**
 * Yields what stands between blanks, and where. Blanks are found one by one: an expression for a
 * whole run would need as much of the stack as the run is long.
 */
function* runsOf(text: string): Generator<[index: number, run: string], void, void> {
  let start = 0
  for (const { index } of text.matchAll(/\s|$/g)) {
    if (index > start) yield [start, text.slice(start, index)]
    start = index + 1
  }
}

function* wordsOf(text: string): Generator<Word, void, void> {
  let previous: Word | undefined
  for (const [start, end] of rangesOf(text)) {
    const breaks = previous === undefined ? 2 : lineBreaks(text, previous.end, start)
    const ended =
      previous !== undefined && sentenceEnd.test(text.slice(previous.end - 4, previous.end))
    const begins = breaks >= 2 ? 2 : breaks === 1 || ended ? 1 : 0
    previous = { start, end, begins }
    yield previous
  }
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let place = from; place < to; place++) if (text.charCodeAt(place) === 10) count++
  return count
}
