/** Faults in what is computed: operators, numbers and types. */
import type { Rng } from '../../core/index.ts'
import type { OutlinedOperation, ProgramOutline } from '../../execute/index.ts'
import { pickOne, replaced, textOf, variablesRead, type FaultKind } from './fault-kind.ts'

/** What is easily written instead of an operator. */
const confused: Readonly<Record<string, readonly string[]>> = {
  '+': ['-', '*'],
  '-': ['+'],
  '*': ['+', '/', '//'],
  '/': ['*', '//'],
  '//': ['/', '*', '%'],
  '%': ['//', '*'],
  '**': ['*'],
}

export const wrongOperator: FaultKind = {
  description: 'uses another operator',
  gives: 'answer',
  inject(outline, random) {
    const operations = outline.operations.filter(({ operator }) => operator in confused)
    const operation = pickOne(operations, random)
    if (operation === null) return null
    return replaced(outline, operation.at, random.pick(confused[operation.operator]!))
  },
}

export const wrongConstant: FaultKind = {
  description: 'uses another number',
  gives: 'answer',
  inject(outline, random) {
    const number = pickOne(outline.numbers, random)
    const other = number && pickOne(otherNumbers(number.text), random)
    return number && other && replaced(outline, number, other)
  },
}

/** Numbers that are easily read instead of one: a digit off, a place off, digits exchanged. */
function otherNumbers(text: string): string[] {
  const digits = /^\d+$/.test(text) ? '' : /^\d*\.(\d+)$/.exec(text)?.[1]
  if (digits === undefined || text.length > 15) return []
  const value = Number(text)
  const places = digits.length
  const found = [
    (value + 1).toFixed(places),
    Math.abs(value - 1).toFixed(places),
    (value * 10).toFixed(Math.max(0, places - 1)),
    ...(places === 0 && text.endsWith('0') ? [text.slice(0, -1)] : []),
    ...(places === 0 ? [text.split('').toReversed().join('')] : []),
  ]
  return found.filter((other) => Number(other) !== value && /^(?:0|[1-9]\d*|\d+\.\d+)$/.test(other))
}

export const divisionByZero: FaultKind = {
  description: 'divides by zero',
  gives: 'error',
  inject(outline, random) {
    const divisions = outline.operations.filter(({ operator }) =>
      ['/', '//', '%'].includes(operator),
    )
    const division = pickOne(divisions, random)
    if (division === null) return newDivision(outline, random)
    const divisor = textOf(outline, division.right)
    const isName = /^[A-Za-z_]\w*$/.test(divisor)
    const start = isName ? startValue(outline, divisor) : null
    if (start && random.next() < 0.5) return replaced(outline, start, '0')
    const zero = isName && random.next() < 0.5 ? `(${divisor} - ${divisor})` : '0'
    return replaced(outline, division.right, zero)
  },
}

function newDivision(outline: ProgramOutline, random: Rng): string | null {
  const operation = pickOne(
    outline.operations.filter(({ operator }) => ['+', '-', '*'].includes(operator)),
    random,
  )
  if (operation === null) return null
  const { at, right } = operation
  const between = outline.source.slice(at.end, right.start)
  return replaced(outline, { start: at.start, end: right.end }, `/${between}0`)
}

/** Returns where the number stands that a variable is assigned at first. */
function startValue(outline: ProgramOutline, name: string): { start: number; end: number } | null {
  const statement = outline.statements.find(
    ({ kind, binds }) => kind === 'assign' && binds.includes(name),
  )
  const number = outline.numbers.find(({ end }) => end === statement?.end)
  const isAlone =
    number && outline.source.slice(statement!.start, number.start).trim() === `${name} =`
  return isAlone ? number : null
}

export const numberAsText: FaultKind = {
  description: 'writes a number as a text',
  gives: 'error',
  inject(outline, random) {
    const number = pickOne(outline.numbers, random)
    return number && replaced(outline, number, `'${number.text}'`)
  },
}

export const calledNumber: FaultKind = {
  description: 'calls a number as a function, as where the sign of a product is left out',
  gives: 'error',
  inject(outline, random) {
    const product = pickOne(
      outline.operations.filter((operation) => isProductOfSum(outline, operation)),
      random,
    )
    if (product) return replaced(outline, { start: product.left.end, end: product.right.start }, '')
    const place = pickOne(variablesRead(outline), random)
    return place && replaced(outline, { start: place.end, end: place.end }, '()')
  },
}

/** `price * (1 + rate)`: without its sign it is a call. */
function isProductOfSum(
  outline: ProgramOutline,
  { operator, left, right }: OutlinedOperation,
): boolean {
  return (
    operator === '*' && /\w$/.test(textOf(outline, left)) && textOf(outline, right).startsWith('(')
  )
}

export const subscriptedNumber: FaultKind = {
  description: 'takes an element of a number',
  gives: 'error',
  inject(outline, random) {
    const place = pickOne(variablesRead(outline), random)
    const index = random.pick(['0', '1', '-1'])
    return place && replaced(outline, { start: place.end, end: place.end }, `[${index}]`)
  },
}
