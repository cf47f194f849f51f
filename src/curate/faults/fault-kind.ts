/** What a kind of fault is, and how a program's text is changed in one place. */
import type { Rng } from '../../core/index.ts'
import type { OutlinedName, ProgramOutline, Span } from '../../execute/index.ts'

/** A way to make a correct program wrong, such as a model makes mistakes. */
export interface FaultKind {
  /** What is done to the program. */
  description: string
  /** What the interpreter mostly says of it: an error, or an answer that is wrong. */
  gives: 'error' | 'answer'
  /**
   * Returns the program with the fault at a random place; `null` where it has no place for it. All
   * other text stays as it is.
   */
  inject(outline: ProgramOutline, random: Rng): string | null
}

/** Returns the program's text with `text` in the place of `span`. */
export function replaced({ source }: ProgramOutline, { start, end }: Span, text: string): string {
  return source.slice(0, start) + text + source.slice(end)
}

/** Returns the text of `span`. */
export function textOf({ source }: ProgramOutline, { start, end }: Span): string {
  return source.slice(start, end)
}

/** Returns one of `items`, or `null` where there is none. */
export function pickOne<T>(items: readonly T[], random: Rng): T | null {
  return items.length === 0 ? null : random.pick(items)
}

/** Returns the places where the value of a variable of the program is read. */
export function variablesRead({ names }: ProgramOutline): OutlinedName[] {
  return names.filter(({ name, role, scope }) => {
    if (role !== 'read') return false
    for (let at: OutlinedName['scope'] | null = scope; at; at = at.outer)
      if (at.names.has(name)) return true
    return false
  })
}
