/**
 * Which prompt format a model is used with: the one that is asked for, the one it was trained in,
 * or plain.
 */
import type { PromptFormat, RecordedFormat } from '../data/index.ts'
import {
  chatTurn,
  customFormat,
  parsePromptFormatRecord,
  plainFormat,
  programFormat,
  programTurn,
  promptFormatFile,
} from '../data/index.ts'
import type { ModelProfile } from '../model/index.ts'
import { chatPrompt, chatTemplateOf } from '../model/index.ts'

/** What has to be known of a model to ask it. */
type Asked = Pick<ModelProfile, 'id' | 'files' | 'isServed'>

/** How the setting is described wherever there is one. */
export const promptFormatHelp =
  'plain ("Question: {question}\\nAnswer:\\n"), program (the same with "Program:"), chat (the model’s chat template), "chat: " and a text that contains {question} (what the user says in a chat), or a text that contains {question}. Default: the format in which the model was trained if that is known; chat for a model on a server; otherwise plain.'

/**
 * Returns the format that `setting` names. @throws ConfigError, ModelError when the model has no
 * chat template that can be used
 */
export async function namedPromptFormat(setting: string, profile: Asked): Promise<PromptFormat> {
  const turn = chatTurn(setting)
  if (turn === undefined) return customFormat(setting)
  if (profile.isServed) return { name: 'chat', template: turn, isTurn: true }
  const template = await chatPrompt(profile)
  return { name: 'chat', template: template.replace(questionMark, () => turn) }
}

const questionMark = '{question}'

/**
 * Returns what the model's directory says of the format that it was trained in, `undefined` where
 * it says nothing. @throws ConfigError
 */
export function recordedPromptFormat({ id, files }: Asked): RecordedFormat | undefined {
  const text = files[promptFormatFile]
  return text === undefined ? undefined : parsePromptFormatRecord(text.toString(), id)
}

/**
 * Returns the format to sample in and, where another may be meant, a sentence that says so. @throws
 * as `namedPromptFormat`
 */
export async function modelPromptFormat(
  profile: Asked,
  setting: string | undefined,
): Promise<{ format: PromptFormat; doubt?: string }> {
  const recorded = recordedPromptFormat(profile)
  const known = recorded?.format === 'unknown' ? undefined : recorded?.format
  if (setting === undefined && known) return { format: known }
  if (setting === undefined && profile.isServed)
    return { format: await namedPromptFormat('chat', profile) }
  const format = setting === undefined ? plainFormat : await namedPromptFormat(setting, profile)
  const used = `its prompts are now ${shown(format)}`
  if (recorded?.programs === 'too' && format.template === programFormat.template) return { format }
  if (known && known.template !== format.template)
    return {
      format,
      doubt: `${profile.id} was trained on prompts like ${shown(known)}, but ${used}. Its answers may be poor`,
    }
  if (setting !== undefined) return { format }
  if (recorded) {
    const doubt = `${profile.id} was trained on prompts of an unknown format, and ${used}. Give --prompt-format the text of its training prompts, with {question} in it`
    return { format, doubt }
  }
  const hasTemplate = chatTemplateOf(profile) !== undefined
  return hasTemplate
    ? {
        format,
        doubt: `${profile.id} has a chat template, but ${used}. Give --prompt-format chat to use the template`,
      }
    : { format }
}

/**
 * Returns the setting with which a model is asked for programs: none where it was trained in a
 * format that is its own, so that this one is taken. @throws ConfigError
 */
export function programFormatOf(profile: Asked): string | undefined {
  if (profile.isServed) return programTurn
  const recorded = recordedPromptFormat(profile)
  const own = recorded?.format === 'unknown' ? undefined : recorded?.format
  const isOwn = own !== undefined && own.template !== plainFormat.template
  return isOwn && recorded?.programs !== 'too' ? undefined : programFormat.name
}

const shown = ({ template }: PromptFormat): string =>
  JSON.stringify(template.length > 120 ? `${template.slice(0, 117)}…` : template)
