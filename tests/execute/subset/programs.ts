/**
 * Programs of the part of Python that the fast tier evaluates, and of what lies just outside it,
 * generated without end.
 */
import { rng } from '../../../src/core/index.ts'
import { Context, types, variables } from './context.ts'
import { expression } from './expressions.ts'
import { literal } from './literals.ts'
import { withSlip } from './slips.ts'
import { statement } from './statements.ts'

/** The part of programs that have a slip in them. */
const slipShare = 0.08

function opening(c: Context): string[] {
  const bound = types
    .flatMap((type) => variables[type].map((name) => ({ type, name })))
    .filter(() => !c.strays(0.15))
  return ['import math', ...bound.map(({ type, name }) => `${name} = ${literal(c, type)}`)]
}

/** The ways to give an answer. */
function ending(c: Context): string[] {
  const value = expression(c, c.rng.pick(types), 3)
  const kind = c.rng.int(0, 9)
  if (kind <= 3) {
    const inner = c.at({ inFunction: true })
    const lines = c.chance(0.6) ? statement(inner).flatMap((line) => line.split('\n')) : []
    return ['def solution():', ...lines.map((line) => `    ${line}`), `    return ${value}`]
  }
  if (kind <= 7) return [`ans = ${value}`]
  return c.strays(0.5) ? [] : [`print(${value})`]
}

/** Returns the program at an address: it depends on the two numbers only. */
export function subsetProgram(seed: number, index: number): string {
  const random = rng('subset', seed, index)
  const c = new Context(random, random.pick([0, 0, 0.05, 0.3, 1]), random.pick([0, 0, 0.02, 0.3]))
  const body = Array.from({ length: random.int(1, 6) }, () => statement(c)).flat()
  const code = `${[...opening(c), ...body, ...ending(c)].join('\n')}\n`
  return c.chance(slipShare) ? withSlip(random, code) : code
}
