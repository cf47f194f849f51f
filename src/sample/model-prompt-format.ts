/**
 * Which prompt format a model is used with: the one that is asked for, the one it was trained in,
 * or plain.
 */
import type { PromptFormat, RecordedFormat } from '../data/index.ts'
import {
  customFormat,
  parsePromptFormatRecord,
  plainFormat,
  programFormat,
  promptFormatFile,
} from '../data/index.ts'
import type { ModelOutline } from '../model/index.ts'
import { chatPrompt, chatTemplateOf } from '../model/index.ts'

/** How the setting is described wherever there is one. */
export const promptFormatHelp =
  'plain ("Question: {question}\\nAnswer:\\n"), program (the same with "Program:"), chat (the model’s chat template), or a text that contains {question}. Default: the format in which the model was trained if that is known, otherwise plain.'

/**
 * Returns the format that `setting` names. @throws ConfigError, ModelError when the model has no
 * chat template that can be used
 */
export async function namedPromptFormat(
  setting: string,
  outline: Pick<ModelOutline, 'id' | 'files'>,
): Promise<PromptFormat> {
  return setting === 'chat'
    ? { name: 'chat', template: await chatPrompt(outline) }
    : customFormat(setting)
}

/**
 * Returns what the model's directory says of the format that it was trained in, `undefined` where
 * it says nothing. @throws ConfigError
 */
export function recordedPromptFormat({
  id,
  files,
}: Pick<ModelOutline, 'id' | 'files'>): RecordedFormat | undefined {
  const text = files[promptFormatFile]
  return text === undefined ? undefined : parsePromptFormatRecord(text.toString(), id)
}

/**
 * Returns the format to sample in and, where another may be meant, a sentence that says so. @throws
 * as `namedPromptFormat`
 */
export async function modelPromptFormat(
  outline: Pick<ModelOutline, 'id' | 'files'>,
  setting: string | undefined,
): Promise<{ format: PromptFormat; doubt?: string }> {
  const recorded = recordedPromptFormat(outline)
  const known = recorded?.format === 'unknown' ? undefined : recorded?.format
  if (setting === undefined && known) return { format: known }
  const format = setting === undefined ? plainFormat : await namedPromptFormat(setting, outline)
  const used = `its prompts are now ${shown(format)}`
  if (recorded?.programs === 'too' && format.template === programFormat.template) return { format }
  if (known && known.template !== format.template)
    return {
      format,
      doubt: `${outline.id} was trained on prompts like ${shown(known)}, but ${used}. Its answers may be poor`,
    }
  if (setting !== undefined) return { format }
  if (recorded) {
    const doubt = `${outline.id} was trained on prompts of an unknown format, and ${used}. Give --prompt-format the text of its training prompts, with {question} in it`
    return { format, doubt }
  }
  const hasTemplate = chatTemplateOf(outline) !== undefined
  return hasTemplate
    ? {
        format,
        doubt: `${outline.id} has a chat template, but ${used}. Give --prompt-format chat to use the template`,
      }
    : { format }
}

/**
 * Returns the setting with which a model is asked for programs: none where it was trained in a
 * format that is its own, so that this one is taken. @throws ConfigError
 */
export function programFormatOf(outline: Pick<ModelOutline, 'id' | 'files'>): string | undefined {
  const recorded = recordedPromptFormat(outline)
  const own = recorded?.format === 'unknown' ? undefined : recorded?.format
  const isOwn = own !== undefined && own.template !== plainFormat.template
  return isOwn && recorded?.programs !== 'too' ? undefined : programFormat.name
}

const shown = ({ template }: PromptFormat): string =>
  JSON.stringify(template.length > 120 ? `${template.slice(0, 117)}…` : template)
