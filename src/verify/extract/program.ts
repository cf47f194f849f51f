/** Finds the program in a completion: code alone, in a fence among prose, or run on into problems of the model's own invention. */

/** A fence of CommonMark: its indentation, its mark, and what is said of the block: `python`, `{python}`, `python title="a.py"`. */
const fence = /^([ \t]*)(`{3,}|~{3,})[ \t]*\{?\.?(\w*)\}?(?:[ \t][^`]*)?$/
const languages = ['', 'python', 'python3', 'py', 'py3', 'tool_code']

/** What a model's template puts after its last word; some go on repeating it. */
const chatEnd = /<\|(?:im_end|endoftext|eot_id|end)\|>|<\/s>/

/** What may begin an unindented line of a program. */
const codeStart =
  /^(?:#|@|\)|\]|\}|"""|'''|(?:def|class|import|from|if|elif|else|for|while|try|except|finally|with|return|assert|raise|pass|del|global|print|async)\b|[A-Za-z_][\w.]*(?:\s*[[(=]|\s*[-+*/%&|^@<>]+=|(?:\s*,\s*\w+)+\s*=|\s*:\s*\w[^=]*=))/

/**
 * Returns the program that `text` holds, `null` where there is none: the last fenced block of code if there is any, else the text itself up
 * to where it stops being code. A completion that goes on after its `solution()` with another question (as sampled programs often do) gives
 * the program before that question.
 */
export function extractProgram(text: string): string | null {
  const said = text.split(chatEnd, 1)[0]!
  const completion = beginsInside(said) ? `\`\`\`python\n${said}` : said
  const code = lastBlock(completion) ?? leadingCode(completion)
  return code.trim() === '' ? null : code
}

/** Whether the prompt has opened the fence: code comes first, and then a mark that only closes. */
function beginsInside(text: string): boolean {
  const marks = text.split(/\r?\n/).filter((line) => fence.test(line))
  return marks.length % 2 === 1 && /^[`~]+\s*$/.test(marks[0]!) && codeStart.test(text.trimStart())
}

interface Block {
  mark: string
  indent: string
  isPython: boolean
  isNamed: boolean
  lines: string[]
}

/**
 * The last fenced block that says it is Python, else the last of no named language (the output of a program often stands in one); `null`
 * where there is none. One that is never closed counts.
 */
function lastBlock(text: string): string | null {
  const blocks: Block[] = []
  let open: Block | null = null
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', mark = '', language = ''] = fence.exec(line) ?? []
    if (open === null) {
      if (mark !== '')
        blocks.push(
          (open = { mark, indent, isPython: languages.includes(language.toLowerCase()), isNamed: language !== '', lines: [] }),
        )
    } else if (mark.startsWith(open.mark)) open = null
    else open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line)
  }
  const readable = blocks.filter(({ isPython, lines }) => isPython && lines.length > 0)
  const last = readable.findLast(({ isNamed }) => isNamed) ?? readable.at(-1)
  return last?.lines.join('\n') ?? null
}

function leadingCode(text: string): string {
  const lines = text.split(/\r?\n/)
  let isDefined = false
  let quote: string | null = null
  for (const [index, line] of lines.entries()) {
    const isInside = quote !== null
    quote = quoteAfter(line, quote)
    if (isInside || line.trim() === '' || /^\s/.test(line)) continue
    if (isDefined && !codeStart.test(line)) return lines.slice(0, index).join('\n')
    isDefined ||= line.startsWith('def ')
  }
  return lines.join('\n')
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
