/** Whether a rationale gives the answer away. */

/**
 * Whether a rationale holds the answer that its text leads to, where what precedes does not hold it
 * already: as a number of its own, as a word or words, or, for the letter of a choice, as `(B)` or
 * after `is` or `answer`. Source: RATIONALYST (2410.01044), which does not say how it looks.
 */
export function holdsAnswer(rationale: string, answer: string, preceding: string): boolean {
  const wanted = answer.trim()
  if (wanted === '') return false
  const pattern = patternOf(wanted)
  return pattern.test(plain(rationale)) && !pattern.test(plain(preceding))
}

/** Without the commas and blanks between the digits of large numbers. */
const plain = (text: string): string =>
  text.replaceAll(/(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))/g, '')

function patternOf(answer: string): RegExp {
  if (/^[A-Z]$/.test(answer))
    return new RegExp(String.raw`\(${answer}\)|(?:\bis|\banswer:?)\s+${answer}\b`)
  const words = escaped(plain(answer))
  // 4 is neither in 14 nor in 4.5 nor in 3/4, but it is in "4."
  return new RegExp(String.raw`(?<![\p{L}\p{N}]|\d[.,/])${words}(?![\p{L}\p{N}]|[.,/]\d)`, 'iu')
}

const escaped = (text: string): string => text.replaceAll(/[$()*+\-./?[\\\]^{|}]/g, String.raw`\$&`)
