/** A shipped recipe for a model on a server, from its first request to files for other trainers. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Script } from '../../src/sample/index.ts'
import type { ProtocolServer } from '../support/protocol-server.ts'
import { scriptServer } from '../support/served-script.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const run = promisify(execFile)
const home = mkdtempSync(join(tmpdir(), 'reckoner-served-'))

const WORDS = '\n\nPlease reason step by step, and put your final answer within \\boxed{}.'
const asked = (question: string): string => `${question}${WORDS}`
const sum = (a: number, b: number): string => `How many pens are ${a} pens and ${b} pens?`

/** Two ways to the right answer and one to a wrong one; what it is tested on, it knows. */
const script: Script = {
  [asked(sum(2, 3))]: {
    '2 + 3 = 5, so it is \\boxed{5}.': 1,
    '1 + 3 = 4 and 4 + 1 = 5, so it is \\boxed{5}.': 1,
    '2 + 4 = 6, so it is \\boxed{6}.': 1,
  },
  [asked(sum(4, 9))]: '4 + 9 = 14, so it is \\boxed{14}.',
  [asked(sum(70, 1))]: '70 + 1 = 71, so it is \\boxed{71}.',
}

let server: ProtocolServer
let runDirectory: string
let overrides: string[]

beforeAll(async () => {
  server = await scriptServer(script)
  const write = (name: string, rows: [number, number][]): string => {
    const path = join(home, name)
    const records = rows.map(([a, b]) => ({ id: `${a}-${b}`, question: sum(a, b), answer: a + b }))
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    return path
  }
  const sets = [
    `model=${server.url}#tiny`,
    `train.file=${write('train.jsonl', [
      [2, 3],
      [4, 9],
    ])}`,
    `test.file=${write('test.jsonl', [[70, 1]])}`,
    'train.count=0',
    'test.count=0',
    'defaults.sample.numGenerations=24',
  ]
  overrides = sets.flatMap((each) => ['--set', each])
  await run(process.execPath, [main, 'run', 'http/self-training', ...overrides], { cwd: home })
  const [name] = readdirSync(join(home, 'runs')).filter((each) => each.startsWith('http-'))
  runDirectory = join(home, 'runs', name!)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})

const exported = (format: string): Record<string, unknown>[] =>
  readFileSync(join(runDirectory, `exported@format=${format}@1`, 'exported.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the recipe http/self-training', () => {
  it('writes the distinct right solutions of the model, for each trainer', () => {
    const question = { role: 'user', content: asked(sum(2, 3)) }
    const answers = [
      '2 + 3 = 5, so it is \\boxed{5}.',
      '1 + 3 = 4 and 4 + 1 = 5, so it is \\boxed{5}.',
    ]
    const inOrder = (rows: unknown[]): unknown[] =>
      rows.toSorted((a, b) => JSON.stringify(b).localeCompare(JSON.stringify(a)))
    const turns = answers.map((content) => ({ role: 'assistant', content }))
    expect(inOrder(exported('trl'))).toEqual(
      inOrder(turns.map((turn) => ({ prompt: [question], completion: [turn] }))),
    )
    for (const format of ['axolotl', 'openai'])
      expect(inOrder(exported(format))).toEqual(
        inOrder(turns.map((turn) => ({ messages: [question, turn] }))),
      )
  })

  it('asks in the words that the rows have, and no question twice', () => {
    const heard = server.requests.flatMap(({ body }) => body.messages ?? [])
    const written = exported('openai').map((row) => (row['messages'] as { content: string }[])[0]!)
    for (const turn of written) expect(heard).toContainEqual(turn)
    const questions = server.requests.filter(({ body }) =>
      body.messages?.some(({ content }) => content.endsWith(WORDS)),
    )
    expect(questions).toHaveLength(24 * 2 + 1)
  })

  it('says where a model has no room to end', async () => {
    const short = [
      '--set',
      'defaults.sample.maxNewTokens=4',
      '--set',
      'defaults.sample.numGenerations=2',
    ]
    const { stderr } = await run(
      process.execPath,
      [main, 'run', 'http/self-training', ...overrides, ...short],
      { cwd: home },
    )
    expect(stderr).toContain(
      'warning: 4 of 4 completions are cut off at 4 tokens, before they end: maxNewTokens is too small',
    )
    expect(stderr).toContain('warning: the file is empty: no row can be learned from')
  })

  it('measures the model before the training', () => {
    const results = readFileSync(join(runDirectory, 'results.json'), 'utf8')
    expect(results).toContain('training problems')
    expect(results).toContain('held-out problems')
  })
})
