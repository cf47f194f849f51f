/** Reading the letter of a choice, as in `(C)`, from a text by each of its marks. */
import { taggedAnswer } from './answer-tag.ts'
import { answerStatements } from './answer-line.ts'
import { lastBoxed } from './boxed.ts'
import { cleanCandidate } from './clean-candidate.ts'
import { jsonAnswer } from './json-answer.ts'
import { isOnlyDiscussed, onlyRightLetter } from './discussed-choices.ts'
import {
  lineFrom,
  maxSearchLength,
  maxTries,
  placeOf,
  quote,
  searchedEnd,
  type Extraction,
  type Mark,
  type MarkReaders,
} from './mark.ts'

/** The letters of a choice unless others are given. */
export const defaultChoices = 'ABCDEFGHIJ'

/**
 * Returns the readers of a choice among `letters`. A JSON answer that is no choice means that there is none; a box may hold the value before
 * the letter is named.
 */
export function choiceReaders(letters: string): MarkReaders {
  const patterns = choicePatterns(letters)
  const found = (candidate: string | null | undefined, mark: Mark): Extraction | null =>
    candidate ? { candidate: candidate.toUpperCase(), mark } : null
  const inJson = (content: string): Extraction =>
    found(letterOf(content, patterns), jsonMark) ?? {
      candidate: null,
      reason: `no letter of a choice ${placeOf(jsonMark)}: ${quote(content)}`,
    }
  return [
    ['in <answer>', (text) => found(letterOf(taggedAnswer(text) ?? '', patterns), 'in <answer>')],
    ['after ####', (text) => found(afterHashes(text, patterns), 'after ####')],
    ['in \\boxed{}', (text) => found(letterOf(lastBoxed(text)?.content ?? '', patterns), 'in \\boxed{}')],
    [
      jsonMark,
      (text) => {
        const content = jsonAnswer(text)
        return content === null ? null : inJson(content)
      },
    ],
    ['answer line', (text) => found(onAnswerLine(text, patterns), 'answer line')],
    ['bold', (text) => found(inBold(text, patterns), 'bold')],
    ['choice letter', (text) => found(aloneLetter(text, patterns), 'choice letter')],
  ]
}

const jsonMark = 'JSON field "answer"'

interface ChoicePatterns {
  /** A letter at the start of a statement. */
  leading: RegExp
  /** `(C)`, `option C`. */
  named: RegExp
  /** `C) 12` at the start of a line. */
  listed: RegExp
  /** A letter that is no part of a word or an expression. */
  alone: RegExp
}

/** Words after `A` or `I` that make it a letter after all. */
const afterLetter = 'is|because|since|as|and|or|which|for|with|not|but|due'

function choicePatterns(letters: string): ChoicePatterns {
  const upper = letters.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  const one = `[${upper}]`
  const either = `[${upper}${upper.toLowerCase()}]`
  const inText = '(?:\\\\(?:text|textbf|mathrm|mathbf|mbox)\\s?\\{\\s?)?'
  const article = `(?![AI] (?!(?:${afterLetter})\\b)\\p{Ll})`
  const end = `(?![\\p{sc=Latin}\\p{N}_'’]|\\s?[=+*/^]|-\\p{L})`
  return {
    leading: new RegExp(
      `^(?:(?:the )?(?:option|choice|letter|statement|answer)s?:? )?[$*_"'\\s]*(?:\\\\\\()?${inText}(?:[(\\[]\\s?(${either})\\s?[)\\]]|${article}(${one})${end}|(${either})(?:[)}\\].:*]|$))`,
      'u',
    ),
    named: new RegExp(
      `(?<!(?:not|except) |[\\p{L}\\p{N}_^}])\\((${one})\\)|\\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer)s? \\(?(${one})${end}`,
      'gu',
    ),
    listed: new RegExp(`^[ \\t>*-]*(?:\\((${one})\\)|(${one})(?:[.):]|\\*\\*))(?=[\\s*\\p{L}\\p{N}$.\\-]|$)`, 'u'),
    alone: new RegExp(
      `(?<!(?:not|except) |[\\p{sc=Latin}\\p{N}_^{}\\\\$'’°(+*/=-]|[\\p{N}+*/=°}$-]\\s)${article}(${one})${end}(?![(}$]|\\s[-<>+(∩∪]| is (?!correct|right|true|the (?:correct|right|best|answer|only)))`,
      'gu',
    ),
  }
}

function letterOf(content: string, { leading, named }: ChoicePatterns): string | null {
  const statement = cleanCandidate(content)
  if (/^(?:not|none|neither|any|all)\b/i.test(statement)) return null
  const match = leading.exec(statement) ?? [...statement.matchAll(named)].at(-1)
  return match?.slice(1).find((letter) => letter !== undefined) ?? null
}

function afterHashes(text: string, patterns: ChoicePatterns): string | null {
  let tried = 0
  for (let at = text.indexOf('####'); at !== -1 && tried < maxTries; at = text.indexOf('####', at + 4), tried++) {
    const match = patterns.leading.exec(cleanCandidate(lineFrom(text, at + 4)))
    if (match) return match.slice(1).find((letter) => letter !== undefined) ?? null
  }
  return null
}

function onAnswerLine(text: string, patterns: ChoicePatterns): string | null {
  for (const { sentence, line } of answerStatements(text)) {
    const letter = letterOf(sentence || line, patterns)
    if (letter) return letter
  }
  return null
}

function inBold(text: string, patterns: ChoicePatterns): string | null {
  const searched = searchedEnd(text)
  const marks = [...searched.matchAll(/\*\*/g)].map(({ index }) => index).slice(-2 * maxTries)
  for (let index = marks.length - 2; index >= 0; index--) {
    const content = searched.slice(marks[index]! + 2, marks[index + 1])
    const match = content.length <= 100 ? patterns.leading.exec(content.trim()) : null
    const letter = match?.slice(1).find((found) => found !== undefined)
    if (letter) return letter
  }
  return null
}

/**
 * The letter with which the last line begins, `C) 12`, or the first line where it alone does and the rest explains it; else the last `(C)`,
 * `option C` or letter alone of the end that is not only discussed. Where every line begins with another letter the choices are only
 * discussed.
 */
function aloneLetter(text: string, patterns: ChoicePatterns): string | null {
  const { listed, named, alone } = patterns
  const lines = searchedEnd(text).split('\n')
  const last = (lines.at(-1) ?? '').trim()
  const end = last.slice(-300)
  const settled = onlyRightLetter(end)
  if (settled !== undefined) return settled
  const begins = listed.exec(last) ?? /^([A-Z])(?=[\p{sc=Han}。、，]|$)/u.exec(last)
  if (begins && lines.filter((line) => listed.test(line.slice(0, 20))).length > 2) return null
  const stated = (pattern: RegExp): RegExpExecArray | undefined =>
    [...end.matchAll(pattern)].findLast(
      ({ 0: match, index }) => !isOnlyDiscussed(end.slice(0, index), end.slice(index + match.length)),
    )
  const match = begins ?? firstLineChoice(text, last, patterns) ?? stated(named) ?? stated(alone)
  return match?.slice(1).find((letter) => letter !== undefined) ?? null
}

/** What draws the conclusion after all, so that the first line was none. */
const concluding = /(?:^|[.!?,;] )(?:so|thus|therefore|hence)\b|\b(?:choose|pick|select|go with)\b/i

/** `C. 12` as a text's first line, where no other line begins with a letter and the last one draws no conclusion. */
function firstLineChoice(text: string, last: string, { listed }: ChoicePatterns): RegExpExecArray | null {
  if (text.length > maxSearchLength || concluding.test(last)) return null
  const [first = '', ...others] = text.trim().split('\n')
  const match = listed.exec(first) ?? /^([A-Z])$/.exec(first.trim())
  if (!match || /\b(?:wrong|false|incorrect|not|too)\b/i.test(first)) return null
  // Statements may be numbered `I.`, `II.` and so on.
  const isList = others.some((line) => listed.test(line.slice(0, 20)) || /^\W{0,3}[IVX]{2,4}[.):]/.test(line))
  return isList ? null : match
}
