/** Words around a box that deny what is in it, and a unit behind it that belongs to it. */
import { parseAnswer } from '../read/parse-answer.ts'
import type { Box } from './boxed.ts'
import { quote, type Extraction } from './mark.ts'

const deniedBefore =
  /(?:(?<!\p{L})(?:not|never|cannot be|can['’]t be|rather than|instead of|other than|no longer)|n['’]t|不是|不等于)(?: (?:be|equal(?: to)?|the answer))?[\s:$*(\\[{]{0,6}$/iu
const deniedBehind =
  /^[\s$*.)\\\]]{0,6}(?:is|was|seems|looks)(?:n['’]t| (?:\w+ly )?(?:not|wrong|incorrect|false|impossible|invalid))(?!\p{L})|^[\s$*)\\\]]{0,6}(?:cannot|can['’]t) be/iu

/** Returns that there is no answer where the words around a box deny it, else `null`. */
export function deniedBox(text: string, { start, end }: Box): Extraction | null {
  const words = deniedBefore.exec(text.slice(Math.max(0, start - 40), start)) ?? deniedBehind.exec(text.slice(end, end + 60))
  return words ? { candidate: null, reason: `in \\boxed{}: the words beside it deny it: ${quote(words[0])}` } : null
}

const unitBehind = /^\$?\s?(?:\\[ ,;:!])?\s?(\\(?:text|textrm|mathrm|mbox)\s?\{[^{}]{1,30}\}(?:\^\{?[23]\}?)?)/

/** Returns the content of a box with the unit that stands behind it: `\boxed{5}\text{ cm}`. */
export function withUnit(text: string, { content, end }: Box): string {
  const unit = unitBehind.exec(text.slice(end, end + 60))?.[1]
  if (unit === undefined) return content
  const [bare, measured] = [parseAnswer(content), parseAnswer(`${content}\\ ${unit}`)]
  const isUnit = bare.kind === 'scalar' && bare.unit === null && measured.kind === 'scalar' && measured.unit?.dimension
  return isUnit ? `${content}\\ ${unit}` : content
}
