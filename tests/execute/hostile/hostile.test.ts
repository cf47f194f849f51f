/**
 * The corpus is what it says it is: many different programs, each with a name of its own and
 * nothing secret in it.
 */
import { expect, test } from 'vitest'
import { failed } from '../../../src/execute/program.ts'
import { escapesStockPyodide } from './escapes-stock-pyodide.ts'
import { escaped, fillIn, hostilePrograms, probe, type Canaries } from './index.ts'

const canaries: Canaries = {
  file: '/c/file',
  directory: '/c/made',
  port: 4000,
  variable: 'CANARY',
  secrets: ['the secret', '7 7 7'],
}

test('no two programs have the same name or the same code', () => {
  expect(new Set(hostilePrograms.map(({ id }) => id)).size).toBe(hostilePrograms.length)
  expect(new Set(hostilePrograms.map(({ code }) => code)).size).toBe(hostilePrograms.length)
})

test('there are many of every kind', () => {
  const count = (...kinds: string[]): number =>
    hostilePrograms.filter(({ kind }) => kinds.includes(kind)).length
  expect(count('escape')).toBeGreaterThanOrEqual(200)
  expect(count('poison')).toBeGreaterThanOrEqual(150)
  expect(count('exit')).toBeGreaterThanOrEqual(50)
  expect(count('hang')).toBeGreaterThanOrEqual(50)
  expect(count('memory')).toBeGreaterThanOrEqual(40)
})

test('every program is filled in, and is never told a secret', () => {
  for (const program of hostilePrograms) {
    const code = fillIn(program, canaries)
    expect(code).not.toMatch(/\{\{\w+\}\}/)
    for (const secret of canaries.secrets) expect(code).not.toContain(secret)
  }
  expect(() => fillIn({ ...hostilePrograms[0]!, code: 'x = {{nothing}}' }, canaries)).toThrow(
    '{{nothing}}',
  )
})

test('every program seen to escape is one of the corpus', () => {
  const ids = new Set(hostilePrograms.map(({ id }) => id))
  expect(escapesStockPyodide.filter((id) => !ids.has(id))).toEqual([])
  expect(hostilePrograms.filter((program) => program.escapesStockPyodide).length).toBe(
    escapesStockPyodide.length,
  )
})

test('an outcome that holds a secret is an escape, wherever it holds it', () => {
  const nothing = failed('error', 'OSError', 'no such file')
  expect(escaped(nothing, canaries)).toBe(false)
  expect(escaped({ ...nothing, stdout: 'look: the secret\n' }, canaries)).toBe(true)
  expect(escaped({ ...nothing, value: "['7 7 7']" }, canaries)).toBe(true)
  expect(escaped(failed('error', 'OSError', 'of the secret'), canaries)).toBe(true)
  expect(
    escaped({ ...nothing, value: "'ESCAPED: connected'", text: 'ESCAPED: connected' }, canaries),
  ).toBe(true)
})

test('the probe answers to its nonce', () => {
  expect(probe(1).code).not.toBe(probe(2).code)
  expect(probe(1).text).toBe('clean 31337')
})
