/**
 * The answer between tags, as in `<answer>42</answer>`, which prompts of reasoning models ask for.
 */
import { maxTries } from './mark.ts'

/** Longer contents are not read. */
const maxContentLength = 2_000

const tags = /<(\/?)(?:final[ _-]?)?answer>/gi

/** Other tags, which hold the answer where nothing comes behind them. */
const otherTag = /<(final|result|output)>\s*([^<>\n]{1,200}?)\s*<\/\1>\s*$/i

/**
 * Returns what stands between the last pair of tags that is not empty, or behind an opening tag on
 * the text's last line: generation often stops at the closing one. `null` when there is none. Time
 * is linear in the length.
 */
export function taggedAnswer(text: string): string | null {
  const found = [...text.matchAll(tags)].slice(-maxTries)
  for (const [index, tag] of [...found.entries()].toReversed()) {
    if (tag[1] === '/') continue
    const start = tag.index + tag[0].length
    const close = found[index + 1]
    const content = text.slice(start, close?.index).trim()
    const isClosed = close?.[1] === '/' && content.length <= maxContentLength
    const isCutOff = close === undefined && content.length <= 200 && !content.includes('\n')
    if (content !== '' && (isClosed || isCutOff)) return content
  }
  return /<\/[fro]\w{4,5}>\s*$/i.test(text.slice(-40))
    ? (otherTag.exec(text.slice(-260))?.[2] ?? null)
    : null
}
