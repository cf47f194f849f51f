/**
 * What a statement adds behind its answer: a reason, a contrast, a remark in brackets. `75, not
 * 50`, `5 since 2+3=5`, `12 (3*4)`.
 */
import { compareRational, parseRational, divideRational, type Rational } from '../../core/pure.ts'
import { evaluateArithmetic } from '../arithmetic.ts'
import { plainMath } from '../plain-math.ts'
import { parseAnswer } from '../read/parse-answer.ts'
import { cleanCandidate } from './clean-candidate.ts'
import { findFormulas } from './formula.ts'
import { numberTokens } from './number-tokens.ts'
import { numberValue } from './number-value.ts'
import { isProse, wordCount } from './prose.ts'
import { retracts } from './retraction.ts'

/** Longer statements are prose, of which no answer is the beginning. */
const maxLength = 2_000
const maxClauses = 16

/** What begins a reason, a contrast or another way to say it. */
const reasons = [
  'because|since|due to|given(?: that)?|after|which|that is|i\\.?e\\.?|e\\.g\\.|viz\\.|namely|meaning',
  'so that|rather than|instead of|as opposed to|(?:and |but )?not|while|although|though|considering|assuming|using|based on|according to|obtained|computed|calculated',
  'found by|as required|as desired|as shown|equivalently|in other words|or equivalently|plus the fact|where(?=[ :])',
  'car|parce que|puisque|et non|porque|ya que|pues|y no|pois|já que|e não|weil|da|denn|und nicht|perché|poiché|e non|потому что|так как|поскольку|а не',
].join('|')

/** The same for words that begin one only before certain others. */
const beginnings =
  'as (?=[\\d$\\\\({]|the |there |it |we |they |he |she |in )|by (?=\\p{L}+ing |the )|from (?=the |\\d)|with (?=\\p{L} ?=)|using |for (?=[a-z] ?=)'
const clause = new RegExp(
  `(?:\\s*(?:[,;:–—-])?\\s+(?:(?:${reasons})(?![\\p{L}])|${beginnings})|\\s*[,，;；]?\\s?(?:因为|因為|而不是|不是|也就是|即|因此|每|其中|平均|なぜなら)|\\s*[;:]\\s(?=[^;]*=)|\\s[–—-]\\s(?=\\p{L}{3})|,\\s(?=the |this |thus |so |hence |and (?:the|so|not) ))`,
  'giu',
)

const notBut =
  /^(?:not|no es|nicht|pas) [^.;,]{1,40}?,? (?:but|sino|sondern|mais) (?:rather |instead |it is )?(?=\S)/iu

/**
 * A remark at the end, `(3*4)`, `[= 12]`, `\text{ (five)}`; what stands before it ends in a blank.
 */
const remark =
  /(?:\s|(?<=\d)(?=\([^\d()=+*]*(?:\p{sc=Han}|\p{L}{3})[^\d()=+*]*\)$)|\\[ ,;:!]|\\q?quad)\s?\$?(?:\\\()?[([]((?:[^()[\]]|\([^()[\]]*\)){1,200})[)\]](?:\\\))?\$?\s?$/u

/** Words within a formula count as words where they hold a bracket. */
const textWithBracket = /\\(?:text|textrm|mathrm|mbox)\s?\{([^{}]{0,100}[()][^{}]{0,100})\}/g

/**
 * Returns the statement without what it adds behind its answer, where what is left is an answer.
 * Time is linear in the length.
 */
export function withoutRemarks(raw: string): string {
  if (raw.length > maxLength || !/\s|[=，]|\p{sc=Han}/u.test(raw.trim())) return raw
  const statement = cleanCandidate(raw).replace(notBut, '')
  return withoutEcho(withoutBrackets(withoutClause(statement)))
}

function withoutClause(statement: string): string {
  const formulas = findFormulas(statement)
  let tried = 0
  for (const { index } of statement.matchAll(clause)) {
    if (index === 0 || formulas.some(({ start, end }) => start < index && index < end)) continue
    if (++tried > maxClauses) break
    const head = statement.slice(0, index)
    if (retracts(statement.slice(index, index + 160))) break
    if (isStated(head) || (/^[,，]/.test(statement.slice(index)) && isOneNumber(head))) return head
  }
  return statement
}

/** A clause of Chinese or Japanese, which put no blanks, with one number: `一共有12个苹果`. */
const isOneNumber = (head: string): boolean =>
  /^[^a-zA-Z]*[\p{sc=Han}\p{sc=Hira}][^a-zA-Z]*$/u.test(head) && numberTokens(head).length === 1

/** Whether a text is an answer and no more. */
function isStated(text: string): boolean {
  const answer = cleanCandidate(text)
  if (/^[-−+]?[$€£¥₹]?\d[\d.,/]*\s?%?$/.test(answer)) return true
  if (
    /^(?:(?:option|choice|letter|the letter)\s)?[([]?[A-Z][)\]]?$/i.test(answer) ||
    /^\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}+)?$/u.test(answer)
  )
    return true
  if (isProse(answer) || !/\d|\\[a-zA-Z]|[π∞√∅]|^\p{L}$/u.test(answer)) return false
  const [formula, other] = findFormulas(answer)
  if (formula && (other || formula.start > 0)) return false
  const plain = formula ? formula.content + answer.slice(formula.end) : answer
  return parseAnswer(plain).kind !== 'text'
}

function withoutBrackets(statement: string): string {
  const plain = statement.replaceAll(textWithBracket, ' $1 ').replace(/[.\s]+$/, '')
  const found = remark.exec(plain.slice(-300))
  if (!found) return statement
  const head = plain.slice(0, plain.length - found[0].length).replace(/\\[ ,;:!]$/, '')
  const inner = found[1]!
  const isExplained = wordCount(inner) > 0 && !/^\s*or\b/i.test(inner) && isStated(head)
  return isExplained || (isNumber(head) && isRemark(inner, head)) ? head : statement
}

const numberWithUnit =
  /^(?:[^=]{0,60}=\s?)?[-−+]?\\?[€£¥₹$]?(?:\.?\d[\d.,{}!\\]*(?:\/\d+)?|\\[dt]?frac\s?\{?\d+\}?\s?\{?\d+\}?)\s?\\?%?°?(?:\s?\p{L}+\.?){0,3}$/u

/** A number with its unit, or behind an equals sign. */
function isNumber(head: string): boolean {
  return numberWithUnit.test(head.replaceAll(/(?<!\\)\$/g, '').trim())
}

/**
 * Words, `= 3*4`, or another way to write the same number: `2 (x + 1)` and `2 (3)` are products.
 */
function isRemark(inner: string, head: string): boolean {
  const isOther = /^\s*or\b/i.test(inner) && /\d/.test(inner)
  if (
    !isOther &&
    (/^\s*(?:\$?\s?[=≈~]|\\approx|or\b|i\.?e\b|ca?\.|not\b)/i.test(inner) ||
      wordCount(inner) > 0 ||
      /\p{sc=Han}/u.test(inner))
  )
    return true
  const [own, other] = [valueOf(head), valueOf(inner.replace(/^\s*or\b/i, ''))]
  if (!own || !other) return false
  const [part, otherPart] = [divideRational(own, hundred), divideRational(other, hundred)]
  return (
    same(own, other) ||
    (head.includes('%') && part !== null && same(part, other)) ||
    (inner.includes('%') && otherPart !== null && same(own, otherPart))
  )
}

const hundred = parseRational('100')
const same = (a: Rational, b: Rational): boolean => compareRational(a, b) === 0

/** The value of a calculation, or of a number with its unit. */
function valueOf(text: string): Rational | null {
  const plain = plainMath(text.replaceAll('$', ' ')).trim()
  const result = evaluateArithmetic(plain.replaceAll('%', ''))
  if ('value' in result) return result.value
  return numberWithUnit.test(plain) ? numberValue(plain) : null
}

/** `5 = 2+3`: the calculation repeats the answer. */
function withoutEcho(statement: string): string {
  const [head = '', tail, more] = statement.replaceAll('$', ' ').split('=')
  if (
    tail === undefined ||
    more !== undefined ||
    !/^\s?[-−]?[\d.,/]+\s?$/.test(head) ||
    !/[\d)]\s?[-+*/×÷·^]|\\(?:times|cdot|frac|div)/.test(tail)
  )
    return statement
  const [own, other] = [valueOf(head), valueOf(tail)]
  return own && other && same(own, other) ? head.trim() : statement
}
