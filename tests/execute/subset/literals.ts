/** Literals at and around the edges where numbers and texts begin to behave differently. */
import type { Context, Type } from './context.ts'

const integers = (
  '0 1 2 3 5 7 10 12 99 100 255 1000 99999 -1 -2 -7 1_000 0x1f 0b101 0o17 2**31 -2**31 2147483647 2**53 2**53+1 2**63 2**64-1 10**16 ' +
  '10**20 -10**18 10**30 123456789012345678901234567890'
).split(' ')

const floats = (
  '-0.0 0.5 1.0 1.5 2.5 -2.5 0.1 0.2 0.3 3.14159 1e10 1e15 1e16 1e22 1e-4 1e-5 2.675 1.005 0.125 -1.25 0.045 99.995 12345678.125 .5 5. ' +
  '1e100 1e300 1e308 5e-324 1e-310 9007199254740993.0'
).split(' ')

const texts = [
  '""',
  '"a"',
  '"abc"',
  '"Hello, World"',
  '"12"',
  '" 7 "',
  '"1.5"',
  '"a,b,,c"',
  '"it\'s"',
  `'say "hi"'`,
  '"x\\ny"',
  '"tab\\t"',
  '"a\\\\b"',
  '"\\x1c5"',
  '"é"',
  '"\\u2192"',
  '"1_0"',
  '"0x10"',
  '"-3"',
  '"1e3"',
  '"inf"',
  'r"\\d"',
  '"two" "parts"',
]

const makers: Record<Type, (c: Context) => string> = {
  int: (c) => (c.chance(0.5) ? c.rng.pick(integers) : String(c.rng.int(-20, 200))),
  float: (c) => (c.chance(0.4) ? c.rng.pick(floats) : decimal(c)),
  str: (c) => c.rng.pick(texts),
  list: (c) =>
    `[${c.several(0, 4, () => literal(c, c.rng.pick(['int', 'int', 'float', 'bool']))).join(', ')}]`,
  items: (c) =>
    `(${c.several(1, 3, () => `${literal(c, c.rng.pick(['int', 'float', 'str', 'bool']))}, `).join('')})`,
  dict: (c) =>
    `{${c.several(0, 3, () => `${literal(c, c.rng.pick(['int', 'str', 'float', 'bool']))}: ${literal(c, 'int')}`).join(', ')}}`,
  bool: (c) => c.rng.pick(['True', 'False']),
}

function decimal(c: Context): string {
  const digits = c.rng.int(0, 6)
  const value = (c.rng.next() - 0.3) * 10 ** c.rng.int(-6, 12)
  return c.chance(0.2) ? value.toExponential(digits) : `${value.toFixed(Math.max(digits, 1))}`
}

/** Returns a literal of that type. */
export function literal(c: Context, type: Type): string {
  if (c.strays(0.05)) return 'None'
  return makers[type](c)
}
