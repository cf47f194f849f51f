import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockHolder, tryLock } from './lock.ts'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-lock-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

/** The start times that tell processes with one number apart are Linux's. */
const onLinux = it.runIf(existsSync('/proc/self/stat'))

const isHeld = (outcome: object): boolean => 'heldBy' in outcome

it('admits one holder at a time and the next one after a release', async () => {
  const first = await tryLock(runs, 'a')
  expect(isHeld(first)).toBe(false)
  expect(await tryLock(runs, 'a')).toEqual({ heldBy: process.pid })
  expect(isHeld(await tryLock(runs, 'ab'))).toBe(false)
  if ('release' in first) await first.release()
  expect(isHeld(await tryLock(runs, 'a'))).toBe(false)
})

onLinux('names a living process and takes over from the same one once it is killed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await new Promise((resolve) => child.once('spawn', resolve))
  const lock = await tryLock(runs, 'a')
  const own = readdirSync(join(runs, '.locks'))[0]!
  const ticks = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1]!.split(' ')[19]!
  if ('release' in lock) await lock.release()
  writeFileSync(join(runs, '.locks', own.replace(/~\d+\.\d+/, `~${child.pid}.${ticks}`)), '')
  expect(await tryLock(runs, 'a')).toEqual({ heldBy: child.pid })
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(isHeld(await tryLock(runs, 'a'))).toBe(false)
  expect(readdirSync(join(runs, '.locks'))).toEqual([own])
})

onLinux('is not fooled by a living process that has the number of a dead one', async () => {
  const lock = await tryLock(runs, 'a')
  if ('release' in lock) await lock.release()
  writeFileSync(join(runs, '.locks', `a~${process.ppid}.1.${hostname()}`), '')
  expect(isHeld(await tryLock(runs, 'a'))).toBe(false)
})

it('says what to delete when the owner was on another machine', async () => {
  const lock = await tryLock(runs, 'a')
  if ('release' in lock) await lock.release()
  writeFileSync(join(runs, '.locks', 'a~12.34.elsewhere.example'), '')
  await expect(tryLock(runs, 'a')).rejects.toMatchObject({
    message: 'a is locked by process 12 on another machine, elsewhere.example',
    hint: expect.stringContaining('a~12.34.elsewhere.example'),
  })
})

describe('who has a lock', () => {
  it('is told without taking or removing anything', async () => {
    expect(await lockHolder(runs, 'a')).toBeUndefined()
    const lock = await tryLock(runs, 'a')
    expect(await lockHolder(runs, 'a')).toEqual({ pid: process.pid })
    expect(await lockHolder(runs, 'ab')).toBeUndefined()
    if ('release' in lock) await lock.release()
    const dead = `a~${process.ppid}.1.${hostname()}`
    writeFileSync(join(runs, '.locks', dead), '')
    expect(await lockHolder(runs, 'a')).toBeUndefined()
    expect(readdirSync(join(runs, '.locks'))).toEqual([dead])
  })

  it('names the other machine', async () => {
    await tryLock(runs, 'b')
    writeFileSync(join(runs, '.locks', 'a~12.34.elsewhere.example'), '')
    expect(await lockHolder(runs, 'a')).toEqual({ pid: 12, host: 'elsewhere.example' })
  })
})
