/** Other ways to work out the same quantity, as laws of arithmetic allow. */
import type { Sentence } from './sentence.ts'
import { derive, given, type Operator, type Quantity } from './quantity.ts'

function plain(template: string, past: boolean): Sentence {
  return { template, slots: {}, mention: null, past }
}

/** A new intermediate result that the story has no sentence for. */
function between(
  step: { op: Operator; left: Quantity; right: Quantity },
  template: string,
  like: Quantity,
): Quantity {
  return derive(step, { name: 'part', unit: like.unit, say: plain(template, like.say!.past) })
}

function replaced(
  { value, name, unit, say }: Quantity,
  op: Operator,
  left: Quantity,
  right: Quantity,
): Quantity {
  return { value, name, unit, say: say!, step: { op, left, right } }
}

type Rule = (quantity: Quantity) => Quantity[]

/** x-b-c as x-(b+c); x+b+c as x+(b+c); x+b-c as x-c+b or x+(b-c); x-b+c as x+c-b or x-(b-c). */
const regroupSum: Rule = (quantity) => {
  const { op: outer, left, right: c } = quantity.step!
  if (!left.step || (outer !== '+' && outer !== '-')) return []
  const { op: inner, left: x, right: b } = left.step
  if (inner !== '+' && inner !== '-') return []
  if (dependsOn(c, left)) return []
  if (outer === inner) {
    const sum = between({ op: '+', left: b, right: c }, 'together, that [is|is|was] {v}', quantity)
    return [replaced(quantity, outer, x, sum)]
  }
  const swapped = between(
    { op: outer, left: x, right: c },
    outer === '-' ? 'first, that [leaves|leaves|left] {v}' : 'first, that [makes|makes|made] {v}',
    quantity,
  )
  const net = between({ op: '-', left: b, right: c }, 'the change [is|is|was] {v}', quantity)
  return [replaced(quantity, inner, swapped, b), replaced(quantity, inner, x, net)]
}

/** (a±b)*k as a*k±b*k, and (a±b)/k as a/k±b/k. */
const distribute: Rule = (quantity) => {
  const { op, left, right: k } = quantity.step!
  if ((op !== '*' && op !== '/') || !left.step || (left.step.op !== '+' && left.step.op !== '-'))
    return []
  const first = between(
    { op, left: left.step.left, right: k },
    'the first part [makes|makes|made] {v}',
    quantity,
  )
  const second = between(
    { op, left: left.step.right, right: k },
    'the second part [makes|makes|made] {v}',
    quantity,
  )
  return [replaced(quantity, left.step.op, first, second)]
}

/** a*b*c as a*(b*c), and a*b/c as a/c*b or b/c*a. */
const regroupProduct: Rule = (quantity) => {
  const { op, left, right: c } = quantity.step!
  if (!left.step || left.step.op !== '*') return []
  const { left: a, right: b } = left.step
  if (op === '*')
    return [
      replaced(
        quantity,
        '*',
        a,
        between({ op: '*', left: b, right: c }, 'each of these [makes|makes|made] {v}', quantity),
      ),
    ]
  if (op !== '/') return []
  const part = (side: Quantity): Quantity => ({
    ...between(
      { op: '/', left: side, right: c },
      'dividing first [makes|makes|made] {v}',
      quantity,
    ),
    unit: null,
  })
  return [replaced(quantity, '*', part(a), b), replaced(quantity, '*', a, part(b))]
}

/** a+a*k as a*(k+1), and a*k-a as a*(k-1). */
const factor: Rule = (quantity) => {
  const { op, left, right } = quantity.step!
  const isMultiple = (product: Quantity, of: Quantity): boolean =>
    product.step?.op === '*' && product.step.left === of
  const one = given(1, 'one')
  const times = (product: Quantity): Quantity => ({
    ...between(
      { op, left: product.step!.right, right: one },
      'that [is|is|was] {v} times as much',
      quantity,
    ),
    unit: null,
  })
  if (op === '+' && isMultiple(right, left)) return [replaced(quantity, '*', left, times(right))]
  if (op === '+' && isMultiple(left, right)) return [replaced(quantity, '*', right, times(left))]
  if (op === '-' && isMultiple(left, right)) return [replaced(quantity, '*', right, times(left))]
  return []
}

/** x-x/f as x/f*(f-1), and x-x*p/100 as x*(100-p)/100. */
const remainder: Rule = (quantity) => {
  const { op, left, right } = quantity.step!
  if (op !== '-' || !right.step || right.step.left !== left) return []
  const by = right.step.right
  if (right.step.op === '%') {
    const percent = {
      ...between(
        { op: '-', left: given(100, 'whole'), right: by },
        '{v}% [are|are|were] left',
        quantity,
      ),
      unit: null,
    }
    return [replaced(quantity, '%', left, percent)]
  }
  if (right.step.op !== '/') return []
  const parts = {
    ...between(
      { op: '-', left: by, right: given(1, 'one') },
      '{v} such parts [are|are|were] left',
      quantity,
    ),
    unit: null,
  }
  return [replaced(quantity, '*', right, parts)]
}

/** x*50/100 as x/2, and so on. */
const percentAsFraction: Rule = (quantity) => {
  const { op, left, right } = quantity.step!
  if (op !== '%' || right.step || 100 % right.value !== 0) return []
  return [replaced(quantity, '/', left, given(100 / right.value, 'divisor'))]
}

const rules: readonly Rule[] = [
  regroupSum,
  distribute,
  regroupProduct,
  factor,
  remainder,
  percentAsFraction,
]

function dependsOn(quantity: Quantity, on: Quantity): boolean {
  return (
    quantity === on ||
    (quantity.step !== undefined &&
      (dependsOn(quantity.step.left, on) || dependsOn(quantity.step.right, on)))
  )
}

/** Whether all results are whole numbers from 2 to 1000: sentences are in the plural. */
function sound(quantity: Quantity): boolean {
  if (!quantity.step) return true
  return (
    Number.isInteger(quantity.value) &&
    quantity.value >= 2 &&
    quantity.value <= 1000 &&
    sound(quantity.step.left) &&
    sound(quantity.step.right)
  )
}

/**
 * Returns every quantity that may stand in for this one: equal in value, worked out by different
 * steps.
 */
export function rewrites(quantity: Quantity): Quantity[] {
  const others: Quantity[] = []
  for (const rule of rules) for (const other of rule(quantity)) if (sound(other)) others.push(other)
  return others
}

/** Returns the quantity with its operands exchanged, or `null` where order matters. */
export function commuted(quantity: Quantity): Quantity | null {
  const { op, left, right } = quantity.step!
  return op === '+' || op === '*' ? replaced(quantity, op, right, left) : null
}

/** Returns `root` with `target` replaced wherever it is used. */
export function substitute(root: Quantity, target: Quantity, replacement: Quantity): Quantity {
  const done = new Map<Quantity, Quantity>([[target, replacement]])
  const visit = (quantity: Quantity): Quantity => {
    const known = done.get(quantity)
    if (known) return known
    let result = quantity
    if (quantity.step) {
      const left = visit(quantity.step.left)
      const right = visit(quantity.step.right)
      if (left !== quantity.step.left || right !== quantity.step.right)
        result = replaced(quantity, quantity.step.op, left, right)
    }
    done.set(quantity, result)
    return result
  }
  return visit(root)
}
