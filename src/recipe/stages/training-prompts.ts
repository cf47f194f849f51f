/**
 * The prompts of training rows: put into the format the model is to be used with, and told where
 * that cannot be done.
 */
import type { RunEvent, TrainingRow } from '../../core/index.ts'
import type { LearnedPrograms, PromptFormat } from '../../data/index.ts'
import {
  asksForProgram,
  formatPrompt,
  plainFormat,
  programFormat,
  programPromptIn,
  promptFormatRecord,
  promptIn,
  questionOf,
  rationaleFormat,
} from '../../data/index.ts'
import type { ModelOutline } from '../../model/index.ts'
import { chatPrompt, chatTemplateOf, renderChats } from '../../model/index.ts'
import { namedPromptFormat, recordedPromptFormat } from '../../sample/index.ts'

type Outline = Pick<ModelOutline, 'id' | 'files'>

export interface FormattedRows {
  rows: readonly TrainingRow[]
  /** The text of the trained model's record of its format. */
  record: string
  /** What a user should know of the prompts. */
  notes: readonly RunEvent[]
}

/**
 * Returns `rows` with their prompts in the format of `setting`, or in the one the model was trained
 * in before, or in the plain one. Rows in the plain format, which `curate` writes, are put into
 * another one, and chats into a chat template turn by turn; what is in no known format is trained
 * as it is, with a warning, because sampling would not ask in that way. Instructions that all chats
 * share become part of the format. @throws as `namedPromptFormat`
 */
export async function formatRows(
  rows: readonly TrainingRow[],
  outline: Outline,
  setting: string | undefined,
): Promise<FormattedRows> {
  const format = await formatOf(outline, setting, rows)
  const notes: RunEvent[] = []
  const warn = (message: string): void =>
    void notes.push({ type: 'note', level: 'warning', message })
  const strangers: string[] = []
  const rendered =
    format.name === 'chat' ? await renderedChats(rows, outline) : new Map<TrainingRow, string>()
  const isMixed = programsIn(rows) === 'too'
  const formatted = rows.map((row) => {
    const prompt = rendered.get(row) ?? promptOfRow(row, format, isMixed)
    if (prompt === undefined) strangers.push(row.prompt)
    return prompt === undefined ? row : { ...row, prompt }
  })
  if (strangers.length > 0) warn(describe(strangers, rows.length, format))
  const instructions = sharedInstructions(rows)
  if (
    instructions === undefined &&
    rows.some(({ turns = [] }) => turns.some(({ role }) => role === 'system'))
  )
    warn(
      'the chats have different instructions (system turns). Sampling leaves instructions out, unless the prompt format contains them',
    )
  if (
    setting === undefined &&
    !recordedPromptFormat(outline) &&
    chatTemplateOf(outline) !== undefined
  )
    warn(
      `${outline.id} has a chat template, but is trained on plain prompts. Give --prompt-format chat to use the template`,
    )
  const isKnown = 2 * strangers.length < rows.length // of a mixture, what most rows are in
  const asked =
    instructions === undefined ? format : await withInstructions(format, instructions, outline)
  const record = promptFormatRecord(isKnown ? asked : undefined, learned(outline, rows))
  return { rows: formatted, record, notes }
}

async function formatOf(
  outline: Outline,
  setting: string | undefined,
  rows: readonly TrainingRow[],
): Promise<PromptFormat> {
  if (setting !== undefined) return namedPromptFormat(setting, outline)
  const recorded = recordedPromptFormat(outline)?.format
  const isAlone = programsIn(rows) === 'only'
  if (recorded === undefined || recorded === 'unknown') {
    if (rows.length > 0 && rows.every(isRationale)) return rationaleFormat
    return isAlone ? programFormat : plainFormat
  }
  // A model of programs that learns texts is asked for those in the plain format.
  return recorded.name === programFormat.name && !isAlone ? plainFormat : recorded
}

const isProgram = ({ promptFormat, prompt }: TrainingRow): boolean =>
  promptFormat === 'program' || promptFormat === 'repair' || asksForProgram(prompt)

const isRationale = ({ promptFormat }: TrainingRow): boolean => promptFormat === 'rationale'

function programsIn(rows: readonly TrainingRow[]): LearnedPrograms {
  const count = rows.filter(isProgram).length
  if (count === 0) return 'none'
  return count === rows.length ? 'only' : 'too'
}

/** What a model has learned of programs after these rows; nothing is taken to be forgotten. */
function learned(outline: Outline, rows: readonly TrainingRow[]): LearnedPrograms {
  const before = recordedPromptFormat(outline)?.programs
  const now = programsIn(rows)
  return before === undefined || before === now ? now : 'too'
}

/**
 * The prompt of a row in `format`, `undefined` where it is in none that is known. Where rows ask
 * for programs and others for texts, the words that choose between them stay.
 */
function promptOfRow(row: TrainingRow, format: PromptFormat, isMixed: boolean): string | undefined {
  if (isRationale(row)) return rationalePromptIn(format, row.prompt)
  const isOwn = [programFormat.name, plainFormat.name].includes(format.name)
  if (!isProgram(row)) return promptIn(isMixed && isOwn ? plainFormat : format, row.prompt)
  return isMixed || isOwn ? row.prompt : programPromptIn(format, row.prompt)
}

/** What precedes a rationale is a turn of its own in a chat; elsewhere, its mark asks for it. */
function rationalePromptIn(format: PromptFormat, prompt: string): string {
  const preceding = format.name === 'chat' ? questionOf(rationaleFormat, prompt) : undefined
  return preceding === undefined ? prompt : formatPrompt(format, preceding)
}

/** The prompts of rows that come from chats, by the model's chat template. */
async function renderedChats(
  rows: readonly TrainingRow[],
  outline: Outline,
): Promise<Map<TrainingRow, string>> {
  const chats = rows.filter(({ turns }) => turns !== undefined)
  if (chats.length === 0) return new Map()
  const texts = await renderChats(
    outline,
    chats.map(({ turns }) => turns!),
    true,
  )
  return new Map(chats.map((row, place) => [row, texts[place]!]))
}

/**
 * The instructions that stand before the one question of every chat, `undefined` where chats differ
 * in that.
 */
function sharedInstructions(rows: readonly TrainingRow[]): string | undefined {
  const [first] = rows[0]?.turns ?? []
  if (first?.role !== 'system' || first.content.includes('{question}')) return undefined
  const isLikeFirst = ({ turns }: TrainingRow): boolean =>
    turns?.length === 2 &&
    turns[0]!.role === 'system' &&
    turns[0]!.content === first.content &&
    turns[1]!.role === 'user'
  return rows.every(isLikeFirst) ? first.content : undefined
}

/** The format in which a question is asked as the chats asked theirs. */
async function withInstructions(
  format: PromptFormat,
  instructions: string,
  outline: Outline,
): Promise<PromptFormat> {
  if (format.name === 'chat')
    return { name: 'chat', template: await chatPrompt(outline, instructions) }
  return { name: 'custom', template: formatPrompt(format, `${instructions}\n{question}`) }
}

function describe(strangers: readonly string[], total: number, { template }: PromptFormat): string {
  const seen = commonFormat(strangers)
  const remedy =
    seen === undefined ? 'a text with {question} in it' : `--prompt-format ${JSON.stringify(seen)}`
  return (
    `the prompts of ${strangers.length} of ${total} training rows, such as ${JSON.stringify(strangers[0]!.slice(0, 80))}, do not have the format ${JSON.stringify(template)} ` +
    `in which the model will be asked. They are used unchanged. Give ${remedy} in training and in sampling`
  )
}

/**
 * What all prompts begin and end with, `{question}` between; `undefined` where that is nothing, or
 * one prompt cannot tell.
 */
function commonFormat(prompts: readonly string[]): string | undefined {
  if (prompts.length < 2) return undefined
  const [first] = prompts
  const shared = (at: (text: string, place: number) => string | undefined): number => {
    let length = 0
    while (
      length < first!.length &&
      prompts.every((prompt) => at(prompt, length) === at(first!, length))
    )
      length++
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
  return start + end === '' || start.length + end.length > first!.length
    ? undefined
    : `${start}{question}${end}`
}
