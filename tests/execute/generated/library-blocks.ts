/** Statements as programs about mathematics write them with the standard library. */
import { integer, list } from './expressions.ts'
import { labels, type Scope } from './scope.ts'

export type Block = (scope: Scope) => string[]

const quoted = (scope: Scope): string => JSON.stringify(scope.rng.pick(labels))

function define(
  scope: Scope,
  type: 'int' | 'float' | 'str' | 'list' | 'dict',
  expression: string,
): string[] {
  const name = scope.fresh()
  scope.define(type, name)
  return [`${name} = ${expression}`]
}

const fractions: Block = (s) => {
  s.module('from fractions import Fraction')
  const [a, b] = [s.fresh(), s.fresh()]
  const operator = s.rng.pick(['+', '-', '*', '/', '%', '//'])
  return [
    `${a} = Fraction(${s.rng.int(-9, 20)}, ${s.rng.int(1, 12)})`,
    `${b} = ${s.rng.pick([`Fraction("${s.rng.int(0, 3)}.${s.rng.int(0, 99)}")`, `Fraction(${s.rng.int(1, 9)})`, `Fraction(0.375)`])} + ${s.rng.int(1, 3)}`,
    ...define(s, 'str', `str(${a} ${operator} ${b})`),
    ...define(s, 'float', `float(${a} * ${b})`),
    ...define(
      s,
      'int',
      `(${a} + ${b}).limit_denominator(${s.rng.int(5, 90)}).${s.rng.pick(['numerator', 'denominator'])}`,
    ),
  ]
}

const decimals: Block = (s) => {
  s.module('from decimal import Decimal, ROUND_HALF_UP, ROUND_DOWN, getcontext')
  const a = s.fresh()
  return [
    ...(s.chance(0.2) ? [`getcontext().prec = ${s.rng.int(4, 40)}`] : []),
    `${a} = Decimal("${s.rng.int(0, 300)}.${s.rng.int(0, 999)}") ${s.rng.pick(['*', '+', '-', '/', '%', '//'])} Decimal(${s.rng.int(1, 13)})`,
    ...define(
      s,
      'str',
      s.rng.pick([
        `str(${a})`,
        `str(${a}.quantize(Decimal("0.01"), rounding=${s.rng.pick(['ROUND_HALF_UP', 'ROUND_DOWN'])}))`,
      ]),
    ),
    ...define(s, 'float', `float(${a}.sqrt() if ${a} > 0 else -${a})`),
    ...define(s, 'int', `int(${a}.to_integral_value())`),
  ]
}

const date = (s: Scope): string =>
  `date(${s.rng.int(1899, 2101)}, ${s.rng.int(1, 12)}, ${s.rng.int(1, 28)})`

const dates: Block = (s) => {
  s.module('from datetime import date, datetime, timedelta')
  const [a, b] = [s.fresh(), s.fresh()]
  return [
    `${a} = ${date(s)}`,
    `${b} = ${a} ${s.rng.pick(['+', '-'])} timedelta(${s.rng.pick(['days', 'weeks', 'hours'])}=${s.rng.int(1, 400)})`,
    ...define(
      s,
      'int',
      s.rng.pick([
        `(${b} - ${a}).days`,
        `${b}.weekday()`,
        `${b}.toordinal()`,
        `${b}.isocalendar()[1]`,
        `(${date(s)} - ${a}).days`,
      ]),
    ),
    ...define(
      s,
      'str',
      s.rng.pick([
        `${b}.strftime("${s.rng.pick(['%m/%d/%Y', '%Y-%m-%d', '%B %d', '%A', '%j'])}")`,
        `str(${b})`,
        `${b}.replace(day=1).isoformat()`,
        `repr(${a})`,
      ]),
    ),
  ]
}

const times: Block = (s) => {
  s.module('from datetime import date, datetime, timedelta')
  const [a, b] = [s.fresh(), s.fresh()]
  const hour = s.rng.int(0, 20)
  return [
    `${a} = datetime.strptime("${s.rng.int(1970, 2030)}-${s.rng.int(10, 12)}-${s.rng.int(10, 28)} ${hour}:${s.rng.int(10, 59)}", "%Y-%m-%d %H:%M")`,
    `${b} = ${a} + timedelta(minutes=${s.rng.int(1, 5000)}, seconds=${s.rng.int(0, 59)})`,
    ...define(s, 'float', `(${b} - ${a}).total_seconds() / ${s.rng.pick(['60', '3600', '86400'])}`),
    ...define(
      s,
      'str',
      s.rng.pick([`str(${b} - ${a})`, `${b}.isoformat()`, `${b}.strftime("%I:%M %p")`]),
    ),
  ]
}

const statistics: Block = (s) => {
  const data = s.fresh()
  const numbers = Array.from({ length: s.rng.int(2, 8) }, () => s.rng.int(1, 60))
  const call = s.rng.pick([
    'mean',
    'median',
    'fmean',
    'pvariance',
    'variance',
    'pstdev',
    'stdev',
    'harmonic_mean',
    'median_low',
  ])
  return [
    `${data} = [${numbers.join(', ')}]`,
    ...define(s, 'float', `round(${s.module('statistics')}.${call}(${data}), ${s.rng.int(1, 8)})`),
    ...define(s, 'int', `statistics.${s.rng.pick(['mode', 'median_high'])}(${data})`),
    ...define(s, 'list', data),
  ]
}

const combinations: Block = (s) => {
  const tools = s.module('itertools')
  const n = s.rng.int(3, 7)
  const rows = s.rng.pick([
    `${tools}.combinations(range(1, ${n + 3}), ${s.rng.int(1, 3)})`,
    `${tools}.permutations(range(${Math.min(n, 5)}), ${s.rng.int(1, 3)})`,
    `${tools}.product(range(1, ${n}), repeat=2)`,
    `${tools}.combinations_with_replacement(range(${n}), 2)`,
  ])
  const condition = s.rng.pick([
    `sum(c) == ${s.rng.int(2, 12)}`,
    `max(c) - min(c) > ${s.rng.int(0, 3)}`,
    'c[0] % 2 == 0',
    `${s.module('math')}.prod(c) > 6`,
  ])
  return [
    ...define(s, 'int', `sum(1 for c in ${rows} if ${condition})`),
    ...define(s, 'list', `[sum(c) for c in itertools.islice(${rows}, ${s.rng.int(1, 8)})]`),
  ]
}

const collections: Block = (s) => {
  s.module('from collections import Counter, defaultdict, deque, namedtuple, OrderedDict')
  const counts = s.fresh()
  const groups = s.fresh()
  return [
    `${counts} = Counter(${s.rng.pick([`${quoted(s)} + "banana"`, `str(${integer(s, 1)})`, '"mississippi"'])})`,
    ...define(s, 'int', `${counts}.most_common(1)[0][1]`),
    ...define(s, 'str', `str(${counts}.most_common(${s.rng.int(1, 3)}))`),
    `${groups} = defaultdict(list)`,
    `for n in ${list(s, 1)}:`,
    `    ${groups}[n % ${s.rng.int(2, 4)}].append(n)`,
    ...define(s, 'list', `[len(group) for key, group in sorted(${groups}.items())]`),
  ]
}

const queue: Block = (s) => {
  s.module('from collections import Counter, defaultdict, deque, namedtuple, OrderedDict')
  const waiting = s.fresh()
  return [
    `${waiting} = deque(${list(s, 1)}, maxlen=${s.rng.int(2, 9)})`,
    `${waiting}.rotate(${s.rng.int(-3, 3)})`,
    `${waiting}.append${s.chance(0.5) ? 'left' : ''}(${integer(s, 1)})`,
    ...define(s, 'list', `list(${waiting})`),
    ...define(s, 'str', `repr(${waiting})`),
  ]
}

const tuples: Block = (s) => {
  s.module('from collections import Counter, defaultdict, deque, namedtuple, OrderedDict')
  const name = s.fresh()
  const item = s.fresh()
  return [
    `${item.toUpperCase()} = namedtuple("${item}", "count price")`,
    `${name} = ${item.toUpperCase()}(${integer(s, 1)}, price=${s.rng.int(1, 30)}.5)`,
    ...define(s, 'float', `${name}.count * ${name}.price`),
    ...define(s, 'str', `str(${name}._replace(count=${s.rng.int(0, 9)}))`),
  ]
}

const functional: Block = (s) => {
  s.module('from functools import lru_cache, partial, reduce')
  const operators = s.module('operator')
  return s.rng.pick([
    () =>
      define(
        s,
        'int',
        `reduce(${operators}.${s.rng.pick(['add', 'mul', 'sub', 'xor'])}, ${list(s, 1)}[:8], ${s.rng.int(0, 2)})`,
      ),
    () =>
      define(
        s,
        'list',
        `list(map(partial(${s.rng.pick(['pow', 'divmod', 'max'])}, ${s.rng.int(1, 9)}), range(1, ${s.rng.int(2, 7)})))`,
      ),
    () => define(s, 'int', `reduce(lambda a, b: a * ${s.rng.int(2, 10)} + b, ${list(s, 1)}, 0)`),
    () => define(s, 'str', `str(sorted(${list(s, 1)}, key=${operators}.neg)[:5])`),
  ])()
}

const heaps: Block = (s) => {
  const heap = s.fresh()
  return [
    `${heap} = ${list(s, 1)}`,
    `${s.module('heapq')}.heapify(${heap})`,
    `heapq.heappush(${heap}, ${integer(s, 1)})`,
    ...define(s, 'int', `heapq.heappop(${heap})`),
    ...define(
      s,
      'list',
      `heapq.${s.rng.pick(['nlargest', 'nsmallest'])}(${s.rng.int(1, 4)}, ${heap})`,
    ),
    ...define(
      s,
      'int',
      `${s.module('bisect')}.bisect${s.rng.pick(['', '_left'])}([1, 3, 3, 7, 20], ${s.rng.int(0, 21)})`,
    ),
  ]
}

const expressions: Block = (s) => [
  ...define(
    s,
    'list',
    `[int(n) for n in ${s.module('re')}.findall(r"\\d+", "${s.rng.int(1, 50)} apples and ${s.rng.int(1, 50)} pears for $${s.rng.int(1, 9)}.50")]`,
  ),
  ...define(s, 'str', `re.sub(r"(\\w)(\\w*)", r"\\2\\1", ${quoted(s)})`),
]

const notation: Block = (s) => {
  const json = s.module('json')
  return [
    ...define(
      s,
      'str',
      `${json}.dumps({"n": ${integer(s, 1)}, "xs": ${list(s, 1)}[:5], "t": ${quoted(s)}, "none": None}, sort_keys=True)`,
    ),
    ...define(
      s,
      'dict',
      `${json}.loads('{"${s.rng.pick(['cat', 'dog', 'x'])}": ${s.rng.int(-20, 99)}, "red": 2}')`,
    ),
  ]
}

const randomness: Block = (s) => [
  `${s.module('random')}.seed(${s.rng.int(0, 99)})`,
  ...define(s, 'int', `random.randint(1, ${s.rng.int(2, 100)})`),
  ...define(s, 'list', `random.sample(range(${s.rng.int(8, 30)}), ${s.rng.int(1, 6)})`),
]

export const libraryBlocks: readonly Block[] = [
  fractions,
  fractions,
  decimals,
  dates,
  times,
  statistics,
  combinations,
  collections,
  queue,
  tuples,
  functional,
  heaps,
  expressions,
  notation,
  randomness,
]
