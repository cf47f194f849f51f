/**
 * Which names a piece of a program gives to the pieces after it, and which it needs from those
 * before.
 */
import { keywords } from './code-line.ts'
import { scanLines, type CodeLine } from './python-lines.ts'

export interface PieceNames {
  /** What it defines. */
  defined: ReadonlySet<string>
  /** Whether it has a `from … import *`, which defines one does not know what. */
  definesMore: boolean
  /** What it changes without defining it: `prices.append(3)`, `total[1] = 2`. */
  changed: ReadonlySet<string>
  /** What it reads and has not defined before. */
  needed: ReadonlySet<string>
}

/** What every program may call without defining it. */
const usualBuiltins = new Set(
  'print len range sum min max abs round int float str list dict set tuple sorted enumerate zip map filter any all input'.split(
    ' ',
  ),
)

const definition = /^\s*(?:async\s+)?(?:def|class)\s+(\w+)/
const importLine = /^\s*(?:from\s+\S+\s+)?import\s+(.*)/
const name = /(?<![\w.])[A-Za-z_]\w*/g
const assignment = /(?<![=!<>:])(?:[-+*/%&|^@]|\/\/|\*\*|<<|>>)?=(?!=)/
const loopOrAlias =
  /\b(?:for[ \t]{1,8}([\w ,()*]{1,200}?)[ \t]{1,8}in\b|as[ \t]{1,8}(\w+)|lambda[ \t]{1,8}([\w ,*]{0,200}):|(\w+)[ \t]{0,8}:=)/g

/** Returns the names of a piece. Time is linear in its length. */
export function pieceNames(code: string): PieceNames {
  const lines = scanLines(code.split('\n'))
  const all = new Set<string>()
  for (const line of lines) for (const each of definedBy(line)) all.add(each)
  const before = new Set<string>()
  const needed = new Set<string>()
  const changed = new Set<string>()
  for (const line of lines) {
    const isTop = /^\S/.test(line.text) && line.before.brackets === 0
    const own = new Set(definedBy(line))
    const inside = boundInside(line.bare)
    for (const used of namesRead(line))
      if (!(isTop ? before : all).has(used) && !inside.has(used)) needed.add(used)
    for (const each of own) before.add(each)
    const [, object] = /^(\w+)(?:\.\w+\(|\[)/.exec(line.bare) ?? []
    if (isTop && object) changed.add(object)
  }
  return { defined: all, definesMore: /^from\s+\S+\s+import\s+\*/m.test(code), changed, needed }
}

function definedBy({ bare, before }: CodeLine): string[] {
  const defined = definition.exec(bare)
  if (defined) return [defined[1]!, ...(bare.slice(bare.indexOf('(')).match(name) ?? [])]
  const imported = importLine.exec(bare)
  if (imported)
    return imported[1]!
      .split(',')
      .flatMap((part) => /\bas\s+(\w+)/.exec(part)?.[1] ?? /[A-Za-z_]\w*/.exec(part)?.[0] ?? [])
  const inside = [...boundInside(bare)]
  const at = before.brackets === 0 ? bare.search(assignment) : -1
  const left = at === -1 ? '' : bare.slice(0, at)
  if (/\w\(/.test(left)) return inside
  const targets = [...left.replace(/:.*/, '').matchAll(name)].filter(
    ({ 0: word, index }) => !/^[.[(]/.test(left.slice(index + word.length)),
  )
  return [...targets.map(([word]) => word), ...inside].filter((word) => !keywords.has(word))
}

/** Names of loops, comprehensions and lambdas are the line's own. */
function boundInside(bare: string): Set<string> {
  const bound = new Set<string>()
  for (const [, loop, alias, parameters, walrus] of bare.matchAll(loopOrAlias)) {
    for (const each of (loop ?? alias ?? parameters ?? walrus ?? '').match(/\w+/g) ?? [])
      bound.add(each)
  }
  return bound
}

function namesRead({ bare, before, text }: CodeLine): string[] {
  if (importLine.test(bare) || definition.test(bare)) return []
  const at = before.brackets === 0 ? bare.search(assignment) : -1
  const isPlain = at !== -1 && /^[\w\s,]+$/.test(bare.slice(0, at)) && bare[at] === '='
  const read = isPlain ? bare.slice(at) : bare
  const firstBracket = /^\s/.test(text) || before.brackets > 0 ? 0 : read.indexOf('(')
  const words = [...read.matchAll(name)].filter(({ 0: word, index }) => {
    // `key=value` in a call.
    const after = read.slice(index + word.length, index + word.length + 3)
    return (
      !keywords.has(word) &&
      !(/^\s?=(?!=)/.test(after) && firstBracket !== -1 && firstBracket <= index)
    )
  })
  return words.map(([word]) => word)
}

/**
 * Returns the last piece with those before it that it needs: what it reads and does not define
 * itself, the nearest definition counting. A piece that needs nothing of the others stands alone: a
 * program that was written anew replaces the one before.
 */
export function withNeeded(pieces: readonly string[]): string[] {
  const last = pieces.at(-1)
  if (last === undefined) return []
  const kept = [last]
  const needed = new Set(pieceNames(last).needed)
  for (const piece of pieces.slice(0, -1).toReversed()) {
    const names = pieceNames(piece)
    if (!gives(names, needed)) continue
    kept.unshift(piece)
    for (const each of names.defined) needed.delete(each)
    for (const each of names.needed) needed.add(each)
  }
  return kept
}

/** Whether a piece defines or changes something of what is needed. */
function gives(
  { defined, changed, definesMore }: PieceNames,
  needed: ReadonlySet<string>,
): boolean {
  for (const each of [...defined, ...changed]) if (needed.has(each)) return true
  return definesMore && [...needed].some((each) => !usualBuiltins.has(each))
}
