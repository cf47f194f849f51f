/** How many tokens a completion may have, from a server's words about its context. */

/** A completion with less room is not worth asking for. */
const FEWEST = 32

/**
 * Returns fewer tokens than were asked for, with which the request fits; `undefined` where the
 * prompt alone is too long, or the words do not say.
 */
export function fittingTokens(words: string, asked: number): number | undefined {
  const most = numberIn(words, /at most (\d+) (?:completion|output) tokens/i)
  if (most !== undefined) return most >= 1 && most < asked ? most : undefined
  const context = numberIn(
    words,
    /(?:context (?:length|size|window)|max_model_len)[^\d]{0,20}(\d+)/i,
    /(\d+) tokens?[^.]{0,20} context/i,
  )
  if (context === undefined) return undefined
  const prompt = numberIn(
    words,
    /prompt contains (?:at least )?(\d+)/i,
    /request \((\d+) tokens?\)/i,
    /(\d+) (?:of|in) (?:(?:your|the) )?(?:text |image |tool )?(?:prompt|messages|input)/i,
    /(\d+) (?:input |prompt )?tokens? (?:from|in) the (?:input|prompt|messages)/i,
    /(\d+) input tokens/i,
  )
  // Where nobody says how long the prompt is, fewer and fewer are tried.
  const tried = asked > context - 1 ? context - 1 : Math.floor(asked / 2)
  const room = prompt === undefined ? (tried >= FEWEST ? tried : 0) : context - prompt
  return room >= 1 && room < asked ? room : undefined
}

function numberIn(words: string, ...patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(words)?.[1]
    if (found !== undefined) return Number(found)
  }
  return undefined
}
