/**
 * The pieces of code in a text without fences: lines of Python between lines of prose, up to the
 * next question.
 */
import { isExpression, isStatement } from './code-line.ts'
import { isOpen, nothingOpen, scanLine, type Open } from './python-lines.ts'

/** A line that asks the next question, as few-shot prompts do; also as a comment. */
const nextQuestion =
  /^(?:#+[ \t]{0,4}|\*\*)?(?:(?:next|new|another) )?(?:Q|Question|Problem|Exercise|Instruction|Task|Example|User|Human)[ \t]{0,4}\d{0,4}(?:\*\*)?[ \t]{0,4}[:.)](?=\s|$)/i

interface Segment {
  lines: string[]
  open: Open
  /** Whether it has more than imports and comments. */
  isStarted: boolean
}

/**
 * Returns the pieces of code in order. A second `def solution()` is the next question's. Time is
 * linear in the length.
 */
export function codeSegments(lines: readonly string[]): string[] {
  const segments: Segment[] = []
  let current: Segment | null = null
  let waiting: string[] = []
  let isDefined = false
  for (const line of lines) {
    const text = line.trim()
    if (current && isOpen(current.open)) {
      extend(current, line)
      continue
    }
    const isDefinition = /^def\s+solution\b/.test(line)
    if (
      segments.some(({ isStarted }) => isStarted) &&
      (nextQuestion.test(line) || (isDefinition && isDefined))
    )
      break
    isDefined ||= isDefinition
    if (text === '' || text.startsWith('#') || magic.test(text)) {
      if (current) extend(current, line)
      else waiting.push(line)
    } else if (isStatement(text) || (current && belongs(line, text))) {
      if (!current)
        segments.push((current = { lines: waiting, open: nothingOpen, isStarted: false }))
      waiting = []
      extend(current, line)
      current.isStarted ||= !/^(?:import|from)\b/.test(text)
    } else {
      current = null
      waiting = []
    }
  }
  return segments.map((segment) => segment.lines.join('\n').trimEnd())
}

/** What notebooks have for their shell and themselves. */
const magic = /^[!%]{1,2}\w/

/** What a piece of code that has begun may go on with. */
const belongs = (line: string, text: string): boolean =>
  isExpression(text) || /^[ \t]+\S/.test(line) || /^[A-Za-z_]\w*$/.test(text)

function extend(segment: Segment, line: string): void {
  segment.lines.push(line)
  segment.open = scanLine(line, segment.open).after
}
