/**
 * What is no sensible program: a verdict each, from every sandbox, and the next program is none the
 * worse for it.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, sandboxes, type Sandbox, type SandboxName } from '../../src/execute/index.ts'
import { badPrograms, endlessPrograms } from '../support/bad-programs.ts'
import { sliceOf } from '../support/slice-of.ts'

const deep = (count: number): string => `ans = ${'('.repeat(count)}1${')'.repeat(count)}`

const cases: readonly (readonly [name: string, code: string, expected: object])[] = [
  ['nothing', '', { status: 'error', error: { type: 'NoAnswer' } }],
  ['white space', ' \n\t\n', { status: 'error', error: { type: 'NoAnswer' } }],
  ['prose', 'The answer is 18.', { status: 'error', error: { type: 'SyntaxError', line: 1 } }],
  ['a NUL byte', 'ans = 1\0', { status: 'error', error: { type: 'SyntaxError' } }],
  ['10 MB', `x = "${'a'.repeat(10 * 2 ** 20)}"`, { status: 'refused', tier: null }],
  [
    'the longest that is read',
    `x = "${'a'.repeat(2 ** 20 - 20)}"\nans = 1`,
    { status: 'ok', value: '1' },
  ],
  [
    'half a character',
    'ans = "\ud800"',
    { status: 'error', error: { type: 'UnicodeEncodeError' } },
  ],
  [
    'a value that is half a character',
    'ans = chr(0xd800)',
    { status: 'ok', value: String.raw`'\ud800'` },
  ],
  ['a byte order mark', '\ufeffans = 1', { status: 'error', error: { type: 'SyntaxError' } }],
  ['carriage returns', 'x = 1\r\nans = x\r\n', { status: 'ok', value: '1' }],
  ['150 parentheses', deep(150), { status: 'ok', value: '1' }],
  ['100 000 parentheses', deep(100_000), { status: 'error', error: { type: 'SyntaxError' } }],
  [
    'a value without a text',
    'class A:\n    def __repr__(self):\n        raise KeyError("no")\nans = A()',
    { status: 'error', error: { type: 'KeyError' } },
  ],
  [
    'a text that is none',
    'class A:\n    def __repr__(self):\n        return 5\nans = A()',
    { status: 'error', error: { type: 'TypeError' } },
  ],
  [
    'a value of many digits',
    'ans = 10 ** 5000',
    { status: 'error', error: { type: 'ValueError' } },
  ],
  [
    'a value of a megabyte',
    'ans = "a" * 10 ** 6',
    { status: 'error', error: { type: 'OutputLimit' } },
  ],
  ['a value that holds itself', 'ans = []\nans.append(ans)', { status: 'ok', value: '[[...]]' }],
  [
    'a megabyte of print',
    'print("a" * 10 ** 6)\nans = 1',
    { status: 'error', error: { type: 'OutputLimit' } },
  ],
  ['nothing printed but space', 'print(" ")', { status: 'error', error: { type: 'NoAnswer' } }],
  ['an answer and an exit', 'print(7)\nexit()', { status: 'ok', value: '7', source: 'stdout' }],
  [
    'a failing exit',
    'import sys\nprint(7)\nsys.exit(3)',
    { status: 'error', error: { type: 'SystemExit', line: 3 } },
  ],
  ['input that is not there', 'ans = input()', { status: 'error', error: { type: 'EOFError' } }],
  ...badPrograms,
  ...endlessPrograms,
]

describe.each(Object.keys(sandboxes) as SandboxName[])(
  'sandbox %s',
  { timeout: 60_000 },
  async (name) => {
    const checks = await Promise.all(sandboxes[name].map((tier) => tier.check()))
    let sandbox: Sandbox
    beforeAll(() => {
      sandbox = openSandbox({ sandbox: name, workers: 1, limits: { timeoutMs: 2_000 } })
    })
    afterAll(() => sandbox[Symbol.asyncDispose]())

    it.skipIf(checks.some(({ stands }) => !stands)).each(sliceOf(cases, 6))(
      '%s',
      async (id, code, expected) => {
        expect(await sandbox.run({ id, code })).toMatchObject(expected)
        expect(await sandbox.run({ id: 'next', code: 'ans = 6 * 7' })).toMatchObject({
          status: 'ok',
          value: '42',
        })
      },
    )
  },
)

describe('reckoner exec', { timeout: 60_000 }, () => {
  const program = join(import.meta.dirname, '../../dist/cli/main.js')
  const exec = (input: Buffer | string, ...args: string[]) =>
    spawnSync(process.execPath, [program, 'exec', ...args], {
      input,
      encoding: 'utf8',
      timeout: 60_000,
    })
  const verdicts = (stdout: string): Record<string, unknown>[] =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('gives a verdict for every line, also for those that hold no program', () => {
    const lines = [
      Buffer.from('{"id": "a", "code": "ans = 1"}\n'),
      Buffer.from([
        ...Buffer.from('{"id": "b", "code": "ans = \\"'),
        0xff,
        0xfe,
        ...Buffer.from('\\""}\n'),
      ]),
      Buffer.from('{"id": "c"}\nno JSON\n{"id": 4, "code": "ans = 4"}'),
    ]
    const { stdout, stderr, status } = exec(Buffer.concat(lines))
    expect(status).toBe(2)
    expect(stderr).toContain('<stdin>:2: not valid UTF-8')
    expect(verdicts(stdout).map(({ id, status, value }) => [id, status, value])).toEqual([
      ['a', 'ok', '1'],
      ['line 2', 'refused', null],
      ['line 3', 'refused', null],
      ['line 4', 'refused', null],
      ['4', 'ok', '4'],
    ])
  })

  it('says what is wrong with its options', () => {
    expect(exec('', '--sandbox', 'docker').status).toBe(2)
    expect(exec('', 'ans = 1', '--in', 'x.jsonl')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('not both') as string,
    })
    expect(exec('')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('it contains no programs') as string,
    })
  })

  it('shows one verdict', () => {
    expect(exec('', 'print("so")\nans = 6 * 7').stdout).toBe('so\n42\n')
    expect(exec('', 'ans = 1 / 0').stdout).toBe(
      'error: ZeroDivisionError: division by zero (line 1)\n',
    )
    expect(verdicts(exec('', '--json', '--sandbox', 'pyodide', 'ans = 1').stdout)[0]).toMatchObject(
      {
        tier: 'pyodide',
        value: '1',
      },
    )
  })
})
