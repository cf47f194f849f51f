/**
 * The fenced blocks of a chat text, as models write them: glued to their code, never closed, with
 * fences inside of strings.
 */
import { isExpression, isStatement } from './code-line.ts'
import { nothingOpen, scanLine, type Open } from './python-lines.ts'

export interface Block {
  /** What is said of it: `python`, `json`; empty where nothing is. */
  language: string
  lines: string[]
  isClosed: boolean
  /** The line of words before it. */
  label: string
}

export interface Blocks {
  blocks: Block[]
  /** The lines before the first fence, and all lines that are in no block. */
  before: string[]
  outside: string[]
  /** How many fences there are that say nothing, as one that closes does. */
  bareFences: number
}

/** A fence of CommonMark: its indentation, its mark, and what follows on its line. */
const fence = /^([ \t]{0,40}(?:[-*>][ \t]|\d{1,3}\.[ \t])?[ \t]{0,40})(`{3,}|~{3,})(.*)$/
const pythonNames = new Set([
  'python',
  'python3',
  'py',
  'py3',
  'tool_code',
  'jupyter',
  'ipython',
  'ipython3',
  'sage',
  'sagemath',
  'code',
])
const attribute =
  /^(?:title|file|filename|name|id|class|highlight|lines|linenums|copy|hl_lines|showLineNumbers)\b|^\{/

/** A line between blocks that asks the next question, as few-shot prompts and chats do. */
const asksNext =
  /^[ \t]*(?:#+[ \t]{0,4}|\*\*)?(?:(?:next|new|another) )?(?:(?:Q|Question|Problem|Exercise|Instruction|User|Human)[ \t]{0,4}\d{0,4}(?:\*\*)?[ \t]{0,4}[:.)](?=\s|\*|$)|(?<=#[ \t]{0,4})(?:Question|Problem|Exercise)[ \t]\d{1,4}\s*$)/i

export const isPython = ({ language }: Block): boolean => pythonNames.has(language)

/** Returns the blocks of a text, in order. Time is linear in its length. */
export function findBlocks(lines: readonly string[]): Blocks {
  const found = readBlocks(lines, true)
  // A triple quote that is never closed hides no fence: the program was broken off.
  return found.blocks.at(-1)?.isClosed === false ? readBlocks(lines, false) : found
}

interface OpenBlock extends Block {
  indent: string
  /** Whether each line has the mark of a quotation. */
  isQuoted: boolean
  mark: string
  open: Open
}

function readBlocks(lines: readonly string[], minds: boolean): Blocks {
  const blocks: Block[] = []
  const before: string[] = []
  const outside: string[] = []
  let bareFences = 0
  let label = ''
  let current: OpenBlock | null = null
  const add = (text: string): void => {
    if (!current) return
    const line = unindented(text, current)
    current.lines.push(line)
    current.open = scanLine(line, current.open).after
  }
  for (const line of lines) {
    const [, indent = '', mark = '', said = ''] = fence.exec(line) ?? []
    const isHidden: boolean = minds && current !== null && current.open.quote !== null
    if (
      mark !== '' &&
      said.trim() === '' &&
      (!current || (!isHidden && mark.startsWith(current.mark)))
    )
      bareFences++
    if (current && !isHidden && mark.startsWith(current.mark)) {
      current.isClosed = true
      current = null
      // A fence that names a language closes nothing: the one before it was forgotten.
      if (said.trim() === '') continue
    }
    if (current) {
      const glued = isHidden ? null : gluedEnd(line, current.mark)
      add(glued ?? line)
      if (glued !== null && (!minds || current.open.quote === null)) {
        current.isClosed = true
        current = null
      }
    } else if (mark === '') {
      // The blocks behind the next question are answers to that one.
      if (
        asksNext.test(line) &&
        blocks.some((block) => isPython(block) && block.lines.some(isStatement))
      )
        break
      outside.push(line)
      if (blocks.length === 0) before.push(line)
      if (line.trim() !== '') label = line.trim()
    } else {
      const { language, code } = readInfo(said)
      current = {
        language,
        lines: [],
        isClosed: false,
        label,
        indent: indent.replaceAll(/\S/g, ' '),
        isQuoted: indent.includes('>'),
        mark,
        open: nothingOpen,
      }
      blocks.push(current)
      if (code !== '') add(gluedEnd(code, mark) ?? code)
      if (gluedEnd(code, mark) !== null) {
        current.isClosed = true
        current = null
      }
    }
  }
  return { blocks, before, outside, bareFences }
}

function unindented(text: string, { indent, isQuoted }: OpenBlock): string {
  if (isQuoted) return text.replace(/^[ \t]*>[ \t]?/, '')
  return text.startsWith(indent) ? text.slice(indent.length) : text
}

/** Returns a line without the fence at its end, `null` where there is none. */
function gluedEnd(line: string, mark: string): string | null {
  const text = line.trim() === mark ? '' : line.trimEnd()
  return text.endsWith(mark) && text.length > mark.length && !text.startsWith(mark)
    ? text.slice(0, -mark.length)
    : null
}

/**
 * Tells the language of a block, `{python}` or `python title="a.py"`, from code on the same line.
 */
function readInfo(said: string): { language: string; code: string } {
  // `python:main.py` names a file too.
  const text = said.trim().replace(/^(\w{2,12}):[\w./-]+$/, '$1')
  const bare = text.replace(/`+$/, '')
  const [, language = '', rest = ''] = /^\{?\.?([\w+-]*)\}?(?:[ \t]+(.*))?$/.exec(text) ?? []
  const isCode = (code: string): boolean => isStatement(code) || isExpression(code)
  if (
    pythonNames.has(language.toLowerCase()) &&
    rest !== '' &&
    !attribute.test(rest) &&
    isCode(rest.replace(/`+$/, ''))
  )
    return { language: language.toLowerCase(), code: rest }
  if (language === '' || (rest !== '' && !pythonNames.has(language.toLowerCase())))
    return isCode(bare)
      ? { language: '', code: text }
      : { language: language.toLowerCase() || bare, code: '' }
  return { language: language.toLowerCase(), code: '' }
}
