/** Money on the command line: a budget ends a run in time, and the run can go on. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashModel } from '../support/hash-model.ts'
import { protocolServer, type ProtocolServer } from '../support/protocol-server.ts'
import { ServedCommand } from '../support/served-command.ts'

let server: ProtocolServer
beforeEach(async () => void (server = await protocolServer(hashModel, { delayMs: 5 })))
afterEach(() => server[Symbol.asyncDispose]())

const PROBLEMS = 60
/** A cent for each token that is written. */
const settings = { price: { input: 0, output: 10_000 }, concurrency: 8 }
const asked = { numGenerations: 1, settings, runs: 'runs' }
const texts = ['--max-new-tokens', '50']

interface Cost {
  tokens: number
  completions: number
  promptTokens: number
  dollars: number
}

/** What the stage has cost, as the run notes it. */
function costIn(directory: string): Cost {
  const costs = join(directory, 'runs', 'costs')
  const [name] = readdirSync(costs)
  return (JSON.parse(readFileSync(join(costs, name!), 'utf8')) as { cost: Cost }).cost
}

it('stops before more is spent, keeps what was paid for, and goes on with more', async () => {
  using command = new ServedCommand(PROBLEMS)
  const { url } = server
  const stopped = await command.sample({ ...asked, url, args: [...texts, '--budget', '8'] })
  expect(stopped.code).toBe(1)
  expect(stopped.output).toMatch(/the budget of \$8\.00 is used up: \$[67]\.\d\d are spent/)
  expect(stopped.output).toContain(`asking ${url} what tiny can do there\n`)
  expect(stopped.output).toContain('The same command with a higher --budget goes on.')
  const before = costIn(command.directory)
  expect(before.dollars).toBeGreaterThan(6)
  expect(before.dollars).toBeLessThanOrEqual(8)
  const asking = server.requests.length

  const again = await command.sample({ ...asked, url, args: [...texts, '--budget', '8'] })
  expect(again.code).toBe(1)
  expect(server.requests).toHaveLength(asking)

  const plan = await command.sample({ ...asked, url, args: [...texts, '--plan'] })
  const { completions: kept } = before
  expect(plan.output).toContain(
    `Less what was answered before and is kept: ${kept} completions, for $${before.dollars.toFixed(2)}.`,
  )

  const whole = await command.sample({ ...asked, url, args: [...texts, '--budget', '1000'] })
  expect(whole.code, whole.output).toBe(0)
  const rows = command.lines('runs').map((line) => JSON.parse(line) as { tokens: number })
  const { tokens, completions, dollars, promptTokens } = costIn(command.directory)
  // Six short requests ask what the server can do, and are paid for as well.
  const written = rows.reduce((sum, row) => sum + row.tokens, 0)
  expect(tokens).toBeGreaterThanOrEqual(written)
  expect(dollars).toBeCloseTo(tokens / 100, 6)
  expect(promptTokens).toBeGreaterThan(0)
  expect(completions).toBe(PROBLEMS)
  const ofProblems = [...server.paid].filter(([name]) => name.includes('How many?'))
  expect(ofProblems).toHaveLength(PROBLEMS)
  expect(ofProblems.filter(([, count]) => count > 1)).toEqual([])
})

it('says what would be asked, and asks nothing', async () => {
  using command = new ServedCommand(PROBLEMS)
  const { code, output } = await command.sample({
    ...asked,
    url: server.url,
    args: [...texts, '--plan'],
  })
  expect(code, output).toBe(0)
  expect(output).toMatch(/sample@1 .* 60 .* 3,000 +\$30\.00/)
  expect(output).toContain('At most $30.00.')
  expect(server.requests).toEqual([])
})

describe.each([
  {
    name: 'annotate',
    own: ['documents.jsonl', '--prompt-format', 'chat'],
    plan: /annotate .* 2 .* 100 .*\$1\.00/,
  },
  {
    name: 'evaluate',
    own: ['--problems', 'problems.jsonl'],
    plan: /drawn .* 60 .* 3,000 .*\$30\.00/,
  },
])('reckoner $name', ({ name, own, plan }) => {
  const command = new ServedCommand(PROBLEMS)
  const documents = ['a', 'b'].map((id) => ({ id, text: 'A dog has 4 legs. Two dogs have 8.' }))
  writeFileSync(
    join(command.directory, 'documents.jsonl'),
    documents.map((each) => `${JSON.stringify(each)}\n`).join(''),
  )
  afterAll(() => command[Symbol.dispose]())
  const run = (...args: string[]) =>
    command.run([name, own, '--model', command.model(server.url, settings), texts, args].flat())

  it('says what would be asked, and asks nothing', async () => {
    const { code, output } = await run('--plan')
    expect(code, output).toBe(0)
    expect(output).toMatch(plan)
    const lines = await run('--plan', '--json')
    expect(JSON.parse(lines.output)).toMatchObject({ tokens: (name === 'annotate' ? 2 : 60) * 50 })
    expect(server.requests).toEqual([])
  })

  it('stops before more is spent than the budget', async () => {
    const { code, output } = await run('--budget', '2')
    expect(code).toBe(1)
    expect(output).toContain('the budget of $2.00 is used up')
    expect(costIn(command.directory).dollars).toBeLessThanOrEqual(2)
  })
})

it.each([
  // Before each sentence but the first.
  ['insert', { requests: 3, promptTokens: 3 * 40, tokens: 3 * 64 }],
  // The instruction is read each time; each may become as long as the longest of them.
  ['rewrite', { requests: 2, promptTokens: 2 * 400, tokens: 2 * (2 * 14 + 64) }],
])('a plan of the method %s tells what is asked at most', async (method, least) => {
  using command = new ServedCommand(1)
  const documents = ['A dog. Two dogs. Three dogs have 12 legs. ', 'A cat. Two cats have 8.']
  const rows = documents.map((text, place) => JSON.stringify({ id: `d${place}`, text }))
  writeFileSync(join(command.directory, 'documents.jsonl'), `${rows.join('\n')}\n`)
  const model = command.model(server.url, settings)
  const { code, output } = await command.run([
    'annotate',
    'documents.jsonl',
    '--model',
    model,
    '--method',
    method,
    '--plan',
    '--json',
  ])
  expect(code, output).toBe(0)
  const [plan] = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as typeof least)
  expect(plan!.requests).toBe(least.requests)
  expect(plan!.promptTokens).toBeGreaterThanOrEqual(least.promptTokens)
  expect(plan!.tokens).toBeGreaterThanOrEqual(least.tokens)
})

it('takes no budget where no model is asked', async () => {
  using command = new ServedCommand(1)
  const files = ['--problems', 'problems.jsonl', '--predictions', 'problems.jsonl']
  const { code, output } = await command.run(['evaluate', ...files, '--budget', '1'])
  expect(code).toBe(2)
  expect(output).toContain('--budget needs --model')
})
