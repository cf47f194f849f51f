/**
 * Multiple choice: the options become part of the question, and the answer the letter of one of
 * them.
 */
import { answerText, describeValue, scalarText } from '../../core/index.ts'
import { listOf } from './field-path.ts'

/** An option with the name its data gives it, where it has one. */
interface Choice {
  name?: string
  text: string
}

/**
 * Reads the options of a question: `["7", "9"]`, `["A)7", "B)9"]`, `{"text": […], "label": […]}`,
 * `[{"label": "A", "text": "7"}]`, `{"A": "7", "B": "9"}`. `null` where there are none.
 */
export function readChoices(value: unknown): Choice[] | { fault: string } | null {
  if (value === null || value === undefined) return null
  const choices = choicesOf(value)
  if (choices === null || choices.length < 2 || choices.length > letters.length)
    return {
      fault: `expected two to ${letters.length} options to choose from, found ${describeValue(value)}`,
    }
  const own = choices.map(({ text }) => /^\s*\(?([A-Z])\s*[).:]\s*/.exec(text))
  const isNamed =
    new Set(own.map((match) => match?.[1] ?? '')).size === choices.length &&
    own.every((match) => match !== null)
  return isNamed
    ? choices.map(({ text }, place) => ({
        name: own[place]![1]!,
        text: text.slice(own[place]![0].length),
      }))
    : choices
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

function choicesOf(value: unknown): Choice[] | null {
  const list = listOf(value)
  if (list) return everyOrNull(list.map(choiceOf))
  if (typeof value !== 'object' || value === null) return null
  const { text, label } = value as Record<string, unknown>
  if (Array.isArray(text)) {
    const names: unknown[] = Array.isArray(label) ? label : []
    return everyOrNull(text.map((each, place) => choiceOf({ text: each, label: names[place] })))
  }
  return everyOrNull(
    Object.entries(value).map(([name, each]) => choiceOf({ text: each, label: name })),
  )
}

function choiceOf(value: unknown): Choice | null {
  if (typeof value !== 'object' || value === null) {
    const read = answerText(value)
    return 'text' in read ? { text: read.text } : null
  }
  const { text, content, label, key } = value as Record<string, unknown>
  const read = answerText(text ?? content)
  const name = scalarText(label ?? key)
  if ('fault' in read) return null
  return { text: read.text, ...('text' in name && { name: name.text }) }
}

const everyOrNull = (choices: (Choice | null)[]): Choice[] | null =>
  choices.every((choice) => choice !== null) ? (choices as Choice[]) : null

/** Returns the question with its options, one a line; as it is where they are in it already. */
export function withChoices(question: string, choices: readonly Choice[]): string {
  const lines = choices.map(({ text }, place) => `${letters[place]}) ${onOneLine(text)}`)
  const isThere = choices.every(
    ({ text }, place) =>
      new RegExp(String.raw`(?:^|[\s(])${letters[place]}[).:]`).test(question) &&
      question.includes(text),
  )
  return isThere ? question : `${question}\n${lines.join('\n')}`
}

/** A line of an option that begins like an option would be taken for one. */
const onOneLine = (text: string): string => text.replace(/\s*\n\s*(?=\(?[A-Z]\s*[).:])/g, ' ')

/**
 * Returns the letter of the option that an answer names: by its letter, its name, its text, or its
 * place from 0 (which is what a number means in MMLU, even where an option reads the same).
 */
export function choiceLetter(
  answer: unknown,
  choices: readonly Choice[],
): { text: string } | { fault: string } {
  if (Array.isArray(answer)) {
    const read = answer.map((each) => choiceLetter(each, choices))
    const wrong = read.find((each) => 'fault' in each)
    return wrong ?? { text: read.map((each) => ('text' in each ? each.text : '')).join('') }
  }
  const place = placeOf(answer, choices)
  const letter = letters[place]
  if (letter !== undefined && place < choices.length) return { text: letter }
  return {
    fault: `is ${describeValue(answer)}, which is none of the ${choices.length} options: it is no option's letter, position (from 0) or text`,
  }
}

function placeOf(answer: unknown, choices: readonly Choice[]): number {
  if (
    typeof answer === 'number' &&
    Number.isInteger(answer) &&
    answer >= 0 &&
    answer < choices.length
  )
    return answer
  const text = String(answer).trim()
  const named = choices.findIndex(({ name }) => name === text)
  if (named !== -1) return named
  const letter = /^\(?([A-Za-z])[).]?$/.exec(text)?.[1]
  const lettered = letter === undefined ? -1 : letters.indexOf(letter.toUpperCase())
  if (lettered !== -1 && lettered < choices.length) return lettered
  const same = choices.findIndex((choice) => choice.text.trim() === text)
  if (same !== -1) return same
  const alike = choices.findIndex(
    (choice) => choice.text.trim().toLowerCase() === text.toLowerCase(),
  )
  if (alike !== -1) return alike
  return /^\d{1,2}$/.test(text) ? Number(text) : -1
}
