/** Finds the program in a completion: code alone, in a fence among prose, or run on into problems of the model's own invention. */

const fence = /^```[ \t]*(\w*)[ \t]*$/
const languages = ['', 'python', 'python3', 'py']

/** What may begin an unindented line of a program. */
const codeStart =
  /^(?:#|@|\)|\]|\}|"""|'''|(?:def|class|import|from|if|elif|else|for|while|try|except|finally|with|return|assert|raise|pass|del|global|print|async)\b|[A-Za-z_][\w.]*(?:\s*[[(=]|\s*[-+*/%&|^@<>]+=|(?:\s*,\s*\w+)+\s*=|\s*:\s*\w[^=]*=))/

/**
 * Returns the program that `text` holds, `null` where there is none: the last fenced block of code if there is any, else the text itself up
 * to where it stops being code. A completion that goes on after its `solution()` with another question (as sampled programs often do) gives
 * the program before that question.
 */
export function extractProgram(text: string): string | null {
  const code = lastBlock(text) ?? leadingCode(text)
  return code.trim() === '' ? null : code
}

/** The last fenced block of Python or of no named language; `null` where there is none. One that is never closed counts. */
function lastBlock(text: string): string | null {
  let last: string | null = null
  let open: { isPython: boolean; lines: string[] } | null = null
  const close = (): void => {
    if (open?.isPython && open.lines.length > 0) last = open.lines.join('\n')
    open = null
  }
  for (const line of text.split(/\r?\n/)) {
    const mark = fence.exec(line)
    if (!mark) open?.lines.push(line)
    else if (open) close()
    else open = { isPython: languages.includes(mark[1]!.toLowerCase()), lines: [] }
  }
  close()
  return last
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
