/** The thoughts of reasoning models, which are no part of what they answer. */

/** Elements whose content is thought: `<think>`, `<reasoning>`, `<seed:think>`, `<scratchpad>`. */
const element = '(?:\\w{1,12}[:_-])?(?:think|thinking|thoughts?|reason|reasoning|reflection|scratch_?pad|inner_monologue|cot)'

const thoughtMarks = new RegExp(
  [
    '<\\|(?:begin|end(?<endToken>))_of_(?:thought|thinking)\\|>',
    `<\\|?(?<endTag>/)?${element}\\|?>`,
    '\\[(?<endBracket>/)?THINK\\]',
    '◁(?<endKimi>/)?think▷',
    '<\\|channel\\|>(?<channel>[a-z]{1,20})[^<]{0,60}<\\|message\\|>',
  ].join('|'),
  'gi',
)

/** A channel's marks whose brackets were lost: `analysisWe add 2.assistantfinalIt is 4.` */
const bareFinal = 'assistantfinal'
const bareAnalysis = /^\s{0,8}analysis(?=\p{Lu})/u

/** What a text says beside its thoughts, or why that is nothing. */
export type Said = { text: string } | { text: null; reason: string }

/**
 * Returns the text without its thoughts: what comes after the last one, else what comes before the first one. A thought that is not
 * finished, or after which nothing is said, answers nothing. Time is linear in the length.
 */
export function withoutThoughts(text: string): Said {
  if (bareAnalysis.test(text)) return afterBareChannel(text)
  let open: number | null = null
  let first: number | null = null
  let end: number | null = null
  for (const mark of text.matchAll(thoughtMarks)) {
    const isEnd = closes(mark)
    if (isEnd) end = mark.index + mark[0].length
    else first ??= mark.index
    open = isEnd ? null : mark.index
  }
  if (open !== null) return { text: null, reason: 'the text ends within its thoughts' }
  if (end === null) return { text }
  const after = text.slice(end)
  if (after.trim() !== '') return { text: after }
  const before = first === null ? '' : text.slice(0, first)
  return before.trim() === '' ? { text: null, reason: 'the text says nothing after its thoughts' } : { text: before }
}

function closes({ groups = {} }: RegExpMatchArray): boolean {
  if (groups['channel'] !== undefined) return groups['channel'].toLowerCase() === 'final'
  return ['endTag', 'endBracket', 'endKimi', 'endToken'].some((name) => groups[name] !== undefined)
}

function afterBareChannel(text: string): Said {
  const at = text.lastIndexOf(bareFinal)
  return at === -1 ? { text: null, reason: 'the text ends within its thoughts' } : { text: text.slice(at + bareFinal.length) }
}
