import { expect, it } from 'vitest'
import { mapConcurrent } from './concurrent.ts'

it('ends on its signal also while the source is silent', async () => {
  const controller = new AbortController()
  async function* silent(): AsyncGenerator<number> {
    await new Promise(() => {})
  }
  const results = mapConcurrent(silent(), { limit: 4, signal: controller.signal }, (item) => Promise.resolve(item))
  const next = results.next()
  controller.abort()
  await expect(next).rejects.toThrow('interrupted')
})

it('draws no further ahead than its limit', async () => {
  let drawn = 0
  function* endless(): Generator<number> {
    for (;;) yield drawn++
  }
  const results = mapConcurrent(endless(), { limit: 5 }, (item) => Promise.resolve(item * 2))
  for (let index = 0; index < 100; index++) {
    expect((await results.next()).value).toBe(index * 2)
    expect(drawn).toBeLessThanOrEqual(index + 7)
  }
  await results.return()
})

it('throws what the source throws after the results before it', async () => {
  function* failing(): Generator<number> {
    yield 1
    throw new Error('no more')
  }
  const results = mapConcurrent(failing(), { limit: 5 }, (item) => Promise.resolve(item))
  expect((await results.next()).value).toBe(1)
  await expect(results.next()).rejects.toThrow('no more')
})
