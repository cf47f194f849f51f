import { describe, expect, it } from 'vitest'
import { collected } from '../../tests/support/collected.ts'
import {
  drawnFaults,
  lies,
  refusals,
  transports,
  type FaultName,
} from '../../tests/support/faults.ts'
import {
  asked,
  drawn,
  failure,
  keyVariable,
  requestOf,
  servedRuns,
  servedScript,
  wholePaid,
} from '../../tests/support/served-runs.ts'
import { CancelledError } from '../core/index.ts'
import type { GeneratedCompletion } from '../model/index.ts'
import { openServed } from './index.ts'

const { fresh, started, opened } = servedRuns()

it('says whom it asks before an answer is there', async () => {
  const notes: string[] = []
  const onNote = (note: string): void => void notes.push(note)
  const [one, other] = [await started(), await started()]
  await opened([one, other], {}, { onNote })
  expect(notes).toEqual([`asking ${one.url} and 1 more what tiny can do there`])
  await one[Symbol.asyncDispose]()
  await failure(opened(one, {}, { onNote }))
  expect(notes[1]).toBe(`asking ${one.url} what tiny can do there`)
})

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
    process.env[keyVariable] = 'sk-wrong-0123456789'
    const error = await failure(opened(server, { apiKey: keyVariable }))
    expect(error).toMatchObject({ name: 'ConfigError' })
    expect(error.message).toContain('answers 401: Incorrect API key provided: ***.')
    expect(error.hint).toContain('RECKONER_API_KEY')
    delete process.env[keyVariable]
    expect((await failure(opened(server, { apiKey: keyVariable }))).message).toBe(
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
    expect(error.message).toMatch(/answers 307 \(to http:\/\/127\.0\.0\.1:9\)$/)
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

  it.each(['html200', 'badJson', 'cutBody'] as const)(
    'also where the first replies are %s: a fault of the way is no answer',
    async (fault) => {
      const server = await started({
        faults: ({ attempt, name }) =>
          attempt === 1 && /true\]$|embeddings/.test(name) ? fault : undefined,
      })
      expect((await opened(server)).capabilities).toMatchObject({ score: true, embed: true })
    },
  )
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
        expect(Object.values(servedScript).flatMap((texts) => Object.keys(texts))).toContain(text)
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
