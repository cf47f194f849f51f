/**
 * The output of a program that a text shows, as tool-integrated solutions do: a fence `output`
 * behind the program's.
 */
import { searchedEnd, type Extraction } from './mark.ts'

const outputFence = /```output\n([^\n`]{1,200})\n```/g

/**
 * Returns the last output where it is one line and at most one line comes after it, which restates
 * it in words.
 */
export function programOutput(text: string): Extraction | null {
  const searched = searchedEnd(text)
  const last = [...searched.matchAll(outputFence)].at(-1)
  const candidate = last?.[1]?.trim()
  if (!last || !candidate || !/\d/.test(candidate)) return null
  const rest = searched.slice(last.index + last[0].length).trim()
  return /[\n`]/.test(rest) ? null : { candidate, mark: 'program output' }
}
