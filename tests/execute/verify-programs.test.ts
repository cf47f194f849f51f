/**
 * Completions that are programs are graded by what they compute: by the library, the command and
 * the stage.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../src/execute/index.ts'
import { verifyProgram, withGold } from '../../src/verify/index.ts'

const problem = withGold({ id: 'p', question: 'How many dollars?', answer: '18' })
const root = join(import.meta.dirname, '..', '..')

const completions: readonly [
  text: string,
  verdict: string,
  answer: string | null,
  reason: RegExp,
][] = [
  [
    'def solution():\n    return (16 - 3 - 4) * 2',
    'correct',
    '18',
    /^program's solution: the same integer$/,
  ],
  ['def solution():\n    return 0.1 * 180', 'correct', '18', /^program's solution/],
  ['ans = 17', 'incorrect', '17', /^program's ans: different/],
  [
    'Let us see.\n```python\nprint("Dollars:")\nprint(18.0)\n```\nSo $18.',
    'correct',
    '18',
    /^program's stdout/,
  ],
  [
    'def solution():\n    return 36 / 0',
    'unparseable',
    null,
    /^program: ZeroDivisionError: division by zero \(line 2\)$/,
  ],
  ['while True: pass', 'unparseable', null, /^program: Timeout: stopped after 500 ms$/],
  ['import os\nans = os.system("id")', 'unparseable', null, /^program: Refused/],
  ['def solution():\n    return None', 'unparseable', null, /^program's solution: None$/],
  ['  \n', 'unparseable', null, /^there is no program in it$/],
]

describe('verifyProgram', { timeout: 60_000 }, () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = openSandbox({ workers: 1, limits: { timeoutMs: 500 } })
  })
  afterAll(() => sandbox[Symbol.asyncDispose]())

  it.each(completions)('%j is %s', async (text, verdict, answer, reason) => {
    const judged = await verifyProgram(
      { problemId: 'p', index: 3, text, seed: 7 },
      problem,
      sandbox,
    )
    expect(judged).toMatchObject({ problemId: 'p', index: 3, seed: 7, verdict })
    expect(judged.reason).toMatch(reason)
    if (verdict !== 'incorrect') expect(judged.answer).toBe(answer)
  })
})

describe('verifyProgram, of a question with options', { timeout: 60_000 }, () => {
  it.each([
    ['return 18', 'correct', 'B'],
    ['return 36 / 2', 'correct', 'B'],
    ['return "B"', 'correct', 'B'],
    ['return 9', 'incorrect', 'A'],
    ['return 7', 'incorrect', '7'],
  ])('%s is %s', async (line, verdict, answer) => {
    await using sandbox = openSandbox({ workers: 1, limits: { timeoutMs: 500 } })
    const question = 'How many dollars?\nA) 9\nB) 18\nC) 36'
    const text = `def solution():\n    ${line}`
    const judged = await verifyProgram(
      { problemId: 'p', index: 0, text },
      withGold({ id: 'p', question, answer: 'B' }),
      sandbox,
    )
    expect([judged.verdict, judged.answer]).toEqual([verdict, answer])
  })
})

describe('reckoner', { timeout: 120_000 }, () => {
  let folder: string
  const reckoner = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
    })
  const verdictsOf = (path: string): string[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { verdict: string }).verdict)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'reckoner-programs-'))
    writeFileSync(
      join(folder, 'problems.jsonl'),
      `${JSON.stringify({ id: 'p', question: 'How many dollars?', answer: '18' })}\n`,
    )
    const lines = completions.map(([text], index) =>
      JSON.stringify({ problemId: 'p', index, text }),
    )
    writeFileSync(join(folder, 'completions.jsonl'), `${lines.join('\n')}\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const expected = completions.map(([, verdict]) => verdict)
  const files = ['--problems', 'problems.jsonl', '--completions', 'completions.jsonl']

  it('verify --programs', () => {
    const { status, stderr } = reckoner(
      'verify',
      '--programs',
      '--timeout-ms',
      '500',
      ...files,
      '--out',
      'verdicts.jsonl',
    )
    expect(stderr).toBe('9 completions: 3 correct, 1 incorrect, 5 unparseable\n')
    expect(status).toBe(0)
    expect(verdictsOf(join(folder, 'verdicts.jsonl'))).toEqual(expected)
  })

  it('run, with a stage verify of programs', () => {
    const stages =
      '  - id: verdicts\n    stage: verify\n    problems: problems.jsonl\n    completions: completions.jsonl\n'
    const settings = '    completionsAre: programs\n    timeoutMs: 500\n'
    writeFileSync(
      join(folder, 'programs.yaml'),
      `name: programs\ndescription: verdicts on programs\nseeds: [1]\nstages:\n${stages}${settings}`,
    )
    const { status, stderr, stdout } = reckoner('run', 'programs.yaml', '--runs', 'runs')
    expect(status, stderr + stdout).toBe(0)
    expect(stderr).toContain('3 of 9 completions are correct')
  })
})
