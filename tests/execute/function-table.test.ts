/**
 * What a program could reach that had raw hold of the interpreter's memory: every function it could
 * call, called.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sliceOf } from '../support/slice-of.ts'

const child = join(import.meta.dirname, '..', 'support', 'function-table-child.ts')

/** Each commit draws one slice of so many. */
const slices = 40
const isWhole = sliceOf([...Array(slices).keys()], slices).length === slices

it(
  'no function of the table reaches the host, and the interpreter is right again after each',
  { timeout: 900_000 },
  () => {
    const shapes = process.env.RECKONER_FUZZ ? 'thorough' : 'one in turn'
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', child, shapes, String(slices)],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const result = JSON.parse(stdout) as {
      calls: number
      denied: number
      damaged: number[]
      isSane: boolean
      alarms: string[]
    }
    expect(result.alarms).toEqual([])
    expect(result.damaged).toEqual([])
    expect(result.isSane).toBe(true)
    // That it called something, and that the firewall was there to be met.
    expect(result.calls).toBeGreaterThan(isWhole ? 14_000 : 10_000 / slices)
    expect(result.denied).toBeGreaterThan(isWhole ? 100 : 0)
  },
)
