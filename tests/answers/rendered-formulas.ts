/** Polynomials, radicals, equations and inequalities, with the ways to write them. */
import fc from 'fast-check'
import type { Group, Kind } from './notation.ts'
import { fraction, ratio } from './rendered-numbers.ts'

type Term = readonly [coefficient: number, power: string]

/** A sum of terms in the order given, as LaTeX, or with `times` between coefficient and power. */
function sum(terms: readonly Term[], times = ''): string {
  const texts = terms
    .filter(([coefficient]) => coefficient !== 0)
    .map(([coefficient, power], index) => {
      const size = Math.abs(coefficient)
      const sign = coefficient < 0 ? '-' : index === 0 ? '' : '+'
      return sign + (power === '' ? String(size) : size === 1 ? power : size + times + power)
    })
  return texts.join('') || '0'
}

const nonzero = fc.integer({ min: 1, max: 9 }).chain((size) => fc.constantFrom(size, -size))
const small = fc.integer({ min: -9, max: 9 })
const variable = fc.constantFrom('x', 't', 'n', 'y', '\\theta')

interface Quadratic {
  /** (ax + b)(cx + d) */
  a: number
  b: number
  c: number
  d: number
  x: string
}

const linear = (a: number, b: number, x: string): string =>
  sum([
    [a, x],
    [b, ''],
  ])

function quadraticTerms({ a, b, c, d, x }: Quadratic, square = `${x}^2`): [Term, Term, Term] {
  return [
    [a * c, square],
    [a * d + b * c, x],
    [b * d, ''],
  ]
}

function quadraticTexts(value: Quadratic): string[] {
  const { a, b, c, d, x } = value
  const [square, middle, constant] = quadraticTerms(value)
  const [first, second] = [linear(a, b, x), linear(c, d, x)]
  return [
    sum([square, middle, constant]),
    sum([constant, middle, square]),
    sum([middle, square, constant]),
    sum([square, middle, constant], '*'),
    sum([square, middle, constant], '\\cdot '),
    sum(quadraticTerms(value, `${x}^{2}`)),
    sum(quadraticTerms(value, `${x}**2`), ' * '),
    sum(quadraticTerms(value, `${x} \\cdot ${x}`), '\\cdot '),
    `(${first})(${second})`,
    `(${second})(${first})`,
    `(${first}) \\cdot (${second})`,
    `(${first})*(${second})`,
    `\\left(${first}\\right)\\left(${second}\\right)`,
    `[${first}](${second})`,
    `\\frac{(${sum([
      [2 * a, x],
      [2 * b, ''],
    ])})(${second})}{2}`,
    `\\frac{1}{3}(${sum([
      [3 * a * c, `${x}^2`],
      [3 * (a * d + b * c), x],
      [3 * b * d, ''],
    ])})`,
    `${a}(${x}+${fraction(ratio(b, a))})(${second})`.replace('+-', '-'),
    `${a * c}(${x}+${fraction(ratio(b, a))})(${x}+${fraction(ratio(d, c))})`.replaceAll('+-', '-'),
    `${x}(${linear(a * c, a * d + b * c, x)}) + ${b * d}`.replace('+ -', '- '),
    `(${first})^2 \\cdot \\frac{${second}}{${first}}`,
    `y=(${first})(${second})`.replace(/^y=(?=.*y)/, 'f='),
    `-(${sum([
      [-a, x],
      [-b, ''],
    ])})(${second})`,
  ]
}

function quadraticGroup(value: Quadratic): Group {
  const { b, d, c, x } = value
  const others: Quadratic[] = [
    { ...value, b: b + 1 },
    { ...value, d: -d },
    { ...value, c: -c },
    { ...value, x: x === 'x' ? 'z' : 'x' },
  ]
  const key = (each: Quadratic): string => sum(quadraticTerms(each))
  return {
    same: quadraticTexts(value),
    changed: others.filter((other) => key(other) !== key(value)).map(quadraticTexts),
  }
}

interface Radical {
  /** (a + b√c) / d */
  a: number
  b: number
  c: number
  d: number
}

function radicalTexts({ a, b, c, d }: Radical): string[] {
  const root = `\\sqrt{${c}}`
  const over = (text: string): string => (d === 1 ? text : `\\frac{${text}}{${d}}`)
  const norm = a * a - b * b * c
  return [
    over(
      sum([
        [a, ''],
        [b, root],
      ]),
    ),
    over(
      sum([
        [b, root],
        [a, ''],
      ]),
    ),
    over(
      sum(
        [
          [a, ''],
          [b, root],
        ],
        '\\cdot ',
      ),
    ),
    over(
      sum([
        [a, ''],
        [b, `\\sqrt${c}`],
      ]),
    ).replace(/\\sqrt(\d\d+)/, '\\sqrt{$1}'),
    `(${sum([
      [a, ''],
      [b, `√${c}`],
    ])})/${d}`,
    `(${sum(
      [
        [a, ''],
        [b, `sqrt(${c})`],
      ],
      '*',
    )})/${d}`,
    `(${sum(
      [
        [b, `${c}^{1/2}`],
        [a, ''],
      ],
      '\\cdot ',
    )})/${d}`,
    `(${sum(
      [
        [a, ''],
        [b, `${c}^{0.5}`],
      ],
      '\\cdot ',
    )})\\div ${d}`,
    `\\frac{${a}}{${d}}+\\frac{${b}${root}}{${d}}`,
    `\\frac{${a}}{${d}}+\\frac{${b}}{${d}}${root}`,
    `\\frac{${b}${root}}{${d}} + ${fraction(ratio(a, d))}`.replace('+ -', '- '),
    `\\frac{1}{${d}}\\left(${sum([
      [a, ''],
      [b, root],
    ])}\\right)`,
    `\\frac{${a}${b < 0 ? '-' : '+'}\\sqrt{${b * b * c}}}{${d}}`,
    `\\frac{${a}}{${d}} ${b < 0 ? '-' : '+'} \\sqrt{\\frac{${b * b * c}}{${d * d}}}`,
    `\\frac{${2 * a}+${2 * b}${root}}{${2 * d}}`.replace('+-', '-'),
    `\\frac{${-a}-(${b})${root}}{${-d}}`,
    `\\frac{${norm}}{${d}(${sum([
      [a, ''],
      [-b, root],
    ])})}`,
    `x=${over(
      sum([
        [a, ''],
        [b, root],
      ]),
    )}`,
    `\\frac{${sum([
      [a, root],
      [b * c, ''],
    ])}}{${d}${root}}`,
    `\\frac{${a}+${b}\\sqrt[4]{${c * c}}}{${d}}`.replace('+-', '-'),
    `\\frac{${a}+${b}\\cdot e^{\\frac{1}{2}\\ln ${c}}}{${d}}`.replace('+-', '-'),
  ]
}

const radicals: fc.Arbitrary<Radical> = fc.record({
  a: small,
  b: nonzero,
  c: fc.constantFrom(2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21, 1001),
  d: fc.integer({ min: 1, max: 9 }),
})

const radicalGroup = (value: Radical): Group => ({
  same: radicalTexts(value),
  changed: [
    { ...value, a: value.a + 1 },
    { ...value, b: -value.b },
    { ...value, c: value.c + 22 },
    { ...value, d: value.d + 10 },
    { ...value, b: value.b * 2 },
  ].map(radicalTexts),
})

interface Line {
  m: number
  b: number
  x: string
}

function lineTexts({ m, b, x }: Line): string[] {
  const right = linear(m, b, x)
  return [
    `y=${right}`,
    `y = ${right}`,
    `${right} = y`,
    `y=${sum([
      [b, ''],
      [m, x],
    ])}`,
    `y=${sum(
      [
        [m, x],
        [b, ''],
      ],
      '\\cdot ',
    )}`,
    `y=${sum(
      [
        [m, x],
        [b, ''],
      ],
      '*',
    )}`,
    `${sum([
      [m, x],
      [-1, 'y'],
      [b, ''],
    ])}=0`,
    `${sum([
      [-m, x],
      [1, 'y'],
      [-b, ''],
    ])} = 0`,
    `0=${sum([
      [m, x],
      [-1, 'y'],
      [b, ''],
    ])}`,
    `${sum([
      [-m, x],
      [1, 'y'],
    ])}=${b}`,
    `${sum([
      [m, x],
      [-1, 'y'],
    ])}=${-b}`,
    `2y=${linear(2 * m, 2 * b, x)}`,
    `-y = ${linear(-m, -b, x)}`,
    `${sum([
      [3, 'y'],
      [-3 * m, x],
    ])}=${3 * b}`,
    `\\frac{y}{5}=\\frac{${right}}{5}`,
    `y-${b}=${m}${x}`.replace('--', '+'),
    `y-(${m + b})=${m}(${x}-1)`,
    `y = ${m}\\left(${x}+${fraction(ratio(b, m))}\\right)`.replace('+-', '-'),
    `y=\\frac{${linear(4 * m, 4 * b, x)}}{4}`,
    `${x}=\\frac{y-(${b})}{${m}}`,
  ]
}

const lineGroup = (value: Line): Group => ({
  same: lineTexts(value),
  changed: [
    ...[
      { ...value, m: value.m > 0 ? value.m + 1 : value.m - 1 },
      { ...value, b: value.b + 1 },
      { ...value, m: -value.m },
    ].map(lineTexts),
    ...(value.b === 0 ? [] : [lineTexts({ ...value, b: -value.b })]),
    lineTexts({ ...value, x: 'z' }),
  ],
})

interface Bound {
  a: number
  operator: '<' | '\\le ' | '>' | '\\ge '
}
const flip = { '<': '>', '>': '<', '\\le ': '\\ge ', '\\ge ': '\\le ' } as const
const strict = { '<': '\\le ', '>': '\\ge ', '\\le ': '<', '\\ge ': '>' } as const

function inequalityTexts({ a, operator }: Bound): string[] {
  const back = flip[operator]
  const isBelow = operator === '<' || operator === '\\le '
  const isOpen = operator === '<' || operator === '>'
  const interval = isBelow
    ? `(-\\infty, ${a}${isOpen ? ')' : ']'}`
    : `${isOpen ? '(' : '['}${a}, \\infty)`
  const difference = `x-${a}`.replace('--', '+')
  return [
    `x ${operator} ${a}`,
    `x${operator}${a}`,
    `${a} ${back} x`,
    `${difference} ${operator} 0`,
    `0 ${back} ${difference}`,
    `2x ${operator} ${2 * a}`,
    `-x ${back} ${-a}`,
    `x+1 ${operator} ${a + 1}`,
    `3x-${a} ${operator} ${2 * a}`.replace('--', '+'),
    `\\frac{x}{7} ${operator} \\frac{${a}}{7}`,
    interval,
    interval.replace(' ', ''),
    interval
      .replace('(-', '\\left(-')
      .replace(', \\infty)', ', +\\infty\\right)')
      .replace(/^\\left(.*[^t][)\]])$/, '$1')
      .replace(/^(.*)\\right\)$/, '$1)'),
    `x \\in ${interval}`,
    `\\{x \\mid x ${operator} ${a}\\}`,
    `\\{x : ${a} ${back} x\\}`,
    `\\{x \\in \\mathbb{R} | x ${operator} ${a}\\}`.replace(' \\in \\mathbb{R}', ''),
    isBelow ? `-\\infty < x ${operator} ${a}` : `${a} ${back} x < \\infty`,
    `x ${operator.replace('<', '\\lt ').replace('>', '\\gt ')} ${a}`,
    `x ${{ '<': '<', '>': '>', '\\le ': '<=', '\\ge ': '>=' }[operator]} ${a}`,
    `x ${{ '<': '<', '>': '>', '\\le ': '\\leqslant', '\\ge ': '\\geq' }[operator]} ${a}.0`,
  ]
}

const inequalityGroup = ({ a, operator }: Bound): Group => ({
  same: inequalityTexts({ a, operator }),
  changed: [
    { a: a + 1, operator },
    { a, operator: flip[operator] },
    { a, operator: strict[operator] },
    ...(a === 0 ? [] : [{ a: -a, operator }]),
  ].map(inequalityTexts),
})

export const formulaKinds: readonly Kind[] = [
  {
    name: 'polynomial',
    specimens: fc
      .record({ a: nonzero, b: small, c: nonzero, d: small, x: variable })
      .map(quadraticGroup),
  },
  { name: 'radical', specimens: radicals.map(radicalGroup) },
  {
    name: 'equation',
    specimens: fc.record({ m: nonzero, b: small, x: fc.constantFrom('x', 't') }).map(lineGroup),
  },
  {
    name: 'inequality',
    specimens: fc
      .record({
        a: fc.integer({ min: -99, max: 99 }),
        operator: fc.constantFrom<Bound['operator']>('<', '\\le ', '>', '\\ge '),
      })
      .map(inequalityGroup),
  },
]
