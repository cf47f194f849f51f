/** The value of a field `answer` in a reply that is JSON, or was meant to be. */

/** A value is read up to this length; only the last few fields are tried. */
const maxValueLength = 4_000
const maxFields = 16

/**
 * Returns the text of the last `"answer": …` in `text`, or `null` when there is none. The JSON around it need not be valid: replies
 * break off, put it in a fence, or leave out a quote or a backslash, and the field is what counts.
 */
export function jsonAnswer(text: string): string | null {
  let end = text.length
  for (let tried = 0; tried < maxFields; tried++) {
    const at = text.lastIndexOf('nswer', end)
    if (at <= 0) return null
    const value = fieldValue(text, at)
    if (value !== null) return value
    end = at - 1
  }
  return null
}

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
  if (quote === undefined) return /^[^,}\n]*(?:,\d{3}(?!\d)[^,}\n]*)*/.exec(rest)?.[0].trim() ?? ''
  const body = rest.slice(quote.length)
  for (let close = body.indexOf(quote); close !== -1; close = body.indexOf(quote, close + 1)) {
    if (body[close - 1] !== '\\' || quote.length === 2) return unescape(body.slice(0, close))
  }
  return unescape(body)
}

function unescape(body: string): string {
  return body.replaceAll(/\\n/g, '\n').replaceAll(/\\(["'/])/g, '$1')
}
