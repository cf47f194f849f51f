/**
 * Documents of values with names, and sums over the names, for pre-training: operands are looked
 * up, put into an equation, and computed.
 */
import { rng, type Rng } from '../../core/index.ts'
import { drawCast } from './cast.ts'
import { frames } from './frames.ts'
import { amount, type Unit } from './unit.ts'

interface Value {
  name: string
  number: number
}

type Operator = '+' | '-' | '*' | '/'

const apply: Record<Operator, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

/** The operators whose result is a whole number from 2 to 400, as those of the problems. */
function fitting(a: number, b: number): Operator[] {
  return (['+', '-', '*', '/'] as const).filter((operator) => {
    const result = apply[operator](a, b)
    return (
      Number.isInteger(result) &&
      result >= 2 &&
      result <= 400 &&
      (operator !== '*' || Math.min(a, b) <= 12)
    )
  })
}

/** The second operand: another name's number, or a number of its own. */
function operandFor(value: Value, values: readonly Value[], random: Rng): Value {
  const other = random.pick(values)
  if (other.name !== value.name && random.next() < 0.5) return other
  const divisors = [2, 3, 4, 5, 6, 7, 8, 9].filter(
    (divisor) => value.number % divisor === 0 && value.number > divisor,
  )
  const number =
    divisors.length > 0 && random.next() < 0.4
      ? random.pick(divisors)
      : random.int(2, random.next() < 0.6 ? 9 : 60)
  return { name: String(number), number }
}

/** `Anna + Ben is <<23+14=37>>37 pens.`, and what it comes to under the name `that`. */
function line(
  left: Value,
  values: readonly Value[],
  unit: Unit,
  random: Rng,
): { text: string; result: Value } {
  for (;;) {
    const right = operandFor(left, values, random)
    const [a, b] = random.next() < 0.25 ? [right, left] : [left, right]
    const operators = fitting(a.number, b.number)
    if (operators.length === 0) continue
    const operator = random.pick(operators)
    const number = apply[operator](a.number, b.number)
    const annotated = `<<${a.number}${operator}${b.number}=${number}>>${number}`
    return {
      text: `${a.name} ${operator} ${b.name} is ${amount(unit, annotated)}.`,
      result: { name: 'That', number },
    }
  }
}

/**
 * Returns the ledger at `index`: two to four named values, then four to eight sums, some of which
 * go on from the one before.
 */
export function ledger(seed: number, index: number): string {
  const random = rng('ledger', seed, index)
  const unit = random.pick(random.pick(frames).units)
  const cast = drawCast(
    random.pick(frames.filter((frame) => !frame.places)),
    random.int(2, 4),
    random,
  )
  const values = cast.map(({ name }) => ({
    name,
    number: random.int(2, random.next() < 0.6 ? 20 : 80),
  }))
  const facts = values.map(({ name, number }) =>
    random.next() < 0.5
      ? `${name} has ${amount(unit, number)}.`
      : `${name}: ${amount(unit, number)}.`,
  )
  const lines: string[] = []
  let last: Value | null = null
  for (let left = random.int(4, 8); left > 0; left--) {
    const { text, result } = line(
      last !== null && random.next() < 0.5 ? last : random.pick(values),
      values,
      unit,
      random,
    )
    lines.push(text)
    last = result
  }
  return `${facts.join(' ')}\n${lines.join('\n')}`
}
