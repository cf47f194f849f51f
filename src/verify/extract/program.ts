/**
 * Finds the program in a completion: code alone, in fences among prose, or run on into problems of
 * the model's own invention.
 */
import { findBlocks, isPython, type Block, type Blocks } from './code-blocks.ts'
import { isStatement } from './code-line.ts'
import { pieceNames, withNeeded } from './code-names.ts'
import { codeSegments } from './code-segments.ts'
import { wholeProgram } from './whole-program.ts'

/**
 * What a model's template puts after its last word, and before the words of another; some go on
 * repeating it.
 */
const chatEnd =
  /<\|(?:im_end|endoftext|eot_id|eom_id|end|end_of_text|end_of_turn|user)\|>|<\/s>|<end_of_turn>|<start_of_turn>user|<\|im_start\|>user|\[INST\](?<=\S\s*\[INST\])/

/** What it puts before the first. */
const chatStart =
  /^\s*(?:<\|im_start\|>|<\|start_header_id\|>|<\|end_header_id\|>|<\|assistant\|>|<start_of_turn>model|<s>|\[\/INST\]|assistant\n)/

/** Marks around code that are no fences, at the beginning and the end of a line. */
const opening = /^[ \t]*(?:<code>|<python>|<\|python_tag\|>|\[PYTHON\]|<tool_code>|<execute>)/gim
const closing = /(?:<\/code>|<\/python>|\[\/PYTHON\]|<\/tool_code>|<\/execute>)[ \t]*$/gim

/**
 * Returns the program that `text` holds, `null` where there is none. Fenced blocks of Python belong
 * together where a later one needs what an earlier one defines; one that needs nothing of the
 * others replaces them. Without a fence it is the code among the prose, up to where the text goes
 * on with another question, as sampled programs often do. Time is linear in the length.
 */
export function extractProgram(text: string): string | null {
  const said = withoutStart(text.split(chatEnd, 1)[0]!.replaceAll(/\r\n?/g, '\n'))
  const end = said.lastIndexOf('</think>')
  const afterThoughts = end === -1 ? null : programIn(said.slice(end + '</think>'.length))
  return afterThoughts ?? programIn(said.replaceAll(/<\/?think>/g, '\n'))
}

function withoutStart(text: string): string {
  let rest = text
  for (let start = chatStart.exec(rest); start; start = chatStart.exec(rest))
    rest = rest.slice(start[0].length)
  return rest
}

function programIn(text: string): string | null {
  const lines = withFences(text).split('\n')
  const found = findBlocks(lines)
  const code = fencedInPrompt(found) ?? fromBlocks(found.blocks) ?? fromSegments(found.outside)
  const program = code === null ? '' : wholeProgram(code)
  return program.trim() === '' ? null : program
}

/**
 * Returns the text with fences for other marks around code; where there are fences too, the marks
 * mean nothing.
 */
function withFences(text: string): string {
  if (!/^[ \t]*(?:<|\[PY)/m.test(text)) return text
  const hasFence = /^[ \t]*(?:`{3}|~{3})|<code>\s*`{3}/m.test(text)
  return text
    .replaceAll(opening, hasFence ? '\n' : '```python\n')
    .replaceAll(closing, hasFence ? '\n' : '\n```')
}

/**
 * The code before the first fence, where the prompt has opened it, or the model closed what it had
 * not opened.
 */
function fencedInPrompt({ blocks, before, bareFences }: Blocks): string | null {
  const [first] = blocks
  if (!first || first.language !== '' || bareFences % 2 === 0) return null
  return fromSegments(before)
}

function fromBlocks(blocks: readonly Block[]): string | null {
  const filled = blocks.filter(({ lines }) => lines.some((line) => line.trim() !== ''))
  const named = filled.filter(isPython)
  const unnamed = filled.filter((block) => block.language === '' && !isOutput(block))
  const readable = named.length > 0 ? named : unnamed
  const code = readable.filter(({ lines }) => lines.some(isStatement))
  const chosen = code.length > 0 ? code : readable.slice(-1)
  if (chosen.length === 0) return null
  return withNeeded(chosen.map(({ lines }) => wholeProgram(lines.join('\n')))).join('\n')
}

/** Whether a block is said to show what was printed. */
const isOutput = ({ label }: Block): boolean =>
  /\b(?:output|outputs|result|results|prints?|printed|stdout)\W{0,5}$/i.test(label)

/**
 * The first piece of code that gives an answer, with those before it that it needs and those after
 * it that need it.
 */
function fromSegments(lines: readonly string[]): string | null {
  const segments = codeSegments(lines)
  const first = Math.max(
    0,
    segments.findIndex((segment) => givesAnswer.test(segment)),
  )
  const chosen = withNeeded(segments.slice(0, first + 1))
  const defined = new Set(chosen.flatMap((segment) => [...pieceNames(segment).defined]))
  for (const segment of segments.slice(first + 1)) {
    const names = pieceNames(segment)
    if (![...names.needed].some((each) => defined.has(each))) continue
    chosen.push(segment)
    for (const each of names.defined) defined.add(each)
  }
  return chosen.length === 0 ? null : chosen.join('\n')
}

const givesAnswer = /^[ \t]*(?:def\s+solution\b|ans\s*=|return\b|print\s*\()/m
