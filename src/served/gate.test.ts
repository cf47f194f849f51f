import { afterEach, describe, expect, it, vi } from 'vitest'
import { CancelledError } from '../core/index.ts'
import { Gate, type Slot } from './gate.ts'

const turn = (ms = 0): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
const server = 'http://a/v1'

/** Places that are got at once; the others wait. */
async function places(gate: Gate, count: number): Promise<Slot[]> {
  const got: Slot[] = []
  for (let place = 0; place < count; place++)
    void gate.enter().then((slot) => slot && got.push(slot))
  await turn()
  return got
}

afterEach(() => void vi.restoreAllMocks())

describe('a gate', () => {
  it('lets through as many as it may, and the next when one is done', async () => {
    const gate = new Gate([server], 3)
    const got = await places(gate, 5)
    expect(got).toHaveLength(3)
    got[0]!.release({ kind: 'done', units: 1 })
    got[0]!.release({ kind: 'done', units: 1 }) // once more does nothing
    await turn()
    expect(got).toHaveLength(4)
    for (const slot of got) slot.release({ kind: 'nothing' })
    await turn()
    expect(got).toHaveLength(5)
  })

  it('shares requests out among servers, by how many each may have', async () => {
    const gate = new Gate(['a', 'b', 'c'], 2)
    const got = await places(gate, 9)
    expect(got.map((slot) => slot.server).toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
  })

  it('does not lose a place to one who was cancelled', async () => {
    const gate = new Gate([server], 1)
    const [held] = await places(gate, 1)
    const controllers = [new AbortController(), new AbortController()]
    const cancelled = controllers.map(({ signal }) =>
      expect(gate.enter(signal)).rejects.toThrow(CancelledError),
    )
    const got = await places(gate, 1)
    controllers[0]!.abort()
    held!.release({ kind: 'nothing' }) // wakes the second, which is cancelled before it wakes
    controllers[1]!.abort()
    await Promise.all(cancelled)
    await turn()
    expect(got).toHaveLength(1)
  })

  it('refuses who is cancelled already, and lets nobody through once it is closed', async () => {
    const gate = new Gate([server], 1)
    await expect(gate.enter(AbortSignal.abort())).rejects.toThrow(CancelledError)
    const [held] = await places(gate, 1)
    const waiting = gate.enter()
    gate.close()
    expect(await waiting).toBe(undefined)
    held!.release({ kind: 'nothing' })
    expect(await gate.enter()).toBe(undefined)
  })

  it('sends nothing to a server that asked to wait, and fewer requests after that', async () => {
    const gate = new Gate([server], 8)
    const got = await places(gate, 8)
    // They were sent together: that is one refusal.
    for (const slot of got) slot.release({ kind: 'busy', waitMs: 40 })
    expect(gate.limit).toBe(6)
    const later = await places(gate, 8)
    expect(later).toHaveLength(0)
    await turn(80)
    expect(later).toHaveLength(6)
    later[0]!.release({ kind: 'busy', waitMs: 0 })
    expect(gate.limit).toBe(4)
  })

  it('goes to the other server while one is busy, gone or failing', async () => {
    for (const outcome of [
      { kind: 'busy', waitMs: 60_000 },
      { kind: 'gone', waitMs: 60_000 },
      { kind: 'failed' },
    ] as const) {
      const gate = new Gate(['a', 'b'], 4)
      for (let request = 0; request < 12; request++) {
        const slot = (await gate.enter())!
        slot.release(slot.server === 'a' ? outcome : { kind: 'done', units: 1 })
      }
      const got = await places(gate, 4)
      expect(got.map((slot) => slot.server)).toEqual(['b', 'b', 'b', 'b'])
    }
  })

  it('wakes for the server that is free first', async () => {
    const gate = new Gate(['a', 'b'], 1)
    const got = await places(gate, 2)
    const of = (name: string): Slot => got.find((slot) => slot.server === name)!
    of('a').release({ kind: 'busy', waitMs: 60_000 })
    const later = await places(gate, 1)
    of('b').release({ kind: 'busy', waitMs: 30 })
    await turn(100)
    expect(later.map((slot) => slot.server)).toEqual(['b'])
    gate.close()
  })

  it('wakes who found a server closed that opened at the next look', async () => {
    const gate = new Gate([server], 1)
    const [held] = await places(gate, 1)
    let now = 1000
    vi.spyOn(performance, 'now').mockImplementation(() => now++)
    held!.release({ kind: 'busy', waitMs: 0.5 }) // opens at a time that is between two looks
    now = 1000
    expect(await gate.enter()).toMatchObject({ server })
  })

  it('goes on with a single server that fails', async () => {
    const gate = new Gate([server], 2)
    for (let request = 0; request < 10; request++) (await gate.enter())!.release({ kind: 'failed' })
    expect(await places(gate, 2)).toHaveLength(2)
  })

  /** A server of so much work at once: each request takes longer when there are more. */
  async function grown(capacity: number, rounds: number): Promise<number> {
    const gate = new Gate([server])
    let underWay = 0
    const worker = async (): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        const slot = (await gate.enter())!
        underWay++
        await turn(4 * Math.max(1, underWay / capacity))
        underWay--
        slot.release({ kind: 'done', units: 10 })
      }
    }
    await Promise.all(Array.from({ length: 300 }, worker))
    return gate.limit
  }

  it('grows from 16 while that makes a server faster, and never above 256', async () => {
    expect(new Gate([server]).limit).toBe(16)
    const limit = await grown(10_000, 8)
    expect(limit).toBeGreaterThanOrEqual(32)
    expect(limit).toBeLessThanOrEqual(256)
  })

  it('never grows above what was set', async () => {
    const gate = new Gate([server], 2)
    for (let request = 0; request < 50; request++)
      (await gate.enter())!.release({ kind: 'done', units: 1 })
    expect(gate.limit).toBe(2)
  })
})
