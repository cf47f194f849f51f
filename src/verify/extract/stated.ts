/**
 * What a statement says of the number or formula that is taken out of it: whether it stands there
 * for certain.
 */
import { changingWords, isDenied, isDeniedBehind, statesNothing } from './changed-number.ts'
import { cleanCandidate, withSign } from './clean-candidate.ts'
import { unknownWord } from './certain.ts'
import { unknownLead } from './lead-words.ts'
import { quote, type Extraction, type Mark } from './mark.ts'

/**
 * Returns what was found, `null` as its candidate where the words around it in `statement` deny it
 * or make another number of it. It is in doubt where a word that is not known stands before it.
 * `lead` is what comes before the statement in its sentence.
 */
export function judged(candidate: string, mark: Mark, statement: string, lead = ''): Extraction {
  if (isDenied(lead)) return refused(lead, mark)
  if (changedWithin.test(candidate)) return refused(candidate, mark)
  if (isDeniedBehind(statement)) return refused(statement, mark)
  const doubt = unknownLead(lead)
  const letter = namedLetter.exec(candidate)?.[1]
  if (letter !== undefined)
    return doubt === null ? { candidate: letter, mark } : { candidate: letter, mark, doubt }
  if (candidate === statement.trim())
    return doubt === null ? { candidate, mark } : { candidate, mark, doubt }
  const [before, behind] = around(candidate, statement)
  const words = statesNothing(statement) ? quote(statement) : changingWords(before, behind)
  if (words !== null) return refused(words, mark)
  const unknown = doubt ?? unknownWord(before)
  return unknown === null ? { candidate, mark } : { candidate, mark, doubt: unknown }
}

/** `la C`, `option C`, `选项C`. */
const namedLetter =
  /^(?:the )?(?:(?:la|a|die|l['’]) ?(?:opción|opção|opzione|réponse|alternativa)?|option|choice|letter|选项|選項) ?\(?([A-J])\)?$/u

/** `42的一半`, `42以上`, which would be read as 42 of something. */
const changedWithin =
  /\d\s?(?:的(?:一半|\S{0,3}倍|平方|立方|倒数|相反数|\S{0,3}分之)|以上|以下|左右)/

function refused(words: string, mark: Mark): Extraction {
  return {
    candidate: null,
    reason: `${mark}: the words beside it change or deny it: ${quote(words)}`,
  }
}

/** What stands before and behind the candidate in the statement. */
function around(candidate: string, statement: string): [before: string, behind: string] {
  const text = withSign(cleanCandidate(statement))
  const whole =
    candidate.length >= text.length || text.startsWith(candidate) ? 0 : text.lastIndexOf(candidate)
  if (whole !== -1)
    return [withoutOpening(text.slice(0, whole)), text.slice(whole + candidate.length)]
  // Several parts, or written in another way: where the first of its numbers stands.
  const digits = /\d[\d.,]*/.exec(candidate)?.[0] ?? candidate
  const at = text.indexOf(digits)
  return at === -1 ? [text, ''] : [withoutOpening(text.slice(0, at)), '']
}

/** Without the signs that belong to what comes next. */
const withoutOpening = (before: string): string =>
  before.replace(/(?:[\s$*_"'([{\\+−€£¥₹-]|\\text\w*\{)+$/, ' ')
