/**
 * What is wrong with an option is said of the option, before any work; a file of another kind is
 * one sentence with the command to run first.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sliceOf } from '../support/slice-of.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-options-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const files: Record<string, object[]> = {
  'problems.jsonl': [{ id: 'a', question: 'One?', answer: '1' }],
  'completions.jsonl': [0, 1, 2].map((index) => ({ problemId: 'a', index, text: '#### 1' })),
  'verdicts.jsonl': [{ problemId: 'a', index: 0, verdict: 'correct', answer: '1', reason: 'x' }],
  'rows.jsonl': [{ prompt: 'One?', completion: '1' }],
}
beforeAll(() => {
  for (const [name, records] of Object.entries(files))
    writeFileSync(
      join(directory, name),
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    )
})

function reckoner(command: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...command.split(' ')], {
    encoding: 'utf8',
    cwd: directory,
  })
  return { status, stdout, stderr }
}

const sample = 'sample --model base-250k --problems'
const train = 'train sft --model base-250k --out new'
const models =
  'Name a directory, or a shipped model: base-1m, base-1m-eighth, base-1m-quarter, base-250k, base-4m'

/** A command, what is said of it, and what to do next. */
type Case = [command: string, message: string, hint?: string]

describe('a wrong value', () => {
  const values: Case[] = [
    [
      `${sample} nosuch.jsonl`,
      '--problems nosuch.jsonl: there is no such file',
      'Name a file that exists.',
    ],
    [
      'sample --model nosuch --problems problems.jsonl',
      '--model nosuch: there is no such model',
      models,
    ],
    [
      'sample --model 127.0.0.1:8000/v1#x --problems problems.jsonl',
      '--model 127.0.0.1:8000/v1#x: the address of a server begins with http:// or https://, as in http://127.0.0.1:8000/v1#x',
      'docs/servers.md says how models on servers are named.',
    ],
    [
      'solve why --model teacher.yaml',
      `--model teacher.yaml: there is no file ${join(directory, 'teacher.yaml')}`,
      'docs/servers.md says how models on servers are named.',
    ],
    ['score --model nosuch --in -', '--model nosuch: there is no such model', models],
    [
      'solve why --model .',
      `${join(directory, 'config.json')}: no such file`,
      'a model directory holds config.json, tokenizer.json and model.safetensors',
    ],
    [
      `${train} --data rows.jsonl nosuch.jsonl`,
      '--data nosuch.jsonl: there is no such file',
      'Name a file that exists.',
    ],
    [
      `${train} --data rows.jsonl --learning-rate 0`,
      '--learning-rate 0: too small: expected number to be >0, got 0',
      '`reckoner stages train.sft` lists every setting with its range.',
    ],
    [
      `${train} --data rows.jsonl --set wieghtDecay=0`,
      '--set wieghtDecay=0: unknown key "wieghtDecay"; did you mean "weightDecay"?',
      '`reckoner stages train.sft` lists every setting with its range.',
    ],
    [
      `${train} --data rows.jsonl --set weightDecay=x`,
      '--set weightDecay=x: expected number, got "x"',
      '`reckoner stages train.sft` lists every setting with its range.',
    ],
    [
      `${sample} problems.jsonl --set topP`,
      '--set topP: expected key=value, such as executionProvider=webgpu',
    ],
    [
      `${sample} problems.jsonl --set topP=2`,
      '--set topP=2: too big: expected number to be <=1, got 2',
      '`reckoner stages sample` lists every setting with its range.',
    ],
    [
      `${sample} problems.jsonl --set problems=nosuch`,
      `--set problems=nosuch: there is no ${join(directory, 'nosuch')}`,
      'Name an existing path.',
    ],
  ]
  it.each(sliceOf(values, 5))('%s', (command, message, hint) => {
    const { status, stdout, stderr } = reckoner(command)
    expect(stderr).toBe(`reckoner: ${message}\n${hint === undefined ? '' : `  → ${hint}\n`}`)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(readdirSync(directory).toSorted()).toEqual(Object.keys(files).toSorted())
  })

  const numbers: Case[] = [
    [
      `${sample} problems.jsonl --temperature hot`,
      "option '--temperature <t>' argument 'hot' is invalid. Expected a number from 0 to 10.",
    ],
    [
      `${train} --data rows.jsonl --learning-rate -1`,
      "option '--learning-rate <rate>' argument '-1' is invalid. Expected a number from 0 to 1.",
    ],
    [
      `${train} --data rows.jsonl --epochs none`,
      "option '--epochs <n>' argument 'none' is invalid. Expected a whole number of 1 or more.",
    ],
  ]
  it.each(sliceOf(numbers, 3))('%s', (command, message) => {
    const { status, stderr } = reckoner(command)
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  })
})

describe('a file of another kind', () => {
  const shapes = {
    problems: 'problems {id, question, answer, solution?}, or rows of GSM8K or MATH',
    completions: 'completions {problemId, index, text}',
    verdicts: 'verdicts {problemId, index, verdict, answer, reason}',
    rows: 'training rows {prompt, completion}',
  }

  const kinds: Case[] = [
    [
      'evaluate --problems problems.jsonl --predictions completions.jsonl',
      `--predictions completions.jsonl: it holds ${shapes.completions}, not predictions {problemId, answer} or ${shapes.verdicts}`,
      'Run this first: reckoner verify --problems problems.jsonl --completions completions.jsonl --out verdicts.jsonl',
    ],
    [
      'evaluate --problems completions.jsonl --predictions verdicts.jsonl',
      `--problems completions.jsonl: it holds ${shapes.completions}, not ${shapes.problems}`,
    ],
    [
      'verify --problems problems.jsonl --completions verdicts.jsonl',
      `--completions verdicts.jsonl: it holds ${shapes.verdicts}, not ${shapes.completions}`,
    ],
    [
      'select --strategy majorityVote --completions rows.jsonl',
      `--completions rows.jsonl: it holds ${shapes.rows}, not ${shapes.completions}`,
    ],
    [
      'curate rft --problems problems.jsonl --completions rows.jsonl',
      `--completions rows.jsonl: it holds ${shapes.rows}, not ${shapes.completions}`,
    ],
    [
      'exec --in problems.jsonl',
      `--in problems.jsonl: it holds ${shapes.problems}, not programs {id, code}`,
    ],
    [
      'equal --in rows.jsonl',
      `--in rows.jsonl: it holds ${shapes.rows}, not pairs of answers {gold, prediction}`,
    ],
    [
      `${train} --data completions.jsonl`,
      `--data completions.jsonl: it holds ${shapes.completions}, not ${shapes.rows}`,
      'Run this first: reckoner curate rft --problems problems.jsonl --completions completions.jsonl --out rows.jsonl',
    ],
    [
      `${sample} completions.jsonl`,
      `--problems completions.jsonl: it holds ${shapes.completions}, not ${shapes.problems}`,
    ],
  ]
  it.each(sliceOf(kinds, 5))('%s', (command, message, hint) => {
    const { status, stdout, stderr } = reckoner(command)
    expect(stderr).toBe(`reckoner: ${message}\n${hint === undefined ? '' : `  → ${hint}\n`}`)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })
})

describe('standard input', () => {
  const piped = (command: string, input: string) =>
    spawnSync(process.execPath, [main, ...command.split(' ')], {
      encoding: 'utf8',
      cwd: directory,
      input,
    })

  it('of another kind is one sentence too', () => {
    const input = files['completions.jsonl']!.map((record) => `${JSON.stringify(record)}\n`).join(
      '',
    )
    const { status, stdout, stderr } = piped('evaluate --problems problems.jsonl', input)
    expect(stderr).toMatch(
      /^reckoner: standard input: it holds completions .*\n {2}→ Run this first: reckoner verify --problems problems\.jsonl --completions completions\.jsonl --out verdicts\.jsonl\n$/,
    )
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })

  it('is read from its first byte to its last after it was looked at', () => {
    const lines = Array.from({ length: 5_000 }, (_, index) =>
      JSON.stringify({ gold: String(index), prediction: '7' }),
    )
    const { status, stdout } = piped('equal', lines.join('\n'))
    const golds = stdout.trimEnd().split('\n')
    expect(golds.map((line) => (JSON.parse(line) as { gold: string }).gold)).toEqual(
      lines.map((_, index) => String(index)),
    )
    expect(status).toBe(0)
  })

  it('that is empty is left to the command', () => {
    expect(piped('equal', '')).toMatchObject({
      status: 2,
      stderr: 'reckoner: <stdin>: it contains no pairs\n',
    })
  })
})

describe('a program', () => {
  const programs: [code: string, status: number, stdout: string | RegExp][] = [
    ['ans=6*7', 0, '42\n'],
    ['6*7', 0, '42\n'],
    ['1/0', 1, 'error: ZeroDivisionError: division by zero (line 1)\n'],
    [
      '6*7 --no-notebook',
      1,
      'error: NoAnswer: the program gives no value by solution() or ans, and prints nothing\n',
    ],
    ['(', 1, /^error: SyntaxError/],
    ['x --prelude x=42', 0, '42\n'],
    ['def_six --prelude harness.py --epilogue ans=def_six*7', 0, '42\n'],
    ['1 --epilogue ans=1/0', 1, /^error: ZeroDivisionError: .* \(line 1 of the epilogue\)$/m],
  ]
  it.each(sliceOf(programs, 5))('%s ends with status %d', (command, status, stdout) => {
    writeFileSync(join(directory, 'harness.py'), 'def_six = 6\n')
    const result = reckoner(`exec ${command}`)
    expect(result.stdout).toMatch(stdout)
    expect(result.status).toBe(status)
  })

  it('needs a harness that can be read', () => {
    expect(reckoner('exec 1 --prelude nosuch.py')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('The file cannot be read') as string,
    })
  })

  it('names the packages that programs did not find', () => {
    writeFileSync(join(directory, 'needy.jsonl'), '{"id": 1, "code": "import z3\\nz3.Int(1)"}\n')
    const { stderr } = reckoner('exec --in needy.jsonl')
    expect(stderr).toContain('Packages that programs needed and the sandbox default lacks: z3 (1).')
    rmSync(join(directory, 'needy.jsonl'))
  })

  it('of a file is a row among others, whatever became of it', () => {
    writeFileSync(
      join(directory, 'programs.jsonl'),
      '{"id": 1, "code": "1/0"}\n{"id": 2, "code": "6*7"}\n',
    )
    const { status, stdout } = reckoner('exec --in programs.jsonl')
    expect(stdout.match(/"status":"\w+"/g)).toEqual(['"status":"error"', '"status":"ok"'])
    expect(status).toBe(0)
    rmSync(join(directory, 'programs.jsonl'))
  })

  it.each([
    'verify --problems problems.jsonl --completions completions.jsonl',
    'curate rft --problems problems.jsonl --completions completions.jsonl',
  ])('is not what %s reads', (command) => {
    expect(reckoner(`${command} --no-notebook`)).toMatchObject({
      status: 2,
      stderr: 'reckoner: --no-notebook needs --programs: without it, completions are texts\n',
    })
  })
})
