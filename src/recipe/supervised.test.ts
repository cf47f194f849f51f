import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { RunEvent, Task } from '../core/index.ts'
import { Asides, supervised } from './supervised.ts'

const progress: RunEvent = { type: 'progress', label: 'a', done: 1, unit: 'problems' }

/** What came of a stage, and why it ended. */
async function passed(
  stage: (asides: Asides) => Task<void>,
  { abortAfter }: { abortAfter?: number } = {},
): Promise<{ told: string[]; error: unknown }> {
  const asides = new Asides()
  const stop = new AbortController()
  const told: string[] = []
  const conditions = { signal: stop.signal, asides, onStep: async () => {} }
  try {
    for await (const event of supervised(stage(asides), conditions)) {
      told.push(event.type === 'note' ? event.message : event.type)
      if (told.length === abortAfter) stop.abort()
    }
    return { told, error: undefined }
  } catch (error) {
    return { told, error }
  }
}

describe('what a stage says beside its events is told once, in order', () => {
  it('while it waits, and at its end', async () => {
    const { told, error } = await passed(async function* (asides) {
      asides.say('info', 'one')
      await sleep(5)
      asides.say('info', 'two')
      asides.say('info', 'three')
      yield progress
      asides.say('info', 'four')
    })
    expect({ told, error }).toEqual({
      told: ['one', 'two', 'three', 'progress', 'four'],
      error: undefined,
    })
  })

  it('where it fails, and where it is ended as it heeds no signal', async () => {
    const failing = await passed(async function* (asides) {
      yield progress
      asides.say('warning', 'why')
      throw new Error('failed')
    })
    expect(failing).toMatchObject({ told: ['progress', 'why'], error: { message: 'failed' } })
    const deaf = await passed(
      async function* (asides) {
        try {
          for (;;) yield progress
        } finally {
          asides.say('warning', 'left behind')
        }
      },
      { abortAfter: 1 },
    )
    expect(deaf).toMatchObject({
      told: ['progress', 'progress', 'left behind'],
      error: { code: 'cancelled' },
    })
  })
})
