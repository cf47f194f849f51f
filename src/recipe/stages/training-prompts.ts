/** The prompts of training rows: put into the format the model is to be used with, and told where that cannot be done. */
import type { RunEvent, TrainingRow } from '../../core/index.ts'
import type { PromptFormat } from '../../data/index.ts'
import { formatPrompt, plainFormat, promptFormatRecord, questionOf } from '../../data/index.ts'
import type { ModelOutline } from '../../model/index.ts'
import { namedPromptFormat, recordedPromptFormat } from '../../sample/index.ts'

export interface FormattedRows {
  rows: readonly TrainingRow[]
  /** The text of the trained model's record of its format. */
  record: string
  /** What a user should know of the prompts. */
  warning?: RunEvent
}

/**
 * Returns `rows` with their prompts in the format of `setting`, or in the one the model was trained in before, or as they are. Rows in the plain format, which
 * `curate` writes, are put into another one; what is in neither is trained as it is, with a warning, because sampling would not ask in that way.
 * @throws as `namedPromptFormat`
 */
export async function formatRows(
  rows: readonly TrainingRow[],
  outline: Pick<ModelOutline, 'id' | 'files'>,
  setting: string | undefined,
): Promise<FormattedRows> {
  const recorded = recordedPromptFormat(outline)
  const format =
    setting !== undefined
      ? await namedPromptFormat(setting, outline)
      : recorded?.template === undefined
        ? plainFormat
        : { name: recorded.name, template: recorded.template }
  const strangers: string[] = []
  const formatted = rows.map((row) => {
    if (questionOf(format, row.prompt) !== undefined) return row
    const question = questionOf(plainFormat, row.prompt)
    if (question !== undefined) return { ...row, prompt: formatPrompt(format, question) }
    strangers.push(row.prompt)
    return row
  })
  const isKnown = strangers.length < rows.length
  return {
    rows: formatted,
    record: promptFormatRecord(isKnown ? format : undefined),
    ...(strangers.length > 0 && {
      warning: { type: 'note', level: 'warning', message: describe(strangers, rows.length, format) },
    }),
  }
}

function describe(strangers: readonly string[], total: number, { template }: PromptFormat): string {
  const seen = commonFormat(strangers)
  const remedy = seen === undefined ? 'a text with {question} in it' : `--prompt-format ${JSON.stringify(seen)}`
  return (
    `the prompts of ${strangers.length} of ${total} training rows are not like ${JSON.stringify(template)}, which the model will be asked in: ` +
    `such as ${JSON.stringify(strangers[0]!.slice(0, 80))}. They are trained as they are. Give ${remedy} in training and in sampling`
  )
}

/** What all prompts begin and end with, `{question}` between; `undefined` where that is nothing, or one prompt cannot tell. */
function commonFormat(prompts: readonly string[]): string | undefined {
  if (prompts.length < 2) return undefined
  const [first] = prompts
  const shared = (at: (text: string, place: number) => string | undefined): number => {
    let length = 0
    while (length < first!.length && prompts.every((prompt) => at(prompt, length) === at(first!, length))) length++
    return length
  }
  // Questions may begin with the same words: only what ends before a word is taken for the format.
  const before = first!.slice(
    0,
    shared((text, place) => text[place]),
  )
  const after = shared((text, place) => text.at(-1 - place))
  const start = before.replace(/[\p{L}\p{N}]+$/u, '')
  const end = after === 0 ? '' : first!.slice(-after)
  return start + end === '' || start.length + end.length > first!.length ? undefined : `${start}{question}${end}`
}
