/** Training rows in the formats of other trainers: TRL, Axolotl and the fine-tuning of OpenAI. */
import { ConfigError, type ChatTurn, type TrainingRow } from '../core/index.ts'
import {
  asksForProgram,
  chatTurn,
  formatPrompt,
  plainFormat,
  programPromptIn,
  programTurn,
  promptIn,
  questionOf,
  rationaleFormat,
  type PromptFormat,
} from './prompt-format.ts'

export const exportFormats = ['trl', 'axolotl', 'openai'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** How the setting is described wherever there is one. */
export const exportPromptHelp =
  'How the model was asked when the completions were drawn: chat (the question is the turn of the user), "chat: " and a text that contains {question} (a turn with more words), or plain (no chat: a row is two texts, for trl only). Default: chat; of programs, the turn in which a model on a server is asked for them.'

export interface ExportOptions {
  format: ExportFormat
  promptFormat?: string | undefined
}

/** A turn of a chat, and whether it is learned, in the words of each trainer. */
type ExportedTurn = ChatTurn & { training?: false; weight?: 0 }
/** A row of a file of another trainer. */
export type ExportedRow =
  | { prompt: string | ChatTurn[]; completion: string | ChatTurn[] }
  | { messages: ExportedTurn[] }

export interface ExportAccount {
  rows: number
  written: number
  /** Of those, the rows whose prompt is in no known format, and became the turn as it stands. */
  asTheyStand: number
  /** Rows that no trainer could learn from, by what is wrong with them. */
  leftOut: Record<string, number>
}

/**
 * Returns the rows as a trainer reads them, and an account of them: `rows` = `written` + all that
 * are left out. @throws ConfigError for a format of prompts that is none, or that a trainer lacks
 */
export function exportRows(
  rows: readonly TrainingRow[],
  { format, promptFormat }: ExportOptions,
): { exported: ExportedRow[]; account: ExportAccount } {
  const asked = askedAs(promptFormat)
  if (asked === plainFormat && format !== 'trl')
    throw new ConfigError(`files for ${format} hold chats, and promptFormat is plain`, {
      hint: 'Use chat, or "chat: " and a text that contains {question}; format trl has plain rows.',
    })
  const account: ExportAccount = { rows: rows.length, written: 0, asTheyStand: 0, leftOut: {} }
  const exported: ExportedRow[] = []
  for (const row of rows) {
    const fault = faultOf(row)
    if (fault !== undefined) {
      account.leftOut[fault] = (account.leftOut[fault] ?? 0) + 1
      continue
    }
    if (asked === plainFormat) exported.push({ prompt: row.prompt, completion: row.completion })
    else {
      const turn = row.turns ? undefined : turnOf(row, asked, promptFormat === undefined)
      if (!row.turns && turn === undefined) account.asTheyStand++
      const turns = row.turns ?? [{ role: 'user', content: (turn ?? row.prompt).trim() }]
      exported.push(chatRow(turns, row.completion, format))
    }
  }
  account.written = exported.length
  return { exported, account }
}

/** The lines of a configuration of Axolotl that read a file of such rows. */
export const axolotlConfig = (path: string): string =>
  [
    'datasets:',
    `  - path: ${JSON.stringify(path)}`,
    '    ds_type: json',
    '    type: chat_template',
    '    field_messages: messages',
    '    message_property_mappings: { role: role, content: content }',
    '    message_field_training: training',
    '    roles_to_train: [assistant]',
    '    train_on_eos: turn',
    'chat_template: tokenizer_default',
    '',
  ].join('\n')

/** An account for people, with what they should look at first in a list of its own. */
export function describeExport({ rows, written, asTheyStand, leftOut }: ExportAccount): {
  summary: string
  doubts: string[]
} {
  const faults = Object.entries(leftOut).map(([fault, count]) => `${count} ${fault}`)
  return {
    summary: `${written} of ${rows} rows are written`,
    doubts: [
      ...(written === 0 ? ['the file is empty: no row can be learned from'] : []),
      ...(faults.length > 0 ? [`rows are left out: ${faults.join(', ')}`] : []),
      ...(asTheyStand > 0
        ? [
            `the prompts of ${asTheyStand} of ${rows} rows have no format that is known. They are the turns of the user as they stand`,
          ]
        : []),
    ],
  }
}

/** The format of prompts; the plain one stands for rows that are no chats. */
function askedAs(setting = 'chat'): PromptFormat {
  if (setting === plainFormat.name) return plainFormat
  const template = chatTurn(setting)
  if (template !== undefined) return { name: 'chat', template }
  throw new ConfigError(`promptFormat is ${JSON.stringify(setting)}, which is no turn of a chat`, {
    hint: 'Use chat, "chat: " and a text that contains {question}, or plain.',
  })
}

/** What is wrong with a row that teaches nothing. */
function faultOf({ prompt, completion, turns }: TrainingRow): string | undefined {
  if (completion.trim() === '') return 'without a completion'
  if (!turns) return prompt.trim() === '' ? 'without a prompt' : undefined
  const last = turns.at(-1)
  return last?.role === 'user' && last.content.trim() !== ''
    ? undefined
    : 'whose chat does not end with a question'
}

/** The turn in which a row's prompt was asked; `undefined` where its format is not known. */
function turnOf(row: TrainingRow, format: PromptFormat, isDefault: boolean): string | undefined {
  const { prompt } = row
  if (row.promptFormat === 'rationale') {
    const preceding = questionOf(rationaleFormat, prompt)
    return preceding === undefined ? undefined : formatPrompt(format, preceding)
  }
  if (row.promptFormat !== undefined || asksForProgram(prompt))
    return programPromptIn(isDefault ? askedAs(programTurn) : format, prompt)
  const isKnown = questionOf(plainFormat, prompt) !== undefined
  // A question alone fits every text.
  return isKnown || format.template !== '{question}' ? promptIn(format, prompt) : undefined
}

function chatRow(
  turns: readonly ChatTurn[],
  completion: string,
  format: ExportFormat,
): ExportedRow {
  const answer: ChatTurn = { role: 'assistant', content: completion.trim() }
  if (format === 'trl') return { prompt: [...turns], completion: [answer] }
  // The last answer is learned, as in our own training.
  const given = format === 'axolotl' ? { training: false as const } : { weight: 0 as const }
  const before = turns.map((turn) => (turn.role === 'assistant' ? { ...turn, ...given } : turn))
  return { messages: [...before, answer] }
}
