/** Few-shot prompts: solved examples before the question. */
import {
  asksForProgram,
  formatPrompt,
  plainFormat,
  programFormat,
  promptIn,
  type PromptFormat,
} from './prompt-format.ts'

/** A solved problem: its prompt, in the plain format or the model's, and what answers it. */
export interface Example {
  prompt: string
  completion: string
}

const questionMark = '{question}'

/**
 * Returns the format of prompts that begin with `examples`: each in `format`, with a blank line
 * behind it. In a chat, the examples and the question are one turn of the user, in the plain format
 * or, where the examples are, in that of programs: a chat template may end a conversation only
 * once. An example in another format than `format` and the plain one stays as it is.
 */
export function fewShotFormat(format: PromptFormat, examples: readonly Example[]): PromptFormat {
  const each = formatOfEach(format, examples)
  const shown = examples.map(
    ({ prompt, completion }) => `${promptIn(each, prompt) ?? prompt}${completion.trimEnd()}\n\n`,
  )
  const asked = [...shown, each.template].join('')
  const template = format.name === 'chat' ? formatPrompt(format, asked) : asked
  return { name: 'few-shot', template, ...(format.isTurn && { isTurn: true }) }
}

/**
 * Returns the text with which a model goes on to an example of its own making, where its completion
 * must end: the first line of what stands before a question, on a new line. Where nothing does, it
 * is a blank line.
 */
export function fewShotStop(format: PromptFormat): string {
  const before = formatOfEach(format).template.split(questionMark, 1)[0]!
  const [lead] = before.trim().split('\n')
  return lead === '' ? '\n\n' : `\n${lead!.trimEnd()}`
}

/** The format of each example, and of the question behind them. */
function formatOfEach(format: PromptFormat, examples: readonly Example[] = []): PromptFormat {
  if (format.name !== 'chat') return format
  const arePrograms = examples.length > 0 && examples.every(({ prompt }) => asksForProgram(prompt))
  return arePrograms ? programFormat : plainFormat
}
