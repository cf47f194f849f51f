import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { collected } from '../../tests/support/collected.ts'
import {
  drawnFaults,
  lies,
  refusals,
  transports,
  type FaultName,
} from '../../tests/support/faults.ts'
import { nameOf, type ProtocolServer } from '../../tests/support/protocol-server.ts'
import { scriptServer } from '../../tests/support/served-script.ts'
import { CancelledError } from '../core/index.ts'
import type { GeneratedCompletion, GenerationEvent, LanguageModel } from '../model/index.ts'
import { Budget, openServed, paidIn, type ServedOptions } from './index.ts'

const script = {
  'Tom has 3 boxes. ': { '3 * 4 = 12 pens.\n#### 12': 3, '3 + 4 = 7\n#### 7': 1, 'many 📦!': 2 },
  '2 + 2 =': { ' 4, of course': 5, ' 22': 1 },
}
const long = `${'why '.repeat(12)}2 + 2 =`
const directory = mkdtempSync(join(tmpdir(), 'open-served-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const open: AsyncDisposable[] = []
afterEach(async () => {
  delete process.env['SERVED_TEST_KEY']
  for (const each of open.splice(0).toReversed()) await each[Symbol.asyncDispose]()
})

let files = 0
const fresh = (): string => mkdtempSync(join(directory, 'run-'))

async function started(options: Parameters<typeof scriptServer>[1] = {}): Promise<ProtocolServer> {
  const server = await scriptServer({ ...script, [long]: ' 4' }, options)
  open.push(server)
  return server
}

async function opened(
  servers: ProtocolServer | readonly ProtocolServer[],
  settings: object = {},
  options: Partial<ServedOptions> = {},
): Promise<LanguageModel & { warnings: string[] }> {
  const file = join(directory, `model-${files++}.yaml`)
  const addresses = [servers].flat().map(({ url }) => url)
  writeFileSync(file, JSON.stringify({ servers: addresses, model: 'tiny', ...settings }))
  const warnings: string[] = []
  const onWarning = (message: string): void => void warnings.push(message)
  const model = await openServed(file, { isChat: false, onWarning, ...options })
  open.push(model)
  return Object.assign(model, { warnings })
}

const requestOf = (numGenerations: number, prompts: readonly string[] = Object.keys(script)) => ({
  prompts: prompts.map((prompt, place) => ({ problemId: `p${place}`, prompt, stream: [7, place] })),
  numGenerations,
  decoding: { temperature: 1, maxNewTokens: 40 },
})

async function drawn(
  model: LanguageModel,
  request: Parameters<LanguageModel['generate']>[0] = requestOf(6),
): Promise<GeneratedCompletion[]> {
  const events: GenerationEvent[] = await collected(model.generate(request))
  return events
    .flatMap((event) => (event.type === 'completion' ? [event.completion] : []))
    .toSorted((a, b) => a.problemId.localeCompare(b.problemId) || a.index - b.index)
}

const failure = async (work: Promise<unknown>): Promise<Error & { hint?: string }> =>
  work.then(
    () => expect.unreachable('it went well'),
    (error: unknown) => error as Error,
  )

/** Requests for these prompts, without those that find out what a server can do. */
const asked = ({ requests }: ProtocolServer): number =>
  requests.filter(({ body }) => Object.keys(script).includes(body.prompt ?? '')).length

const wholePaid = ({ paid }: ProtocolServer): number[] =>
  [...paid]
    .filter(([name]) => Object.keys(script).some((each) => name.includes(each)))
    .map(([, n]) => n)

describe('a server that cannot be used is refused when it is opened', () => {
  it('because it has no such model: it says which it has', async () => {
    const server = await started({ name: 'qwen' })
    expect(await failure(openServed(`${server.url}#tiny`, { isChat: false }))).toMatchObject({
      name: 'ConfigError',
      message: `${server.url} does not serve "tiny"`,
      hint: 'It serves qwen.',
    })
  })

  it('because the key is wrong, which is not repeated', async () => {
    const server = await started({ key: 'right' })
    process.env['SERVED_TEST_KEY'] = 'sk-wrong-0123456789'
    const error = await failure(opened(server, { apiKey: 'SERVED_TEST_KEY' }))
    expect(error).toMatchObject({ name: 'ConfigError' })
    expect(error.message).toContain('answers 401: Incorrect API key provided: ***.')
    expect(error.hint).toContain('RECKONER_API_KEY')
    delete process.env['SERVED_TEST_KEY']
    expect((await failure(opened(server, { apiKey: 'SERVED_TEST_KEY' }))).message).toBe(
      'the environment variable SERVED_TEST_KEY is not set',
    )
  })

  it('because nobody is there, or something else', async () => {
    const server = await started()
    await server[Symbol.asyncDispose]()
    expect(await failure(opened(server))).toMatchObject({ name: 'ServerError' })
    const page = await started({ faults: () => 'redirect' })
    const error = await failure(opened(page))
    expect(error).toMatchObject({ name: 'ConfigError' })
    expect(error.message).toMatch(/answers 307 \(http:\/\/127\.0\.0\.1:9\/elsewhere\)$/)
    const tls = page.url.replace('http:', 'https:')
    expect((await failure(openServed(`${tls}#tiny`, { isChat: false }))).name).toBe('ConfigError')
  })
})

describe('what a server can do is found out', () => {
  it('once, and is known when the work goes on', async () => {
    const server = await started({ heedsSeeds: false, capabilities: { embed: false } })
    const where = fresh()
    const model = await opened(server, {}, { directory: where })
    expect(model.capabilities).toEqual({
      score: true,
      sessions: false,
      beams: false,
      embed: false,
      addressed: false,
    })
    expect(model.warnings[0]).toContain('does not heed seeds')
    await model[Symbol.asyncDispose]()
    const before = server.requests.length
    await opened(server, {}, { directory: where })
    expect(server.requests.length).toBe(before)
  })

  it('also from one that has to be asked again', async () => {
    const server = await started({
      faults: ({ attempt }) => (attempt === 1 ? 'unavailable503' : undefined),
    })
    const model = await opened(server)
    expect(model.capabilities).toMatchObject({ score: true, embed: true, addressed: true })
  })
})

describe('a run comes to its end in spite of faults, and each reply is paid for once', () => {
  const cases: [string, readonly FaultName[], object][] = [
    ['refusals', refusals, {}],
    ['broken connections', transports, {}],
    ['broken streams', transports, { stream: true }],
    ['four completions at once', [...refusals, ...transports], { choices: 4 }],
  ]
  it.each(cases)('%s', async (_, names, settings) => {
    const plain = await started()
    const wanted = await drawn(await opened(plain, settings))
    const server = await started()
    const where = fresh()
    const model = await opened(server, settings, { directory: where })
    server.options.faults = drawnFaults(3, names, { share: 0.5, most: 2 })
    expect(await drawn(model)).toEqual(wanted)
    expect(asked(server)).toBeGreaterThan(asked(plain))
    expect(model.warnings.length).toBeGreaterThan(0)
    await model[Symbol.asyncDispose]()
    // Nothing is asked again when the work goes on, and nothing is paid for again.
    const before = server.requests.length
    const again = await opened(server, settings, { directory: where })
    expect(await drawn(again)).toEqual(wanted)
    expect(server.requests.length).toBe(before)
    if (names === refusals) expect(wholePaid(server)).toEqual(wholePaid(plain))
  })

  it('texts that grow are told once, also where a stream broke off', async () => {
    const server = await started()
    const model = await opened(server)
    server.options.faults = ({ attempt }) => (attempt <= 2 ? 'cutBody' : undefined)
    const told = new Map<string, string>()
    for await (const event of model.generate({ ...requestOf(3), deltas: true })) {
      const { problemId, index } = event.type === 'text' ? event : event.completion
      const key = `${problemId}:${index}`
      if (event.type === 'text') told.set(key, (told.get(key) ?? '') + event.text)
      else expect(told.get(key)).toBe(event.completion.text)
    }
    expect(told.size).toBe(6)
  })

  it.each(lies.filter((lie) => !['otherModel', 'truncates', 'repeatsKey'].includes(lie)))(
    'replies that are wrong: %s',
    async (lie) => {
      const settings = { choices: 3, logprobs: true }
      const wanted = await drawn(await opened(await started(), settings))
      const server = await started()
      const model = await opened(server, settings)
      server.options.faults = ({ attempt }) => (attempt === 1 ? lie : undefined)
      const found = await drawn(model)
      const place = ({ problemId, index }: GeneratedCompletion) => `${problemId}:${index}`
      expect(found.map(place)).toEqual(wanted.map(place))
      const isDoubtful = /Logprobs/.test(lie) && lie !== 'fewLogprobs'
      if (isDoubtful) expect(found.every(({ logprob }) => logprob === undefined)).toBe(true)
      for (const { text } of found)
        expect(Object.values(script).flatMap((texts) => Object.keys(texts))).toContain(text)
    },
  )

  it('with replicas of which one is gone', async () => {
    const servers = [await started(), await started()]
    const wanted = await drawn(await opened(servers[0]!))
    const model = await opened(servers, { concurrency: 2 })
    await drawn(model, requestOf(1))
    await servers[1]![Symbol.asyncDispose]()
    expect(await drawn(model)).toEqual(wanted)
  })

  it('with a server that was started anew, and is the same', async () => {
    const server = await started({ root: '/a' })
    const model = await opened(server)
    const wanted = await drawn(model, requestOf(2))
    await server[Symbol.asyncDispose]()
    const going = drawn(model)
    await new Promise((resolve) => void setTimeout(resolve, 200))
    await started({ root: '/a', port: server.port })
    expect((await going).filter(({ index }) => index < 2)).toEqual(wanted)
  })
})

describe('a run ends', () => {
  it('when a server has become another one', async () => {
    const server = await started({ root: '/a' })
    const model = await opened(server)
    await drawn(model, requestOf(2))
    await server[Symbol.asyncDispose]()
    const going = failure(drawn(model))
    await started({ root: '/b', port: server.port })
    expect(await going).toMatchObject({
      name: 'ServerError',
      message: `${server.url} serves vLLM /b, where it was vLLM /a`,
    })
  })

  it('when another model answers', async () => {
    const server = await started()
    const model = await opened(server)
    await drawn(model, requestOf(1))
    server.options.faults = () => 'otherModel'
    const error = await failure(drawn(model))
    expect(error.message).toBe(`${server.url} answers as "another-model", where it was "tiny"`)
  })

  it.each([
    ['quota', 'ConfigError', 'You exceeded your current quota'],
    ['forbidden', 'ConfigError', 'answers 403'],
  ] as const)('when no try will help: %s', async (fault, name, words) => {
    const server = await started()
    const model = await opened(server, { concurrency: 2 })
    server.options.faults = () => fault
    const error = await failure(drawn(model))
    expect([error.name, error.message.includes(words)]).toEqual([name, true])
    expect(asked(server)).toBeLessThanOrEqual(2)
    // Nothing more is sent.
    await failure(drawn(model))
    expect(asked(server)).toBeLessThanOrEqual(2)
  })

  it('at once, though a server has asked others to wait', async () => {
    const server = await started()
    const model = await opened(server, { concurrency: 4 })
    let count = 0
    server.options.faults = () => (count++ === 3 ? 'forbidden' : 'busySeconds')
    const begun = performance.now()
    await failure(drawn(model))
    expect(performance.now() - begun).toBeLessThan(30_000)
  })

  it('when it is cancelled, and others go on', async () => {
    const server = await started({ delayMs: 50 })
    const model = await opened(server)
    const controller = new AbortController()
    const cancelled = failure(collected(model.generate(requestOf(40), controller.signal)))
    const other = drawn(model, requestOf(40))
    await new Promise((resolve) => void setTimeout(resolve, 60))
    controller.abort()
    expect(await cancelled).toBeInstanceOf(CancelledError)
    expect(await other).toHaveLength(80)
  })

  it('when the model is closed: what is under way is broken off', async () => {
    const server = await started()
    const model = await opened(server)
    server.options.delayMs = 60_000
    const broken = failure(drawn(model))
    const events = model.generate(requestOf(2))[Symbol.asyncIterator]()
    const next = failure(events.next())
    await new Promise((resolve) => void setTimeout(resolve, 50))
    await model[Symbol.asyncDispose]()
    expect((await broken).name).toBe('CancelledError')
    expect((await next).name).toBe('CancelledError')
    expect((await failure(drawn(model))).name).toBe('CancelledError')
    delete server.options.delayMs
  })
})

describe('texts that do not fit', () => {
  it('are empty, counted, and told', async () => {
    const server = await started()
    const model = await opened(server)
    server.options.maxModelLength = 30
    const request = {
      ...requestOf(2, ['2 + 2 =', long]),
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
    open.push(server)
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
    process.env['SERVED_TEST_KEY'] = key
    const server = await started({ key })
    const where = fresh()
    const model = await opened(server, { apiKey: 'SERVED_TEST_KEY' }, { directory: where })
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
    expect(bodies.map(({ seed: _, ...rest }) => rest)).toEqual(
      [0, 1].map(() => ({
        model: 'tiny',
        prompt: '2 + 2 =',
        min_p: 0.5,
        repetition_penalty: 1,
        temperature: 1,
        top_p: 1,
        max_tokens: 40,
      })),
    )
    expect(new Set(bodies.map(({ seed }) => seed)).size).toBe(2)
    expect(nameOf('/completions', bodies[0]!)).toContain(String(bodies[0]!.seed))
  })
})
