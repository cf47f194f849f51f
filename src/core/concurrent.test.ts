import { describe, expect, it } from 'vitest'
import { asTheyCome, mapConcurrent } from './concurrent.ts'
import { CancelledError } from './error.ts'

const later = <T>(value: T, turns: number): Promise<T> => {
  let promise = Promise.resolve(value)
  for (let turn = 0; turn < turns; turn++) promise = promise.then((same) => same)
  return promise
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('mapConcurrent', () => {
  it('keeps the order of the items, however long each takes', async () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const results = mapConcurrent(items, { limit: 7 }, (item) => later(item * 2, (item * 13) % 11))
    expect(await collect(results)).toEqual(items.map((item) => item * 2))
  })

  it('has no more under way than it may, and draws no more than that', async () => {
    let [drawn, underWay, most] = [0, 0, 0]
    function* endless(): Generator<number> {
      for (;;) yield drawn++
    }
    const results = mapConcurrent(endless(), { limit: 5 }, async (item) => {
      most = Math.max(most, ++underWay)
      await later(null, 3)
      underWay--
      return item
    })
    for (let index = 0; index < 20; index++) expect((await results.next()).value).toBe(index)
    await results.return()
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(5)
    expect(drawn).toBeLessThanOrEqual(26)
  })

  it('throws what the work of an item throws, when it is that item’s turn', async () => {
    const results = mapConcurrent([1, 2, 3], { limit: 3 }, (item) =>
      item === 2 ? Promise.reject(new RangeError('two')) : later(item, 5),
    )
    expect((await results.next()).value).toBe(1)
    await expect(results.next()).rejects.toThrow('two')
  })

  it('throws what its source throws, after the results before', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield 1
      throw new RangeError('no more')
    }
    const results = mapConcurrent(broken(), { limit: 3 }, (item) => later(item, 5))
    expect((await results.next()).value).toBe(1)
    await expect(results.next()).rejects.toThrow('no more')
  })

  it('yields what is done while its source is silent', async () => {
    async function* silent(): AsyncGenerator<number> {
      yield 1
      await new Promise(() => {})
    }
    const results = mapConcurrent(silent(), { limit: 3 }, (item) => later(item, 1))
    expect((await results.next()).value).toBe(1)
    await results.return()
  })

  it('ends on its signal also while the source is silent', async () => {
    const controller = new AbortController()
    async function* silent(): AsyncGenerator<number> {
      await new Promise(() => {})
    }
    const next = mapConcurrent(silent(), { limit: 4, signal: controller.signal }, (item) =>
      later(item, 1),
    ).next()
    controller.abort()
    await expect(next).rejects.toThrow(CancelledError)
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const results = mapConcurrent([1, 2, 3], { limit: 1, signal: controller.signal }, (item) =>
      later(item, 1),
    )
    await results.next()
    controller.abort()
    await expect(results.next()).rejects.toThrow(CancelledError)
  })
})

describe('asTheyCome', () => {
  it('tells what comes, when it comes, with no more under way than there may be', async () => {
    let [underWay, most] = [0, 0]
    const told = asTheyCome<number, string>([9, 1, 5], { limit: 2 }, async (item, tell) => {
      most = Math.max(most, ++underWay)
      tell(`begins ${item}`)
      await later(null, item * 10)
      tell(`ends ${item}`)
      underWay--
    })
    const all = await collect(told)
    expect(all.filter((each) => each.startsWith('ends'))).toEqual(['ends 1', 'ends 5', 'ends 9'])
    expect(all).toHaveLength(6)
    expect(most).toBe(2)
  })

  it('begins nothing after a failure, and ends when the rest has come to its end', async () => {
    const begun: number[] = []
    const ended: number[] = []
    const told = asTheyCome<number, number>([1, 2, 3, 4], { limit: 2 }, async (item, tell) => {
      begun.push(item)
      if (item === 1) throw new RangeError('one')
      if (item === 2) await later(null, 50)
      tell(item)
      ended.push(item)
      if (item === 2) throw new RangeError('two')
    })
    const found: number[] = []
    await expect(
      (async () => {
        for await (const each of told) found.push(each)
      })(),
    ).rejects.toThrow('one')
    expect([begun, ended, found]).toEqual([[1, 2], [2], [2]])
  })

  it('begins nothing more when nobody listens any longer', async () => {
    const begun: number[] = []
    const items = Array.from({ length: 9 }, (_, place) => place)
    const told = asTheyCome<number, number>(items, { limit: 2 }, async (item, tell) => {
      begun.push(item)
      await later(null, 2)
      tell(item)
    })
    for await (const _ of told) break
    await later(null, 50)
    expect(begun.length).toBeLessThan(5)
  })

  it('has nothing to tell of nothing', async () => {
    expect(await collect(asTheyCome([], { limit: 3 }, () => Promise.resolve()))).toEqual([])
  })
})
