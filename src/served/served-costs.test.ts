import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nameOf } from '../../tests/support/protocol-server.ts'
import {
  asked,
  drawn,
  failure,
  keyVariable,
  longPrompt,
  requestOf,
  servedRuns,
  wholePaid,
} from '../../tests/support/served-runs.ts'
import { scriptServer } from '../../tests/support/served-script.ts'
import { Budget, paidIn } from './index.ts'

const { closing, fresh, started, opened } = servedRuns()

describe('texts that do not fit', () => {
  it('are empty, counted, and told', async () => {
    const server = await started()
    const model = await opened(server)
    server.options.maxModelLength = 30
    const request = {
      ...requestOf(2, ['2 + 2 =', longPrompt]),
      decoding: { temperature: 1, maxNewTokens: 20 },
    }
    const found = await drawn(model, request)
    expect(found.map(({ text, finish }) => [text === '', finish])).toEqual([
      [false, 'endOfText'],
      [false, 'endOfText'],
      [true, 'length'],
      [true, 'length'],
    ])
    await model[Symbol.asyncDispose]()
    expect(model.warnings).toHaveLength(1)
    expect(model.warnings[0]).toMatch(
      /^2 prompts were refused \(p1: .* maximum context length is 30 tokens.*\): their completions are empty, and count as wrong$/,
    )
  })

  it('get fewer tokens where their prompts leave room', async () => {
    const server = await started()
    const model = await opened(server, { contextLength: 30 })
    server.options.maxModelLength = 30
    const [found] = await drawn(model, {
      ...requestOf(1, ['2 + 2 =']),
      decoding: { temperature: 0, maxNewTokens: 100 },
    })
    expect(found).toMatchObject({ text: ' 4, of course', finish: 'endOfText' })
    const limits = server.requests.flatMap(({ body }) =>
      body.prompt === '2 + 2 =' ? [body.max_tokens] : [],
    )
    expect(limits).toEqual([30, 23])
  })

  it('may have been cut in silence, which is told', async () => {
    const prompts = Array.from({ length: 12 }, (_, place) => `${'why '.repeat(place + 2)}?`)
    const server = await scriptServer(Object.fromEntries(prompts.map((each) => [each, 'so'])))
    closing(server)
    const model = await opened(server)
    server.options.faults = () => 'truncates'
    await drawn(model, requestOf(1, prompts))
    await model[Symbol.asyncDispose]()
    expect(model.warnings.join()).toContain('it seems to read only a part of them')
  })
})

describe('money', () => {
  const price = { input: 1e4, output: 1e4 } // a cent for a token

  it('is never spent beyond the budget, and what was paid for goes on', async () => {
    const server = await started()
    const where = fresh()
    const budget = new Budget(10)
    const model = await opened(server, { price }, { directory: where, budget })
    const error = await failure(drawn(model, requestOf(20)))
    expect(error.name).toBe('BudgetError')
    expect(error.message).toMatch(/^the budget of \$10\.00 is used up: \$/)
    await model[Symbol.asyncDispose]()
    expect(budget.spent).toBeGreaterThan(7)
    expect(budget.spent).toBeLessThanOrEqual(10)
    expect(paidIn(where).dollars).toBeCloseTo(budget.spent)
    const again = await opened(
      server,
      { price },
      { directory: where, budget: new Budget(1000, paidIn(where).dollars) },
    )
    expect(await drawn(again, requestOf(20))).toHaveLength(40)
    await again[Symbol.asyncDispose]()
    expect(new Set(wholePaid(server))).toEqual(new Set([1]))
    const tokens = paidIn(where)
    expect(tokens.dollars).toBeCloseTo((tokens.promptTokens + tokens.tokens) / 100)
  })

  it('counts replies that could not be used', async () => {
    const server = await started()
    const where = fresh()
    const budget = new Budget(100)
    let used = 0
    const model = await opened(
      server,
      { price },
      { directory: where, budget, onUsage: ({ dollars }) => void (used += dollars) },
    )
    server.options.faults = ({ attempt }) => (attempt <= 2 ? 'noChoices' : undefined)
    await drawn(model, requestOf(1))
    expect(wholePaid(server)).toEqual([3, 3])
    expect(used).toBeCloseTo(budget.spent)
    await model[Symbol.asyncDispose]()
    expect(paidIn(where).dollars).toBeCloseTo(budget.spent)
  })

  it('is not paid twice for what is asked twice at once', async () => {
    const server = await started()
    const model = await opened(server)
    const items = [{ prompt: '2 + 2 =', continuations: [' 4', ' 4', ' 22'] }]
    const [scores] = await model.score([...items, ...items])
    expect(scores![0]).toEqual(scores![1])
    expect(server.requests.filter(({ body }) => body.prompt?.startsWith('2 + 2 = '))).toHaveLength(
      2,
    )
    const [a, b] = await Promise.all([drawn(model), drawn(model)])
    expect(a).toEqual(b)
    expect(asked(server)).toBe(12)
  })
})

describe('a key', () => {
  it('is in no warning, no error and no file', async () => {
    const key = 'sk-0123456789abcdefghij'
    process.env[keyVariable] = key
    const server = await started({ key })
    const where = fresh()
    const model = await opened(server, { apiKey: keyVariable }, { directory: where })
    server.options.faults = ({ attempt }) => (attempt === 1 ? 'error500' : 'repeatsKey')
    const found = await drawn(model, requestOf(1))
    expect(found[0]!.text).toBe('the key is ***')
    server.options.key = 'another key'
    const error = await failure(drawn(model))
    expect(error.message).toContain('Incorrect API key provided: ***')
    await model[Symbol.asyncDispose]()
    const kept = readdirSync(where).map((name) => readFileSync(join(where, name), 'utf8'))
    expect(kept.length).toBeGreaterThan(0)
    const told = [...kept, ...model.warnings, error.message, error.stack, JSON.stringify(error)]
    expect(told.join()).not.toContain(key)
  })
})

describe('a request', () => {
  it('asks for plain sampling, with a seed of its own, and says no more than it must', async () => {
    const server = await started()
    const model = await opened(server, { body: { top_k: null, min_p: 0.5 } })
    await drawn(model, requestOf(2, ['2 + 2 =']))
    const bodies = server.requests
      .map(({ body }) => body)
      .filter(({ prompt }) => prompt === '2 + 2 =')
    expect(bodies.map((body) => ({ ...body, seed: 0 }))).toEqual(
      [0, 1].map(() => ({
        model: 'tiny',
        prompt: '2 + 2 =',
        min_p: 0.5,
        repetition_penalty: 1,
        temperature: 1,
        top_p: 1,
        max_tokens: 40,
        seed: 0,
      })),
    )
    expect(new Set(bodies.map(({ seed }) => seed)).size).toBe(2)
    expect(nameOf('/completions', bodies[0]!)).toContain(String(bodies[0]!.seed))
  })
})
