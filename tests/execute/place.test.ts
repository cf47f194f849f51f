/**
 * What a program comes to does not depend on its place: alone in a new process, or after many
 * others.
 */
import { describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../src/execute/index.ts'
import { isDrawn, sliceOf } from '../support/slice-of.ts'
import { hostilePrograms } from './hostile/index.ts'
import { python } from './hostile/program.ts'

/** So many copies run in one process. V8 compiles functions anew after a dozen. */
const copies = Number(process.env.RECKONER_PLACES ?? 30)
/** Every so many of the hostile programs are tried. */
const stride = process.env.RECKONER_PLACES ? 1 : 40
const limits = { timeoutMs: 10_000, memoryBytes: 256 * 2 ** 20 }

/**
 * As deep as CPython's own limit of a thousand lets programs go, through each kind of call in C;
 * then far deeper, where they ask for it.
 */
const programs: Readonly<Record<string, string>> = {
  'a cached function': python`
    from functools import lru_cache
    @lru_cache(None)
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    ans = fib(990)
  `,
  'a plain function': python`
    def depth(n):
        return 0 if n == 0 else 1 + depth(n - 1)
    ans = depth(990)
  `,
  'a key of a sort': python`
    def least(n):
        return sorted([n], key=lambda k: 0 if k == 0 else least(k - 1)[0])
    ans = least(450)
  `,
  'a sum of a generator': python`
    def total(n):
        return n and n + sum(total(k) for k in [n - 1])
    ans = total(490)
  `,
  'a map': python`
    def height(n):
        return 1 + max(map(height, [n - 1])) if n else 0
    ans = height(900)
  `,
  'a constructor': python`
    class Chain:
        def __init__(self, n):
            self.next = Chain(n - 1) if n else None
    ans = 0 if Chain(450) else 1
  `,
  'a comparison': python`
    class Number:
        def __init__(self, n):
            self.n = n
        def __eq__(self, other):
            return self.n == other.n and (self.n == 0 or Number(self.n - 1) == Number(other.n - 1))
    ans = Number(900) == Number(900)
  `,
  'nested lists': python`
    import copy, json
    deep = []
    for _ in range(900):
        deep = [deep]
    ans = len(repr(deep)), len(json.dumps(deep)), len(str(copy.copy(deep)))
  `,
  'nested parentheses': 'ans = eval("(" * 90 + "1" + ")" * 90), eval("-" * 900 + "1")',
  'a cached function, with a higher limit': python`
    import sys
    from functools import lru_cache
    sys.setrecursionlimit(10**6)
    @lru_cache(None)
    def ways(n):
        return 1 if n < 2 else (ways(n - 1) + ways(n - 2)) % 1000007
    ans = ways(15_000)
  `,
  'a plain function, with a higher limit': python`
    import sys
    sys.setrecursionlimit(10**6)
    def depth(n):
        return 0 if n == 0 else 1 + depth(n - 1)
    ans = depth(50_000)
  `,
  'a function without an end': 'def f(n):\n    return f(n + 1)\nans = f(0)',
  'a cached function without an end, with a higher limit': python`
    import sys
    from functools import lru_cache
    sys.setrecursionlimit(10**9)
    @lru_cache(None)
    def f(n):
        return f(n + 1)
    ans = f(0)
  `,
  'random numbers': 'import random\nans = random.random(), random.sample(range(10**12), 3)',
  'the order of sets': 'ans = list({0.5, "a", (1, 2), 10**20, None, frozenset([3])})',
  'sizes of 64 bits':
    'import sys\nans = sys.maxsize, len(range(10**12)), hash(2**40), hash((1, 2.5))',
}

const open = (timeoutMs = limits.timeoutMs): Sandbox =>
  openSandbox({ sandbox: 'pyodide', workers: 1, limits: { ...limits, timeoutMs } })

async function outcomeOf(sandbox: Sandbox, code: string): Promise<string> {
  const { id: _, ...outcome } = await sandbox.run({ id: 'program', code })
  return JSON.stringify(outcome)
}

describe('a program', { timeout: 60_000 + copies * 1_000 }, () => {
  it.each(sliceOf(Object.entries(programs), 8))(
    'comes to the same in every place: %s',
    async (_, code) => {
      const sandbox = open()
      const alone = await outcomeOf(sandbox, code)
      const places: string[] = []
      for (let place = 1; place < copies; place++) places.push(await outcomeOf(sandbox, code))
      await sandbox[Symbol.asyncDispose]()
      expect([...new Set(places)]).toEqual([alone])
    },
  )

  it('calls as deep as CPython does', async () => {
    const sandbox = open()
    const statuses = []
    for (const [name, code] of Object.entries(programs)) {
      const { status, error } = await sandbox.run({ id: name, code })
      statuses.push([name, status === 'ok' ? status : error?.type])
    }
    await sandbox[Symbol.asyncDispose]()
    const endless = ([name]: string[]): boolean => name!.includes('without an end')
    expect(statuses).toEqual(
      statuses.map(([name]) => [name, endless([name!]) ? 'RecursionError' : 'ok']),
    )
  })

  it.runIf(isDrawn('harm in every place', 5))(
    'comes to the same in every place, when it means harm',
    { timeout: 1_500_000 / stride + 60_000 },
    async () => {
      const others = hostilePrograms.filter(({ kind }) => kind === 'poison' || kind === 'escape')
      const tried = others.filter((_, index) => index % stride === 0)
      const alone = new Map<string, string>()
      for (const { id, code } of tried) {
        const sandbox = open()
        alone.set(id, await endingOf(sandbox, code))
        await sandbox[Symbol.asyncDispose]()
      }
      const sandbox = open()
      for (let place = 1; place < 200; place++)
        await sandbox.run({ id: 'before', code: others[(place * 7) % others.length]!.code })
      for (const { id, code } of tried)
        expect([id, await endingOf(sandbox, code)]).toEqual([id, alone.get(id)])
      await sandbox[Symbol.asyncDispose]()
    },
  )
})

/** What it came to, without what some of these programs print: the time, and addresses. */
async function endingOf(sandbox: Sandbox, code: string): Promise<string> {
  const { status, type, error } = await sandbox.run({ id: 'program', code })
  return [status, type, error?.type].join()
}
