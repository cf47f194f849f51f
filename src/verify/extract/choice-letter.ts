/** Reading the letter of a choice, as in `(C)`, from a text by each of its marks. */
import type { Policy } from '../policy.ts'
import { taggedAnswer } from './answer-tag.ts'
import { answerStatements, isWithdrawn } from './answer-line.ts'
import { deniedBox } from './box-answer.ts'
import { enumeratedBoxed } from './boxed.ts'
import { isDenied } from './changed-number.ts'
import { choicePatterns, type ChoicePatterns } from './choice-patterns.ts'
import { cleanCandidate } from './clean-candidate.ts'
import { isOnlyDiscussed, onlyRightLetter } from './discussed-choices.ts'
import { noOptionTexts, optionTexts, type OptionTexts } from './option-text.ts'
import { isTakenBack, isTakenBackBehind } from './retraction.ts'
import { chosenLine, hashLines } from './hash-answer.ts'
import { jsonAnswer } from './json-answer.ts'
import {
  maxSearchLength,
  maxTries,
  placeOf,
  quote,
  searchedEnd,
  type Extraction,
  type Mark,
  type MarkReaders,
} from './mark.ts'

/**
 * One letter or several, `null` where several are offered to choose from or one is only ruled out.
 */
interface Choice {
  letters: string | null
  /** It had to be looked for behind other words. */
  isBehind?: boolean
}

/** How letters of a choice, and the options themselves, are told from other words. */
interface Patterns extends ChoicePatterns {
  texts: OptionTexts
}

/**
 * Returns the readers of a choice among `letters`: one, or several that are enumerated. Where the
 * texts of the options are known, an option may be named by its text. A JSON answer that is no
 * choice means that there is none; a box may hold the value before the letter is named.
 */
export function choiceReaders(letters: string, options?: readonly string[]): MarkReaders {
  const texts = options ? optionTexts(options) : noOptionTexts
  const patterns: Patterns = { ...choicePatterns(letters), texts }
  const at = (choice: Choice | null, mark: Mark): Extraction | null => {
    if (!choice) return null
    if (choice.letters === null)
      return {
        candidate: null,
        reason: `several choices are offered, or one is ruled out, ${placeOf(mark)}`,
      }
    const candidate = choice.letters.toUpperCase()
    return choice.isBehind ? { candidate, mark, doubt: 'words' } : { candidate, mark }
  }
  const inJson = (content: string): Extraction =>
    at(choiceIn(content, patterns), jsonMark) ?? {
      candidate: null,
      reason: `no letter of a choice ${placeOf(jsonMark)}: ${quote(content)}`,
    }
  return [
    ['in <answer>', (text) => at(choiceIn(taggedAnswer(text) ?? '', patterns), 'in <answer>')],
    ['after ####', (text, policy) => at(afterHashes(text, patterns, policy), 'after ####')],
    ['in \\boxed{}', (text) => inBox(text, patterns, at)],
    [
      jsonMark,
      (text) => {
        const content = jsonAnswer(text)
        return content === null ? null : inJson(content)
      },
    ],
    ['answer line', (text) => at(onAnswerLine(text, patterns), 'answer line')],
    ['whole text', (text) => at(wholeChoice(text, patterns), 'whole text')],
    ['bold', (text) => at(inBold(text, patterns), 'bold')],
    ['choice letter', (text) => at(aloneLetter(text, patterns), 'choice letter')],
    ['last statement', (text) => at(concludedOption(text, patterns), 'last statement')],
  ]
}

const jsonMark = 'JSON field "answer"'

/** What a match of a pattern found, with the letters that are enumerated with it in `statement`. */
function chosen(match: RegExpExecArray, statement: string, { next }: ChoicePatterns): Choice {
  const letters = [letterIn(match)]
  let rest = statement.slice(match.index + match[0].length)
  for (let more = next.exec(rest); more && letters.length < 10; more = next.exec(rest)) {
    if (/\bor\b|\/|或|\boder\b|\bou\b/i.test(more[1] ?? '')) return { letters: null }
    letters.push(more[2] ?? '')
    rest = rest.slice(more[0].length)
  }
  return { letters: [...new Set(letters)].join(', ') }
}

const letterIn = (match: RegExpExecArray): string =>
  match.slice(1).find((letter) => letter !== undefined) ?? ''

/** Letters that follow one another in the alphabet, as in `AC`; others are a word. */
function inOrder(run: string | undefined): string | null {
  const letters = (run ?? '').split('')
  return letters.length > 1 &&
    letters.every((letter, index) => index === 0 || letter > letters[index - 1]!)
    ? letters.join(', ')
    : null
}

/** The choice that a statement begins with, else the last one that it names. */
function choiceIn(content: string, patterns: Patterns): Choice | null {
  const { leading, named, run, texts } = patterns
  const option = texts.stated(content)
  if (option !== null) return { letters: option }
  const statement = cleanCandidate(content).replace(notBut, '')
  if (isTakenBack(statement)) return { letters: null }
  if (/^(?:not|none|neither|any|all|either|between)\b|^不/i.test(statement)) return null
  const several = inOrder(run.exec(statement)?.[1])
  if (several !== null) return { letters: several }
  const first = leading.exec(statement)
  if (first)
    return isOnlyDiscussed('', statement.slice(first[0].length))
      ? { letters: null }
      : chosen(first, statement, patterns)
  const last = [...statement.matchAll(named)].findLast(
    ({ 0: match, index }) =>
      !isOnlyDiscussed(statement.slice(0, index), statement.slice(index + match.length)),
  )
  return last ? { ...aroundChoice(last, statement, patterns), isBehind: true } : null
}

const notBut = /^not .{1,20}?,? but (?:rather )?/i

/** Of a letter within a sentence also those that are enumerated before it: `A or (B)`. */
function aroundChoice(match: RegExpExecArray, text: string, { previous }: ChoicePatterns): Choice {
  const letters = [letterIn(match)]
  let before = text.slice(Math.max(0, match.index - 80), match.index)
  for (
    let more = previous.exec(before);
    more && letters.length < 10;
    more = previous.exec(before)
  ) {
    if (/\bor\b|\/|或|\boder\b|\bou\b/i.test(more[2] ?? '')) return { letters: null }
    letters.unshift(more[1] ?? '')
    before = before.slice(0, more.index)
  }
  return { letters: [...new Set(letters)].join(', ') }
}

function afterHashes(text: string, patterns: Patterns, policy: Policy | undefined): Choice | null {
  const found = hashLines(text)
    .map(({ line }) => choiceIn(line, { ...patterns, named: /(?!)/g }))
    .filter((choice) => choice !== null)
  return chosenLine(found, policy) ?? null
}

function inBox(
  text: string,
  patterns: Patterns,
  at: (choice: Choice | null, mark: Mark) => Extraction | null,
): Extraction | null {
  const box = enumeratedBoxed(text)
  return box && (deniedBox(text, box) ?? at(choiceIn(box.content, patterns), 'in \\boxed{}'))
}

function onAnswerLine(text: string, patterns: Patterns): Choice | null {
  for (const { sentence, line, lead, behind } of answerStatements(text)) {
    const option = optionOf(sentence, patterns)
    const wholeLine = option ?? optionOf(line, patterns)
    const choice = wholeLine ?? choiceIn(sentence || line, patterns)
    // An option may be the word `false`, which takes nothing back, or have several sentences.
    const isBack = wholeLine
      ? option !== null && isTakenBackBehind(behind)
      : isWithdrawn(sentence, behind)
    if (choice) return isDenied(lead) || isBack ? { letters: null } : choice
  }
  return null
}

/** An option whose text has several sentences is on an answer line as a whole. */
function optionOf(line: string, { texts }: Patterns): Choice | null {
  const option = texts.stated(line)
  return option === null ? null : { letters: option }
}

/** The option that the last sentence names by its words, which is a guess. */
function concludedOption(text: string, { texts }: Patterns): Choice | null {
  const option = texts.concluded(text)
  return option === null ? null : { letters: option, isBehind: true }
}

const textCommand = /^\\(?:text|textbf|mathrm|mathbf|mbox)\s?\{([^{}]{1,9})\}$/

/** A text that is a letter and no more, or one line of a list of choices: `C`, `(c)`, `C) 12`. */
function wholeChoice(text: string, patterns: Patterns): Choice | null {
  const line = text.trim()
  const option = patterns.texts.stated(line)
  if (option !== null) return { letters: option }
  if (line.length > 100 || line.includes('\n')) return null
  const statement = cleanCandidate(line)
  const several = inOrder(patterns.run.exec(statement)?.[0])
  if (several !== null && /^[A-Z]+$/.test(statement)) return { letters: several }
  if (patterns.enumeration.test(statement))
    return { letters: [...new Set(statement.match(/[A-J]/g))].join(', ') }
  const alone = patterns.only.exec(statement.replace(textCommand, '$1'))
  if (alone) return { letters: letterIn(alone) }
  const listed = patterns.listedAnyCase.exec(line)
  const rest = line.slice(listed?.[0].length)
  const saysMore =
    onlyRightLetter(line) !== undefined ||
    isOnlyDiscussed('', rest) ||
    rest.search(patterns.alone) !== -1 ||
    rest.search(patterns.named) !== -1
  return listed && !saysMore ? { letters: letterIn(listed) } : null
}

function inBold(text: string, patterns: Patterns): Choice | null {
  const searched = searchedEnd(text)
  const marks = [...searched.matchAll(/\*\*/g)].map(({ index }) => index).slice(-2 * maxTries)
  for (let index = marks.length - 2; index >= 0; index--) {
    const content = searched.slice(marks[index]! + 2, marks[index + 1]).trim()
    const option = patterns.texts.stated(content)
    const match = content.length <= 100 ? patterns.leading.exec(content) : null
    if (
      (match || option !== null) &&
      !isOnlyDiscussed(searched.slice(Math.max(0, marks[index]! - 60), marks[index]), '')
    )
      return option === null ? chosen(match!, content, patterns) : { letters: option }
  }
  return null
}

/**
 * The letter with which the last line begins, `C) 12`, or the first line where it alone does and
 * the rest explains it; else the last `(C)`, `option C` or letter alone of the end that is not only
 * discussed. Where every line begins with another letter the choices are only discussed.
 */
function aloneLetter(text: string, patterns: Patterns): Choice | null {
  const { listed, named, alone } = patterns
  const lines = searchedEnd(text).split('\n')
  const last = (lines.at(-1) ?? '').trim()
  const end = last.slice(-300)
  const settled = onlyRightLetter(end)
  if (settled !== undefined) return { letters: settled }
  const both = patterns.both.exec(end)
  if (both) return { letters: both.slice(1).join(', ') }
  const begins = listed.exec(last) ?? /^([A-Z])(?=[\p{sc=Han}。、，]|$)/u.exec(last)
  if (begins && lines.filter((line) => listed.test(line.slice(0, 20))).length > 2) return null
  const stated = (pattern: RegExp): RegExpExecArray | undefined =>
    [...end.matchAll(pattern)].findLast(
      ({ 0: match, index }) =>
        !isOnlyDiscussed(end.slice(0, index), end.slice(index + match.length)) &&
        !givesUp.test(end.slice(index + match.length)),
    )
  const first = begins ?? firstLineChoice(text, last, patterns)
  if (first)
    return first.index === 0 && begins
      ? chosen(first, last, patterns)
      : { letters: letterIn(first) }
  const within = stated(named) ?? stated(alone)
  return within ? aroundChoice(within, end, patterns) : null
}

/** What says behind a letter that no option is right: `(E), but it is not the correct answer`. */
const givesUp =
  /\b(?:not answerable|(?:it|this|which) is not the (?:correct|right) (?:answer|option|choice)|(?:cannot|can ?not|can['’]t|unable to) (?:select|choose|pick) (?:an? |the |any )?(?:correct |right )?(?:answer|option|choice))/i

/** What draws the conclusion after all, so that the first line was none. */
const concluding = /(?:^|[.!?,;] )(?:so|thus|therefore|hence)\b|\b(?:choose|pick|select|go with)\b/i

/**
 * `C. 12` as a text's first line, where no other line begins with a letter and the last one draws
 * no conclusion.
 */
function firstLineChoice(
  text: string,
  last: string,
  { listed }: ChoicePatterns,
): RegExpExecArray | null {
  if (text.length > maxSearchLength || concluding.test(last)) return null
  const [first = '', ...others] = text.trim().split('\n')
  const match = listed.exec(first) ?? /^([A-Z])$/.exec(first.trim())
  if (!match || /\b(?:wrong|false|incorrect|not|too)\b/i.test(first)) return null
  // Statements may be numbered `I.`, `II.` and so on.
  const isList = others.some(
    (line) => listed.test(line.slice(0, 20)) || /^\W{0,3}[IVX]{2,4}[.):]/.test(line),
  )
  return isList ? null : match
}
