/** Slips of the pen: programs with a token or a line changed, most of which no longer compile. */
import type { Rng } from '../../../src/core/index.ts'

const tokens = /"(?:[^"\\\n]|\\.)*"|\w+|\n *| +|[^\s\w]/g

const others = (
  '0 1 2.5 x a "q" ( ) [ ] : , ; = == < + - * ** / // % ~ & . if else for in not is and or lambda return None True break def import print ' +
  'del global yield f"{a}" 007 1_ @ := ! \\'
).split(' ')

function changeToken(rng: Rng, code: string): string {
  const parts = code.match(tokens) ?? []
  const at = rng.int(0, Math.max(parts.length - 1, 0))
  const kind = rng.int(0, 3)
  if (kind === 0) parts.splice(at, 1)
  else if (kind === 1) parts.splice(at, 0, rng.pick(others))
  else if (kind === 2) parts[at] = rng.pick(others)
  else parts.splice(at, 0, rng.pick(parts.length > 0 ? parts : ['']))
  return parts.join('')
}

function changeLine(rng: Rng, code: string): string {
  const lines = code.split('\n')
  const at = rng.int(0, lines.length - 1)
  const line = lines[at] ?? ''
  const kind = rng.int(0, 3)
  if (kind === 0) lines.splice(at, 1)
  else if (kind === 1) lines.splice(rng.int(0, lines.length), 0, line)
  else lines[at] = kind === 2 ? ` ${line}` : line.slice(rng.int(1, 4))
  return lines.join('\n')
}

/** Returns the program with one slip in it. */
export function withSlip(rng: Rng, code: string): string {
  return rng.next() < 0.7 ? changeToken(rng, code) : changeLine(rng, code)
}
