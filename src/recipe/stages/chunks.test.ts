import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collected } from '../../../tests/support/collected.ts'
import { drain, type RunEvent, type Task } from '../../core/index.ts'
import { chunksOf, keptChunk } from './chunks.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-chunks-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function* stream<T>(items: readonly T[]): AsyncGenerator<T, void, void> {
  yield* items
}

describe('chunksOf', () => {
  it('cuts what is at hand, and what arrives, where each chunk is full', async () => {
    const expected = [
      { start: 0, items: [1, 2] },
      { start: 2, items: [3, 4] },
      { start: 4, items: [5] },
    ]
    expect(await collected(chunksOf([1, 2, 3, 4, 5], 2))).toEqual(expected)
    expect(await collected(chunksOf(stream([1, 2, 3, 4, 5]), 2))).toEqual(expected)
    expect(await collected(chunksOf([1, 2], 2))).toEqual([expected[0]])
  })

  it('makes no chunk of nothing', async () => {
    expect(await collected(chunksOf([], 2))).toEqual([])
  })

  it('reads no further than the chunk that is asked for', async () => {
    let read = 0
    async function* counted(): AsyncGenerator<number, void, void> {
      for (;;) yield read++
    }
    for await (const { items } of chunksOf(counted(), 3)) {
      expect(items).toEqual([0, 1, 2])
      break
    }
    expect(read).toBe(3)
  })
})

describe('keptChunk', () => {
  /** Doubles the numbers below 5 in chunks of 2, as a stage does, and stops at `stopAt`. */
  async function double(
    computed: number[],
    stop = new AbortController(),
    stopAt?: number,
  ): Promise<{ text: string; events: RunEvent[] }> {
    const context = { partial: { directory }, signal: stop.signal }
    async function* all(): Task<string> {
      let text = ''
      for await (const { start, items } of chunksOf([0, 1, 2, 3, 4], 2))
        text += yield* keptChunk(context, `doubled-${start}.txt`, async function* () {
          computed.push(start)
          yield { type: 'note', level: 'info', message: `from ${start}` }
          if (start === stopAt) stop.abort()
          return items.map((item) => `${item * 2}\n`).join('')
        })
      return text
    }
    const events: RunEvent[] = []
    return { text: await drain(all(), (event) => void events.push(event)), events }
  }

  it('hands on events, and computes nothing twice', async () => {
    const computed: number[] = []
    const first = await double(computed)
    expect(first.text).toBe('0\n2\n4\n6\n8\n')
    expect(first.events).toHaveLength(3)
    expect(await double(computed)).toEqual({ text: first.text, events: [] })
    expect(computed).toEqual([0, 2, 4])
  })

  it('keeps what is finished when it is cancelled, and goes on from there', async () => {
    const computed: number[] = []
    await expect(double(computed, undefined, 2)).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(directory).toSorted()).toEqual(['doubled-0.txt', 'doubled-2.txt'])
    expect((await double(computed)).text).toBe('0\n2\n4\n6\n8\n')
    expect(computed).toEqual([0, 2, 4])
  })

  it('keeps nothing of a chunk that fails, also where it is a promise', async () => {
    const context = { partial: { directory }, signal: new AbortController().signal }
    const failing = keptChunk(context, 'a', async () => {
      throw new Error('no luck')
    })
    await expect(drain(failing)).rejects.toThrow('no luck')
    expect(readdirSync(directory)).toEqual([])
    expect(await drain(keptChunk(context, 'a', async () => 'found'))).toBe('found')
  })
})
