/**
 * What a program's answer is, in every tier: solution(), ans, what was printed, notebooks, packages
 * that are not there.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateProgram } from '../../src/execute/fast/evaluate.ts'
import { missingModules } from '../../src/execute/fast/fast.ts'
import {
  defaultLimits,
  openSandbox,
  sandboxes,
  type Outcome,
  type Sandbox,
  type SandboxName,
} from '../../src/execute/index.ts'
import { knownPackages } from '../../src/execute/missing-modules.ts'

/** A program, and the text of its value with where that came from, or the class of its error. */
type Row = readonly [code: string, expected: string]

const counted = 'calls = 0\ndef solution():\n    global calls\n    calls += 1\n    return calls\n'
const counter = 'log = []\ndef solution(step=2):\n    log.append(step)\n    return sum(log)\n'

const answers: readonly Row[] = [
  ['def solution():\n    return 42', 'solution 42'],
  ['def solution(n=6, *, m=7):\n    return n * m', 'solution 42'],
  ['solution = lambda: 42', 'solution 42'],
  ['def solution(n=5):\n    return 1 if n == 0 else n * solution(n - 1)', 'solution 120'],
  [
    'def even(n=4):\n    return n == 0 or not solution(n - 1)\ndef solution(n=3):\n    return n == 0 or not even(n - 1)',
    'solution False',
  ],
  [
    'def solution():\n    return 42\ndef test_solution():\n    assert solution() == 42',
    'solution 42',
  ],
  ['ans = 1\ndef solution():\n    return 42', 'solution 42'],
  ['print(7)\ndef solution():\n    return 42', 'solution 42'],
  ['def solution():\n    # the solution of solution()\n    return 42', 'solution 42'],
  ['def solution():\n    """solution() of it"""\n    return "solution"', 'solution solution'],
  ['from functools import lru_cache\n@lru_cache\ndef solution():\n    return 42', 'solution 42'],
  // None is no value where there is another.
  ['def solution():\n    print(41)\n    print(42)', 'stdout 42'],
  ['def solution():\n    global ans\n    ans = 42', 'ans 42'],
  ['def solution():\n    pass', 'solution None'],
  ['ans = None', 'ans None'],
  // The program uses it itself.
  ['def solution():\n    return 42\nprint(solution())', 'stdout 42'],
  ['def solution():\n    return 42\nprint("The answer is", solution())', 'stdout The answer is 42'],
  ['def solution():\n    return 21\nans = solution() * 2', 'ans 42'],
  ['def solution():\n    return 21\nans = solution() * 2\nprint(ans)', 'ans 42'],
  ['def solution():\n    return 21\nresult = solution()\nprint(result * 2)', 'stdout 42'],
  ['def solution(n):\n    return n * 7\nprint(solution(6))', 'stdout 42'],
  ['def solution(n):\n    return n * 7\nans = solution(6)', 'ans 42'],
  [
    'def solution(n):\n    return n * 7\nfor n in range(7):\n    answer = solution(n)\nprint(answer)',
    'stdout 42',
  ],
  ['def solution():\n    return 42\ndef main():\n    print(solution())\nmain()', 'stdout 42'],
  [
    'def solution():\n    return 42\ndef main():\n    return show()\ndef show():\n    print(solution())\nif __name__ == "__main__":\n    main()',
    'stdout 42',
  ],
  [
    'def solution():\n    return 42\nclass Task:\n    def run(self):\n        return solution()\nprint(Task().run())',
    'stdout 42',
  ],
  ['def solution():\n    return 42\nprint([solution() for _ in range(2)])', 'stdout [42, 42]'],
  ['def solution():\n    return 42\nprint(f"{solution()}")', 'stdout 42'],
  ['def solution():\n    return 42\nprint((lambda: solution())())', 'stdout 42'],
  // It is all that it gives.
  ['def solution():\n    return 42\nsolution()', 'solution 42'],
  ['def solution(n):\n    return n\nsolution(41)\nsolution(42)', 'solution 42'],
  ['def solution():\n    return 42\nresult = solution()', 'solution 42'],
  ['def solution():\n    return 42\nresult: int = solution()', 'solution 42'],
  [
    'def solution():\n    return 42\nif __name__ == "__main__":\n    result = solution()',
    'solution 42',
  ],
  ['def solution():\n    return 42\nassert solution() == 42', 'solution 42'],
  ['def solution():\n    x = 1\nsolution()', 'solution None'],
  // A function of that name only in a wider sense.
  ['class solution:\n    pass\nprint(42)', 'stdout 42'],
  ['solution = max\nprint(42)', 'stdout 42'],
  ['solution = 42\nprint(solution)', 'stdout 42'],
  ['def solve():\n    solution = 42\n    return solution\nans = solve()', 'ans 42'],
  ['def solution(a, b):\n    return a + b\nprint("no use of it")', 'stdout no use of it'],
  [
    'def solution():\n    return 42\ndef show(solution):\n    return solution\nshow(1)',
    'solution 42',
  ],
  [
    'def solution():\n    return 42\ndef show():\n    def inner():\n        return solution()\n    return inner()\nshow()',
    'NoAnswer',
  ],
  ['def solution():\n    return 42\nclass A:\n    x = solution()\nprint(A.x)', 'stdout 42'],
  ['def solution():\n    return 42\ndef f(x=solution()):\n    return x\nprint(f())', 'stdout 42'],
  // Errors, with nothing to say instead.
  ['def solution(a):\n    return a', 'TypeError'],
  ['x = 5', 'NoAnswer'],
  ['answer = 42', 'NoAnswer'],
  ['6 * 7', 'NoAnswer'],
  ['class solution:\n    pass', 'NoAnswer'],
  ['def solution():\n    return 1 / 0\nprint("before")', 'ZeroDivisionError'],
]

const printed: readonly Row[] = [
  ['import sys\nprint(42)\nprint("done", file=sys.stderr)', 'stdout 42'],
  ['import sys\nsys.stderr.write("note\\n")\nprint(42)\nsys.stderr.write("note\\n")', 'stdout 42'],
  ['import logging\nprint(42)\nlogging.warning("careful")', 'stdout 42'],
  [
    'import logging\nlogging.basicConfig(level=logging.INFO)\nprint(42)\nlogging.info("done")',
    'stdout 42',
  ],
  ['import warnings\nprint(42)\nwarnings.warn("old")', 'stdout 42'],
  [
    'import traceback\nprint(42)\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()',
    'stdout 42',
  ],
  ['async def main():\n    return 5\nprint(42)\nmain()', 'stdout 42'],
  ['import sys\nprint("a", end="")\nprint("!", end="", file=sys.stderr)\nprint("b")', 'stdout ab'],
  ['pattern = "\\d"', 'NoAnswer'],
  ['x = 5\nif x is 5:\n    pass', 'NoAnswer'],
  ['import sys\nprint(42, file=sys.stderr)', 'NoAnswer'],
]

const notebooks: readonly Row[] = [
  ['x = 6\nx * 7', 'expression 42'],
  ['def f():\n    return 42\nf()', 'expression 42'],
  ['x = 6; x * 7', 'expression 42'],
  ['answer = 42', 'answer 42'],
  ['result = 42', 'result 42'],
  ['result = 41\nanswer = 42', 'answer 42'],
  ['answer = 41\nanswer + 1', 'expression 42'],
  ['answer = 41\nprint(42)', 'stdout 42'],
  ['answer = 41\nans = 42', 'ans 42'],
  ['def solution():\n    return 42\nsolution()', 'expression 42'],
  ['def solution():\n    return 21\nsolution() * 2', 'expression 42'],
  ['def solution():\n    return 21\nresult = solution() * 2', 'result 42'],
  ['"""A text is a comment."""', 'NoAnswer'],
  ['def answer():\n    return 42', 'NoAnswer'],
  ['print', 'NoAnswer'],
  ['x = [1]\nx.append(2)', 'NoAnswer'],
  ['def main():\n    return 5\nif True:\n    main()', 'NoAnswer'],
]

const missing: readonly Row[] = [
  ['import numpy as np\nans = 42', 'ans 42'],
  ['import numpy\nimport pandas as pd, sympy\nans = 42', 'ans 42'],
  ['import matplotlib.pyplot as plt\nimport scipy.optimize\nans = 42', 'ans 42'],
  ['from sympy import symbols, solve as find\nans = 42', 'ans 42'],
  ['from sympy.solvers import solve\nans = 42', 'ans 42'],
  ['from sympy import *\nans = 42', 'ans 42'],
  ['def solution():\n    import numpy as np\n    return 42', 'solution 42'],
  ['import numpy as np\nif False:\n    np.array([1])\nans = 42', 'ans 42'],
  ...[
    'np.sqrt(4)',
    'np.pi',
    'np(1)',
    'np + 1',
    '1 - np',
    '-np',
    'np[0]',
    'len(np)',
    'list(np)',
    '1 in np',
    'np == 1',
    'not np',
    '1 if np else 2',
    'str(np)',
    'f"{np}"',
    'isinstance(1, np)',
    '{np: 1}',
    'int(np)',
    'np',
    '[np]',
    'max(np, 1)',
  ].map((use): Row => [`import numpy as np\nans = ${use}`, 'ModuleNotFoundError']),
  ['from sympy import symbols\nx = symbols("x")\nans = 1', 'ModuleNotFoundError'],
  ['from sympy import *\nx = symbols("x")\nans = 1', 'ModuleNotFoundError'],
  ['import scipy.optimize\nans = scipy.optimize.brentq', 'ModuleNotFoundError'],
  ['import numpy as np\nwith np.errstate():\n    pass\nans = 1', 'ModuleNotFoundError'],
  ['from torch.nn import Module\nclass Net(Module):\n    pass\nans = 1', 'ModuleNotFoundError'],
  ['import numpy as np\ntry:\n    ans = np.sqrt(4)\nexcept ImportError:\n    ans = 42', 'ans 42'],
  // A program that is prepared for it takes its other way.
  [
    'try:\n    import numpy as np\nexcept ImportError:\n    np = None\nans = 1 if np else 42',
    'ans 42',
  ],
  ['try:\n    from sympy import symbols\nexcept ModuleNotFoundError:\n    ans = 42', 'ans 42'],
  [
    'from contextlib import suppress\nans = 42\nwith suppress(ImportError):\n    import numpy\n    ans = 1',
    'ans 42',
  ],
  ['import importlib.util\nans = importlib.util.find_spec("numpy") is None', 'ans True'],
  ['import importlib\nimportlib.import_module("numpy")\nans = 1', 'ModuleNotFoundError'],
  ['__import__("numpy")\nans = 1', 'ModuleNotFoundError'],
  // Only what is known to be no part of Python.
  ['import nunpy\nans = 1', 'ModuleNotFoundError'],
  ['import matth\nans = 1', 'ModuleNotFoundError'],
  ['from math import squareroot\nans = 1', 'ImportError'],
  ['import distutils_of_old\nans = 1', 'ModuleNotFoundError'],
]

/** However a program uses its function, that runs once. */
const once: readonly Row[] = [
  [
    'n = 0\ndef f():\n    global n\n    n += 1\n    return n\nsolution = f\nprint(solution())',
    'stdout 1',
  ],
  [
    'it = iter([42, 43])\ndef f():\n    return next(it)\nsolution = f\nx = solution()',
    'solution 42',
  ],
  [counted, 'solution 1'],
  [`${counted}print(solution())`, 'stdout 1'],
  [`${counted}solution()`, 'solution 1'],
  [`${counted}result = solution()`, 'solution 1'],
  [`${counted}ans = solution()`, 'ans 1'],
  [`${counted}result = solution()\nprint(result)`, 'stdout 1'],
  [`${counted}if solution() > 0:\n    pass`, 'solution 1'],
  [
    `${counted}def main():\n    result = solution()\n    print(result, calls)\nmain()`,
    'stdout 1 1',
  ],
  [`${counted}x = [solution()]`, 'solution 1'],
  [`${counted}assert solution()`, 'solution 1'],
  [`${counter}solution(42)`, 'solution 42'],
  [`${counter}solution(40)\nsolution()`, 'solution 42'],
  ['it = iter([42, 43])\ndef solution():\n    return next(it)\nprint(solution())', 'stdout 42'],
  [
    'import itertools\nnumbers = itertools.count(42)\ndef solution():\n    return next(numbers)\nx = solution()',
    'solution 42',
  ],
]

const said = ({
  status,
  source,
  text,
  error,
}: Pick<Outcome, 'status' | 'source' | 'text' | 'error'>): string =>
  status === 'ok' ? `${source} ${text}` : error!.type

const tables: readonly [name: string, rows: readonly Row[], isNotebook: boolean][] = [
  ['answers', answers, false],
  ['what is printed', printed, false],
  ['notebooks', notebooks, true],
  ['packages that are not there', missing, false],
  ['a function that runs once', once, false],
  [
    'a function that runs once, in a notebook',
    once.filter(([code]) => !/\n(?:solution\(\d*\)|print)$/.test(code)),
    true,
  ],
]

const tiers = Object.keys(sandboxes) as SandboxName[]

describe.each(tiers)('sandbox %s', { timeout: 120_000 }, async (sandbox) => {
  let opened: Sandbox
  beforeAll(() => {
    opened = openSandbox({ sandbox, workers: 1 })
  })
  afterAll(() => opened[Symbol.asyncDispose]())
  const checks = await Promise.all(sandboxes[sandbox].map((tier) => tier.check()))
  describe.skipIf(checks.some(({ stands }) => !stands)).each(tables)(
    '%s',
    (name, rows, isNotebook) => {
      // The machine's own Python may have the packages.
      it.skipIf(sandbox === 'linux' && name === 'packages that are not there')(
        'are as the table says',
        async () => {
          const verdicts = await Promise.all(
            rows.map(([code]) => opened.run({ id: code, code, isNotebook })),
          )
          // In a notebook the value of a last expression comes first.
          const loosely = (text: string): string =>
            name.endsWith('in a notebook')
              ? text.replace(/^(?:expression|result) /, 'solution ')
              : text
          expect(verdicts.map((verdict) => [verdict.id, loosely(said(verdict))])).toEqual(rows)
        },
      )
    },
  )
})

const counting = 'n = 0\ndef solution():\n    global n\n    n += 1\n    return n\n'

/**
 * Calls that syntax does not show, what a program in a module of its own may ask for, and
 * coroutines.
 */
const whileRunning: [code: string, said: string][] = [
  [`${counting}print(globals()["solution"]())`, 'stdout 1'],
  [`${counting}ans = eval("solution()") * 10`, 'ans 10'],
  [
    `def run(f):\n    print(f())\n    return f\n${counting.replace('def', '@run\ndef')}`,
    'stdout 1',
  ],
  ['def solution():\n    return 42\nTABLE = {"main": solution}', 'solution 42'],
  ['import __main__\nx = 5\nans = __main__.x', 'ans 5'],
  ['import pickle\nclass A:\n    x = 5\nans = pickle.loads(pickle.dumps(A())).x', 'ans 5'],
  ['print(__doc__, __name__)', 'stdout None __main__'],
  [
    'import asyncio\nasync def solution():\n    await asyncio.sleep(100)\n    return 42',
    'solution 42',
  ],
  [
    'import asyncio\nasync def main():\n    print(await asyncio.gather(asyncio.sleep(1, 2)))\nasyncio.run(main())',
    'stdout [2]',
  ],
]

it('notices what shows only while a program runs', { timeout: 60_000 }, async () => {
  await using sandbox = openSandbox({ workers: 1 })
  const verdicts = await Promise.all(whileRunning.map(([code]) => sandbox.run({ id: code, code })))
  expect(verdicts.map((verdict) => [verdict.id, `${verdict.source} ${verdict.text}`])).toEqual(
    whileRunning,
  )
})

describe('the fast tier', () => {
  const limits = {
    outputBytes: defaultLimits.outputBytes,
    missingModules: new Set(missingModules()),
  }

  it('says the same or nothing, of most of them something', () => {
    const all = tables
      .slice(0, 5)
      .flatMap(([, rows, isNotebook]) =>
        rows.map(([code, expected]) => ({ code, expected, isNotebook })),
      )
    const judged = all.flatMap(({ code, expected, isNotebook }) => {
      const outcome = evaluateProgram(code, { ...limits, isNotebook })
      return outcome ? [{ code, said: said(outcome), expected }] : []
    })
    expect(judged.map(({ code, said: ours }) => [code, ours])).toEqual(
      judged.map(({ code, expected }) => [code, expected]),
    )
    expect(judged.length / all.length).toBeGreaterThan(0.5)
  })

  it('knows the same packages as the runner', () => {
    const source = readFileSync(
      new URL('../../src/execute/python/missing_modules.py', import.meta.url),
      'utf8',
    )
    const names = /NAMES = frozenset\(\s*"""([^"]*)"""/.exec(source)![1]!.trim().split(/\s+/)
    expect(names).toEqual(knownPackages)
  })
})

describe('the error of a package that is not there', () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = openSandbox({ sandbox: 'pyodide', workers: 1 })
  })
  afterAll(() => sandbox[Symbol.asyncDispose]())

  it.each([
    ['import math\nimport numpy as np\nx = 1\nans = np.sqrt(4)', 'numpy', 4],
    ['from sympy import symbols\n\nx = symbols("x")', 'sympy', 3],
    ['from sympy import *\nx = 1\ny = Symbol("y")', 'sympy', 3],
    ['import matplotlib.pyplot as plt\nplt.plot([1])', 'matplotlib', 2],
    ['def solution():\n    import pandas as pd\n    return pd.DataFrame()', 'pandas', 3],
  ])('%j', { timeout: 60_000 }, async (code, name, line) => {
    const error = { type: 'ModuleNotFoundError', message: `No module named '${name}'`, line }
    expect(
      evaluateProgram(code, { outputBytes: 1_000, missingModules: new Set(missingModules()) })
        ?.error,
    ).toEqual(error)
    expect((await sandbox.run({ id: 'p', code })).error).toEqual(error)
  })
})
