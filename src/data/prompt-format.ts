/** How a question becomes the text a model is given, in training and in sampling. */
import { z } from 'zod'
import { ConfigError, sha256 } from '../core/index.ts'
import { rationaleMarks } from './rationale-format.ts'

const questionMark = '{question}'

/**
 * A text with `{question}` in it, and what it is called: `plain`, `program`, `chat` (a model's chat
 * template) or `custom`.
 */
export interface PromptFormat {
  name: string
  template: string
  /** Whether a prompt is a turn of a user, which a server puts into the model's chat template. */
  isTurn?: true | undefined
}

/**
 * The project's own format, and the default: a completion in it is a worked solution whose last
 * line is `#### answer`.
 */
export const plainFormat: PromptFormat = {
  name: 'plain',
  template: `Question: ${questionMark}\nAnswer:\n`,
}

/**
 * Asks for a program in place of a worked solution: one word of the prompt chooses, so that one
 * model can learn to write both. A completion in it is `def solution():` with `return result`.
 */
export const programFormat: PromptFormat = {
  name: 'program',
  template: `Question: ${questionMark}\nProgram:\n`,
}

/**
 * Asks for the rationale of what comes next in a text, which stands in the place of the question.
 * Source: RATIONALYST (2410.01044), training: what precedes → rationale. Deviation: a model without
 * a chat template is asked with the mark that opens a rationale, so that one that has read
 * annotated texts can be asked too.
 */
export const rationaleFormat: PromptFormat = {
  name: 'rationale',
  template: `${questionMark}${rationaleMarks.open}`,
}

/** The style of a solution that is a program, in `solutionsByStyle`. */
export const programStyle = 'program'

/** The formats that have a name, whatever the model. */
const namedFormats: readonly PromptFormat[] = [plainFormat, programFormat, rationaleFormat]

/**
 * Returns the prompt of a question; a chat's turn has no blanks around it, as most templates strip
 * them.
 */
export function formatPrompt({ name, template }: PromptFormat, question: string): string {
  return template.replaceAll(questionMark, () => (name === 'chat' ? question.trim() : question))
}

/** Returns the prompt of a question in the plain format, in which training rows are written. */
export function problemPrompt(question: string): string {
  return formatPrompt(plainFormat, question)
}

/**
 * Returns the format that a user names, or gives the text of. @throws ConfigError for a text that
 * has no place for the question
 */
export function customFormat(text: string): PromptFormat {
  const named = namedFormats.find(({ name, template }) => text === name || text === template)
  if (named) return named
  if (text.includes(questionMark)) return { name: 'custom', template: text }
  throw new ConfigError(`the prompt format ${JSON.stringify(text)} has no {question}`, {
    hint: 'use plain, program, rationale, chat, or a text with {question} where the question goes',
  })
}

/**
 * Returns the text of the user's turn where a setting asks for a chat, with `{question}` in it.
 * @throws ConfigError for a turn without a place for the question
 */
export function chatTurn(setting: string): string | undefined {
  if (setting === 'chat') return questionMark
  const [, text] = /^chat:\s*(.*)$/s.exec(setting) ?? []
  return text === undefined ? undefined : customFormat(text).template
}

/** What a model that follows instructions is told, to write what the sandbox runs. */
export const programTurn =
  'chat: {question}\n\nWrite a Python function solution() without arguments that returns the answer. Write nothing but the code.'

/**
 * Returns a short name that tells formats apart: `plain`, `program`, or `custom-` and the beginning
 * of its
 * text's SHA-256.
 */
export function promptFormatId({ name, template }: PromptFormat): string {
  const isNamed = namedFormats.some((format) => format.name === name)
  return isNamed ? name : `${name}-${sha256(template).slice(0, 8)}`
}

/**
 * Returns the question of a prompt in this format, `undefined` when the prompt is in another, or
 * holds what ends a question more than once, as prompts with examples do.
 */
export function questionOf(format: PromptFormat, prompt: string): string | undefined {
  const pieces = format.template.split(questionMark)
  const [before, after] = [pieces[0]!, pieces.at(-1)!]
  const length = (prompt.length - literalLength(format)) / (pieces.length - 1)
  if (length < 0 || !Number.isInteger(length)) return undefined
  const question = prompt.slice(before.length, before.length + length)
  const isEnded = after.trim() !== '' && question.includes(after)
  return !isEnded && formatPrompt({ ...format, name: 'custom' }, question) === prompt
    ? question
    : undefined
}

/**
 * Returns a prompt in `format`: unchanged where it is in this format, rewritten where it is in the
 * plain one, `undefined` where it is in another.
 */
export function promptIn(format: PromptFormat, prompt: string): string | undefined {
  const question = questionOf(plainFormat, prompt)
  const isInFormat = questionOf(format, prompt) !== undefined
  // A prompt that fits both is in the one that says more of it: `{question}` alone fits every text.
  if (isInFormat && (question === undefined || literalLength(format) >= literalLength(plainFormat)))
    return prompt
  return question === undefined ? undefined : formatPrompt(format, question)
}

/**
 * Returns a prompt that begins in the format of programs, with its beginning in `format`; what
 * follows, such as a program to be mended, stays. `undefined` where it begins otherwise.
 */
export function programPromptIn(format: PromptFormat, prompt: string): string | undefined {
  const mark = programFormat.template.split(questionMark)[1]!
  const end = prompt.indexOf(mark) + mark.length
  const question = end < mark.length ? undefined : questionOf(programFormat, prompt.slice(0, end))
  return question === undefined ? undefined : formatPrompt(format, question) + prompt.slice(end)
}

/** Whether a prompt asks for a program in the format of programs. */
export function asksForProgram(prompt: string): boolean {
  return questionOf(programFormat, prompt) !== undefined
}

/** Characters of a format's text that are not the question's. */
export function literalLength({ template }: PromptFormat): number {
  return template.replaceAll(questionMark, '').length
}

/** The file of a model directory that says in which format the model was trained. */
export const promptFormatFile = 'prompt-format.json'

const recordSchema = z.strictObject({
  name: z.string(),
  template: z.string().includes(questionMark).optional(),
  /**
   * Present where the model learned to write programs: nothing else, or texts too, which a word of
   * the prompt chooses.
   */
  programs: z.enum(['only', 'too']).optional(),
})
export type LearnedPrograms = 'none' | 'only' | 'too'

/** What a model's record says of the prompts that it was trained on. */
export interface RecordedFormat {
  format: PromptFormat | 'unknown'
  /** Whether it learned to write programs: `only` them, or texts `too`. */
  programs: LearnedPrograms
}

/**
 * Returns the text of the record of `format`; of prompts whose format is not known, it has no
 * template.
 */
export function promptFormatRecord(
  format: PromptFormat | undefined,
  programs: LearnedPrograms,
): string {
  const learned = programs !== 'none' && { programs }
  const record = { ...(format ?? { name: 'unknown' }), ...learned }
  return `${JSON.stringify(record)}\n`
}

/**
 * Returns what the text of a record says; a format without a template is not known. @throws
 * ConfigError
 */
export function parsePromptFormatRecord(text: string, source: string): RecordedFormat {
  try {
    const { name, template, programs = 'none' } = recordSchema.parse(JSON.parse(text))
    return { format: template === undefined ? 'unknown' : { name, template }, programs }
  } catch (error) {
    throw new ConfigError(`${source}: ${promptFormatFile} is damaged`, {
      cause: error,
      hint: 'remove this file, or create it again',
    })
  }
}
