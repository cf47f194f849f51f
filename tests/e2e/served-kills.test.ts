/**
 * Samples from a server that fails in every way it can, by a command that is killed again and
 * again: nothing is lost, nothing is paid for twice but what was under way, and no key is written.
 */
import { afterEach, expect, it } from 'vitest'
import { rng } from '../../src/core/index.ts'
import { drawnFaults, refusals, type FaultName } from '../support/faults.ts'
import { hashModel } from '../support/hash-model.ts'
import { protocolServer, type ProtocolServer } from '../support/protocol-server.ts'
import { KEY, ServedCommand } from '../support/served-command.ts'
import { drawVariable } from '../support/slice-of.ts'

const isWhole = process.env[drawVariable] === 'all'
const PROBLEMS = isWhole ? 2500 : 150
const NUM_GENERATIONS = 4
const KILLS = isWhole ? 20 : 3
const CONCURRENCY = 64
const SHARE = 0.2

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

let server: ProtocolServer | undefined
afterEach(async () => {
  await server?.[Symbol.asyncDispose]()
  server = undefined
})

const settings = { concurrency: CONCURRENCY, logprobs: true }
const asked = { numGenerations: NUM_GENERATIONS, settings }

it(
  'a run that is killed again and again ends with the same bytes',
  { timeout: 2_500_000 },
  async () => {
    using command = new ServedCommand(PROBLEMS)
    server = await protocolServer(hashModel, { key: KEY })
    const first = await command.sample({ ...asked, url: server.url, runs: 'whole' })
    expect(first.code, first.output).toBe(0)
    await server[Symbol.asyncDispose]()

    const { url, paid } = (server = await protocolServer(hashModel, {
      key: KEY,
      delayMs: 20,
      faults: drawnFaults(7, faults, { share: SHARE }),
    }))
    let output = ''
    const random = rng('kills', PROBLEMS)
    for (let kill = 0; kill < KILLS; kill++) {
      const killAfterMs = random.int(900, isWhole ? 4000 : 2000)
      output += (await command.sample({ ...asked, url, runs: 'killed', killAfterMs })).output
    }
    const last = await command.sample({ ...asked, url, runs: 'killed' })
    output += last.output
    expect(last.code, last.output).toBe(0)

    // 1. The same completions, each exactly once.
    const whole = command.lines('whole')
    expect(whole).toHaveLength(PROBLEMS * NUM_GENERATIONS)
    expect(command.lines('killed').filter((line, place) => line !== whole[place])).toEqual([])
    expect(command.lines('killed')).toHaveLength(whole.length)

    // 2. What was paid for twice was under way when the process was killed, or of no use.
    const replies = [...paid.values()].reduce((sum, count) => sum + count, 0)
    const useless = 3 * paid.size * SHARE
    expect(replies - paid.size).toBeLessThanOrEqual(KILLS * CONCURRENCY + useless)

    // 3. The key is nowhere.
    expect(output + command.written()).not.toContain(KEY)
  },
)

it('what a server makes up is not believed, and the key that it repeats is not written', async () => {
  using command = new ServedCommand(150)
  server = await protocolServer(hashModel, {
    key: KEY,
    faults: drawnFaults(3, lies, { share: 0.5 }),
  })
  const { code, output } = await command.sample({ ...asked, url: server.url, runs: 'lies' })
  expect(code, output).toBe(0)
  const completions = command
    .lines('lies')
    .map((row) => JSON.parse(row) as { text: string; logprob?: number })
  expect(completions).toHaveLength(150 * NUM_GENERATIONS)
  const told = completions.filter(({ logprob }) => logprob !== undefined)
  expect(told.length).toBeLessThan(completions.length)
  expect(told.every(({ text, logprob }) => text.includes('***') || logprob === -text.length)).toBe(
    true,
  )
  expect(command.written()).toContain('***')
  expect(output + command.written()).not.toContain(KEY)
})
