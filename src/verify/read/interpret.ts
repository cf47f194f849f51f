/**
 * Second thoughts on a parsed answer: ± written out, matrices computed, lists that share one left
 * side.
 */
import { listAnswer, scalarAnswer, type Answer } from '../answer.ts'
import { Fault } from '../budget.ts'
import { mapOperands, negative, some, type Expression } from '../expression/expression.ts'
import { matrixValue } from '../expression/matrix.ts'

/** Returns the answer as comparisons take it. @throws Fault where a matrix is used as a number. */
export function interpret(answer: Answer): Answer {
  switch (answer.kind) {
    case 'scalar':
      return scalar(answer.expression, answer)
    case 'collection':
      return answer.open === '(' && answer.items.some(hasOppositeSign)
        ? listAnswer([1, -1].map((sign) => interpret(withSign(answer, sign === 1 ? 1 : -1))))
        : collection(answer.items.map(interpret), answer)
    case 'relation':
      return { ...answer, sides: answer.sides.map(interpret) }
    case 'combination':
      return { ...answer, parts: answer.parts.map(interpret) }
    case 'conditions':
      return { ...answer, items: answer.items.map(interpret) }
    case 'builder':
      return { ...answer, condition: interpret(answer.condition) }
    default:
      return answer
  }
}

function scalar(expression: Expression, answer: Answer): Answer {
  if (some(expression, ({ kind }) => kind === 'matrix')) {
    const rows = matrixValue(expression)
    if (!rows) throw new Fault('syntax', 'a matrix is used as a number')
    return { kind: 'matrix', rows }
  }
  if (!hasSigns(expression)) return answer
  const unit = answer.kind === 'scalar' ? answer.unit : null
  const together = listAnswer(
    [1, -1].map((sign) => scalarAnswer(chosen(expression, sign === 1 ? 1 : -1), unit)),
  )
  const each = choices(expression)
  if (each.length <= 2) return together
  return {
    ...together,
    alternative: listAnswer(each.map((value) => scalarAnswer(value, unit))),
    alternativeBy: 'signs',
  }
}

/** A sum with more signs than this is not written out. */
const maxSigns = 4

/**
 * The values of a sum with several `±` of which each is chosen for itself; none where a `∓` ties
 * them.
 */
function choices(expression: Expression): Expression[] {
  let signs = 0
  const isTied = some(expression, (node) => {
    if (node.kind === 'plusMinus') signs++
    return node.kind === 'plusMinus' && node.sign === -1
  })
  if (isTied || signs < 2 || signs > maxSigns) return []
  return Array.from({ length: 2 ** signs }, (_, bits) => {
    let at = 0
    const choose = (node: Expression): Expression => {
      if (node.kind !== 'plusMinus') return mapOperands(node, choose)
      const isMinus = ((bits >> at++) & 1) === 1
      const operand = choose(node.operand)
      return isMinus ? negative(operand) : operand
    }
    return choose(expression)
  })
}

/** `(±1, ∓1)` chooses its signs together. */
const hasOppositeSign = (item: Answer): boolean =>
  item.kind === 'scalar' &&
  some(item.expression, (node) => node.kind === 'plusMinus' && node.sign === -1)

const withSign = (tuple: Extract<Answer, { kind: 'collection' }>, sign: 1 | -1): Answer => ({
  ...tuple,
  items: tuple.items.map((item) =>
    item.kind === 'scalar' ? { ...item, expression: chosen(item.expression, sign) } : item,
  ),
})

const hasSigns = (expression: Expression): boolean =>
  some(expression, ({ kind }) => kind === 'plusMinus')

/** The expression with every `±` as the sign and every `∓` as its opposite. */
function chosen(node: Expression, sign: 1 | -1): Expression {
  if (node.kind !== 'plusMinus') return mapOperands(node, (operand) => chosen(operand, sign))
  const operand = chosen(node.operand, sign)
  return node.sign === sign ? operand : negative(operand)
}

const isBareList = (answer: Answer): answer is Extract<Answer, { kind: 'collection' }> =>
  answer.kind === 'collection' && answer.open === ''

function collection(items: Answer[], answer: Extract<Answer, { kind: 'collection' }>): Answer {
  const isTuple = answer.open === '(' || answer.open === '['
  if (isTuple && items.some(isBareList)) return tuples(items, answer)
  const flat = items.flatMap((item, index) =>
    isBareList(item) && answer.items[index]?.kind === 'scalar' ? item.items : [item],
  )
  const [first, ...rest] = flat
  const isShared =
    answer.open === '' &&
    first?.kind === 'relation' &&
    first.operators.length === 1 &&
    (first.operators[0] === '=' || first.operators[0] === 'in' || first.operators[0] === '!=') &&
    rest.every((item) => item.kind !== 'relation')
  if (isShared && rest.length > 0) {
    const [left, right] = first.sides
    // `x ≠ 1, 2` excludes both.
    if (left && first.operators[0] === '!=')
      return {
        ...answer,
        items: [first, ...rest.map((item): Answer => ({ ...first, sides: [left, item] }))],
      }
    if (left && right)
      return { kind: 'relation', sides: [left, listAnswer([right, ...rest])], operators: ['='] }
  }
  const solutions = answer.open === '' && flat.flatMap((item) => alternatives(item))
  return { ...answer, items: solutions && solutions.length > flat.length ? solutions : flat }
}

/** `x = ±3` in a list are two solutions. */
function alternatives(item: Answer): Answer[] {
  const last = item.kind === 'relation' ? item.sides.at(-1) : undefined
  if (item.kind !== 'relation' || !last || !isBareList(last)) return [item]
  return last.items.map((value) => ({ ...item, sides: [...item.sides.slice(0, -1), value] }))
}

/** More choices of signs than this are not written out. */
const maxTuples = 64

/** `(±1, ±2)` are four tuples. */
function tuples(items: readonly Answer[], answer: Extract<Answer, { kind: 'collection' }>): Answer {
  let all: Answer[][] = [[]]
  for (const item of items) {
    const choices = isBareList(item) ? item.items : [item]
    all = all.flatMap((before) => choices.map((each) => [...before, each]))
    if (all.length > maxTuples) throw new Fault('limit', 'too many choices of signs')
  }
  return listAnswer(all.map((each) => ({ ...answer, items: each })))
}
