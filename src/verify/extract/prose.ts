/** Telling prose from mathematics by its words. */

/** Words that are part of mathematics. */
const mathematical = new Set(
  (
    'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log exp sqrt cbrt root abs max min gcd lcm mod det pmod binom floor ceil ' +
    'alpha beta gamma delta theta lambda sigma omega phi infinity inf and cup cap union frac dfrac tfrac pmatrix left right text quad'
  ).split(' '),
)

/**
 * Short words that only prose has; other runs of one or two letters may be products of variables.
 */
const shortWord = 'is|of|in|to|at|by|an|it|we|he|if|so|no|as|on|do'

const word = new RegExp(
  `(?<![\\p{L}\\\\])(?:\\p{L}{3,}|(?:${shortWord})(?!\\p{L})|[\\p{sc=Han}\\p{sc=Arabic}]{2,})`,
  'giu',
)

/** Returns how many words of prose stand in `text`; what LaTeX marks as text does not count. */
export function wordCount(text: string): number {
  return wordsOf(text).length
}

/** Returns where the first word of prose stands, `undefined` when there is none. */
export function firstWord(text: string): number | undefined {
  return wordsOf(text)[0]
}

/**
 * Whether `text` is prose rather than an expression, perhaps with a unit: it has three words, or
 * two of two sentences, or begins with a word and goes on with another word or a number.
 */
export function isProse(text: string): boolean {
  const words = wordsOf(text)
  if (words.length >= 3 || (words.length === 2 && /\p{L}[.!?] \S/u.test(text))) return true
  const begins = words[0] !== undefined && /^[\s"'*_([$]*$/.test(text.slice(0, words[0]))
  return begins && (words.length >= 2 || /\d/.test(text)) && !/^[^=\s]{1,30}\s?[=(]/.test(text)
}

/** Where the words stand. */
function wordsOf(text: string): number[] {
  const plain = text
    .slice(0, 2_000)
    .replaceAll(
      /\\(?:text\w{0,6}|mathrm|mathbf|mathit|mathsf|mbox|operatorname|begin|end|array)\s?\{[^{}]{0,200}\}/g,
      (all) => ' '.repeat(all.length),
    )
    .replaceAll(/\\[a-zA-Z]+/g, (all) => ' '.repeat(all.length))
  return [...plain.matchAll(word)]
    .filter(([found]) => !mathematical.has(found.toLowerCase()))
    .map(({ index }) => index)
}
