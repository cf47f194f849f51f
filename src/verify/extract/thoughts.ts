/** The thoughts of reasoning models, which are no part of what they answer. */

/**
 * Elements whose content is thought: `<think>`, `<reasoning>`, `<seed:think>`, `<scratchpad>`,
 * `<|START_THINKING|>`.
 */
const element =
  '(?:(?<endWord>end)[:_-]|\\w{1,12}[:_-])?(?:think|(?:thinking|reasoning|thought)[_-]process|thinking|thoughts?|reason|reasoning|reflection|analysis|planning|plan|deliberation|scratch_?pad|inner_monologue|cot)'

const thoughtMarks = new RegExp(
  [
    '<[|｜](?:begin|end(?<endToken>))[_▁ -]of[_▁ -](?:thought|thinking)[|｜]>',
    `<\\|?(?<endTag>/)?${element}\\|?>`,
    '\\[(?<endBracket>/)?THINK(?:ING)?\\]',
    '◁(?<endKimi>/)?think▷',
    '<\\|channel\\|>(?<channel>[a-z]{1,20})[^<]{0,60}<\\|message\\|>',
    // Of Gemma's models.
    '<unused94>|(?<endUnused><unused95>)',
    '<\\|channel>(?=thought|analysis)|(?<endChannel><channel\\|>)',
    // A part of a page that is folded, whose summary says that it is a thought; `</details>` may
    // also end another.
    '<details[^<>]{0,60}>\\s{0,8}<summary>(?=[^<]{0,40}(?:think|thought|reasoning))|(?<endDetails></details>)',
  ].join('|'),
  'gi',
)

/** A channel's marks whose brackets were lost: `analysisWe add 2.assistantfinalIt is 4.` */
const bareFinal = 'assistantfinal'
const bareAnalysis = /^\s{0,8}analysis(?=\p{Lu})|assistant(?:analysis|commentary)(?! )/u

/** What a text says beside its thoughts, or why that is nothing. */
export type Said = { text: string } | { text: null; reason: string }

/**
 * Returns the text without its thoughts: what comes after the last one, else what comes before the
 * first one. A thought that is not finished, or after which nothing is said, answers nothing. Time
 * is linear in the length.
 */
export function withoutThoughts(text: string): Said {
  if (bareAnalysis.test(text)) return afterBareChannel(text)
  let open: number | null = null
  let first: number | null = null
  let end: number | null = null
  let isFolded = false
  let depth = 0
  for (const mark of text.matchAll(thoughtMarks)) {
    const isEnd = closes(mark)
    if (mark.groups?.['endDetails'] !== undefined && !isFolded) continue
    isFolded = !isEnd && mark[0].startsWith('<details')
    // A thought within a thought; of two marks side by side one comes from the template.
    if (!isEnd && open !== null && text.slice(open, mark.index).trim() !== '') depth++
    if (isEnd) end = mark.index + mark[0].length
    else first ??= mark.index
    if (isEnd && depth > 0) depth--
    else open = isEnd ? null : mark.index + mark[0].length
  }
  if (open !== null) return { text: null, reason: 'the text ends within its thoughts' }
  if (end === null) return { text }
  const after = text.slice(end)
  if (after.trim() !== '') return { text: after }
  const before = first === null ? '' : text.slice(0, first)
  return before.trim() === ''
    ? { text: null, reason: 'the text says nothing after its thoughts' }
    : { text: before }
}

const ends = [
  'endTag',
  'endWord',
  'endBracket',
  'endKimi',
  'endToken',
  'endUnused',
  'endChannel',
  'endDetails',
]

function closes({ groups = {} }: RegExpMatchArray): boolean {
  if (groups['channel'] !== undefined) return groups['channel'].toLowerCase() === 'final'
  return ends.some((name) => groups[name] !== undefined)
}

function afterBareChannel(text: string): Said {
  const at = text.lastIndexOf(bareFinal)
  return at === -1 || bareAnalysis.test(text.slice(at))
    ? { text: null, reason: 'the text ends within its thoughts' }
    : { text: text.slice(at + bareFinal.length) }
}
