/** Finds the program in a completion: code alone, in a fence among prose, or run on into problems of the model's own invention. */

const fence = /^```[ \t]*(?:python3?|py)?[ \t]*\r?\n([^]*?)(?:^```[ \t]*$|$(?![^]))/gim

/** What may begin an unindented line of a program. */
const codeStart =
  /^(?:#|@|\)|\]|\}|"""|'''|(?:def|class|import|from|if|elif|else|for|while|try|except|finally|with|return|assert|raise|pass|del|global|print|async)\b|[A-Za-z_][\w.]*(?:\s*[[(.,:=]|\s*[-+*/%&|^@<>]+=))/

/**
 * Returns the program that `text` holds, `null` where there is none: the last fenced block of code if there is any, else the text itself up
 * to where it stops being code. A completion that goes on after its `solution()` with another question (as sampled programs often do) gives
 * the program before that question.
 */
export function extractProgram(text: string): string | null {
  const blocks = Array.from(text.matchAll(fence), (match) => match[1]!)
  const code = blocks.length > 0 ? blocks.at(-1)! : leadingCode(text)
  return code.trim() === '' ? null : code
}

function leadingCode(text: string): string {
  const lines = text.split('\n')
  let isDefined = false
  let quote: string | null = null
  for (const [index, line] of lines.entries()) {
    const isInside = quote !== null
    quote = quoteAfter(line, quote)
    if (isInside || line.trim() === '' || /^\s/.test(line)) continue
    if (isDefined && !codeStart.test(line)) return lines.slice(0, index).join('\n')
    isDefined ||= line.startsWith('def ')
  }
  return text
}

/** The triple quote that is open at the end of a line. */
function quoteAfter(line: string, open: string | null): string | null {
  let quote = open
  for (const [mark] of line.matchAll(/"""|'''/g)) {
    if (quote === null) quote = mark
    else if (quote === mark) quote = null
  }
  return quote
}
