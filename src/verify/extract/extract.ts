/** Finding the final answer in a model's text, by the most explicit mark it carries. */
import { requireOptions, type Policy } from '../policy.ts'
import { choiceReaders } from './choice-letter.ts'
import { defaultChoices } from './choice-patterns.ts'
import { expressionReaders } from './expression-answer.ts'
import {
  explicitMarks,
  type AnswerKind,
  type Extraction,
  type Mark,
  type MarkReaders,
} from './mark.ts'
import { lastNumber } from './last-number.ts'
import { numberReaders } from './number-answer.ts'
import { isProse } from './prose.ts'
import { partsBeforeQuestions } from './run-on.ts'
import { whatIsSaid } from './said.ts'

/** What is looked for. */
export interface ExtractionOptions {
  /** `auto` unless given. */
  expects?: AnswerKind
  /**
   * The marks that are tried, of those that suit the kind; all unless given. `['in \\boxed{}']` is
   * a strict reward's.
   */
  marks?: readonly Mark[]
  /** The letters among which an answer is chosen; `ABCDEFGHIJ` unless given. */
  choices?: string
  /**
   * The texts of the options, A first. Then only their letters are choices, and an answer that is
   * the text of one of them is its letter. They make `auto` a choice; no other kind has any.
   */
  choiceTexts?: readonly string[]
  /** Decides which of several marks counts; the evaluation policy unless given. */
  policy?: Policy
}

/**
 * Returns the candidate of the first mark that is present: `<answer>` tags, `####`, `\boxed{}`, a
 * JSON field `answer` (in broken JSON too), a line such as `A: 18` or `the answer is 18`, else what
 * the text ends with: an expression, or the last number. A boxed or JSON answer that is none of the
 * kind expected means that there is none: the reasoning before it is not searched for a better one.
 * Of several marks of one kind the last counts, which may correct the others, unless the policy
 * says otherwise. Words that deny what is marked, or make another number of it, mean that there is
 * none. Thoughts, chat tokens and markup are no part of what is read. Where a text goes on with a
 * next question after its answer, only what comes before that is read. The candidate is text: LaTeX
 * stays as it stands. Never throws for what the text is; time is linear in it.
 * @throws ConfigError when the policy is none, such as a name
 */
export function extractAnswer(text: string, options: ExtractionOptions = {}): Extraction {
  requireOptions(options)
  if (text.trim() === '') return { candidate: null, reason: 'the text is empty' }
  const said = whatIsSaid(text)
  if (said.text === null) return { candidate: null, reason: said.reason }
  return (
    firstFound(said.text, options) ?? { candidate: null, reason: reasonForNone(said.text, options) }
  )
}

/**
 * Like `extractAnswer`, but `null` when the text carries no explicit mark: for texts where a stray
 * number must not count.
 */
export function extractMarkedAnswer(
  text: string,
  options: ExtractionOptions = {},
): Extraction | null {
  requireOptions(options)
  const { marks = explicitMarks } = options
  const said = whatIsSaid(text)
  if (said.text === null) return null
  return firstFound(said.text, {
    ...options,
    marks: marks.filter((mark) => explicitMarks.includes(mark)),
  })
}

function firstFound(text: string, options: ExtractionOptions): Extraction | null {
  return firstMark(withoutNextQuestion(text, options), options)
}

function firstMark(text: string, options: ExtractionOptions): Extraction | null {
  const { marks, policy } = options
  for (const [mark, reader] of readersOf(options)) {
    if (marks && !marks.includes(mark)) continue
    const extraction = reader(text, policy)
    if (extraction) return extraction
  }
  return null
}

/**
 * What comes before the next question, where an answer that is no prose is marked there: that one
 * answers the question asked.
 */
function withoutNextQuestion(text: string, options: ExtractionOptions): string {
  const parts = partsBeforeQuestions(text)
  if (parts.length === 0) return text
  const { marks = [...explicitMarks, 'whole text'] } = options
  const marked = {
    ...options,
    marks: marks.filter((mark) => mark === 'whole text' || explicitMarks.includes(mark)),
  }
  const isAnswered = (part: string): boolean => {
    const candidate = firstMark(part, marked)?.candidate
    return candidate !== null && candidate !== undefined && !isProse(candidate)
  }
  return parts.find(isAnswered) ?? text
}

const usualChoices = choiceReaders(defaultChoices)

const readersOfTexts = new WeakMap<readonly string[], MarkReaders>()

/** The readers of a choice among options, which are made once for the completions of a problem. */
function optionReaders(texts: readonly string[]): MarkReaders {
  const known = readersOfTexts.get(texts)
  if (known) return known
  const readers = choiceReaders('ABCDEFGHIJKLMNOPQRSTUVWXYZ'.slice(0, texts.length), texts)
  readersOfTexts.set(texts, readers)
  return readers
}

/** Whether an answer is looked for among known options. */
export const isAmongTexts = ({ expects = 'auto', choiceTexts }: ExtractionOptions): boolean =>
  choiceTexts !== undefined && (expects === 'auto' || expects === 'choice')

function readersOf(options: ExtractionOptions): MarkReaders {
  const { expects = 'auto', choices: letters, choiceTexts } = options
  if (choiceTexts && isAmongTexts(options)) return optionReaders(choiceTexts)
  const choices = letters === undefined ? usualChoices : choiceReaders(letters)
  switch (expects) {
    case 'number':
      return numberReaders
    case 'expression':
      return expressionReaders
    case 'choice':
      return choices
    case 'auto':
      return [
        ['choice letter', onlyChoice],
        ...expressionReaders,
        ...choices.filter(([mark]) => mark === 'choice letter').map(onlyInShort),
      ]
  }
}

/** `It's C.`, `C is correct.`, `c)`: a sentence that is no more than a choice. */
const choiceSentence =
  /^(?:(?:[Ii]t['’]s|[Ii]t is|I['’]d (?:say|go with|pick)|I would (?:say|pick)|I (?:pick|choose|believe it['’]s|think it['’]s)|[Pp]ick|[Ss]elect|[Cc]hoose|[Ll]etter|[Aa]lternativa|Chọn|ตอบ) |[选選]|正确的是|正確的是)\(?([A-J])\)?[.。]?$|^\(?([A-J])\)? is (?:the )?(?:correct|right)(?: (?:answer|one|choice|option))?\.?$|^\(?([a-j])\)$/u

function onlyChoice(text: string): Extraction | null {
  const line = text.length <= 60 ? text.trim() : ''
  const letter = choiceSentence.exec(line)?.slice(1).find(Boolean)
  return letter === undefined ? null : { candidate: letter.toUpperCase(), mark: 'choice letter' }
}

/** In a long text of unknown kind a letter is more likely a point or a variable. */
function onlyInShort([mark, read]: MarkReaders[number]): MarkReaders[number] {
  return [mark, (text) => (text.length <= 200 ? read(text) : null)]
}

function reasonForNone(text: string, options: ExtractionOptions): string {
  const { expects = 'auto', marks } = options
  if (marks) return `the text has none of these marks: ${marks.join(', ')}`
  if (isAmongTexts(options)) return 'there is no letter and no text of an option in the text'
  if (expects === 'choice') return 'there is no letter of a choice in the text'
  const numbers = lastNumber(text)
  if (numbers.candidate === null && /calculation|far from/.test(numbers.reason))
    return numbers.reason
  return expects === 'number'
    ? 'there is no number in the text'
    : 'there is no answer, formula or number in the text'
}
