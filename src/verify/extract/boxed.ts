/** The contents of `\boxed{…}` in a text: the last one, or several that are enumerated. */
import { isEnumeration, joinParts } from './enumeration.ts'
import { maxTries } from './mark.ts'
import { unescapeJson } from './json-escapes.ts'

export interface Box {
  /** Where its command begins and where it ends. */
  start: number
  end: number
  content: string
}

/** A box that is not closed within so many characters is none: the text was cut off. */
const maxBoxLength = 2_000

/**
 * Returns the last box that is closed, or `null` when there is none. An empty one that a sentence
 * only speaks of does not count: `I put it in \boxed{}`.
 */
export function lastBoxed(text: string): Box | null {
  for (const box of boxesFromEnd(text)) if (!isOnlyNamed(text, box)) return box
  return null
}

/**
 * Whether an empty box is spoken of, and not left empty: a preposition stands before it, or words
 * behind it.
 */
function isOnlyNamed(text: string, { start, end, content }: Box): boolean {
  if (content.trim() !== '') return false
  const before = text.slice(Math.max(0, start - 24), start)
  return (
    /(?:^|\s)(?:in|into|inside|within|with|using?|used|by|a|an|the|of|this)(?: an?| the)?\s[`$"'(\\]{0,4}$/i.test(
      before,
    ) || /^[`$"')\\]{0,4} \p{L}/u.test(text.slice(end, end + 8))
  )
}

/**
 * Like `lastBoxed`, but of boxes that are enumerated (`\boxed{1}, \boxed{2} and \boxed{3}`) returns
 * all, joined by `, `; of boxes with any other text between them the last counts. An answer that is
 * only said again counts once.
 */
export function enumeratedBoxed(text: string): Box | null {
  const group: Box[] = []
  for (const box of boxesFromEnd(text)) {
    if (isOnlyNamed(text, box)) continue
    const next = group[0]
    // `\boxed{x = \boxed{5}}`: the inner one says it all.
    if (
      next &&
      (box.end > next.start || !isEnumeration(withoutName(text.slice(box.end, next.start))))
    )
      break
    group.unshift(box)
  }
  const last = group.at(-1)
  return last
    ? {
        content: joinParts(group.map(({ content }) => content)),
        start: group[0]!.start,
        end: last.end,
      }
    : null
}

/** Of `x=\boxed{3} and y=\boxed{5}` the second name. */
const withoutName = (gap: string): string =>
  gap.replace(/(?<=and|or|,|;)([\s$]{0,4})\p{L}'?(?:_\{?\w\}?)?\s?=[\s$]{0,4}$/u, '$1')

/** Boxes that are closed, the last one first. */
function* boxesFromEnd(text: string): Generator<Box> {
  let at = text.length
  for (let tried = 0; tried < maxTries;) {
    at = text.lastIndexOf('ox', at - 1)
    if (at <= 0) return
    const opening = command.exec(text.slice(Math.max(0, at - 8), at + 2))
    if (!opening) continue
    tried++
    const box = readBox(text, at, opening)
    if (box) yield box
  }
}

/**
 * The commands, up to the `ox` that was found: `\boxed` and `\fbox`. `\beginboxed` is a slip of
 * models, a backspace before `oxed` that of a JSON reader which took `\b` for an escape.
 */
const command = /(?:(\\?)\\(?:begin)?b|(\\?)\\fb|[\b])ox$/

function readBox(text: string, at: number, opening: RegExpExecArray): Box | null {
  const [name, escapedBoxed, escapedFbox] = opening
  const isFbox = escapedFbox !== undefined
  if (!isFbox && !text.startsWith('ed', at + 2)) return null
  const inside = readBraced(text, at + (isFbox ? 2 : 4))
  if (!inside) return null
  // `\\boxed{\\frac12}` stands in a JSON string.
  const isEscaped = escapedBoxed === '\\' || escapedFbox === '\\'
  const content = isEscaped ? unescapeJson(inside.content) : inside.content
  return { start: at + 2 - name.length, end: inside.end, content }
}

/**
 * Reads `{…}` with its nested braces after `from`, or without braces the token that follows:
 * `\boxed 7`.
 */
function readBraced(text: string, from: number): { content: string; end: number } | null {
  const window = text.slice(from, from + maxBoxLength)
  const open = /^\s{0,20}\{/.exec(window)?.[0].length
  if (open === undefined) {
    const token = /^(?:\s{1,20}|(?=\d))([^\s$\\{}]+|\\[a-zA-Z]+(?:\{[^{}]{0,100}\}){0,2})/.exec(
      window,
    )
    return token ? { content: token[1] ?? '', end: from + token[0].length } : null
  }
  let depth = 1
  for (let end = open; end < window.length; end++) {
    if (window[end] === '\\') end++
    else if (window[end] === '{') depth++
    else if (window[end] === '}' && --depth === 0)
      return { content: window.slice(open, end), end: from + end + 1 }
  }
  return null
}
