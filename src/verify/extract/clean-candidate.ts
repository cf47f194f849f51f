/**
 * Taking off a candidate what only wraps it: markdown, quotes, mathematical delimiters,
 * punctuation.
 */
import { findFormulas } from './formula.ts'
import { isAscii } from './is-ascii.ts'
import { cutSign } from './mark.ts'

/** No answer is longer. */
const maxLength = 2_000

/**
 * No answer is wrapped in more marks, one in the other; a text of nothing but quotes is not
 * unwrapped to its end.
 */
const maxLayers = 32

/** There is nothing to take off. */
const plainWord = /^[-$]?[a-zA-Z0-9]{1,30}$/

/**
 * Returns `raw` on one line, without surrounding markdown, quotes, mathematical delimiters and
 * sentence punctuation.
 */
export function cleanCandidate(raw: string): string {
  if (plainWord.test(raw)) return raw
  let text = plainPunctuation(raw.length > maxLength ? `${raw.slice(0, maxLength)}${cutSign}` : raw)
    .replaceAll(/\s+/g, ' ')
    .trim()
  for (let [before, round] = ['', 0]; text !== before && round < maxLayers; round++) {
    before = text
    text = withoutDelimiters(withoutMarkdown(withoutPunctuation(withoutHashes(text)))).trim()
  }
  return text
}

/** Bold within a statement, as in `5 + 6 = **11**`; `2**3` is a power. */
const boldWithin = /(?<![\w)\]*])\*\*(?=[^\s*])([^*\n]{1,200})\*\*(?![\w(*])/g

/** How a sentence ends in Japanese and Korean. */
const politeEnd =
  /(?<=[\d\p{L}})$])(?:です|である|だ|となります|になります|となる|입니다|이다)(?=[。．.]?$)/u

const underlinedWithin = /(?<!\w)__(?=[^\s_])([^_\n]{1,200})__(?!\w)/g

/** `minus 7`, `negative 7`. */
const signWord = /^(?:minus|negative) (?=[$€£¥(]?\d|\\d?frac)/i

/** Returns a cleaned statement with a sign for the word of one. */
export const withSign = (statement: string): string => statement.replace(signWord, '-')

/**
 * Returns a sentence without the exclamation marks and pictures behind its number: `5! 🎉` is glad;
 * a factorial stands in a formula.
 */
export const notGlad = (sentence: string): string =>
  sentence.slice(-40).search(/[$\\]/) === -1
    ? sentence.replace(/(?<=\d\*{0,3})\s?!{1,9}[\s.\p{Extended_Pictographic}\uFE0F]{0,20}$/u, '')
    : sentence

/** Signs of other scripts, bold within the text, and pictures around it. */
function plainPunctuation(text: string): string {
  const bold = text.includes('**') ? text.replaceAll(boldWithin, '$1') : text
  const plain = bold.includes('__') ? bold.replaceAll(underlinedWithin, '$1') : bold
  if (isAscii(plain)) return plain
  return plain
    .replaceAll('、', ', ')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll('．', '.')
    .replaceAll(/[\p{Extended_Pictographic}\uFE0F]/gu, (sign) =>
      /[©®™↔-⇿]/.test(sign) ? sign : ' ',
    )
    .replaceAll(/(?<=[\d\w})$])\s?(?:或者?|または)\s?(?=[\d\w\\({$-])/g, ' or ')
    .trim()
    .replace(politeEnd, '')
}

/** The hashes of `The answer is ######26` and of `### 17 ###`, and a colon behind them. */
function withoutHashes(text: string): string {
  return text.replace(/^[#:：、 ]+/, '').replace(/(?<![\\#])#+$/, '')
}

function withoutPunctuation(text: string): string {
  let end = text.length
  while (end > 0 && '.,;:。，；：… '.includes(text[end - 1] ?? '')) {
    // `\right.` and `\,` are LaTeX; `0.333...` and `1, 2, ...` go on.
    if (
      /\\right\.$|(?:\.\d+|,\s?|[+*]\s?|^)(?:\.\.\.|…)$/.test(
        text.slice(Math.max(0, end - 30), end),
      )
    )
      break
    end -= text[end - 2] === '\\' && text[end - 3] !== '\\' ? 2 : 1
  }
  return text.slice(0, end)
}

/**
 * Of `**18**` and `"18"` the marks go, of a mark on one side only where it cannot be mathematics.
 */
function withoutMarkdown(text: string): string {
  let inner = text
  for (const mark of ['**', '__', '`', '"', "'", '*', '_']) {
    const [opens, closes] = [inner.startsWith(mark), inner.endsWith(mark)]
    if (opens && closes && inner.length >= 2 * mark.length)
      inner = inner.slice(mark.length, -mark.length)
    else if (opens && mark !== "'") inner = inner.slice(mark.length)
    // `16'4"` is a length; elsewhere a lone quote closes a string that began before the answer.
    else if (closes && !"'*_".includes(mark) && !isLength(inner))
      inner = inner.slice(0, -mark.length)
  }
  // Of `**#### 22** times` only the closing mark is left.
  return inner.replace(/^([^*]*\d)\*\*(?= ?\p{L}[^*]*$)/u, '$1')
}

/** `16'4"`, feet and inches. */
function isLength(text: string): boolean {
  return text.endsWith('"') && text.slice(0, -1).includes("'")
}

function withoutDelimiters(text: string): string {
  if (!/^(?:\$|\\[([])/.test(text)) return text
  const [formula] = findFormulas(text)
  if (formula?.start === 0 && formula.end === text.length) return formula.content
  // `$(x - 3)^2` whose second `$` is missing; `$5` is money.
  return !formula && /^\$[^$\d.\s-][^$]*$/.test(text) ? text.slice(1) : text
}
