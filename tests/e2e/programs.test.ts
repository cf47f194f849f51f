/** Programs by the commands: a model that cannot write any is asked for some, and for repairs. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../../dist/cli/main.js')
const root = mkdtempSync(join(tmpdir(), 'reckoner-programs-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const reckoner = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8' })
const lines = <T>(path: string): T[] =>
  readFileSync(join(root, path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

const recipe = `name: programs
description: asked for programs, and for repairs
seeds: [1]
stages:
  - { id: test, stage: data.problems, count: 3, split: test }
  - id: drawn
    stage: infer.greedy
    label: base
    model: base-250k
    problems: test
    promptFormat: program
    completionsAre: programs
    maxNewTokens: 16
  - id: mended
    stage: infer.repair
    label: base
    model: base-250k
    problems: test
    completions: drawn
    rounds: 2
    maxNewTokens: 16
  - { id: rates, stage: study.programs, name: rates, problems: test, completions: [drawn, mended] }
`

it('infer.repair asks the model again where programs fail, and says what was tried', () => {
  writeFileSync(join(root, 'programs.yaml'), recipe)
  const { status, stdout, stderr } = reckoner('run', 'programs.yaml')
  expect(status, stderr).toBe(0)
  const run = /runs\/programs-[0-9a-f]+/.exec(stdout)![0]
  const drawn = lines<{ text: string }>(`${run}/drawn/completions.jsonl`)
  type Tried = { text: string; error: { type: string } | null }
  const tried = lines<{ attempts: Tried[] }>(`${run}/mended/attempts.jsonl`)
  // A base has read no program: what it writes fails, and so does what it writes instead.
  expect(tried).toHaveLength(3)
  for (const [place, { attempts }] of tried.entries()) {
    expect(attempts[0]!.text).toBe(drawn[place]!.text)
    expect(attempts[0]!.error).not.toBeNull()
    expect(attempts.length).toBeGreaterThan(1)
    expect(attempts.length).toBeLessThanOrEqual(3)
  }
  const [from] = lines<object>(`${run}/mended/drawn-from.json`)
  expect(from).toMatchObject({
    strategy: 'repair rounds=2',
    completionsAre: 'programs',
    promptFormat: { name: 'program' },
  })
  expect(stdout).toContain('base (repair rounds=2)  programs  0.0 %')
}, 120_000)

it('solve asks for programs where the strategy needs them, or where it is told to', () => {
  const asked = [
    'solve',
    'Tom has 3 pens. How many?',
    '--model',
    'base-250k',
    '--max-new-tokens',
    '16',
    '--json',
  ]
  const ask = (...args: string[]) => reckoner(...asked, ...args)
  const repaired = ask('--strategy', 'repair', '--set', 'rounds=1')
  expect(repaired.status, repaired.stderr).toBe(0)
  expect(JSON.parse(repaired.stdout)).toMatchObject({ answer: null, cost: { completions: 2 } })
  const program = ask('--programs')
  expect(JSON.parse(program.stdout)).toMatchObject({ answer: null, cost: { completions: 1 } })
  expect(JSON.parse(program.stdout).text).not.toBe(JSON.parse(ask().stdout).text)
  const unread = ask('--set', 'rounds=1')
  expect(unread.stderr).toContain('the strategy greedy does not read rounds')
}, 120_000)

it('evaluate --model runs the programs of a model that learned to write nothing else', () => {
  const program = 'def solution():\n    return 12'
  const question = 'How many?'
  const rows = Array.from({ length: 4 }, () => ({
    prompt: `Question: ${question}\nProgram:\n`,
    completion: program,
  }))
  writeFileSync(join(root, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  writeFileSync(
    join(root, 'twelve.jsonl'),
    `${JSON.stringify({ id: 'p', question, answer: '12' })}\n`,
  )
  const train = 'train sft --model base-250k --data rows.jsonl --out taught --epochs 30'
  const trained = reckoner(...`${train} --batch-size 4 --learning-rate 3e-3`.split(' '))
  expect(trained.status, trained.stderr).toBe(0)
  const accuracy = (...args: string[]): string =>
    reckoner('evaluate', '--problems', 'twelve.jsonl', '--model', 'taught', ...args).stdout
  expect(accuracy()).toContain('100.0 %')
  expect(accuracy('--programs')).toContain('100.0 %')
}, 120_000)
