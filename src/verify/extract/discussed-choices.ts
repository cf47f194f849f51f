/**
 * Telling which letters of a choice a text only speaks of, to rule them out or as one of two that
 * are right.
 */

import { isOfAnother } from './changed-number.ts'

const wrong =
  'wrong|false|incorrect|invalid|untrue|impossible|implausible|inconsistent|irrelevant|eliminated|excluded|ruled out|too \\w+|not\\b'
const right = 'yes|right|true|correct'

/** What follows a letter that is ruled out: ` is too small`, ` and C are false`, ` cannot be`. */
const ruledOut = new RegExp(
  `^\\)?(?:(?:,|,? (?:and|or|nor)|,? &) \\(?\\p{Lu}\\)?){0,9} (?:(?:is|are|was|were|seems?|looks?) (?:\\w+ly )?(?:${wrong})|(?:is|are|do|does|ca)(?:n't|n’t)|(?:cannot|can not|do not|does not))`,
  'u',
)

/**
 * What follows the first of two letters that are both right, `A and B are correct`, and the second.
 */
const bothRight =
  /^\)?(?:,? (?:and|&) \(?\p{Lu}\)?)? (?:are|is) (?:both )?(?:correct|right|true|valid)/u
const joinedAfter = /^\)?,? (?:and|&) \(?\p{Lu}\)?(?![\p{L}\p{N}])/u
const joinedBefore = /(?<!\p{L})\p{Lu}\)?,? (?:and|&) \(?$/u

/**
 * What rules out the letter behind it, `I would eliminate `, or offers it beside another, `between
 * A and `.
 */
const ruledOutBefore =
  /(?:\b(?:eliminat\w+|rul\w+ out|exclud\w+|reject\w*|discard\w*|dismiss\w*|cross\w* out|avoid\w*|not|never|cannot be|except|unlike|neither|nor|instead of|rather than|other than|than|wrong\w*|doubt\w*|(?:all|any|anything|everything|nothing) but)|n['’]t(?: be)?|排除|不是|不选|不選)(?:[ :]{1,2}(?:be|option|choice|answer|the|letter|think|it|is|pick|choose|select|say)){0,4}[\s:]{0,2}[([*"']{0,3}$/iu

/**
 * What offers another letter beside the one before it, or takes it back: `C (or D)`, `C, or maybe
 * D`, `C?? D`, `C (wrong)`.
 */
const notOnly =
  /^[)\].*]{0,3}(?:[\s,&(;–—-]{1,4}(?:and |or |& )?(?:maybe|perhaps|possibly|probably|or even)\s\(?\p{Lu}(?!\p{L})|[\s,]{0,2}\(or \(?\p{Lu}\)?|\?{1,3}\s{0,2}(?:\p{Lu}(?!\p{L})|no(?!\p{L}))|[\s,;.–—(-]{1,4}(?:but |and |which |however,? )*(?:(?:that|this|it|is|that['’]s) ){0,3}(?:wrong|incorrect|not (?:right|correct)|false)(?!\p{L})|\.? no, )/iu

/**
 * The same where the verb stands last, and in Chinese: `Cではない`, `C不对`; and of what a letter does:
 * `C fails`.
 */
const deniedBehind =
  /^[)\]）」"'$]{0,3}\s?(?:では(?:な|あり)|じゃ(?:な|あり)|は(?:誤|間違|不正|不適|違)|[이가은는]?\s?(?:아니|아닙|틀[렸린리])|['’]?\p{Ll}{0,3}\s?değil|नहीं|(?:这个|的)?(?:选项|答案)?(?:是|为)?(?:不对|不正确|不是|错|有误|以外)|fails?(?!\p{L})|(?:can|could|should|must) be (?:eliminated|excluded|rejected|discarded|ruled out|dismissed)|не (?:подходит|верно|верен|является)|неверн|неправильн|ist (?:falsch|nicht)|est faux|n['’]est pas|é falsa|é errada|es (?:falsa|incorrecta)|no es)/iu

/** What rules out, in its sentence, whatever comes behind it. */
const deniedSentence =
  /(?<!\p{L})(?:not|never|can['’]?t|cannot|nicht|keinesfalls|nie|niet|inte|ikke|nem|non|não|n['’]est pas|no es|не|không|nu este|değil|none of|incorrect (?:option|choice|answer)|wrong (?:option|choice|answer)|(?:student|someone|somebody|people|who \p{L}+)(?!\p{L})[^.!?]{0,60}(?:would|might|could|may) (?:choose|pick|select|say|answer))(?!\p{L})[^.!?,;:]{0,30}[\s:,]{0,3}(?:including )?[([*"']{0,3}$|(?<!\p{L})none of [^.!?]{0,40}including [([*"']{0,3}$|(?:不能|不应|不可|不要|不会|不可能|除了|并非|不)(?:是|选|選|为)?[(（]?$|^\W*(?:is|was|could|can|might) (?:it|the answer)(?: be)? [([*"']{0,3}$|\p{Lu}\)?,? (?:or|hoặc|oder|ou|o|или) (?:maybe |perhaps |possibly |even )?[([*"']{0,3}$/iu

/**
 * Whether a letter between `before` and `after` is no answer: it is ruled out, or is one of two
 * that are both said to be right.
 */
export function isOnlyDiscussed(before: string, after: string): boolean {
  const next = after.slice(0, 120)
  if (ruledOut.test(next) || ruledOutBefore.test(before.slice(-60))) return true
  if (notOnly.test(next) || deniedBehind.test(next)) return true
  const sentence =
    before
      .slice(-160)
      .split(/[.!?。]\s?/)
      .at(-1) ?? ''
  if (deniedSentence.test(sentence) || isOfAnother(`${sentence}C${next.split(/[.!?]\s/)[0]}`))
    return true
  return bothRight.test(next) && (joinedAfter.test(next) || joinedBefore.test(before.slice(-12)))
}

/** `A: no`, `(B) is true`. */
const judged = new RegExp(
  `(?<![\\p{L}\\p{N}])\\(?(\\p{Lu})\\)?(?:\\s?[:.)–-])?\\s?\\**\\s?(?:is )?(${right}|no|wrong|false|incorrect)(?!\\p{L})`,
  'gu',
)

/**
 * Returns what a text settles on that judges two letters or more: the only one that it finds right,
 * `null` where that is none or several. `undefined` where it judges less.
 */
export function onlyRightLetter(text: string): string | null | undefined {
  const verdicts = new Map<string, boolean>()
  for (const [, letter, verdict] of text.matchAll(judged))
    verdicts.set(letter!, rightWord.test(verdict!))
  if (verdicts.size < 2) return undefined
  const found = [...verdicts].filter(([, isRight]) => isRight)
  return found.length === 1 ? found[0]![0] : null
}

const rightWord = new RegExp(`^(?:${right})$`)
