import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { CancelledError, DataError, drain, type RunEvent, type Task } from '../core/index.ts'
import { followRun, type RunEnd } from './follow-run.ts'
import { parseRecipe } from './load.ts'
import { runRecipe, type RunResult } from './run.ts'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-follow-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

const toyRun = (signal?: AbortSignal): Task<RunResult> => {
  const recipe = parseRecipe(toyRecipe, 'toy.yaml', { stages: toyStages })
  return runRecipe(recipe, { runsDirectory: runs, signal }, toyStages)
}
const toyDirectory = (): string =>
  join(
    runs,
    readdirSync(runs).find((name) => name.startsWith('toy-'))!,
  )

/** Follows a run to its end. */
async function follow(
  directory: string,
  signal = AbortSignal.timeout(20_000),
): Promise<{ events: RunEvent[]; end: RunEnd }> {
  const events: RunEvent[] = []
  const end = await drain(followRun(directory, signal), (event) => events.push(event))
  return { events, end }
}

const withoutProgress = (events: readonly RunEvent[]): RunEvent[] =>
  events.filter(({ type }) => type !== 'progress')

it('yields the events of a run that has finished, of the latest attempt alone', async () => {
  await drain(toyRun())
  const ran: RunEvent[] = []
  await drain(toyRun(), (event) => ran.push(event))
  const { events, end } = await follow(toyDirectory())
  expect(events).toEqual(withoutProgress(ran))
  expect(end).toEqual(ran.at(-1))
  expect(end.type).toBe('run-end')
})

it('yields what a run does while it goes on, with its progress, and ends when it does', async () => {
  const ran: RunEvent[] = []
  const task = toyRun()
  const stepTo = async (isThere: (event: RunEvent) => boolean): Promise<void> => {
    for (;;) {
      const step = await task.next()
      if (step.done) return
      ran.push(step.value)
      if (isThere(step.value)) return
    }
  }
  await stepTo(({ type }) => type === 'progress')
  const events: RunEvent[] = []
  const following = drain(followRun(toyDirectory(), AbortSignal.timeout(20_000)), (event) =>
    events.push(event),
  )
  await sleep(600)
  expect(events).toEqual(ran)
  await stepTo(() => false)
  expect(await following).toEqual(ran.at(-1))
  expect(withoutProgress(events)).toEqual(withoutProgress(ran))
})

it('ends with the error of a run that failed', async () => {
  const controller = new AbortController()
  const stopped = drain(toyRun(controller.signal), ({ type }) => {
    if (type === 'progress') controller.abort()
  })
  await expect(stopped).rejects.toBeInstanceOf(CancelledError)
  const { end } = await follow(toyDirectory())
  expect(end).toMatchObject({ type: 'run-error', code: 'cancelled' })
})

describe('a run whose process is gone', () => {
  const [runId, other] = ['00000000000000aa', '00000000000000bb']
  const at = (second: number): string => `2026-01-01T00:00:0${second}.000Z`
  const begun: RunEvent[] = [
    { at: at(1), runId, type: 'run-start', recipe: 'r', runDirectory: 'r', stages: ['a', 'b@1'] },
    { at: at(2), runId, type: 'stage-start', stage: 'b@1', cached: false },
  ]
  const progress = (second: number, id: string): RunEvent => ({
    at: at(second),
    runId: id,
    type: 'progress',
    label: 'b@1',
    done: 7,
    total: 90,
    unit: 'steps',
  })
  function leave(events: readonly RunEvent[], latest: string, tail = ''): string {
    const directory = join(runs, 'r-00000000')
    mkdirSync(directory)
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('')
    writeFileSync(join(directory, 'events.jsonl'), lines + tail)
    writeFileSync(join(directory, 'progress.json'), latest)
    return directory
  }

  it('has died where it was', async () => {
    const latest = progress(3, runId)
    const { events, end } = await follow(leave(begun, JSON.stringify(latest)))
    expect(events).toEqual([...begun, latest, end])
    expect(end).toMatchObject({
      type: 'run-error',
      runId,
      recipe: 'r',
      code: 'died',
      message: 'the run has died in b@1, after 7 of 90 steps: its process is gone without a word',
    })
  })

  it.each([
    ['of an earlier attempt', JSON.stringify(progress(3, other))],
    ['of an earlier stage', JSON.stringify(progress(1, runId))],
    ['cut short', JSON.stringify(progress(3, runId)).slice(0, 50)],
    ['empty', ''],
  ])('is not said to be where progress %s was', async (_, latest) => {
    const { events, end } = await follow(leave(begun, latest))
    expect(events).toEqual([...begun, end])
    expect(end).toMatchObject({ message: expect.stringMatching(/^the run has died in b@1: /) })
  })

  it('may have left half of a line, and lines that this version does not know', async () => {
    const tail = '{"type":"stage-paused","stage":"b@1"}\n{"at":"2026-01'
    const { events, end } = await follow(leave(begun, '', tail))
    expect(events).toEqual([...begun, end])
  })

  it('is no run where nothing has begun', async () => {
    await expect(follow(leave([], ''))).rejects.toBeInstanceOf(DataError)
  })

  it('may live on another machine, and is followed until the watcher ends it', async () => {
    const directory = leave(begun, '')
    mkdirSync(join(runs, '.locks'))
    writeFileSync(join(runs, '.locks', 'r-00000000~12.34.elsewhere.example'), '')
    const events: RunEvent[] = []
    const controller = new AbortController()
    const following = drain(followRun(directory, controller.signal), (event) => events.push(event))
    setTimeout(() => controller.abort(), 600)
    await expect(following).rejects.toBeInstanceOf(CancelledError)
    expect(events).toEqual([
      { type: 'note', level: 'info', message: expect.stringContaining('elsewhere.example') },
      ...begun,
    ])
  })
})
