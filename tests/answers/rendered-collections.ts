/**
 * Intervals and their unions, sets, tuples, matrices and lists of solutions, with the ways to write
 * them.
 */
import fc from 'fast-check'
import { lenient, type Group, type Kind, type Notation } from './notation.ts'
import { fraction, ratio, ratios, sameRatio, type Ratio } from './rendered-numbers.ts'

const plus = ({ p, q }: Ratio, n: number): Ratio => ratio(p + n * q, q)
const slashed = ({ p, q }: Ratio): string => (q === 1 ? String(p) : `${p}/${q}`)

interface Interval {
  low: Ratio
  high: Ratio
  isLowClosed: boolean
  isHighClosed: boolean
}

const intervals: fc.Arbitrary<Interval> = fc
  .tuple(ratios, fc.integer({ min: 1, max: 20 }), fc.boolean(), fc.boolean())
  .map(([low, width, isLowClosed, isHighClosed]) => ({
    low,
    high: plus(low, width),
    isLowClosed,
    isHighClosed,
  }))

function intervalTexts({ low, high, isLowClosed, isHighClosed }: Interval): string[] {
  const [a, b] = [fraction(low), fraction(high)]
  const [open, close] = [isLowClosed ? '[' : '(', isHighClosed ? ']' : ')']
  const [below, above] = [isLowClosed ? '\\le' : '<', isHighClosed ? '\\le' : '<']
  const [after, before] = [isLowClosed ? '\\ge' : '>', isHighClosed ? '\\ge' : '>']
  return [
    `${open}${a},${b}${close}`,
    `${open}${a}, ${b}${close}`,
    `${open} ${slashed(low)} , ${slashed(high)} ${close}`,
    `\\left${open}${a}, ${b}\\right${close}`,
    `\\left${open} ${a}; ${b} \\right${close}`.replace(';', ','),
    `\\bigl${open}${a},\\,${b}\\bigr${close}`,
    `${isLowClosed ? '[' : ']'}${a}, ${b}${isHighClosed ? ']' : '['}`,
    `${a} ${below} x ${above} ${b}`,
    `${slashed(low)}${{ '<': '<', '\\le': '<=' }[below]}x${{ '<': '<', '\\le': '<=' }[above]}${slashed(high)}`,
    `${b} ${before} x ${after} ${a}`,
    `x \\in ${open}${a}, ${b}${close}`,
    `x\\in\\left${open}${a},${b}\\right${close}`,
    `x ${after} ${a} \\text{ and } x ${above} ${b}`,
    `x ${above} ${b} \\text{ and } ${a} ${below} x`,
    `x ${after} ${a}, x ${above} ${b}`.replace(',', ' and'),
    `\\{x \\mid ${a} ${below} x ${above} ${b}\\}`,
    `\\{ x : ${a} ${below} x ${above} ${b} \\}`,
    `\\left\\{x \\,\\middle|\\, ${a} ${below} x ${above} ${b}\\right\\}`,
    `(-\\infty, ${b}${close} \\cap ${open}${a}, \\infty)`,
    `${open}${fraction(low)}, ${slashed(high)}${close}`,
    `${a} ${below} x \\text{ and } x ${above} ${b}`,
  ]
}

const intervalGroup = (value: Interval): Group => ({
  same: intervalTexts(value),
  changed: [
    { ...value, isLowClosed: !value.isLowClosed },
    { ...value, isHighClosed: !value.isHighClosed },
    { ...value, high: plus(value.high, 1) },
    { ...value, low: plus(value.low, -1) },
  ].map(intervalTexts),
})

interface Rays {
  low: number
  high: number
  isClosed: boolean
}

function rayTexts({ low, high, isClosed }: Rays): string[] {
  const [open, close] = isClosed ? ['[', ']'] : ['(', ')']
  const [less, more] = isClosed ? ['\\le', '\\ge'] : ['<', '>']
  const [plainLess, plainMore] = isClosed ? ['<=', '>='] : ['<', '>']
  const [left, right] = [`(-\\infty, ${low}${close}`, `${open}${high}, \\infty)`]
  return [
    `${left} \\cup ${right}`,
    `${left}\\cup${right}`,
    `${right} \\cup ${left}`,
    `${left.replace('(', '\\left(').replace(/.$/, '\\right$&')} \\cup ${right.replace(/^./, '\\left$&').replace(/.$/, '\\right$&')}`,
    `${left} ∪ ${right.replace('\\infty', '+\\infty')}`,
    `(-∞, ${low}${close} ∪ ${open}${high}, ∞)`,
    `x ${less} ${low} \\text{ or } x ${more} ${high}`,
    `x ${more} ${high} \\text{ or } x ${less} ${low}`,
    `x ${plainLess} ${low} or x ${plainMore} ${high}`,
    `x${less} ${low}, \\text{ or } x${more} ${high}`,
    `x \\in ${left} \\cup ${right}`,
    `x \\in ${right} \\cup ${left}`,
    `\\{x \\mid x ${less} ${low} \\text{ or } x ${more} ${high}\\}`,
    `\\mathbb{R} \\setminus ${isClosed ? '(' : '['}${low}, ${high}${isClosed ? ')' : ']'}`,
    `x ${less} ${low} \\lor x ${more} ${high}`,
    `${low} ${more} x \\text{ or } ${high} ${less} x`,
    `${left} \\cup ${left} \\cup ${right}`,
    `(-\\infty, ${low - 5}] \\cup (${low - 7}, ${low}${close} \\cup ${right}`,
    `${left} \\cup (${left} \\cup ${right})`,
    `|x-\\frac{${low + high}}{2}| ${more} \\frac{${high - low}}{2}`,
  ]
}

const rayGroup = (value: Rays): Group => ({
  same: rayTexts(value),
  changed: [
    { ...value, isClosed: !value.isClosed },
    { ...value, high: value.high + 1 },
    { ...value, low: value.low - 1 },
  ].map(rayTexts),
})

const distinct = (least: number, most: number): fc.Arbitrary<Ratio[]> =>
  fc.uniqueArray(
    fc.oneof(
      ratios,
      fc.integer({ min: -99, max: 99 }).map((n) => ratio(n)),
    ),
    {
      minLength: least,
      maxLength: most,
      comparator: sameRatio,
    },
  )

/** The items in an order that belongs to a number. */
const turned = <T>(items: readonly T[], by: number): T[] => {
  const start = by % items.length
  const turn = [...items.slice(start), ...items.slice(0, start)]
  return by % 2 === 1 ? turn.toReversed() : turn
}

const without = <T>(items: readonly T[]): T[] => items.slice(1)

function setTexts(items: readonly Ratio[]): (string | Notation)[] {
  const texts = items.map(fraction)
  const order = (by: number, separator = ', '): string => turned(texts, by).join(separator)
  return [
    `\\{${order(0)}\\}`,
    `\\{${order(1, ',')}\\}`,
    `\\left\\{ ${order(2)} \\right\\}`,
    `\\lbrace ${order(3)} \\rbrace`,
    `\\{ ${turned(items.map(slashed), 4).join(' , ')} \\}`,
    `\\{${order(5, ',\\ ')}\\}`,
    `\\{${order(6, ';')}\\}`,
    `{${order(7)}}`,
    order(8),
    order(9),
    order(10, ' , '),
    order(11, ',\\,'),
    turned(items.map(slashed), 12).join(', '),
    order(13, ' \\text{ and } '),
    order(14, ' \\text{ or } '),
    order(15, ' or '),
    `x \\in \\{${order(16)}\\}`,
    `\\{${order(17)}\\} \\cup \\{${texts[0]}\\}`,
    `A = \\{${order(18)}\\}`,
    `${turned(texts, 19).slice(0, -1).join(', ')} and ${turned(texts, 19).at(-1)}`,
    lenient(`\\{${order(20)}, ${texts[0]}\\}`),
  ]
}

function setGroup(items: readonly Ratio[]): Group {
  const [first, ...rest] = items
  const other = first && plus(first, 1)
  const isNew = other && !rest.some((each) => sameRatio(each, other))
  return {
    same: setTexts(items),
    changed: [
      ...(isNew ? [[other, ...rest]] : []),
      ...(items.length > 2 ? [without(items)] : []),
      [...items, ratio(1_001)],
    ].map(setTexts),
  }
}

function tupleTexts(items: readonly Ratio[]): string[] {
  const texts = items.map(fraction)
  const names = ['x', 'y', 'z'].slice(0, items.length)
  const all = texts.join(', ')
  const assigned = names.map((name, index) => `${name}=${texts[index]}`)
  return [
    `(${all})`,
    `(${texts.join(',')})`,
    `( ${texts.join(' , ')} )`,
    `\\left(${all}\\right)`,
    `\\left( ${texts.join(',\\ ')} \\right)`,
    `\\bigl(${all}\\bigr)`,
    `(${items.map(slashed).join(', ')})`,
    `(${texts.join('; ')})`,
    `\\langle ${all} \\rangle`,
    `\\left\\langle ${all} \\right\\rangle`,
    `P(${all})`,
    `(${names.join(' , ')}) = (${items.map(slashed).join(' , ')})`,
    `(${names.join(',')}) = (${all})`,
    `(${names.join(', ')})=\\left(${all}\\right)`,
    assigned.join(', '),
    assigned.join(','),
    assigned.join(' \\text{ and } '),
    assigned.join('; '),
    assigned.map((each) => each.replace('=', ' = ')).join(',\\quad '),
    `\\begin{cases} ${assigned.join(' \\\\ ')} \\end{cases}`,
    `(${items.map((each) => `\\frac{${2 * each.p}}{${2 * each.q}}`).join(', ')})`,
  ]
}

function tupleGroup(items: readonly Ratio[]): Group {
  const [first, ...rest] = items
  return {
    same: tupleTexts(items),
    changed: [
      tupleTexts(items.toReversed()),
      ...(first ? [tupleTexts([plus(first, 1), ...rest])] : []),
      ...(items.length > 2 ? [tupleTexts(rest)] : []),
    ],
  }
}

type Rows = readonly (readonly Ratio[])[]

function matrixTexts(rows: Rows): string[] {
  const cells = rows.map((row) => row.map(fraction))
  const body = (text: Rows | string[][] = cells, end = ' \\\\ '): string =>
    text
      .map((row) =>
        row.map((cell) => (typeof cell === 'string' ? cell : fraction(cell))).join(' & '),
      )
      .join(end)
  const columns = 'c'.repeat(cells[0]?.length ?? 1)
  const environment = (name: string, inner = body()): string =>
    `\\begin{${name}} ${inner} \\end{${name}}`
  const array = `\\begin{array}{${columns}} ${body()} \\end{array}`
  const doubled = rows.map((row) => row.map(({ p, q }) => ratio(2 * p, q)))
  return [
    environment('pmatrix'),
    environment('bmatrix'),
    environment('Bmatrix'),
    environment('pmatrix', body(cells, '\\\\')),
    environment('bmatrix', body(cells, '\\\\\n')),
    environment('pmatrix', `${body()} \\\\`),
    environment('bmatrix', body(rows.map((row) => row.map(slashed)))),
    `\\left(${array}\\right)`,
    `\\left[${array}\\right]`,
    `\\left[ ${environment('matrix')} \\right]`,
    `(${environment('matrix')})`,
    `\\left(\\begin{array}{${columns.split('').join('|')}} ${body()} \\end{array}\\right)`,
    `[${cells.map((row) => `[${row.join(', ')}]`).join(', ')}]`,
    `[${cells.map((row) => `[${row.join(',')}]`).join(',')}]`,
    `A = ${environment('pmatrix')}`,
    `A=${environment('bmatrix')}`,
    `\\frac{1}{2} ${environment('pmatrix', body(doubled))}`,
    `\\frac12${environment('bmatrix', body(doubled))}`,
    `-${environment('pmatrix', body(rows.map((row) => row.map(({ p, q }) => ratio(-p, q)))))}`,
    environment('bmatrix', body().replaceAll(' ', '').replaceAll('\\\\', ' \\\\ ')),
  ]
}

const sameRows = (a: Rows, b: Rows): boolean =>
  a.length === b.length &&
  a.every(
    (row, i) => row.length === b[i]?.length && row.every((cell, j) => sameRatio(cell, b[i]![j]!)),
  )

function matrixGroup(rows: Rows): Group {
  const transposed = rows[0]!.map((_, j) => rows.map((row) => row[j]!))
  const [[first, ...cells] = [], ...rest] = rows
  const others: Rows[] = [
    transposed,
    [[plus(first!, 1), ...cells], ...rest],
    rows.toReversed(),
    [...rows, rows[0]!],
  ]
  return {
    same: matrixTexts(rows),
    changed: others.filter((other) => !sameRows(other, rows)).map(matrixTexts),
  }
}

const matrices: fc.Arbitrary<Ratio[][]> = fc.integer({ min: 2, max: 3 }).chain((width) =>
  fc.array(fc.array(ratios, { minLength: width, maxLength: width }), {
    minLength: 2,
    maxLength: 3,
  }),
)

function solutionTexts(items: readonly Ratio[]): string[] {
  const texts = items.map(fraction)
  const equations = texts.map((text) => `x = ${text}`)
  const order = (by: number, separator: string): string => turned(equations, by).join(separator)
  return [
    order(0, ', '),
    order(1, ', '),
    order(2, ' \\text{ or } '),
    order(3, ' or '),
    order(4, ' \\text{ and } '),
    order(5, '; '),
    order(6, ' \\lor '),
    order(7, ',\\quad ').replaceAll(' = ', '='),
    `x = ${turned(texts, 8).join(', ')}`,
    `x=${turned(texts, 9).join(',')}`.replaceAll(',', ', '),
    `x = ${turned(texts, 10).join(' \\text{ or } ')}`,
    `x = ${turned(texts, 11).join(' \\text{ and } ')}`,
    `x \\in \\{${turned(texts, 12).join(', ')}\\}`,
    turned(texts, 13).join(', '),
    turned(texts, 14).join(' \\text{ or } '),
    turned(texts, 15).join(' and '),
    `\\{${turned(texts, 16).join(', ')}\\}`,
    turned(texts, 17)
      .map((text, index) => `x_${index + 1} = ${text}`)
      .join(', '),
    turned(texts, 17)
      .map((text, index) => `x_{${index + 1}}=${text}`)
      .join(',\\ '),
    turned(items, 19)
      .map((each) => `x=${slashed(each)}`)
      .join(', '),
  ]
}

const solutionGroup = (items: readonly Ratio[]): Group => {
  const [first, ...rest] = items
  const other = first && plus(first, 1)
  const isNew = other && !rest.some((each) => sameRatio(each, other))
  return {
    same: solutionTexts(items),
    changed: [
      ...(isNew ? [[other, ...rest]] : []),
      ...(items.length > 2 ? [rest] : []),
      [...items, ratio(1_001)],
    ].map(solutionTexts),
  }
}

const rays: fc.Arbitrary<Rays> = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 30 }), fc.boolean())
  .map(([low, width, isClosed]) => ({ low, high: low + width, isClosed }))

export const collectionKinds: readonly Kind[] = [
  { name: 'interval', specimens: intervals.map(intervalGroup) },
  { name: 'union', specimens: rays.map(rayGroup) },
  { name: 'set', specimens: distinct(2, 5).map(setGroup) },
  { name: 'tuple', specimens: distinct(2, 3).map(tupleGroup) },
  { name: 'matrix', specimens: matrices.map(matrixGroup) },
  { name: 'solutions', specimens: distinct(2, 4).map(solutionGroup) },
]
