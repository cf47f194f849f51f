/**
 * Texts made by formatting: f-strings, `%` and `str.format`, with specifications that mostly fit.
 */
import type { Context, Type } from './context.ts'

/** The maker of expressions, of which formatting is a part. */
type Expression = (c: Context, type: Type, depth: number) => string

const integerSpecs = [
  '',
  'd',
  '5d',
  '05d',
  '<5',
  '>8',
  '^7',
  '*^9',
  ',',
  '_',
  '+',
  ' ',
  'x',
  'b',
  'o',
  '.2f',
  '.0%',
  'e',
  'X',
]
const floatSpecs = [
  '',
  '.2f',
  '.0f',
  '.3f',
  '10.2f',
  '08.3f',
  ',.2f',
  '+.1f',
  '.1%',
  'e',
  '.3e',
  'g',
  '.3g',
  '.10g',
  '>12',
  ',',
  '.0e',
]
const textSpecs = ['', 's', '5', '<5', '>5', '^6', '*^9', '.2', '-^8.1']
const strangeSpecs = [
  'q',
  '.2d',
  's',
  'f',
  ',x',
  ',s',
  '5.1',
  '=8',
  '<',
  '#x',
  '_b',
  '05',
  'n',
  'c',
  '%',
  'z.1f',
  '{',
  '1000d',
  ' >4',
  '+s',
]

const typesWithSpecs = { int: integerSpecs, float: floatSpecs, str: textSpecs } as const
const percents = {
  int: ['%d', '%5d', '%-5d|', '%05d', '%+d', '%i%%'],
  float: ['%.2f', '%e', '%g', '%8.3f', '%-9.1f|'],
  str: ['%s', '%5s', '%.2s', '%r'],
}
const strangePercents = [
  '%x',
  '%c',
  '%',
  '%5%',
  '%.3d',
  '%005s',
  '%(a)s',
  '%s %s',
  '%z',
  '% d',
  '%+ .0e',
  '%f',
  '%d',
]

/** A value to format, its format specification and its conversion with `%`. */
function formatted(
  c: Context,
  depth: number,
  expression: Expression,
): { value: string; spec: string; percent: string } {
  const type = c.rng.pick(['int', 'float', 'float', 'str'] as const)
  return {
    value: expression(c, type, depth),
    spec: c.strays(0.3) ? c.rng.pick(strangeSpecs) : c.rng.pick(typesWithSpecs[type]),
    percent: c.strays(0.3) ? c.rng.pick(strangePercents) : c.rng.pick(percents[type]),
  }
}

/**
 * An expression that can stand in a field: on one line, without quotes like those around it, braces
 * or backslashes.
 */
const inField = (value: string, otherwise: string): string =>
  /["{}\\\n:!#]/.test(value) ? otherwise : value

function fString(c: Context, depth: number, expression: Expression): string {
  const fields = c.several(1, 2, () => {
    const { value, spec } = formatted(c, depth, expression)
    const conversion = c.chance(0.1) ? c.rng.pick(['!r', '!s']) : ''
    return `{${inField(value, c.name('int'))}${conversion}${spec === '' ? '' : `:${conversion === '' ? spec : '>6'}`}}`
  })
  return `f"${c.rng.pick(['', 'total: ', '{{}} ', "it's "])}${fields.join(c.rng.pick([' ', '-', '\\n', '%']))}"`
}

function percent(c: Context, depth: number, expression: Expression): string {
  const items = Array.from({ length: c.rng.int(1, 2) }, () => formatted(c, depth, expression))
  const values = items.map(({ value }) => value).join(`,${c.gap()}`)
  return `("${items.map((item) => item.percent).join(' ')}" % (${values},))`
}

function template(c: Context, depth: number, expression: Expression): string {
  const { value, spec } = formatted(c, depth, expression)
  const name = c.rng.pick(['', '', '0', 'k'])
  const suffix = spec === '' ? '' : `:${spec}`
  return `"<{${name}${suffix}}>".format(${name === 'k' ? 'k=' : ''}${value})`
}

/** Returns an expression that formats values. */
export function formatting(c: Context, depth: number, expression: Expression): string {
  return c.rng.pick([fString, fString, percent, template])(c, depth, expression)
}
