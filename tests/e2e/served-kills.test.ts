/**
 * Samples from a server that fails in every way it can, by a command that is killed again and
 * again: nothing is lost, nothing is paid for twice but what was under way, and no key is written.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rng } from '../../src/core/index.ts'
import { drawnFaults, refusals, type FaultName } from '../support/faults.ts'
import { hashModel } from '../support/hash-model.ts'
import { protocolServer, type ProtocolServer } from '../support/protocol-server.ts'
import { drawVariable } from '../support/slice-of.ts'

const cli = resolve(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const KEY = 'sk-test-3f9a1c77d2e84b5fa0c6'
const isWhole = process.env[drawVariable] === 'all'
const PROBLEMS = isWhole ? 2500 : 150
const NUM_GENERATIONS = 4
const KILLS = isWhole ? 20 : 3
const CONCURRENCY = 64

/** Those that another try mends. */
const faults: FaultName[] = [
  ...refusals,
  'slow',
  'cutBody',
  'badJson',
  'noChoices',
  'sameIndexTwice',
  'tooFew',
  'tooMany',
]
/** Those that a reply keeps. */
const lies: FaultName[] = [
  'positiveLogprobs',
  'nullLogprobs',
  'fewLogprobs',
  'noLogprobs',
  'repeatsKey',
]

let directory: string
let server: ProtocolServer | undefined
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-kills-'))
  const problems = Array.from(
    { length: PROBLEMS },
    (_, place) =>
      `${JSON.stringify({ id: `p${place}`, question: `How many? (${place})`, answer: '1' })}\n`,
  )
  writeFileSync(join(directory, 'problems.jsonl'), problems.join(''))
})
afterEach(async () => {
  await server?.[Symbol.asyncDispose]()
  server = undefined
  rmSync(directory, { recursive: true, force: true })
})

interface Ran {
  code: number | null
  output: string
}

/** Runs the command; kills it after so many milliseconds. */
async function sample(runs: string, killAfterMs?: number): Promise<Ran> {
  writeFileSync(
    join(directory, 'model.yaml'),
    JSON.stringify({
      servers: server!.url,
      id: 'the server', // its port differs from run to run
      model: 'tiny',
      apiKey: 'TEST_KEY',
      price: { input: 1, output: 1 },
      logprobs: true,
      concurrency: CONCURRENCY,
    }),
  )
  const child = spawn(
    process.execPath,
    [
      cli,
      'sample',
      '--model',
      join(directory, 'model.yaml'),
      '--problems',
      join(directory, 'problems.jsonl'),
      '--num-generations',
      String(NUM_GENERATIONS),
      '--runs',
      join(directory, runs),
      '--out',
      join(directory, `${runs}.jsonl`),
    ],
    { env: { ...process.env, TEST_KEY: KEY }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((done) => child.once('close', done))
  if (killAfterMs !== undefined) {
    await Promise.race([ended, sleep(killAfterMs)])
    child.kill('SIGKILL')
  }
  return { code: await ended, output }
}

/** Everything that was written below a directory. */
const written = (): string =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

it(
  'a run that is killed again and again ends with the same bytes',
  { timeout: 1_500_000 },
  async () => {
    server = await protocolServer(hashModel, { key: KEY })
    const first = await sample('whole')
    expect(first.code, first.output).toBe(0)
    await server[Symbol.asyncDispose]()

    server = await protocolServer(hashModel, {
      key: KEY,
      delayMs: 20,
      faults: drawnFaults(7, faults, { share: 0.2 }),
    })
    let output = ''
    const random = rng('kills', PROBLEMS)
    for (let kill = 0; kill < KILLS; kill++)
      output += (await sample('killed', random.int(900, isWhole ? 4000 : 2000))).output
    const last = await sample('killed')
    output += last.output
    expect(last.code, last.output).toBe(0)

    // 1. The same completions, each exactly once.
    const read = (name: string): string => readFileSync(join(directory, `${name}.jsonl`), 'utf8')
    const whole = read('whole').split('\n')
    const other = read('killed')
      .split('\n')
      .filter((line, place) => line !== whole[place])
    expect(other.slice(0, 3)).toEqual([])
    expect(whole).toHaveLength(PROBLEMS * NUM_GENERATIONS + 1)

    // 2. What was paid for and not kept was under way when the process was killed, or of no use.
    const paid = [...server.paid.values()].reduce((sum, count) => sum + count, 0)
    const twice = paid - server.paid.size
    const faulty = 3 * server.paid.size * 0.2
    expect(twice).toBeLessThanOrEqual(KILLS * CONCURRENCY + faulty)

    // 3. The key is nowhere.
    expect(output + written()).not.toContain(KEY)
  },
)

it('what a server makes up is not believed, and the key that it repeats is not written', async () => {
  server = await protocolServer(hashModel, {
    key: KEY,
    faults: drawnFaults(3, lies, { share: 0.5 }),
  })
  const { code, output } = await sample('lies')
  expect(code, output).toBe(0)
  const rows = readFileSync(join(directory, 'lies.jsonl'), 'utf8').trimEnd().split('\n')
  const completions = rows.map((row) => JSON.parse(row) as { text: string; logprob?: number })
  expect(completions).toHaveLength(PROBLEMS * NUM_GENERATIONS)
  const told = completions.filter(({ logprob }) => logprob !== undefined)
  expect(told.length).toBeLessThan(completions.length)
  expect(told.every(({ text, logprob }) => text.includes('***') || logprob === -text.length)).toBe(
    true,
  )
  expect(written()).toContain('***')
  expect(output + written()).not.toContain(KEY)
})
