/** What a harness puts around programs, in every sandbox: answers, and where errors are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateProgram } from '../../src/execute/fast/evaluate.ts'
import { missingModules } from '../../src/execute/fast/fast.ts'
import {
  openSandbox,
  sandboxes,
  type Program,
  type Sandbox,
  type SandboxName,
} from '../../src/execute/index.ts'

type Row = readonly [name: string, program: Omit<Program, 'id'>, expected: object]

const value = (text: string, source: string): object => ({ status: 'ok', text, source })
const error = (type: string, message: string, line: number | null): object => ({
  status: 'error',
  error: { type, message, line },
})

const rows: readonly Row[] = [
  [
    'a solver that the harness calls',
    { code: 'def solver():\n    return 42', epilogue: 'ans = solver()' },
    value('42', 'ans'),
  ],
  [
    'names that the harness gives',
    { prelude: 'import math\nfrom math import floor', code: 'ans = floor(math.sqrt(17))' },
    value('4', 'ans'),
  ],
  [
    'a function of the harness, and one that it needs',
    {
      prelude: 'def half(x):\n    return x / 2\ndef quarter(x):\n    return half(half(x))',
      code: 'ans = quarter(168)',
    },
    value('42.0', 'ans'),
  ],
  [
    'solution() used by the harness does not run twice',
    {
      code: 'calls = []\ndef solution():\n    calls.append(1)\n    return len(calls)',
      epilogue: 'print("The answer is", solution())',
    },
    value('The answer is 1', 'stdout'),
  ],
  [
    'the last expression of a notebook is that of the epilogue',
    { code: 'x = 41\nx', epilogue: 'x + 1', isNotebook: true },
    value('42', 'expression'),
  ],
  [
    'without an expression there, none counts',
    { code: 'x = 41\nx', epilogue: 'y = x', isNotebook: true },
    { status: 'error', error: { type: 'NoAnswer' } },
  ],
  [
    'an import from the future after a prelude',
    { prelude: 'import math', code: 'from __future__ import annotations\nans = math.floor(4.2)' },
    value('4', 'ans'),
  ],
  [
    "an error in the program, by the program's lines",
    { prelude: '\n\nx = 1\n', code: 'y = x\nans = y + z', epilogue: 'ans' },
    error('NameError', "name 'z' is not defined", 2),
  ],
  [
    'an error where the harness calls the program',
    { code: 'def solver():\n    return 1 / 0', epilogue: '\nans = solver()' },
    error('ZeroDivisionError', 'division by zero', 2),
  ],
  [
    'an error in a function of the harness',
    { prelude: 'def f(x):\n    return x / 0', code: '\n\nans = f(1)' },
    error('ZeroDivisionError', 'division by zero', 3),
  ],
  [
    'an error in the prelude',
    { prelude: 'x = 1\ny = x / 0', code: 'ans = 1' },
    error('ZeroDivisionError', 'division by zero (line 2 of the prelude)', null),
  ],
  [
    'an import of the prelude that fails',
    { prelude: 'import nosuch', code: 'ans = 1' },
    error('ModuleNotFoundError', "No module named 'nosuch' (line 1 of the prelude)", null),
  ],
  [
    'an error without words in the epilogue',
    { code: 'ans = 1', epilogue: '\nraise ValueError' },
    error('ValueError', '(line 2 of the epilogue)', null),
  ],
  [
    'a program that defines nothing',
    { code: 'x = 1', epilogue: 'ans = solver()' },
    error('NameError', "name 'solver' is not defined (line 1 of the epilogue)", null),
  ],
  [
    'a program that is not closed swallows no epilogue',
    { code: 'x = (1', epilogue: 'ans = 1)' },
    error('SyntaxError', "'(' was never closed", 1),
  ],
  [
    'a prelude that is no Python',
    { prelude: 'x = 1\ndef', code: 'ans = 1' },
    { status: 'error', error: { type: 'SyntaxError', line: null } },
  ],
  [
    'a package of the prelude that is not there and not used',
    { prelude: 'import pycosat\nfrom gurobipy import Model', code: 'ans = 42' },
    value('42', 'ans'),
  ],
  [
    'one that is used',
    { prelude: 'import pycosat', code: 'x = 1\nans = pycosat.solve([])' },
    error('ModuleNotFoundError', "No module named 'pycosat'", 2),
  ],
  [
    'a prelude that a program sees without naming it',
    {
      prelude: 'import math\nimport statistics',
      code: 'ans = "statistics"[:4] + "istics" in globals()',
    },
    value('True', 'ans'),
  ],
  [
    'a program and its harness that are too long together',
    { prelude: `x = "${'a'.repeat(2 ** 19)}"`, code: `y = "${'b'.repeat(2 ** 19)}"` },
    { status: 'refused', tier: null },
  ],
]

describe.each(Object.keys(sandboxes) as SandboxName[])(
  'sandbox %s',
  { timeout: 60_000 },
  async (name) => {
    const checks = await Promise.all(sandboxes[name].map((tier) => tier.check()))
    let sandbox: Sandbox
    beforeAll(() => {
      sandbox = openSandbox({ sandbox: name, workers: 1 })
    })
    afterAll(() => sandbox[Symbol.asyncDispose]())

    it.skipIf(checks.some(({ stands }) => !stands)).each(rows)(
      '%s',
      async (id, program, expected) => {
        expect(await sandbox.run({ id, ...program })).toMatchObject(expected)
      },
    )

    it.skipIf(checks.some(({ stands }) => !stands))(
      'a prelude is of one program alone',
      async () => {
        await sandbox.run({ id: 'first', prelude: 'shared = 1', code: 'ans = shared' })
        expect(await sandbox.run({ id: 'next', code: 'ans = shared' })).toMatchObject(
          error('NameError', "name 'shared' is not defined", 1),
        )
      },
    )
  },
)

it('imports that a program does not use leave it to the fast tier', async () => {
  const prelude = 'import numpy as np\nfrom sympy import Symbol\nimport cvxpy as cp\nimport heapq'
  await using sandbox = openSandbox({ workers: 1 })
  expect(await sandbox.run({ id: 'a', prelude, code: 'ans = 6 * 7' })).toMatchObject({
    tier: 'fast',
    value: '42',
  })
})

it('the fast tier leaves errors in the harness to CPython, which says where they are', () => {
  const limits = { outputBytes: 1_000, missingModules: new Set(missingModules()) }
  const program = { prelude: 'def f(x):\n    return x / 0' }
  expect(evaluateProgram('ans = f(1)', { ...limits, ...program })).toBeNull()
  expect(evaluateProgram('ans = 1 / 0', { ...limits, ...program })).toMatchObject({
    error: { line: 1 },
  })
})
