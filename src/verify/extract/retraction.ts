/**
 * What takes an answer back: `42, which is wrong`, `42 (wrong)`, `42. Wait, no`, `42. That is not
 * right.`
 */
import { quote, type Extraction } from './mark.ts'

const wrong =
  'wrong|incorrect|false|invalid|mistaken|inadmissible|impossible|extraneous|an? (?:mistake|error|misprint|typo)|off|too (?:small|large|big|low|high|few|many|much)|ruled out|rejected'
const right =
  'right|correct|valid|possible|true|it|quite|allowed|acceptable|(?:the|an?) (?:(?:right|correct|valid|final) )?(?:answer|solution|result)'
const adverbs = '(?:(?:\\p{L}+ly|also|still|just|of course|in fact|not even) )?'
const subject = '(?:which|that|this|it|the (?:answer|result|value|number))'

const retractions = [
  '(?:wait|no|nope|oops|hmm+|actually|sorry|correction|scratch that|never ?mind|strike that)(?!\\p{L}|\\.? ?\\d| (?:other|more|further|need|matter|wonder|doubt|one|such|real|integer|solution))',
  `(?:${wrong})(?=\\W|$)`,
  `not (?:${right})(?=\\W{0,3}$|[.,;:!)])`,
  `${subject} (?:is|was|seems|looks|would be|must be|has to be|turns out(?: to be)?) ${adverbs}(?:${wrong})(?!\\p{L})`,
  `${subject} (?:(?:is|was|seems|looks) ${adverbs}not|(?:is|was)n['’]t) ${adverbs}(?:${right})(?!\\p{L})`,
  `${subject} (?:cannot|can['’]t|can not|could not|couldn['’]t) ${adverbs}be(?: (?:${right})(?!\\p{L})|\\W{0,2}$|[.,;!)])`,
  `${subject} ${adverbs}(?:(?:does|did|do|would|wo)(?: not|n['’]t)|fails to) (?:work|satisfy|fit|hold|check|make sense|add up|match|solve|count)(?!\\p{L})`,
  `${subject} ${adverbs}(?:fails|violates|contradicts)(?!\\p{L})`,
  `${subject} ${adverbs}(?:should|must|has to|ought to) ${adverbs}(?:be|have been) [$\\\\(*]{0,4}(?:\\d|boxed|[A-J](?!\\p{L}))`,
  `(?:i|we) (?:just |have |had |think i |now )?(?:made (?:an?|some) (?:mistake|error|slip)|miscalculated|misread|miscounted|meant|changed|was wrong|were wrong|doubt (?:it|that|this)|take (?:it|that|this) back|now get|got it wrong)(?!\\p{L})`,
  'let (?:me|us) (?:recheck|re-check|redo|reconsider|recompute|recalculate|try again|correct)(?!\\p{L})',
  '(?:or )?(?:maybe|perhaps|possibly|or is it|or was it) [$\\\\(]{0,3}(?:\\d|[A-J](?!\\p{L}))',
  '(?:second|third|new|another|corrected|revised) (?:attempt|try|answer)(?!\\p{L})',
  '(?:是|就是|这是|這是|这|這|也|但|但是)?(?:错|錯|不对|不對|不正确|不正確|不成立|不符合|不满足|有误)',
  '(?:(?:das |aber |lo que |pero |qui |mais |ce qui |che |ma |o que |mas |no |что |но |это )(?:ist|es|está|est|è|é|)? ?)?(?:falsch|incorrecto|incorrecta|incorrect|faux|sbagliato|errado|incorreto|неверно|неправильно)(?!\\p{L})',
].join('|')

const opening =
  '[\\s$*_.,;:!?)\\]}([{"\'\\\\\\u2013\\u2014\\u3002\\uff0c-]{0,8}(?:text\\{\\s?)?[([]?'
const joint =
  '(?:(?:but|however|though|although|yet|and|oh|so|ah|well|unfortunately|pero|aber|mais|ma|mas|но),? ){0,2}'

const takenBack = new RegExp(`^${opening}${joint}(?:${retractions})`, 'iu')

/** Whether a remark, or the sentence behind an answer, begins by taking the answer back. */
export const retracts = (text: string): boolean => takenBack.test(text.slice(0, 160))

/** Where a clause or a remark may begin. */
const beginnings =
  /[,;:.!?()[\]–—，；。]|\s-(?=\s)|\s(?=(?:but|which|however|though|yet) )|(?<=[\d$*)}\]]\s?)(?=[是错錯不])/gi

const maxClauses = 32

/**
 * Whether a clause or a remark of a statement takes its answer back. Time is linear in the length.
 */
export function isTakenBack(statement: string): boolean {
  let tried = 0
  for (const { index, 0: sign } of statement.slice(0, 1_000).matchAll(beginnings)) {
    if (index === 0 && sign !== '') continue
    if (++tried > maxClauses) return false
    if (retracts(statement.slice(index, index + 160))) return true
  }
  return false
}

/** How far behind an answer it may be taken back. */
const maxDistance = 160

/**
 * Whether what follows an answer takes it back: its next sentence, on the same line or the next.
 */
export const isTakenBackBehind = (behind: string): boolean =>
  retracts(behind.slice(0, maxDistance).replace(/\s+/g, ' '))

export const takenBackAnswer = (statement: string): Extraction => ({
  candidate: null,
  reason: `the text takes its answer back: ${quote(statement)}`,
})
