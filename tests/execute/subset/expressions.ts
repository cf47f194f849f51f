/**
 * Python expressions of the subset by type; a wild program takes another type now and then, and so
 * raises.
 */
import { types, type Context, type Type } from './context.ts'
import { formatting } from './formats.ts'
import { literal } from './literals.ts'

export type Make = (c: Context, depth: number) => string

const int: Make = (c, d) => expression(c, 'int', d)
const float: Make = (c, d) => expression(c, 'float', d)
const str: Make = (c, d) => expression(c, 'str', d)
const list: Make = (c, d) => expression(c, 'list', d)
const items: Make = (c, d) => expression(c, 'items', d)
const dict: Make = (c, d) => expression(c, 'dict', d)
const bool: Make = (c, d) => expression(c, 'bool', d)
const number: Make = (c, d) => expression(c, c.chance(0.5) ? 'int' : 'float', d)
const format: Make = (c, d) => formatting(c, d, expression)
const any: Make = (c, d) => expression(c, c.rng.pick(types), d)

/** An operator between two operands in brackets. */
const infix = (c: Context, left: string, operator: string, right: string): string =>
  `(${left}${c.gap()}${operator}${c.gap()}${right})`

const divisor = (c: Context, d: number): string =>
  c.strays(0.3) ? int(c, d) : c.rng.pick(['2', '3', '7', '10', '-3', '0.5', '100'])

const mapped = (c: Context): string =>
  c.rng.pick(['int', 'float', 'abs', 'lambda q: q * 2', 'lambda q: q + n'])

/** What a dict can find an entry by. */
const key: Make = (c, d) => expression(c, c.rng.pick(['int', 'str', 'float', 'bool']), d)

/** A loop over a list that binds `name` in a scope of its own. */
const clause = (c: Context, d: number, name: string): string =>
  `for ${name} in ${c.chance(0.5) ? `range(${c.rng.int(0, 5)})` : list(c, d)}${c.chance(0.3) ? ` if ${bool(c, d)}` : ''}`

const argumentsOf = (c: Context, d: number): string =>
  [
    ...c.several(0, 2, () => any(c, d)),
    ...(c.chance(0.2) ? [`${c.rng.pick(['b', 'k'])}=${any(c, d)}`] : []),
  ].join(`,${c.gap()}`)

const call: Make = (c, d) => {
  if (c.functions.length === 0 || c.chance(0.3))
    return `(lambda ${c.rng.pick(['a', 'a, b=2', ''])}: ${any(c, d)})(${argumentsOf(c, d)})`
  return `${c.rng.pick(c.functions)}(${argumentsOf(c, d)})`
}

/** What can have any type. */
const untyped: readonly Make[] = [
  call,
  call,
  (c, d) => `(${any(c, d)} if ${bool(c, d)} else ${any(c, d)})`,
  (c, d) => `(${any(c, d)} ${c.rng.pick(['and', 'or'])} ${any(c, d)})`,
  (c, d) => `d[${c.chance(0.5) ? int(c, d) : str(c, d)}]`,
  (c) => `${c.name('list')}[${c.rng.pick(['0', '-1', '1', '5', 'n'])}]`,
  (c, d) =>
    `${c.name('list')}.${c.rng.pick(['pop()', `index(${any(c, d)})`, `append(${any(c, d)})`, 'sort()', `remove(${any(c, d)})`])}`,
  (c, d) => `next(iter(${list(c, d)}), ${any(c, d)})`,
  () => 'undefined_name',
  (c, d) => `type(${any(c, d)}).__name__`,
  (c, d) => `(${any(c, d)})${c.rng.pick(['.upper()', '.items()', '.count(1)', '[0]', '()'])}`,
]

const makers: Record<Type, readonly Make[]> = {
  int: [
    (c, d) => infix(c, int(c, d), c.rng.pick(['+', '-', '*']), int(c, d)),
    (c, d) => infix(c, int(c, d), c.rng.pick(['+', '-', '*']), int(c, d)),
    (c, d) => infix(c, int(c, d), c.rng.pick(['//', '%']), divisor(c, d)),
    (c, d) => infix(c, int(c, d), c.rng.pick(['&', '|', '^']), int(c, d)),
    (c, d) => `(${int(c, d)}) ${c.rng.pick(['** 2', '** 3', '<< 3', '>> 2', '** 0', '** 20'])}`,
    (c, d) => `-(${int(c, d)})`,
    (c, d) =>
      `${c.rng.pick(['abs', 'int', 'round', 'bool'])}(${c.strays(0.2) ? any(c, d) : number(c, d)})`,
    (c, d) => `round(${int(c, d)}, ${c.rng.int(-3, 2)})`,
    (c, d) => `len(${c.rng.pick([list, items, str, dict])(c, d)})`,
    (c, d) => `sum(${list(c, d)})`,
    (c, d) => `sum(${int(c, d)} ${clause(c, d, c.name('int'))})`,
    (c, d) => `${c.rng.pick(['max', 'min'])}(${int(c, d)},${c.gap()}${int(c, d)})`,
    (c, d) =>
      `${c.rng.pick(['max', 'min'])}(${list(c, d)}${c.strays(0.3) ? '' : c.rng.pick([', default=0', ', default=0, key=lambda q: -q', ', default=1, key=str'])})`,
    (c, d) =>
      `pow(${int(c, d)}, ${c.rng.int(0, 50)}, ${c.rng.pick(['7', '97', '10**9 + 7', '1', '-5'])})`,
    (c, d) =>
      `math.${c.rng.pick(['gcd', 'lcm', 'comb', 'perm'])}(${c.rng.int(0, 30)}, ${c.strays(0.5) ? any(c, d) : c.rng.int(0, 9)})`,
    (c, d) => `math.${c.rng.pick(['floor', 'ceil', 'trunc'])}(${float(c, d)})`,
    (c, d) =>
      `math.${c.rng.pick(['isqrt', 'factorial'])}(${c.strays(0.5) ? any(c, d) : c.rng.int(0, 30)})`,
    (c, d) => `d.get(${key(c, d)}, ${int(c, d)})`,
    (c) => `int(${c.rng.int(1, 5000)} ** ${c.rng.pick(['0.5', '(1/3)', '1.5'])})`,
    (c, d) => `divmod(${int(c, d)}, ${divisor(c, d)})[${c.rng.int(0, 1)}]`,
    (c, d) => `ord(str(${int(c, d)})[0])`,
  ],
  float: [
    (c, d) => infix(c, float(c, d), c.rng.pick(['+', '-', '*']), number(c, d)),
    (c, d) => infix(c, int(c, d), c.rng.pick(['+', '-', '*']), float(c, d)),
    (c, d) => infix(c, number(c, d), c.rng.pick(['/', '/', '//', '%']), divisor(c, d)),
    (c) =>
      `(${c.rng.pick(['1.05', '1.005', '2.5', '0.5', '7', '1.1'])}) ** ${c.rng.pick(['2', '10', '0.5', '-1', '12', '1.5', '120'])}`,
    (c, d) => `round(${float(c, d)}, ${c.rng.int(-2, 6)})`,
    (c, d) => `float(${c.strays(0.2) ? str(c, d) : int(c, d)})`,
    (c, d) => `abs(${float(c, d)})`,
    (c, d) => `-${float(c, d)}`,
    (c, d) =>
      `sum([${c.several(2, 5, () => float(c, d)).join(`,${c.gap()}`)}]${c.rng.pick(['', '', ', 0.5', ', True', ', -0.0'])})`,
    (c, d) => `math.sqrt(abs(${number(c, d)}))`,
    (c, d) =>
      `math.${c.rng.pick(['sqrt', 'log', 'exp', 'fabs', 'radians', 'log2'])}(${c.chance(0.8) ? `${c.rng.int(1, 400)} / 8` : number(c, d)})`,
    (c) => `math.log(${c.rng.int(2, 100)}, ${c.rng.pick(['2', '10', 'math.e', '1.5'])})`,
    (c, d) => `math.${c.rng.pick(['fsum', 'prod'])}(${list(c, d)})`,
    (c, d) => `${c.rng.pick(['max', 'min'])}(${float(c, d)}, ${number(c, d)})`,
    () => 'math.pi',
  ],
  str: [
    format,
    format,
    format,
    (c, d) =>
      `${c.rng.pick(['str', 'str', 'repr', 'bin', 'hex', 'oct'])}(${c.strays(0.2) ? any(c, d) : int(c, d)})`,
    (c, d) => infix(c, str(c, d), '+', str(c, d)),
    (c, d) => `(${str(c, d)} * ${c.rng.int(-1, 3)})`,
    (c) =>
      `${c.name('str')}.${c.rng.pick(['upper()', 'lower()', 'strip()', 'capitalize()', 'zfill(5)', 'rjust(6)', 'ljust(6, "*")', 'lstrip("a")'])}`,
    (c) => `${c.name('str')}.replace(${literal(c, 'str')}, ${literal(c, 'str')})`,
    (c, d) =>
      `${c.rng.pick(['", "', '""', 's'])}.join(${c.strays(0.2) ? items(c, d) : `str(q) for q in ${items(c, d)}`})`,
    (c, d) => `str(${str(c, d)})[${c.rng.pick(['::-1', '1:', ':2', '-3:', '::2', '5:1:-1'])}]`,
    (c) => `chr(${c.rng.int(32, 300)})`,
  ],
  list: [
    (c, d) => `[${c.several(0, 4, () => number(c, d)).join(`,${c.gap()}`)}]`,
    (c, d) => `[${c.several(1, 3, () => number(c, d)).join(`,${c.gap()}`)}]`,
    (c, d) => `[${number(c, d)}${c.gap()}${clause(c, d, c.name(c.rng.pick(['int', 'float'])))}]`,
    (c, d) => `[${number(c, d)} for ${c.name('int')} in range(3) ${clause(c, d, c.name('int'))}]`,
    (c) =>
      `list(range(${c.rng.int(-3, 6)}, ${c.rng.int(-3, 9)}, ${c.rng.pick(['1', '2', '-1', '3'])}))`,
    (c, d) =>
      `sorted(${list(c, d)}${c.rng.pick(['', ', reverse=True', ', key=str', ', key=lambda q: (q % 3, -q)'])})`,
    (c, d) =>
      `list(${list(c, d)})[${c.strays(0.2) ? '::0' : c.rng.pick(['::-1', '1:', ':2', '-2:', '::2', '5:1:-1'])}]`,
    (c, d) => infix(c, list(c, d), '+', list(c, d)),
    (c, d) => infix(c, list(c, d), '*', c.strays(0.5) ? any(c, d) : '2'),
    (c, d) =>
      `list(map(${c.strays(0.5) ? c.rng.pick(['len', ...c.functions]) : mapped(c)},${c.gap()}${list(c, d)}))`,
    (c, d) => `list(filter(${c.rng.pick(['None', 'lambda q: q > 1', 'bool'])}, ${list(c, d)}))`,
    (c, d) => `list(${c.rng.pick(['reversed', 'iter', 'tuple'])}(${list(c, d)}))`,
    (c, d) => `list(${dict(c, d)}.values())`,
  ],
  items: [
    (c, d) => `(${any(c, d)},${c.gap()}${any(c, d)})`,
    (c, d) => `[${c.several(0, 3, () => any(c, d)).join(`,${c.gap()}`)}]`,
    (c, d) => `[(${c.name('int')}, q) for q in ${items(c, d)} ${clause(c, 0, c.name('int'))}]`,
    (c) =>
      `[f() for f in [lambda: (${c.name('int')}, ${c.name('float')}) ${clause(c, 0, c.name('int'))}]]`,
    (c, d) =>
      `list(map(${c.rng.pick(['str', 'repr', 'bool', 'lambda q: (q, a)'])}, ${items(c, d)}))`,
    (c, d) =>
      `list(${c.rng.pick(['enumerate', 'zip', 'reversed', 'iter', 'tuple'])}(${items(c, d)}))`,
    (c, d) => `list(zip(${list(c, d)}, ${str(c, d)}))`,
    (c, d) => `sorted(${items(c, d)}, key=${c.strays(0.3) ? 'len' : 'str'})`,
    (c) => `${c.name('str')}.split(${c.strays(0.3) ? '""' : c.rng.pick(['', '","', '" "'])})`,
    (c, d) => `list(${dict(c, d)}.${c.rng.pick(['keys', 'items'])}())`,
    (c, d) => `tuple(${items(c, d)})[${c.rng.pick(['::-1', '1:', ':2', '-2:', '::2', '5:1:-1'])}]`,
    (c, d) => infix(c, list(c, d), '+', `list(${items(c, d)})`),
  ],
  dict: [
    (c, d) => `{${c.several(0, 3, () => `${key(c, 0)}: ${any(c, d)}`).join(`,${c.gap()}`)}}`,
    (c, d) =>
      `{${c.rng.pick(['q', 'str(q)', 'q * 2', '(q, 1)'])}: ${any(c, d)} for q in ${list(c, d)}}`,
    (c, d) => `dict(zip(${list(c, d)}, ${items(c, d)}))`,
    (c) => `dict(${c.rng.pick(['d', 'k=1', '[(1, 2)]', '[("a", 1)], k=2'])})`,
  ],
  bool: [
    (c, d) => infix(c, number(c, d), c.rng.pick(['<', '<=', '>', '>=', '==', '!=']), number(c, d)),
    (c, d) =>
      `${int(c, d)} ${c.rng.pick(['<', '<='])} ${number(c, d)} ${c.rng.pick(['<', '!='])} ${number(c, d)}`,
    (c, d) => infix(c, any(c, d), c.rng.pick(['==', '!=']), any(c, d)),
    (c, d) => infix(c, str(c, d), c.rng.pick(['<', '>=', 'in', 'not in', '==']), str(c, d)),
    (c, d) =>
      infix(c, any(c, d), c.rng.pick(['in', 'not in']), c.chance(0.7) ? items(c, d) : list(c, d)),
    (c, d) => infix(c, list(c, d), c.rng.pick(['<', '==', '>=']), list(c, d)),
    (c, d) => `(${bool(c, d)} ${c.rng.pick(['and', 'or'])} ${bool(c, d)})`,
    (c, d) => `(not ${any(c, d)})`,
    (c) => `(${c.name(c.rng.pick(types))} is ${c.rng.pick(['None', 'not None', 'True'])})`,
    (c, d) =>
      `isinstance(${any(c, d)}, ${c.rng.pick(['int', '(int, float)', 'str', 'list', 'bool'])})`,
    (c, d) => `${c.rng.pick(['any', 'all'])}(${bool(c, d)} ${clause(c, d, c.name('int'))})`,
    (c) =>
      `${c.name('str')}.${c.rng.pick(['isdigit()', 'isalpha()', 'isupper()', 'startswith("a")', 'endswith("c")'])}`,
  ],
}

/** Returns an expression of that type, nested at most `depth` deep. */
export function expression(c: Context, type: Type, depth: number): string {
  const actual = c.strays(0.12) ? c.rng.pick(types) : type
  if (depth <= 0 || c.chance(0.2)) return c.chance(0.5) ? c.name(actual) : literal(c, actual)
  if (c.strays(0.2)) return c.rng.pick(untyped)(c, depth - 1)
  return c.rng.pick(makers[actual])(c, depth - 1)
}
