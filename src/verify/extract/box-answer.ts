/**
 * What stands around a box: words that deny it, a formula of which it is only a part, a unit that
 * belongs to it.
 */
import { parseAnswer } from '../read/parse-answer.ts'
import { changingWords } from './changed-number.ts'
import type { Box } from './boxed.ts'
import { quote, type Extraction } from './mark.ts'
import { isTakenBack, isTakenBackBehind } from './retraction.ts'

/** So much before and behind a box is looked at. */
const maxBeside = 200

/** Commands that only mark or place what is in them, delimiters, alignment and blanks. */
const layout =
  /\\(?:displaystyle|textstyle|large|Large|huge|bf|quad|qquad|left|right|therefore|color\s?\{\w{1,20}\}|(?:textbf|mathbf|boldsymbol|bm|underline|textcolor\s?\{\w{1,20}\}|text|mathrm|mbox)(?=\s?\{))(?![a-zA-Z])|\\[()[\],;:!> ]|\\\\|[$&*_`]/g

/** Returns the text of one box without layout, its words kept. */
const plain = (text: string): string =>
  text.replaceAll(layout, (sign) => (sign === '$' || sign === '*' ? '' : ' '))

/** What makes another number of what follows it in a formula. */
const touchedBefore =
  /(?:\\(?:times|cdot|div|pm|mp|ast|sqrt(?:\[[^\]]{0,9}\])?|[dt]?frac|log|ln|sin|cos|tan|binom|bmod)\s{0,3}\{?|[\d)}!%°]\s{0,3}[-−+/^×÷·*{]|[+/^×÷·]|(?:frac|binom)\s?\{[^{}]{0,80}\}\s?\{?|(?<![\p{L}\\])\p{L}\s?[-−+/^×÷·_{]|\\(?!boxed|fbox)[a-zA-Z]{1,20}\{|(?<![\p{L}\\])[a-zA-Z]\^|\\pi)\s{0,3}[({]?\s{0,2}$/u
const unequalBefore = /(?:\\(?:neq?|not\s?=)|≠|(?<![\w)}])!=)\s{0,3}$/

/** The same of what stands before it. */
const touchedBehind =
  /^\s{0,3}(?:\}\s{0,2})?(?:\\(?:times|cdot|div|pm|mp|ast|sqrt|[dt]?frac|pi|log|ln|sin|cos|tan)(?![a-zA-Z])|\^(?!\s?\{?\\circ)|[×÷·]|[+/*](?=\s?[\w\\($])|[-−](?=\s?[\d\\(])|[√π]|(?<!\s)\(|(?<!\s)\d)/u
const unequalBehind = /^\s{0,3}(?:\\(?:neq?|not\s?=)(?![a-zA-Z])|≠|\s!=)/

const wrongBefore =
  /(?<!\p{L})(?:(?:wrong|incorrect|false|mistaken|previous|old|student['’]?s?|rejected|naive|common) (?:final )?(?:answer|result|value|solution|choice|option|guess)|doubt)s?(?!\p{L})[^.;!?]{0,40}$|如果|假如/iu
const wrongBehind =
  /^[\s.)]{0,3}(?:(?:is|was|would be|seems|looks) (?:\p{L}+ly )?(?:the |an? )?(?:wrong|incorrect|false|impossible|invalid|extraneous|mistaken|rejected|too (?:small|large|big|low|high|few|many|much)|not)|would be|would have been|(?:does|do|did|would|ca|could)(?: not|n['’]t)|cannot|can not|fails|violates|contradicts|or (?:something|maybe|perhaps|more|less|fewer|another|else)|是?(?:错|錯|不对|不對|不正确|不正確)|では(?:ない|ありません)|(?:가|이) 아(?:니|닙)|es (?:incorrect|fals)|est (?:faux|fausse|incorrect)|ist (?:falsch|nicht|inkorrekt)|no es|n['’]est pas|não é|non è|неверн|не )/iu
const deniedForeign =
  /(?:(?<!\p{L})(?:no|nunca|jamais|pas|nicht|kein|keinesfalls|non|não|не|nie|niet|inte|ikke)(?!\p{L})(?: (?:es|est|ist|é|è|puede ser|kann|auf))?|不可能是|不是|不等于|大于|小于|超过|至少|至多)[^\p{L}\p{N},]{0,6}$/iu

/** The end of the sentence before, and of the one in which the box stands. */
const sentenceEnd = /[.!?。！？](?:\s|$)|[。！？]|\n/

function besideWords(
  text: string,
  start: number,
  end: number,
): { before: string; behind: string; next: string } {
  const above = text.slice(Math.max(0, start - maxBeside), start)
  const before =
    plain(above)
      .split(/[.!?]\s|[。！？]|\n\s*\n/)
      .at(-1) ?? ''
  const below = plain(text.slice(end, end + maxBeside)).replace(/^[ \t}]+/, ' ')
  const at = below.search(sentenceEnd)
  return {
    before: before.replaceAll(/\s+/g, ' '),
    behind: at === -1 ? below : below.slice(0, at),
    next: at === -1 ? '' : below.slice(at),
  }
}

/**
 * `I do not think that`; of other sentences a denial says what they are about: `He cannot place 16
 * eggs.`
 */
const doubted =
  /(?<!\p{L})(?:do(?:es)?(?: not|n['’]t) (?:think|believe|answer|choose|say)|not (?:true|the case) that|(?:false|wrong) that)(?!\p{L})[^.;!?]{0,60}$/iu

/** What belongs to the question, `at least how many`, more often than it changes a boxed number. */
const asked = /^(?:at (?:least|most)|one of|divisible by|times|and more)(?!\p{L})/iu

/**
 * What only names the number behind it, `a remainder of`, or says it in another way, `13 + 15 or`.
 */
const naming =
  /(?<!\p{L})(?:(?:remainder|maximum|minimum|digit|sum|product|difference|quotient|total|share) of|adds? up to)\s*$|(?<=[-+*/×]\s?\d[\d.]{0,9}\s|\^3\s)or\s*$/iu

/** `3 of 7`, `3 modulo 7`. */
const ofMore = /^\s*(?:of|mod(?:ulo)?)(?= )/i

function deniedBy(text: string, { start, end }: Box): string | null {
  const { before, behind, next } = besideWords(text, start, end)
  if (/^\s?[?？]\s*\p{L}/u.test(behind + next)) return '?'
  if (doubted.test(before)) return before
  if (isTakenBackBehind(behind) || isTakenBack(` ${behind}`) || isTakenBackBehind(next))
    return behind + next
  const found = wrongBefore.exec(before) ?? deniedForeign.exec(before) ?? wrongBehind.exec(behind)
  const near = (before.split('=').at(-1) ?? '').replace(naming, '')
  const words = found ? found[0] : changingWords(near, behind.replace(ofMore, ''))
  return words !== null && asked.test(words) ? null : words
}

/** Whether a box is only a part of the formula around it, or said to be unequal to it. */
function isTouched(text: string, { start, end }: Box): boolean {
  const before = withoutLayout(text.slice(Math.max(0, start - maxBeside), start))
  const behind = text.slice(end, end + 60).replace(/^(?:\s|\\[ ,;:!]|\\right)+/, ' ')
  if (/\d\(?$/.test(text.slice(Math.max(0, start - 8), start))) return true
  if (unequalBefore.test(before) || touchedBefore.test(before)) return true
  if (
    /^\s?!/.test(behind) &&
    /\$[^$\n]{0,80}$/.test(text.slice(Math.max(0, start - 80), start)) &&
    /^\s?!\s?\$/.test(behind)
  )
    return true
  if (/^\s?\\?%\$?\s?of\s/.test(behind)) return true
  return unequalBehind.test(behind) || touchedBehind.test(behind)
}

/** Openings that are only layout directly before a box go. */
const withoutLayout = (before: string): string => {
  const opened = before.replace(
    /(?:\\(?:displaystyle|textbf|mathbf|boldsymbol|bm|underline|text|mathrm|large|Large|huge|color\s?\{\w{1,20}\}|textcolor\s?\{\w{1,20}\}|left)\s?\{?\s?|\$|\*|\\[([])+$/,
    ' ',
  )
  return opened.length === before.length
    ? before
    : `${opened.trimEnd()} `.replace(/\S{0,4} $/, (end) =>
        /[\d\p{L}]\s$/u.test(end) ? `${end}; ` : end,
      )
}

/**
 * Returns that there is no answer where what stands around a box denies it or makes another number
 * of it, else `null`.
 */
export function deniedBox(text: string, box: Box): Extraction | null {
  const refused = (words: string): Extraction => ({
    candidate: null,
    reason: `in \\boxed{}: what stands beside it denies or changes it: ${quote(words)}`,
  })
  const words = deniedBy(text, box)
  if (words !== null) return refused(words)
  return isTouched(text, box)
    ? refused(text.slice(Math.max(0, box.start - 20), box.end + 20))
    : null
}

const unitBehind =
  /^\$?\s?(?:\\[ ,;:!])?\s?(\\(?:text|textrm|mathrm|mbox)\s?\{[^{}]{1,30}\}(?:\^\{?[23]\}?)?)/
const wordsBehind =
  /^(?:\$\$?|\\\)|\*\*)?\s?((?:\p{L}{1,12}[²³]?)(?:\s\p{L}{2,12}[²³]?){0,2})(?!\p{L})/u

/** Words that are units elsewhere. */
const noUnit = new Set(
  'in at as am a an is or so to do no us we he if and per min the of for on with from that which than by are was has have it its our this'.split(
    ' ',
  ),
)

const scaleBehind =
  /^(?:\$\$?|\\\))?\s?(?:\\[ ,;:!])?(?:\\text\s?\{\s?)?\s?(hundred|thousand|million|billion|trillion)(?!\p{L})/iu
const percentBehind = /^\s?\\?%/
const signBefore = /(?:^|[\s=$([{:,;]|\\[([])[-−]\s?(?:\$|\\\()?$/

/**
 * Returns the content of a box with what belongs to it: its sign, `-\boxed{5}`; the scale or the
 * unit behind it, `\boxed{5} million`, `\boxed{5}\text{ cm}`, `$\boxed{5}$ cm`.
 */
export function withUnit(text: string, { content, start, end }: Box): string {
  const before = text.slice(Math.max(0, start - 40), start)
  const isBullet = /(?:^|\n)[ \t]*[-−]\s\$?$/.test(before)
  const value =
    signBefore.test(before) && !isBullet && /(?:[-−]|[-−]\$)$/.test(before)
      ? `-(${content})`
      : content
  const behind = text.slice(end, end + 60)
  const scale = scaleBehind.exec(behind)?.[1]
  if (scale !== undefined) return `${value} ${scale}`
  if (percentBehind.test(behind)) return `${value}\\%`
  const unit = unitBehind.exec(behind)?.[1] ?? plainUnit(value, behind)
  if (unit === null) return value
  return isMeasured(value, unit) ? `${value}\\ ${unit}` : value
}

function isMeasured(value: string, unit: string): boolean {
  const [bare, measured] = [parseAnswer(value), parseAnswer(`${value}\\ ${unit}`)]
  return (
    bare.kind === 'scalar' &&
    bare.unit === null &&
    measured.kind === 'scalar' &&
    Boolean(measured.unit?.dimension)
  )
}

/** A unit in words behind a number: the longest of up to three. */
function plainUnit(value: string, behind: string): string | null {
  if (!/^[-\d.,{}!()\\/a-z]{1,60}$/.test(value)) return null
  const words = wordsBehind.exec(behind)?.[1]?.split(/\s/) ?? []
  for (let count = words.length; count > 0; count--) {
    const last = words[count - 1]!
    const rest = behind.slice(behind.indexOf(words[0]!) + words.slice(0, count).join(' ').length)
    if (noUnit.has(last.toLowerCase()) || noUnit.has(words[0]!.toLowerCase())) continue
    if (last.length === 1 && !/^\s?(?:[.,;$)]|$)/.test(rest)) continue
    const unit = `\\text{${words.slice(0, count).join(' ')}}`
    if (isMeasured(value, unit)) return unit
  }
  return null
}
