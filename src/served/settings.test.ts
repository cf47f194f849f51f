import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import { namesServed, servedSettings } from './settings.ts'

const directory = mkdtempSync(join(tmpdir(), 'settings-'))
afterAll(() => rmSync(directory, { recursive: true }))
const file = (content: string): string => {
  const path = join(directory, 'model.yaml')
  writeFileSync(path, content)
  return path
}

describe('the settings of a served model', () => {
  it('are in an address', () => {
    expect(servedSettings('http://127.0.0.1:8000/v1/#org/name')).toEqual({
      servers: ['http://127.0.0.1:8000/v1'],
      model: 'org/name',
      apiKey: 'RECKONER_API_KEY',
      timeoutSeconds: 600,
      choices: 1,
      stream: false,
      logprobs: false,
      body: {},
    })
    expect(servedSettings('HTTPS://a/v1,http://b:2#m%23x')).toMatchObject({
      servers: ['https://a/v1', 'http://b:2'],
      model: 'm#x',
    })
    expect(servedSettings('http://a/v1#100%').model).toBe('100%')
  })

  it.each([
    ['http://host/v1', 'does not say which model'],
    ['http://host/v1#', 'does not say which model'],
    ['http://#m', 'is no address'],
    ['http://a/v1,#m', 'is no address'],
    ['http://a,ftp://b/v1#m', 'is no address of a web server'],
    ['http://me:secret@host/v1#m', 'holds a name or password'],
    ['http://host/v1?key=secret#m', 'holds a query'],
  ])('%s: %s', (text, words) => {
    expect(() => servedSettings(text)).toThrow(ConfigError)
    expect(() => servedSettings(text)).toThrow(words)
    expect(() => servedSettings(text)).not.toThrow('secret')
  })

  it('are in a file', () => {
    const path = file(
      'servers: http://a/v1\nmodel: m\nbody: { top_k: null }\nprice: { input: 1, output: 2 }',
    )
    expect(servedSettings(path)).toMatchObject({
      servers: ['http://a/v1'],
      body: { top_k: null },
      price: { input: 1, output: 2 },
    })
  })

  it.each([
    ['servers: []\nmodel: m', 'servers'],
    ['servers: http://a/v1', 'model'],
    ['servers: http://a/v1\nmodel: m\ntop_k: 3', 'top_k'],
    ['servers: http://a/v1\nmodel: m\nprice: { input: -1, output: 0 }', 'price.input'],
    ['servers: http://a/v1\nmodel: m\nchoices: 0', 'choices'],
    ['servers: http://a/v1\nmodel: m\nconcurrency: 1.5', 'concurrency'],
    ['servers: http://a/v1\nmodel: m\napiKey: sk-abc-123', 'the name of an environment variable'],
    ['- a\n- b', 'expected object'],
    ['a: [', 'cannot be read as YAML'],
    ['', 'expected object'],
  ])('%s is refused: %s', (content, words) => {
    expect(() => servedSettings(file(content))).toThrow(ConfigError)
    expect(() => servedSettings(file(content))).toThrow(words)
    expect(() => servedSettings(file(content))).not.toThrow('sk-abc')
  })

  it('say that a file is missing', () =>
    expect(() => servedSettings(join(directory, 'missing.yaml'))).toThrow(ConfigError))

  it('are told from directories by their look', () => {
    expect(['http://a#m', 'HTTPS://a', 'x/model.yaml', 'm.YML'].map(namesServed)).toEqual(
      Array.from({ length: 4 }, () => true),
    )
    expect(['models/base', 'smollm2', 'a.yaml/model'].map(namesServed)).toEqual([
      false,
      false,
      false,
    ])
  })
})
