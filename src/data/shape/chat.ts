/**
 * Chats as `{role, content}` or ShareGPT's `{from, value}`: what is asked, and the answer that ends
 * it.
 */
import { describeValue, type ChatTurn } from '../../core/index.ts'
import { listOf } from './field-path.ts'

/** Who speaks, by the names that data use. */
const speakers: Record<string, 'asks' | 'answers' | 'instructs'> = {
  user: 'asks',
  human: 'asks',
  assistant: 'answers',
  gpt: 'answers',
  chatgpt: 'answers',
  bing: 'answers',
  bard: 'answers',
  model: 'answers',
  system: 'instructs',
  developer: 'instructs',
}

/** The names that chat templates know. */
const roles = { asks: 'user', answers: 'assistant', instructs: 'system' } as const

interface Turn {
  speaker: 'asks' | 'answers' | 'instructs'
  text: string
}

/** What a chat asks, and its last answer where it ends with one (`null` where that is empty). */
export interface Chat {
  question: string
  /** The turns before that answer. */
  turns: readonly ChatTurn[]
  completion?: string | null
}

/**
 * Reads a chat. What comes before the last answer is the question: instructions, then the user's
 * words; where there are several turns, each with who speaks.
 */
export function readChat(value: unknown): Chat | { fault: string } {
  const list = listOf(value)
  if (!list) return { fault: `expected a list of turns, found ${describeValue(value)}` }
  const turns: Turn[] = []
  for (const [place, each] of list.entries()) {
    const turn = turnOf(each)
    if ('fault' in turn) return { fault: `turn ${place + 1}: ${turn.fault}` }
    turns.push(turn)
  }
  const last = turns.at(-1)
  const isAnswered = last?.speaker === 'answers'
  const before = isAnswered ? turns.slice(0, -1) : turns
  if (!before.some(({ speaker }) => speaker === 'asks'))
    return { fault: 'the chat has no turn of a user' }
  const isLong = before.some(({ speaker }) => speaker === 'answers')
  const words = { asks: 'User: ', answers: 'Assistant: ', instructs: '' }
  const question = before
    .map(({ speaker, text }) => `${isLong ? words[speaker] : ''}${text}`)
    .join('\n')
  const chat = {
    question,
    turns: before.map(({ speaker, text }) => ({ role: roles[speaker], content: text })),
  }
  return isAnswered ? { ...chat, completion: last.text === '' ? null : last.text } : chat
}

function turnOf(value: unknown): Turn | { fault: string } {
  if (typeof value !== 'object' || value === null)
    return { fault: `expected {role, content} or {from, value}, found ${describeValue(value)}` }
  const { role, from, content, value: said } = value as Record<string, unknown>
  const speaker = Object.hasOwn(speakers, String(role ?? from))
    ? speakers[String(role ?? from)]
    : undefined
  if (!speaker)
    return {
      fault: `the speaker must be one of ${Object.keys(speakers).join(', ')}, found ${describeValue(role ?? from)}`,
    }
  const text = saidText(content ?? said)
  return text === null
    ? { fault: `the content of the turn must be text, found ${describeValue(content ?? said)}` }
    : { speaker, text }
}

/** Text, or the text parts of a message of several parts. */
function saidText(content: unknown): string | null {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.map((part: unknown) =>
    typeof part === 'object' && part !== null && 'text' in part ? part.text : undefined,
  )
  return texts.every((text) => typeof text === 'string') ? texts.join('') : null
}
