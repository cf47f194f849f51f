/** Telling which letters of a choice a text only speaks of, to rule them out or as one of two that are right. */

const wrong =
  'wrong|false|incorrect|invalid|untrue|impossible|implausible|inconsistent|irrelevant|eliminated|excluded|ruled out|too \\w+|not\\b'
const right = 'yes|right|true|correct'

/** What follows a letter that is ruled out: ` is too small`, ` and C are false`, ` cannot be`. */
const ruledOut = new RegExp(
  `^\\)?(?:(?:,|,? (?:and|or|nor)|,? &) \\(?\\p{Lu}\\)?){0,9} (?:(?:is|are|was|were|seems?|looks?) (?:\\w+ly )?(?:${wrong})|(?:is|are|do|does|ca)(?:n't|n’t)|(?:cannot|can not|do not|does not))`,
  'u',
)

/** What follows the first of two letters that are both right, `A and B are correct`, and the second. */
const bothRight = /^\)?(?:,? (?:and|&) \(?\p{Lu}\)?)? (?:are|is) (?:both )?(?:correct|right|true|valid)/u
const joinedAfter = /^\)?,? (?:and|&) \(?\p{Lu}\)?(?![\p{L}\p{N}])/u
const joinedBefore = /(?<!\p{L})\p{Lu}\)?,? (?:and|&) \(?$/u

/** What rules out the letter behind it, `I would eliminate `, or offers it beside another, `between A and `. */
const ruledOutBefore =
  /(?:\b(?:eliminat\w+|rul\w+ out|exclud\w+|reject\w*|discard\w*|dismiss\w*|cross\w* out|avoid\w*|not|never|cannot be|except|unlike|neither|nor|instead of|rather than|other than|than|wrong\w*|doubt\w*|(?:all|any|anything|everything|nothing) but)|n['’]t(?: be)?|排除|不是|不选|不選)(?:[ :]{1,2}(?:be|option|choice|answer|the|letter|think|it|is|pick|choose|select|say)){0,4}[\s:]{0,2}[([*"']{0,3}$/iu

/** Whether a letter between `before` and `after` is no answer: it is ruled out, or is one of two that are both said to be right. */
export function isOnlyDiscussed(before: string, after: string): boolean {
  const next = after.slice(0, 120)
  if (ruledOut.test(next) || ruledOutBefore.test(before.slice(-60))) return true
  return bothRight.test(next) && (joinedAfter.test(next) || joinedBefore.test(before.slice(-12)))
}

/** `A: no`, `(B) is true`. */
const judged = new RegExp(
  `(?<![\\p{L}\\p{N}])\\(?(\\p{Lu})\\)?(?:\\s?[:.)–-])?\\s?\\**\\s?(?:is )?(${right}|no|wrong|false|incorrect)(?!\\p{L})`,
  'gu',
)

/**
 * Returns what a text settles on that judges two letters or more: the only one that it finds right, `null` where that is none or several.
 * `undefined` where it judges less.
 */
export function onlyRightLetter(text: string): string | null | undefined {
  const verdicts = new Map<string, boolean>()
  for (const [, letter, verdict] of text.matchAll(judged)) verdicts.set(letter!, rightWord.test(verdict!))
  if (verdicts.size < 2) return undefined
  const found = [...verdicts].filter(([, isRight]) => isRight)
  return found.length === 1 ? found[0]![0] : null
}

const rightWord = new RegExp(`^(?:${right})$`)
