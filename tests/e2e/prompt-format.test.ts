/**
 * A model is asked in the format it was trained in, or a user is told: from training rows to
 * completions, by the commands.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../../dist/cli/main.js')
const root = mkdtempSync(join(tmpdir(), 'reckoner-prompts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function reckoner(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  return stdout + stderr
}
const lines = (name: string): Record<string, unknown>[] =>
  readFileSync(join(root, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const write = (name: string, rows: object[]): void =>
  writeFileSync(join(root, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
const train = (out: string, ...args: string[]): string =>
  reckoner(
    'train',
    'sft',
    '--model',
    'base-250k',
    '--data',
    'rows.jsonl',
    '--epochs',
    '1',
    '--out',
    out,
    ...args,
  )
const sample = (model: string, out: string, ...args: string[]): string =>
  reckoner(
    'sample',
    '--model',
    model,
    '--problems',
    'problems.jsonl',
    '--temperature',
    '0',
    '--max-new-tokens',
    '4',
    '--out',
    out,
    ...args,
  )

write('problems.jsonl', [{ id: 'a', question: 'What is 1 + 1?' }])
const custom = 'Q: {question}\nA:'

describe('prompt formats', () => {
  it('rows of another format are told of, in training and in sampling, until the format is given', () => {
    write('rows.jsonl', [
      { prompt: 'Q: Tom has 3 pens?\nA:', completion: ' 3' },
      { prompt: 'Q: 4 + 4 is what?\nA:', completion: ' 8' },
    ])
    expect(train('strange')).toMatch(
      /warning: the prompts of 2 of 2 training rows, such as .*, do not have the format/,
    )
    expect(sample('strange', 'strange.jsonl')).toMatch(
      /warning: strange was trained on prompts of an unknown format/,
    )
    expect(lines('strange.jsonl')[0]).toMatchObject({ promptFormat: 'plain' })
    expect(sample('strange', 'asked.jsonl', '--prompt-format', custom)).not.toMatch(/warning/)
    expect(String(lines('asked.jsonl')[0]!['promptFormat'])).toMatch(/^custom-[0-9a-f]{8}$/)
    expect(lines('asked.jsonl')[0]!['text']).not.toBe(lines('strange.jsonl')[0]!['text'])

    expect(train('known', '--prompt-format', custom)).not.toMatch(/warning/)
    expect(sample('known', 'known.jsonl')).not.toMatch(/warning/)
    expect(lines('known.jsonl')[0]!['promptFormat']).toBe(lines('asked.jsonl')[0]!['promptFormat'])
    expect(sample('known', 'mismatch.jsonl', '--prompt-format', 'plain')).toMatch(
      /warning: known was trained on prompts like "Q: /,
    )
    expect(
      reckoner('solve', 'What is 1 + 1?', '--model', 'known', '--prompt-format', 'plain'),
    ).toMatch(/warning: known was trained/)
  })

  it('a new model never inherits what says how another is used', () => {
    mkdirSync(join(root, 'used'))
    writeFileSync(join(root, 'used/generation_config.json'), '{"eos_token_id": [11]}')
    const args = [
      'train',
      'sft',
      '--model',
      'base-250k',
      '--data',
      'rows.jsonl',
      '--epochs',
      '1',
      '--out',
      'used',
    ]
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stderr).toContain(
      '--out used already holds a file of another model: generation_config.json',
    )
    expect(status).toBe(2)
    expect(readdirSync(join(root, 'used'))).toEqual(['generation_config.json'])
  })

  it('a completion ends before a stop text', () => {
    const [whole] = lines('known.jsonl')
    const text = String(whole!['text'])
    const stop = text.slice(-1)
    sample('known', 'stopped.jsonl', '--stop', stop)
    expect(lines('stopped.jsonl')[0]!['text']).toBe(text.slice(0, text.indexOf(stop)))
  })
})
