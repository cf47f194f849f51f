/** Writes a quantity's derivation as a Python function. */
import { stepsOf, type Quantity } from './quantity.ts'

const operators = { '+': '+', '-': '-', '*': '*', '/': '//', '%': '*' } as const

/** Returns `def solution():` with one line a step and `return result`. */
export function writeProgram(answer: Quantity): string {
  const names = new Map<Quantity, string>()
  const used = new Map<string, number>()
  const lines = stepsOf(answer).map((quantity) => {
    const { op, left, right } = quantity.step!
    const operand = (side: Quantity): string => names.get(side) ?? String(side.value)
    const expression = `${operand(left)} ${operators[op]} ${operand(right)}${op === '%' ? ' // 100' : ''}`
    const count = (used.get(quantity.name) ?? 0) + 1
    used.set(quantity.name, count)
    const name =
      quantity === answer ? 'result' : count === 1 ? quantity.name : `${quantity.name}_${count}`
    names.set(quantity, name)
    return `    ${name} = ${expression}`
  })
  return ['def solution():', ...lines, '    return result'].join('\n')
}
