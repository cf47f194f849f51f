/**
 * Makes a whole program of what a model wrote of one: a body without its `def`, indented code, the
 * commands of notebooks.
 */
import { isOpen, scanLines, type CodeLine } from './python-lines.ts'

/** A line for a notebook or its shell, outside of strings and brackets. */
const magic = /^\s*[!%]{1,2}[A-Za-z]/

/** Returns `code` as a program that stands alone. Time is linear in its length. */
export function wholeProgram(code: string): string {
  const lines = scanLines(code.split('\n')).filter(
    ({ text, before }) => isOpen(before) || !magic.test(text),
  )
  const first = lines.findIndex(isCode)
  if (first === -1) return code
  const indent = indentOf(lines[first]!.text) || promptIndent(lines, first)
  const end = indent === '' ? lines.length : bodyEnd(lines, first, indent)
  const lastReturn = lastReturnOutside(lines.slice(0, end), indent)
  const bodyLength = lastReturn !== -1 && indent === '' ? lastReturn + 1 : end
  const body = lines.slice(0, bodyLength).map(({ text }) => dedented(text, indent))
  const rest = lines.slice(bodyLength).map(({ text }) => text)
  if (lastReturn === -1) return [...body, ...rest].join('\n').trimEnd()
  const name = calledIn(rest) ?? 'solution'
  return [
    `def ${name}():`,
    ...body.map((line) => (line.trim() === '' ? line : `    ${line}`)),
    ...rest,
  ]
    .join('\n')
    .trimEnd()
}

/** The function that the prompt began, where the model goes on to call it. */
function calledIn(lines: readonly string[]): string | undefined {
  return lines.flatMap(
    (line) => /^[^"'#]{0,200}?\b([A-Za-z_]\w{0,80})\(\)/.exec(line)?.[1] ?? [],
  )[0]
}

const indentOf = (text: string): string => /^[ \t]*/.exec(text)![0]
const dedented = (text: string, indent: string): string =>
  text.startsWith(indent) ? text.slice(indent.length) : text

/**
 * The indentation that the prompt ended with, before the first line: the second has it, though the
 * first opens no block.
 */
function promptIndent(lines: readonly CodeLine[], first: number): string {
  const { bare, after } = lines[first]!
  if (isOpen(after) || /:\s*$/.test(bare)) return ''
  const next = lines.slice(first + 1).find(({ text }) => text.trim() !== '')
  return next && isCode(next) ? indentOf(next.text) : ''
}

const isCode = ({ bare }: CodeLine): boolean => bare.trim() !== ''

/** Where lines stop being indented as the first one is. */
function bodyEnd(lines: readonly CodeLine[], first: number, indent: string): number {
  const end = lines.findIndex(
    ({ text, before }, index) =>
      index > first && text.trim() !== '' && !isOpen(before) && !text.startsWith(indent),
  )
  return end === -1 ? lines.length : end
}

/**
 * Returns the index of the last line, with its continuation, of a `return` outside of every `def`;
 * `-1` where there is none.
 */
function lastReturnOutside(lines: readonly CodeLine[], indent: string): number {
  let last = -1
  let definition: number | null = null
  for (const [index, line] of lines.entries()) {
    if (isOpen(line.before)) {
      if (last === index - 1) last = index
      continue
    }
    if (!isCode(line)) continue
    const text = dedented(line.text, indent)
    const depth = indentOf(text).length
    if (definition !== null && depth <= definition) definition = null
    if (definition !== null) continue
    if (/^\s*(?:async\s+)?(?:def|class)\b/.test(text)) definition = depth
    else if (/^\s*return\b/.test(text)) last = index
  }
  return last
}
