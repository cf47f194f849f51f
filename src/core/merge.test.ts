import { describe, expect, it } from 'vitest'
import { merge } from './merge.ts'

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = []
  for await (const value of stream) values.push(value)
  return values
}

async function* count(
  name: string,
  values: number,
  ms: number,
  ended: string[] = [],
): AsyncGenerator<string, void, void> {
  try {
    for (let value = 0; value < values; value++) {
      await later(ms)
      yield `${name}${value}`
    }
  } finally {
    ended.push(name)
  }
}

async function* failing(): AsyncGenerator<string, void, void> {
  await later(1)
  throw new Error('lost')
}

describe('merge', () => {
  it('yields everything of every source, each in its order', async () => {
    const seen = await all(merge([count('a', 5, 1), count('b', 3, 2), count('c', 0, 0)]))
    expect(seen.toSorted()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2'])
    expect(seen.filter((value) => value.startsWith('a'))).toEqual(['a0', 'a1', 'a2', 'a3', 'a4'])
  })

  it('does not let a slow source hold up a fast one', async () => {
    const seen = await all(merge([count('slow', 1, 200), count('fast', 3, 1)]))
    expect(seen).toEqual(['fast0', 'fast1', 'fast2', 'slow0'])
  })

  it('ends with the first error, and ends the other sources', async () => {
    const ended: string[] = []
    const stream = merge([count('a', 100, 1, ended), failing()])
    await expect(all(stream)).rejects.toThrow('lost')
    await later(20)
    expect(ended).toEqual(['a'])
  })

  it('ends its sources when the reader leaves', async () => {
    const ended: string[] = []
    for await (const _ of merge([count('a', 100, 1, ended), count('b', 100, 1, ended)])) break
    await later(20)
    expect(ended.toSorted()).toEqual(['a', 'b'])
  })
})
