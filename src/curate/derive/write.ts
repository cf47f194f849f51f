/** Writes a draft as Python. */
import type { Draft } from './draft.ts'
import { writePython } from './expression.ts'
import { nameResults } from './names.ts'

/** Returns `def solution():`, an assignment a line; `comments` puts each sentence above its own. */
export function writeProgram({ steps, kept, ending }: Draft, comments: boolean): string {
  const last = kept.at(-1)!
  const named = ending ? kept : kept.slice(0, -1)
  const list = nameResults(named.map((index) => steps[index]!))
  const names = new Map(named.map((index, place) => [index, list[place]!]))
  if (!ending) names.set(last, 'result')
  const nameOf = (step: number): string => names.get(step)!
  const lines: string[] = []
  let said = ''
  for (const index of kept) {
    const { sentence, expression } = steps[index]!
    if (comments && sentence !== said && sentence !== '') lines.push(`# ${sentence}`)
    said = sentence
    lines.push(`${nameOf(index)} = ${writePython(expression, nameOf)}`)
  }
  if (ending) lines.push(`result = ${writePython(ending, nameOf)}`)
  if (lines.some((line) => !line.startsWith('#') && line.includes('math.')))
    lines.unshift('import math')
  return ['def solution():', ...lines, 'return result'].join('\n    ')
}
