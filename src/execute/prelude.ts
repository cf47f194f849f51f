/**
 * What of a harness's prelude a program needs. Preludes import what any program might want, and
 * most programs want none of it: with the rest left out, they need no interpreter that has it.
 */
import { knownPackages } from './missing-modules.ts'

/** A statement of the prelude, in the lines from `start` to `end`. */
interface Piece {
  start: number
  end: number
  /** The names it binds, where that is all it does; `null` where it may do more. */
  binds: readonly string[] | null
  words: ReadonlySet<string>
}

/** With these a program can see names that it does not mention. */
const looksAround =
  /\b(?:globals|locals|vars|dir|eval|exec|getattr|sys|gc|inspect|importlib|__import__|__dict__|__globals__|__builtins__)\b|\b(?:import|from)\s+__main__\b/

/** Modules whose import does nothing that shows, and never fails: a missing package waits. */
const quietModules: ReadonlySet<string> = new Set([
  ...'bisect calendar cmath collections copy datetime decimal fractions functools heapq'.split(' '),
  ...'itertools json math numbers operator random re statistics string time typing'.split(' '),
  ...knownPackages,
])

/**
 * Returns a function that gives the part of `prelude` that a program with the source `rest` needs,
 * each line in its place; '' where it needs nothing. Imports of known modules and plain functions
 * are left out if nothing mentions their names. All stands where that cannot be told for certain.
 */
export function preludeFor(prelude: string): (rest: string) => string {
  const lines = prelude.split('\n')
  const pieces = piecesOf(lines)
  return (rest) => {
    if (pieces === null || looksAround.test(rest)) return prelude
    const kept = needed(pieces, rest)
    const text = lines.map((line, index) =>
      kept.some(({ start, end }) => start <= index && index < end) ? line : '',
    )
    return text.join('\n').trimEnd()
  }
}

function needed(pieces: readonly Piece[], rest: string): Piece[] {
  const words = new Set(wordsOf(rest))
  const waiting = new Set(pieces)
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (const piece of waiting) {
      if (piece.binds !== null && !piece.binds.some((name) => words.has(name))) continue
      waiting.delete(piece)
      for (const word of piece.words) words.add(word)
      isChanged = true
    }
  }
  return pieces.filter((piece) => !waiting.has(piece))
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []

const plainFunction = /^def\s+(\w+)\([\w\s,:=*.'"[\]]*\)(?:\s*->\s*[\w.[\]]+)?\s*:\s*(?:#.*)?$/
const plainStatement = /^\w+\s*=[^=]*$|^(?:from\s+[\w.]+\s+)?import\s+[\w\s,.*]+(?:#.*)?$/

/** Returns the statements, or `null` where a line is not of the few forms that are told apart. */
function piecesOf(lines: readonly string[]): Piece[] | null {
  const pieces: Piece[] = []
  if (lines.some(continues)) return null
  for (const [start, line] of lines.entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue
    const last = pieces.at(-1)
    if (/^\s/.test(line)) {
      if (last === undefined || !lines[last.start]!.startsWith('def')) return null
      Object.assign(last, pieceOf(lines, last.start, start + 1, last.binds))
      continue
    }
    const names = plainFunction.exec(line)?.slice(1, 2) ?? importedNames(line)
    if (names === null && !(plainStatement.test(line) && isBalanced(line))) return null
    pieces.push(pieceOf(lines, start, start + 1, names))
  }
  return pieces
}

const pieceOf = (
  lines: readonly string[],
  start: number,
  end: number,
  binds: readonly string[] | null,
): Piece => ({ start, end, binds, words: new Set(wordsOf(lines.slice(start, end).join('\n'))) })

/** Whether a text or a statement may go on in the next line in spite of its indentation. */
const continues = (line: string): boolean =>
  /\\\s*$/.test(line) || [/"""/g, /'''/g].some((mark) => (line.match(mark)?.length ?? 0) % 2 === 1)

const isBalanced = (line: string): boolean =>
  (line.match(/[([{]/g)?.length ?? 0) === (line.match(/[)\]}]/g)?.length ?? 0)

/** Returns the names that a line binds which does nothing but import known modules. */
function importedNames(line: string): string[] | null {
  const statement = line.replace(/#.*$/, '').trim()
  const [, from, list = ''] = /^(?:from\s+([\w.]+)\s+)?import\s+([\w\s,.]+)$/.exec(statement) ?? []
  const items = list.split(',').map((item) => /^([\w.]+)(?:\s+as\s+(\w+))?$/.exec(item.trim()))
  const names = items.flatMap((item) => {
    if (item === null) return []
    const [, name = '', as] = item
    const isQuiet = quietModules.has((from ?? name).split('.')[0]!)
    return isQuiet ? [as ?? (from === undefined ? name.split('.')[0]! : name)] : []
  })
  return names.length === items.length ? names : null
}
