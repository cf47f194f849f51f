/**
 * Python expressions of a known type over the variables of a scope.
 *
 * What one interpreter may round or order differently is kept out: a function of libm is always
 * rounded to 6 places and its argument kept small (glibc and musl differ in the last bit), a set
 * holds small natural numbers (their order does not depend on the word's width), and no text comes
 * from an error message, an address or a hash. A sum of floats is exact only since CPython 3.12: an
 * older one differs in about one program of 5 000.
 */
import { labels, type Scope } from './scope.ts'

type Make = (scope: Scope, depth: number) => string

/** Returns one of the makers' expressions; at depth 0 one of the first `leaves` makers'. */
function choose(scope: Scope, depth: number, makers: readonly Make[], leaves: number): string {
  const maker = scope.rng.pick(depth <= 0 ? makers.slice(0, leaves) : makers)
  return maker(scope, depth - 1)
}

export function integerConstant(scope: Scope): string {
  const kind = scope.rng.int(0, 19)
  if (kind === 0)
    return scope.rng.pick([
      '2**31',
      '2**63 - 1',
      '10**18',
      '-2**64',
      '12345678901234567890',
      '1_000_000',
      '0xff',
      '0b1011',
    ])
  if (kind <= 3) return `(-${scope.rng.int(1, 30)})`
  if (kind <= 6) return String(scope.rng.int(20, 2000))
  return String(scope.rng.int(0, 20))
}

export function floatConstant(scope: Scope): string {
  const kind = scope.rng.int(0, 9)
  if (kind === 0)
    return scope.rng.pick([
      '1e-3',
      '1e16',
      '2.5e6',
      '-0.0',
      '1e100',
      'float("inf")',
      '.5',
      '3.',
      '0.1 + 0.2',
    ])
  if (kind <= 4) return `${scope.rng.int(0, 99)}.${scope.rng.pick(['5', '25', '75', '0'])}`
  return `${scope.rng.int(0, 200)}.${scope.rng.int(0, 99).toString().padStart(2, '0')}`
}

const variable =
  (type: 'int' | 'float' | 'str' | 'list' | 'dict', otherwise: Make): Make =>
  (scope, depth) => {
    const names = scope.variables(type)
    return names.length > 0 ? scope.rng.pick(names) : otherwise(scope, depth)
  }

const divisor = (scope: Scope): string =>
  scope.rng.pick(['2', '3', '4', '5', '7', '10', '12', '60', '100', '(-3)', '(-7)'])

const label = (scope: Scope): string => JSON.stringify(scope.rng.pick(labels))

const rounded = (call: string): string => `round(${call}, 6)`

const integers: readonly Make[] = [
  integerConstant,
  variable('int', integerConstant),
  variable('int', integerConstant),
  (s, d) => `${integer(s, d)} + ${integer(s, d)}`,
  (s, d) => `${integer(s, d)} - (${integer(s, d)})`,
  (s, d) => `(${integer(s, d)}) * ${s.rng.int(0, 40)}`,
  (s, d) => `(${integer(s, d)}) * (${integer(s, 0)})`,
  (s, d) => `(${integer(s, d)}) // ${divisor(s)}`,
  (s, d) => `(${integer(s, d)}) % ${divisor(s)}`,
  (s, d) => `-(${integer(s, d)})`,
  (s, d) => `(${integer(s, d)}) ** ${s.rng.int(0, 4)}`,
  (s, d) => `abs(${integer(s, d)})`,
  (s, d) => `(${integer(s, d)} ${s.rng.pick(['&', '|', '^'])} ${integer(s, 0)})`,
  (s, d) => `((${integer(s, d)}) ${s.rng.pick(['<<', '>>'])} ${s.rng.int(0, 9)})`,
  (s, d) => `~(${integer(s, d)})`,
  (s, d) => `int(${float(s, d)})`,
  (s, d) => `round(${float(s, d)})`,
  (s, d) => `len(${list(s, d)})`,
  (s, d) => `sum(${list(s, d)})`,
  (s, d) => `${s.rng.pick(['max', 'min'])}(${integer(s, d)}, ${integer(s, d)})`,
  (s, d) => `${s.rng.pick(['max', 'min'])}(${list(s, d)}, default=${s.rng.int(0, 9)})`,
  (s, d) => `(${integer(s, d)} if ${boolean(s, d)} else ${integer(s, d)})`,
  (s, d) => `divmod(${integer(s, d)}, ${divisor(s)})[${s.rng.int(0, 1)}]`,
  (s, d) =>
    `pow(${integer(s, d)}, ${s.rng.int(0, 60)}, ${s.rng.pick(['7', '97', '1000', '998244353', '10**9 + 7'])})`,
  (s, d) => `sum(1 for n in ${list(s, d)} if n % 2 == ${s.rng.int(0, 1)})`,
  (s, d) => `len(${text(s, d)})`,
  (s, d) => `${text(s, d)}.count(${label(s)}[0])`,
  (s, d) => `(abs(${integer(s, d)})).bit_length()`,
  (s, d) => `int(str(abs(${integer(s, d)}))[::-1])`,
  (s, d) => `(${boolean(s, d)}) + ${s.rng.int(0, 3)}`,
  (s, d) => `${dict(s, d)}.get(${label(s)}, ${s.rng.int(0, 9)})`,
  (s, d) => `sum(${dict(s, d)}.values())`,
  (s, d) => `${s.module('math')}.gcd(${integer(s, d)}, ${s.rng.int(2, 120)})`,
  (s, d) => `${s.module('math')}.lcm(abs(${integer(s, d)}) % 50 + 1, ${s.rng.int(2, 120)})`,
  (s) => `${s.module('math')}.comb(${s.rng.int(3, 30)}, ${s.rng.int(0, 5)})`,
  (s) => `${s.module('math')}.perm(${s.rng.int(3, 12)}, ${s.rng.int(0, 5)})`,
  (s) => `${s.module('math')}.factorial(${s.rng.int(0, 20)})`,
  (s, d) => `${s.module('math')}.isqrt(abs(${integer(s, d)}))`,
  (s, d) => `${s.module('math')}.${s.rng.pick(['floor', 'ceil', 'trunc'])}(${float(s, d)})`,
  (s, d) => `${s.module('math')}.prod(${list(s, d)}[:6])`,
  (s) => `int("${s.rng.int(1000, 9999).toString(16)}", 16)`,
]

const floats: readonly Make[] = [
  floatConstant,
  variable('float', floatConstant),
  variable('float', floatConstant),
  (s, d) => `${float(s, d)} + ${float(s, d)}`,
  (s, d) => `${float(s, d)} - (${float(s, d)})`,
  (s, d) => `(${float(s, d)}) * (${float(s, d)})`,
  (s, d) => `(${float(s, d)}) / ${divisor(s)}`,
  (s, d) => `(${integer(s, d)}) / ${divisor(s)}`,
  (s, d) => `(${float(s, d)}) // ${divisor(s)}`,
  (s, d) => `(${float(s, d)}) % ${divisor(s)}`,
  (s, d) => `round(${float(s, d)}, ${s.rng.int(-1, 4)})`,
  (s, d) => `-(${float(s, d)})`,
  (s, d) => `abs(${float(s, d)})`,
  (s, d) => `float(${integer(s, d)})`,
  (s, d) => `(${float(s, d)} if ${boolean(s, d)} else ${float(s, d)})`,
  (s, d) => `${s.rng.pick(['max', 'min'])}(${float(s, d)}, ${integer(s, d)})`,
  (s, d) => `sum([${float(s, d)}, ${float(s, d)}, ${float(s, d)}])`,
  (s, d) => `sum(n * ${floatConstant(s)} for n in ${list(s, d)})`,
  (s) => `${s.rng.int(100, 9000)} * ${s.rng.int(1, 99)} / 100`,
  (s) => `round(${s.rng.int(100, 9000)} * (1 + 0.0${s.rng.int(1, 9)}) ** ${s.rng.int(1, 20)}, 2)`,
  (s, d) => `${s.module('math')}.sqrt(abs(${float(s, d)}))`,
  (s) =>
    rounded(
      `${s.module('math')}.${s.rng.pick(['sin', 'cos', 'atan', 'exp', 'sinh', 'erf'])}(${s.rng.int(-40, 60)} / 10)`,
    ),
  (s) =>
    rounded(
      `${s.module('math')}.${s.rng.pick(['log', 'log2', 'log10', 'log1p', 'cbrt'])}(${s.rng.int(1, 5000)})`,
    ),
  (s) => rounded(`${s.module('math')}.pi * ${s.rng.int(1, 30)} ** 2`),
  (s) => `${s.module('math')}.hypot(${s.rng.int(1, 9) * 3}, ${s.rng.int(1, 9) * 4})`,
  (s) => `${s.module('math')}.fsum([0.1] * ${s.rng.int(1, 12)})`,
  (s) => `float("${s.rng.int(0, 99)}.${s.rng.int(0, 999)}")`,
]

const booleans: readonly Make[] = [
  (s) => s.rng.pick(['True', 'False']),
  (s, d) => `${integer(s, d)} ${s.rng.pick(['<', '<=', '>', '>=', '==', '!='])} ${integer(s, d)}`,
  (s, d) => `${integer(s, d)} ${s.rng.pick(['<', '>'])} ${float(s, d)}`,
  (s, d) => `${s.rng.int(0, 5)} < ${integer(s, d)} <= ${s.rng.int(5, 500)}`,
  (s, d) => `(${integer(s, d)}) % 2 == ${s.rng.int(0, 1)}`,
  (s, d) => `${integer(s, 0)} in ${list(s, d)}`,
  (s, d) => `${label(s)} not in ${dict(s, d)}`,
  (s, d) => `(${boolean(s, d)} ${s.rng.pick(['and', 'or'])} ${boolean(s, d)})`,
  (s, d) => `not (${boolean(s, d)})`,
  (s, d) => `${s.rng.pick(['any', 'all'])}(n > ${s.rng.int(-5, 20)} for n in ${list(s, d)})`,
  (s, d) =>
    `isinstance(${s.chance(0.5) ? integer(s, d) : float(s, d)}, ${s.rng.pick(['int', 'float', 'str', '(int, str)'])})`,
  (s, d) => `${text(s, d)}.${s.rng.pick(['isdigit', 'isalpha', 'islower', 'istitle'])}()`,
  (s, d) => `bool(${list(s, d)})`,
]

const texts: readonly Make[] = [
  label,
  variable('str', label),
  (s) => `(${label(s)} + ${label(s)})`,
  (s, d) => `str(${integer(s, d)})`,
  (s, d) => `str(${float(s, d)})`,
  (s, d) =>
    `f"{${plain(integer(s, d))}:${s.rng.pick(['d', 'x', 'b', 'o', ',', '05d', '+d', '>8', '^9', '_', 'e', '.1f'])}}"`,
  (s, d) =>
    `f"{${plain(float(s, d))}:${s.rng.pick(['.2f', '.3e', '.1%', 'g', ',.2f', '>12.1f', '+.0f', '.10g', '08.2f'])}}"`,
  (s, d) => `f"{${plain(integer(s, d))}} and {${plain(float(s, d))}!r}"`,
  (s, d) => `("%d %s" % (${integer(s, d)}, ${label(s)}))`,
  (s, d) => `("%${s.rng.pick(['.2f', '8.3f', 'g', '.3e'])}" % (${float(s, d)}))`,
  (s, d) => `"{:>6}|{n}".format(${integer(s, d)}, n=${integer(s, d)})`,
  (s, d) => `${text(s, d)}.${s.rng.pick(['upper', 'title', 'swapcase', 'strip', 'casefold'])}()`,
  (s, d) => `${text(s, d)}[::-1]`,
  (s, d) => `${text(s, d)}[${s.rng.int(-3, 3)}:${s.rng.int(1, 6)}]`,
  (s, d) =>
    `${text(s, d)}.replace("${s.rng.pick(['a', 'e', '1', '0'])}", "${s.rng.pick(['', 'o', '--'])}")`,
  (s) => `(${label(s)} * ${s.rng.int(0, 4)})`,
  (s, d) => `${s.rng.pick(['bin', 'hex', 'oct'])}(${integer(s, d)})`,
  (s, d) => `"${s.rng.pick([', ', '', '-'])}".join(str(n) for n in ${list(s, d)}[:8])`,
  (s, d) =>
    `str(abs(${integer(s, d)})).${s.rng.pick(['zfill(6)', 'center(9, "*")', 'rjust(5)', 'ljust(5, ".")'])}`,
  (s, d) => `repr(${s.chance(0.5) ? text(s, d) : list(s, d)})`,
  (s, d) => `chr(65 + (${integer(s, d)}) % 26)`,
]

const lists: readonly Make[] = [
  (s) => `[${Array.from({ length: s.rng.int(0, 6) }, () => integerConstant(s)).join(', ')}]`,
  variable('list', (s) => `list(range(${s.rng.int(0, 9)}))`),
  (s) => `list(range(${s.rng.int(-5, 9)}, ${s.rng.int(3, 12)}, ${s.rng.int(1, 3)}))`,
  (s, d) => `[n * ${s.rng.int(1, 9)} for n in ${list(s, d)}]`,
  (s) =>
    `[n ** 2 for n in range(${s.rng.int(0, 10)}) if n % ${s.rng.int(2, 4)} ${s.rng.pick(['==', '!='])} 0]`,
  (s, d) =>
    `sorted(${list(s, d)}${s.rng.pick(['', ', reverse=True', ', key=lambda n: -n', ', key=lambda n: (n % 3, n)', ', key=abs'])})`,
  (s, d) => `${list(s, d)}[${s.rng.pick(['::-1', '::2', '1:', ':-1', ':4', '-3:', '2:5'])}]`,
  (s, d) => `[int(digit) for digit in str(abs(${integer(s, d)}))]`,
  (s, d) =>
    `list(map(lambda n: n ${s.rng.pick(['+', '-', '*', '//', '%'])} ${s.rng.int(2, 9)}, ${list(s, d)}))`,
  (s, d) => `list(filter(lambda n: n > ${s.rng.int(0, 9)}, ${list(s, d)}))`,
  (s, d) =>
    `[a ${s.rng.pick(['+', '-', '*'])} b for a, b in zip(${list(s, d)}, range(${s.rng.int(1, 9)}))]`,
  (s, d) => `sorted(set(${list(s, d)}))`,
  (s, d) => `list({n % ${s.rng.int(2, 30)} for n in ${list(s, d)}})`,
  (s, d) => `list(${s.module('itertools')}.accumulate(${list(s, d)}))`,
  (s, d) => `[i * n for i, n in enumerate(${list(s, d)}, start=${s.rng.int(0, 2)})]`,
  (s, d) => `[len(word) for word in ${text(s, d)}.split()]`,
  (s, d) => `[*${list(s, d)}, ${integer(s, d)}]`,
  (s, d) => `sorted(${dict(s, d)}.values())`,
]

const dicts: readonly Make[] = [
  (s, d) => `{${pairs(s, d)}}`,
  variable('dict', (s, d) => `{${pairs(s, d)}}`),
  (s, d) =>
    `{word: len(word) * ${s.rng.int(1, 5)} for word in (${label(s)}, ${label(s)}, ${text(s, d)})}`,
  (s, d) => `dict(zip((${label(s)}, ${label(s)}), ${list(s, d)}))`,
  (s, d) => `{str(n): n * n for n in ${list(s, d)}[:4]}`,
  (s, d) => `{k: v + 1 for k, v in sorted(${dict(s, d)}.items())}`,
  (s, d) => `{**${dict(s, d)}, ${pairs(s, d)}}`,
]

const pairs = (s: Scope, d: number): string =>
  Array.from({ length: s.rng.int(1, 3) }, () => `${label(s)}: ${integer(s, Math.min(d, 1))}`).join(
    ', ',
  )

/**
 * An expression that may stand in a replacement field: before CPython 3.12 the quotes around it may
 * not occur in it.
 */
const plain = (expression: string): string =>
  /["{}:!\\]/.test(expression) ? '2 * 3 - 1' : `(${expression})`

export const integer: Make = (s, d) => choose(s, d, integers, 3)
export const float: Make = (s, d) => choose(s, d, floats, 3)
export const boolean: Make = (s, d) => choose(s, d, booleans, 1)
export const text: Make = (s, d) => choose(s, d, texts, 2)
export const list: Make = (s, d) => choose(s, d, lists, 3)
export const dict: Make = (s, d) => choose(s, d, dicts, 2)
