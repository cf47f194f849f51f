/** The value of a field `answer` in a reply that is JSON, or was meant to be. */
import { unescapeJson } from './json-escapes.ts'

/** A value is read up to this length; only the last few fields are tried. */
const maxValueLength = 4_000
const maxFields = 16

/**
 * Returns the text of the last `"answer": …` in `text`, or `null` when there is none; empty for
 * `null` and the like, a list's items joined by `, `. The JSON around it need not be valid: replies
 * break off, put it in a fence, or leave out a quote or a backslash, and the field is what counts.
 */
export function jsonAnswer(text: string): string | null {
  let end = text.length
  for (let tried = 0; tried < maxFields; tried++) {
    const at = text.lastIndexOf('nswer', end)
    if (at <= 0) return null
    const value = fieldValue(text, at)
    if (value !== null) return isOther(text.slice(Math.max(0, at - 40), at)) ? '' : value
    end = at - 1
  }
  return null
}

/** Fields of an answer that is not the one given: `"wrong_answer"`, `"student_answer"`. */
const isOther = (before: string): boolean =>
  /(?:wrong|not|incorrect|false|invalid|bad|student|trap|previous|prior|old|first|initial|example|sample|partial|intermediate|tentative|rejected|discarded|naive|alternative|other)['’]?s?[_ -]?(?:the[_ -]?)?a$/i.test(
    before,
  )

/** Reads the field whose name ends in the `nswer` at `at`. */
function fieldValue(text: string, at: number): string | null {
  const before = text.slice(Math.max(0, at - 8), at)
  const rest = text.slice(at + 5, at + 5 + maxValueLength)
  const opening = /^(\\?["'])?\s{0,20}:\s{0,20}/.exec(rest)
  const quoted = opening?.[1] !== undefined || /["'](?:final[_ ]?)?a$/i.test(before)
  if (!opening || !quoted || !/a$/i.test(before)) return null
  return readValue(rest.slice(opening[0].length))
}

function readValue(rest: string): string {
  const quote = /^\\?["']/.exec(rest)?.[0]
  if (quote === undefined) return readUnquoted(rest)
  const body = rest.slice(quote.length)
  for (let close = body.indexOf(quote); close !== -1; close = body.indexOf(quote, close + 1)) {
    if (quote.length === 2 || !isEscaped(body, close)) return unescapeJson(body.slice(0, close))
  }
  return unescapeJson(body)
}

/** An odd number of backslashes stands before `at`. */
function isEscaped(body: string, at: number): boolean {
  let start = at
  while (body[start - 1] === '\\') start--
  return (at - start) % 2 === 1
}

/**
 * A number, a list, or an expression without its quotes: up to the comma, brace or line's end that
 * closes the field.
 */
function readUnquoted(rest: string): string {
  let depth = 0
  let end = 0
  for (; end < rest.length; end++) {
    const sign = rest[end] ?? ''
    if (sign === '\\') end++
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && --depth < 0) break
    else if (sign === '\n' && !rest.startsWith('[')) break
    else if (sign === ',' && depth === 0 && !/^,\d{3}(?!\d)/.test(rest.slice(end, end + 5))) break
  }
  const value = rest.slice(0, end).trim()
  if (/^(?:null|none|nan|undefined)$/i.test(value)) return ''
  const items = /^\[([^[\]]*)\]$/.exec(value)?.[1]
  return unescapeJson(
    items === undefined ? value : items.replaceAll(/(?<!\\)"/g, '').trim(),
  ).replaceAll(/\s+/g, ' ')
}
