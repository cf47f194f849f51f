import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { ConfigError, drain, monotonicMs, type RunEvent } from '../core/index.ts'
import { parseRecipe } from './load.ts'
import { runRecipe } from './run.ts'
import { defineStage, type StageRegistry } from './stage.ts'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-run-log-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

interface Attempt {
  events: RunEvent[]
  error: unknown
  /** The lines that this attempt added to the log. */
  logged: RunEvent[]
}

/** Runs the toy recipe; what it throws is returned. */
async function attempt(
  stages: StageRegistry = toyStages,
  onEvent: (event: RunEvent, controller: AbortController) => void = () => {},
): Promise<Attempt> {
  const recipe = parseRecipe(toyRecipe, 'toy.yaml', { stages })
  const controller = new AbortController()
  const events: RunEvent[] = []
  const task = runRecipe(recipe, { runsDirectory: runs, signal: controller.signal }, stages)
  let error: unknown
  try {
    await drain(task, (event) => {
      events.push(event)
      onEvent(event, controller)
    })
  } catch (thrown) {
    error = thrown
  }
  const { runDirectory } = events[0] as Extract<RunEvent, { type: 'run-start' }>
  const lines = readFileSync(join(runDirectory, 'events.jsonl'), 'utf8').trimEnd().split('\n')
  const logged = lines
    .map((line) => JSON.parse(line) as RunEvent)
    .filter(({ runId }) => runId === events[0]!.runId)
  return { events, error, logged }
}

const failing = (error: unknown): StageRegistry => ({
  ...toyStages,
  'toy.noise': defineStage({
    ...toyStages['toy.noise'],
    async *run() {
      throw error
    },
  }),
})

it('has the time and the id of the attempt on every line, and each attempt has another id', async () => {
  const first = await attempt()
  const second = await attempt()
  for (const { events, logged } of [first, second]) {
    expect(logged).toEqual(events.filter(({ type }) => type !== 'progress'))
    expect(new Set(events.map(({ runId }) => runId)).size).toBe(1)
    expect(events[0]!.runId).toMatch(/^[0-9a-f]{16}$/)
    expect(events.every(({ at }) => new Date(at!).toISOString() === at)).toBe(true)
  }
  expect(first.logged[0]!.runId).not.toBe(second.logged[0]!.runId)
})

describe('the end of a run that fails', () => {
  const ends = ({ logged }: Attempt): unknown[] =>
    logged
      .filter(({ type }) => type.endsWith('-error'))
      .map(({ at: _at, runId: _runId, ...rest }) => rest)

  it('is a stage-error and a run-error, with the code and the hint of the error', async () => {
    const fault = new ConfigError('no such thing', { hint: 'Name another.' })
    const failed = await attempt(failing(fault))
    expect(failed.error).toBe(fault)
    const told = { message: 'no such thing', code: 'config', hint: 'Name another.' }
    const { runDirectory } = failed.events[0] as Extract<RunEvent, { type: 'run-start' }>
    expect(ends(failed)).toEqual([
      { type: 'stage-error', stage: 'noisy@1', ...told },
      { type: 'run-error', recipe: 'toy', runDirectory, ...told },
    ])
    expect(failed.logged.at(-1)).toEqual(failed.events.at(-1))
  })

  it('has the code internal where the program is at fault', async () => {
    const failed = await attempt(failing(new TypeError('x is undefined')))
    expect(ends(failed)).toMatchObject([
      { type: 'stage-error', message: 'x is undefined', code: 'internal' },
      { type: 'run-error', message: 'x is undefined', code: 'internal' },
    ])
  })

  it('has the code cancelled where the user stopped it, after the results so far', async () => {
    const stopped = await attempt(toyStages, (event, controller) => {
      if (event.type === 'progress' && event.label === 'noisy@2') controller.abort()
    })
    expect(stopped.logged.slice(-3)).toMatchObject([
      { type: 'stage-error', stage: 'noisy@2', code: 'cancelled' },
      { type: 'results', soFar: 'stopped after 2 of 4 stages' },
      { type: 'run-error', code: 'cancelled', message: 'interrupted' },
    ])
  })

  it('is the error of the stage although the log can no longer be written', async () => {
    const fault = new ConfigError('no such thing')
    const stages = failing(fault)
    const recipe = parseRecipe(toyRecipe, 'toy.yaml', { stages })
    const seen: string[] = []
    const ran = drain(runRecipe(recipe, { runsDirectory: runs }, stages), (event) => {
      seen.push(event.type)
      if (event.type === 'stage-start' && event.stage === 'noisy@1')
        rmSync(
          join(
            runs,
            readdirSync(runs).find((name) => name.startsWith('toy-'))!,
          ),
          {
            recursive: true,
          },
        )
    })
    await expect(ran).rejects.toBe(fault)
    expect(seen.slice(-2)).toEqual(['stage-error', 'run-error'])
  })
})

describe('the latest progress', () => {
  it('is in a file while the run goes on, and no longer at its end', async () => {
    let file = ''
    const read: unknown[] = []
    await attempt(toyStages, (event) => {
      if (event.type === 'run-start') file = join(event.runDirectory, 'progress.json')
      if (event.type !== 'progress') return
      read.push([event, JSON.parse(readFileSync(file, 'utf8'))])
    })
    expect(read).toHaveLength(8)
    const [first, kept] = read[0] as [RunEvent, RunEvent]
    expect(kept).toEqual(first)
    expect(first).toMatchObject({
      label: 'noisy@1',
      done: 1,
      runId: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    })
    expect(existsSync(file)).toBe(false)
  })

  it('is written at most twice a second, and the last of many is written too', async () => {
    const contents: number[] = []
    let file = ''
    let seconds = 0
    const paced = defineStage({
      ...toyStages['toy.noise'],
      async *run(context) {
        const startMs = monotonicMs()
        for (let done = 0; done <= 100; done++) {
          yield { type: 'progress', label: 'paced', done, unit: 'turns' }
          await sleep(done === 100 ? 700 : 10)
          contents.push((JSON.parse(readFileSync(file, 'utf8')) as { done: number }).done)
        }
        seconds ||= (monotonicMs() - startMs) / 1000
        yield* toyStages['toy.noise'].run(context)
      },
    })
    await attempt({ ...toyStages, 'toy.noise': paced }, (event) => {
      if (event.type === 'run-start') file = join(event.runDirectory, 'progress.json')
    })
    const first = contents.slice(0, 101)
    expect([first[0], first.at(-1)]).toEqual([0, 100])
    expect(new Set(first).size).toBeLessThanOrEqual(1 + seconds / 0.5)
  })
})
