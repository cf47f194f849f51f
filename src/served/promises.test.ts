/** Promises of docs/servers.md that somebody has broken once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure, requestOf, drawn, servedRuns } from '../../tests/support/served-runs.ts'
import { Budget } from './budget.ts'
import { openServed, servedSettings } from './index.ts'
import { Observer } from './observer.ts'

const { started, opened } = servedRuns()

let directory: string
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'reckoner-promises-'))))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function settingsOf(text: string): unknown {
  const path = join(directory, 'model.yaml')
  writeFileSync(path, text)
  return servedSettings(path)
}

describe('money', () => {
  it('is not spent at all where nobody knows what a request costs', async () => {
    const server = await started()
    const error = await failure(opened(server, {}, { budget: new Budget(1) }))
    expect(error.name).toBe('ConfigError')
    expect(error.message).toContain('there is a budget, but what tiny costs is not known')
    expect(server.requests).toEqual([])
  })

  it('is not spent on finding out what a server can do, where there is none', async () => {
    const server = await started()
    const price = { input: 1e6, output: 1e6 }
    const error = await failure(opened(server, { price }, { budget: new Budget(0) }))
    expect(error.name).toBe('BudgetError')
    expect(server.requests).toEqual([])
  })

  it.each(['n: 8', 'max_tokens: 1000', 'model: other', 'stream: true'])(
    'is counted on fields that `body` may not set: %s',
    (field) => {
      const text = `servers: http://127.0.0.1:1/v1\nmodel: m\nbody: { ${field} }\n`
      expect(() => settingsOf(text)).toThrow('they are counted on')
      expect(() => settingsOf(text.replace(/: (?:8|1000|other|true) }/, ': null }'))).not.toThrow()
    },
  )
})

describe('a key', () => {
  it('that stands where the name of its variable belongs is not repeated', () => {
    const text = 'servers: http://127.0.0.1:1/v1\nmodel: m\napiKey: hf_AbCdEfGhIjKl\n'
    expect(() => settingsOf(text)).toThrow(/^(?!.*hf_Ab).*environment variable in capitals/)
  })

  it('in a file that is no YAML is not repeated', () => {
    const text = 'servers: http://127.0.0.1:1/v1\nmodel: m\napiKey: "hf_AbCdEfGhIjKl\n'
    expect(() => settingsOf(text)).toThrow(/^(?![^]*hf_Ab)[^]*cannot be read as YAML/)
  })
})

it('a replica that is gone is told of, and the others go on', async () => {
  const server = await started()
  const warnings: string[] = []
  const two = `http://127.0.0.1:9/v1,${server.url}#tiny`
  await using model = await openServed(two, {
    isChat: false,
    onWarning: (warning) => void warnings.push(warning),
  })
  expect(warnings[0]).toMatch(
    /^nobody answers at http:\/\/127\.0\.0\.1:9.*the other servers go on$/,
  )
  expect(await drawn(model, requestOf(1))).not.toEqual([])
})

it('a completion that a filter keeps back is told of as that, and as nothing else', () => {
  const observer = new Observer()
  observer.saw({
    prompt: { problemId: 'p', prompt: 'why?', stream: [1] },
    choices: [{ index: 0, text: '', finish: 'length', isWithheld: true }],
    tokens: [3],
    told: { promptTokens: 4, tokens: 3 },
    maxNewTokens: 50,
  })
  expect(observer.take()).toEqual([
    'a filter of the server keeps 1 completion back: empty, and counted as wrong',
  ])
})
