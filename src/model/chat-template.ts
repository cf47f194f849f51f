/** A model's chat template: how its conversations become text. */
import type { ChatTurn } from '../core/index.ts'
import { ModelError } from '../core/index.ts'
import { Thread } from '../engine/index.ts'
import type { ModelOutline } from './model-directory.ts'

/** What a thread is told to render. */
export interface RenderOrder {
  template: string
  messages: readonly ChatTurn[]
  /** Ends the text where the model is to answer. */
  addGenerationPrompt: boolean
  /** Names of special tokens, such as `bos_token`, with their texts. */
  specialTokens: Readonly<Record<string, string>>
}

/** A template is a program: one that takes longer is stopped. */
const RENDER_MS = 10_000
/** So is one that fills this much memory. */
const HEAP_MB = 256

/** Returns the Jinja text of a model's chat template, `undefined` where it has none. */
export function chatTemplateOf({ files }: Pick<ModelOutline, 'files'>): string | undefined {
  if (files['chat_template.jinja']) return files['chat_template.jinja'].toString()
  const fromJson = files['chat_template.json'] && read(files['chat_template.json'])['chat_template']
  const inConfig = fromJson ?? read(files['tokenizer_config.json'] ?? '{}')['chat_template']
  if (typeof inConfig === 'string') return inConfig
  const named = Array.isArray(inConfig)
    ? (inConfig as { name?: unknown; template?: unknown }[])
    : []
  const chosen = named.find(({ name }) => name === 'default') ?? named[0]
  return typeof chosen?.template === 'string' ? chosen.template : undefined
}

/**
 * Returns conversations as texts, by the model's chat template, as Transformers writes them.
 * Templates are untrusted: they run in a thread of their own, which is stopped when 256 of them
 * take longer than ten seconds. @throws ModelError when the model has no template, or it fails
 */
export async function renderChats(
  outline: Pick<ModelOutline, 'id' | 'files'>,
  conversations: readonly (readonly ChatTurn[])[],
  addGenerationPrompt: boolean,
): Promise<string[]> {
  const template = chatTemplateOf(outline)
  if (template === undefined) {
    throw new ModelError(`${outline.id} has no chat template`, {
      hint: 'use promptFormat plain, or a text with {question} in it; base models have no chat template',
    })
  }
  const specialTokens = specialTokensOf(outline)
  const texts: string[] = []
  const thread = new Thread('chat-template-thread', import.meta.url, HEAP_MB)
  try {
    for (let start = 0; start < conversations.length; start += AT_ONCE) {
      const orders: RenderOrder[] = conversations
        .slice(start, start + AT_ONCE)
        .map((messages) => ({ template, messages, addGenerationPrompt, specialTokens }))
      texts.push(...(await withinTime(thread.call<never, string[]>('render', orders).next())).value)
    }
    return texts
  } catch (error) {
    throw new ModelError(
      `the chat template of ${outline.id} cannot be used: ${(error as Error).message}`,
      { cause: error },
    )
  } finally {
    await thread.stop() // a template may never come to its end
  }
}

/** Conversations that are rendered within one limit of time. */
const AT_ONCE = 256

async function withinTime<T>(rendered: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it takes longer than ${RENDER_MS / 1000} s`)),
      RENDER_MS,
    )
  })
  try {
    return await Promise.race([rendered, late])
  } finally {
    clearTimeout(timer)
  }
}

const questionMark = '{question}'

/**
 * Returns the text that the chat template makes of a question, behind instructions if any;
 * `{question}` stands in its place. @throws ModelError as `renderChats`
 */
export async function chatPrompt(
  outline: Pick<ModelOutline, 'id' | 'files'>,
  instructions?: string,
): Promise<string> {
  const system: ChatTurn[] =
    instructions === undefined ? [] : [{ role: 'system', content: instructions }]
  const [text] = await renderChats(
    outline,
    [[...system, { role: 'user', content: questionMark }]],
    true,
  )
  if (text!.split(questionMark).length === 2) return text!
  throw new ModelError(
    `the chat template of ${outline.id} leaves the question out, repeats it or changes it`,
  )
}

/** The texts of the special tokens that tokenizer_config.json or special_tokens_map.json names. */
function specialTokensOf({ files }: Pick<ModelOutline, 'files'>): Record<string, string> {
  const known = {
    ...read(files['special_tokens_map.json'] ?? '{}'),
    ...read(files['tokenizer_config.json'] ?? '{}'),
  }
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => {
      const text =
        typeof value === 'string' ? value : (value as { content?: unknown } | null)?.content
      return name.endsWith('_token') && typeof text === 'string' ? [[name, text]] : []
    }),
  )
}

function read(file: string | Buffer): Record<string, unknown> {
  try {
    return JSON.parse(file.toString()) as Record<string, unknown>
  } catch (error) {
    throw new ModelError(`a JSON file of the tokenizer is not valid JSON: ${String(error)}`, {
      cause: error,
    })
  }
}
