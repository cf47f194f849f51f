/** Faults in whole lines: left out, moved, or moved to the side. */
import type { OutlinedStatement, ProgramOutline, Span } from '../../execute/index.ts'
import { pickOne, replaced, textOf, type FaultKind } from './fault-kind.ts'

export const droppedLine: FaultKind = {
  description: 'leaves out an assignment or an import',
  gives: 'error',
  inject(outline, random) {
    const steps = outline.statements.filter(({ kind }) => kind === 'assign' || kind === 'import')
    const step = pickOne(steps, random)
    return step && replaced(outline, step.lines, '')
  },
}

export const missingReturn: FaultKind = {
  description: 'does not give the answer: without its return, or the print at its end',
  gives: 'error',
  inject(outline, random) {
    const returns = outline.statements.filter(({ kind }) => kind === 'return')
    const gives = returns.length > 0 ? returns : printsOf(outline)
    const statement = pickOne(gives, random)
    if (statement === null) return null
    const value = /^return\s+/.exec(textOf(outline, statement))?.[0].length
    if (value === undefined || random.next() < 0.5) return replaced(outline, statement.lines, '')
    return replaced(outline, { start: statement.start, end: statement.start + value }, '')
  },
}

function printsOf({ statements, names }: ProgramOutline): OutlinedStatement[] {
  const prints = new Set(
    names.flatMap(({ name, role, start }) =>
      name === 'print' && role === 'called' ? [start] : [],
    ),
  )
  return statements.filter(({ kind, start }) => kind === 'expression' && prints.has(start))
}

export const badIndentation: FaultKind = {
  description: 'moves a line to the side',
  gives: 'error',
  inject(outline, random) {
    // The first line of a program may not be indented; others may be anywhere but where they are.
    const statement = pickOne(outline.statements.slice(1), random)
    if (statement === null) return null
    const { lines, start } = statement
    const width = start - lines.start
    const widths = Array.from({ length: width + 5 }, (_, each) => each)
    const other = random.pick(widths.filter((each) => each !== width))
    return replaced(outline, { start: lines.start, end: start }, ' '.repeat(other))
  },
}

export const useBeforeAssignment: FaultKind = {
  description: 'moves an assignment behind the first use of its variable',
  gives: 'error',
  inject(outline, random) {
    const moves = movesOf(outline)
    const move = pickOne(moves, random)
    return move && moved(outline, move)
  },
}

interface Move {
  from: Span
  behind: Span
}

/** Assignments that first bind a variable, with the next statement of the block that reads it. */
function movesOf(outline: ProgramOutline): Move[] {
  return outline.statements.flatMap((statement): Move[] => {
    const [name, ...others] = statement.binds
    if (statement.kind !== 'assign' || name === undefined || others.length > 0) return []
    const uses = outline.names.filter((use) => use.name === name)
    if (uses[0] === undefined || uses[0].start < statement.start) return []
    const next = outline.statements.find(
      ({ block, place, start, end }) =>
        block === statement.block &&
        place > statement.place &&
        uses.some((use) => use.role === 'read' && start <= use.start && use.end <= end),
    )
    return next ? [{ from: statement.lines, behind: next.lines }] : []
  })
}

function moved({ source }: ProgramOutline, { from, behind }: Move): string {
  const line = source.slice(from.start, from.end)
  const between = source.slice(from.end, behind.end)
  const [head, tail] = [source.slice(0, from.start), source.slice(behind.end)]
  // The last line of a text may have no end.
  return between.endsWith('\n')
    ? head + between + line + tail
    : `${head}${between}\n${line.trimEnd()}${tail}`
}
