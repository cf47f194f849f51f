import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { CancelledError, DataError, drain, type RunEvent } from '../core/index.ts'
import { resultsSchema, type Results } from '../evaluate/index.ts'
import { parseRecipe } from './load.ts'
import { runRecipe, type RunResult } from './run.ts'
import { defineStage, type StageRegistry } from './stage.ts'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-run-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

interface Ran extends RunResult {
  events: RunEvent[]
}

async function run(
  options: {
    overrides?: string[]
    text?: string
    stages?: StageRegistry
    signal?: AbortSignal
    onEvent?: (event: RunEvent) => void
  } = {},
): Promise<Ran> {
  const stages = options.stages ?? toyStages
  const recipe = parseRecipe(options.text ?? toyRecipe, 'toy.yaml', {
    stages,
    overrides: options.overrides ?? [],
  })
  const events: RunEvent[] = []
  const result = await drain(
    runRecipe(recipe, { runsDirectory: runs, signal: options.signal }, stages),
    (event) => {
      events.push(event)
      options.onEvent?.(event)
    },
  )
  return { ...result, events }
}

const madeBy = ({ events }: Ran): string[] =>
  events.flatMap((event) => (event.type === 'stage-start' && !event.cached ? [event.stage] : []))
const artifactNamed = (prefix: string): string =>
  join(
    runs,
    'artifacts',
    readdirSync(join(runs, 'artifacts')).find((name) => name.startsWith(prefix))!,
  )

it('leaves a run directory with recipe, events, results, report and every artifact', async () => {
  const { runDirectory, results, events } = await run()
  expect(readdirSync(runDirectory).toSorted()).toEqual(
    [
      'data',
      'events.jsonl',
      'noisy@1',
      'noisy@2',
      'recipe.yaml',
      'report.html',
      'results.json',
      'total',
    ].toSorted(),
  )
  expect(
    resultsSchema.parse(JSON.parse(readFileSync(join(runDirectory, 'results.json'), 'utf8'))),
  ).toEqual(results)
  expect(results).toMatchObject({
    recipe: 'toy',
    seedList: [1, 2],
    metrics: [{ name: 'accuracy', value: 0.2 }],
    conservation: [{ label: 'total', kept: 3 }],
    cost: [
      { stage: 'data' },
      { stage: 'noisy@1', tokens: 40, completions: 4 },
      { stage: 'noisy@2' },
      { stage: 'total', tokens: 0 },
    ],
  })
  const linked = statSync(join(runDirectory, 'total', 'sums.json'))
  expect(linked.ino).toBe(statSync(join(artifactNamed('total-'), 'sums.json')).ino)
  expect(readdirSync(join(runs, 'partial'))).toEqual([])
  expect(readdirSync(join(runs, '.locks'))).toEqual([])
  const log = readFileSync(join(runDirectory, 'events.jsonl'), 'utf8').trimEnd().split('\n')
  expect(log.map((line) => (JSON.parse(line) as RunEvent).type)).toEqual(
    events.map(({ type }) => type).filter((type) => type !== 'progress'),
  )
})

it('makes nothing twice', async () => {
  await run()
  const again = await run()
  expect(madeBy(again)).toEqual([])
  expect(again.results.cost.find(({ stage }) => stage === 'noisy@1')).toMatchObject({
    tokens: 40,
    completions: 4,
  })
  expect(madeBy(await run({ overrides: ['seeds=[1, 3]'] }))).toEqual(['noisy@3', 'total'])
})

it('runs again from the recipe that a run leaves', async () => {
  const { runDirectory } = await run({ overrides: ['noisy.scale=2'] })
  const again = await run({ text: readFileSync(join(runDirectory, 'recipe.yaml'), 'utf8') })
  expect(again.runDirectory).toBe(runDirectory)
  expect(madeBy(again)).toEqual([])
})

it('makes a damaged artifact again, and says so', async () => {
  await run()
  const before = readFileSync(join(artifactNamed('noisy@2-'), 'manifest.json'), 'utf8')
  writeFileSync(join(artifactNamed('noisy@2-'), 'noisy', 'numbers.txt'), 'x')
  const again = await run()
  expect(madeBy(again)).toEqual(['noisy@2'])
  expect(again.events).toContainEqual(
    expect.objectContaining({
      type: 'note',
      level: 'warning',
      message: expect.stringContaining('is damaged'),
    }),
  )
  expect(readFileSync(join(artifactNamed('noisy@2-'), 'manifest.json'), 'utf8')).toBe(before)
})

it('is refused while the same recipe runs, and released by a failure', async () => {
  const recipe = parseRecipe(toyRecipe, 'toy.yaml', { stages: toyStages })
  const first = runRecipe(recipe, { runsDirectory: runs }, toyStages)
  await first.next()
  await expect(run()).rejects.toThrow(
    new RegExp(`is in use: process ${process.pid} is running this recipe`),
  )
  await first.return(undefined as never)
  await run()
})

it('shares an artifact that another recipe is making instead of making it too', async () => {
  const text = toyRecipe.replace('name: toy', 'name: other')
  const both = await Promise.all([
    run({ overrides: ['noisy.pauseMs=20'] }),
    run({ text, overrides: ['noisy.pauseMs=20'] }),
  ])
  expect(both.flatMap(madeBy).toSorted()).toEqual(['data', 'noisy@1', 'noisy@2', 'total'])
})

it('stops when cancelled, keeps finished chunks and what they cost, and goes on from there', async () => {
  const trace = join(runs, 'trace')
  const overrides = [`noisy.trace=${trace}`]
  const whole = await run({ overrides })
  const bytes = readFileSync(join(whole.runDirectory, 'total', 'sums.json'), 'utf8')
  const computed = readFileSync(trace, 'utf8')
  for (const name of ['artifacts', 'costs', 'trace']) rmSync(join(runs, name), { recursive: true })

  const controller = new AbortController()
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'progress' && event.label === 'noisy@2' && event.done === 2)
      controller.abort()
  }
  await expect(run({ overrides, signal: controller.signal, onEvent })).rejects.toBeInstanceOf(
    CancelledError,
  )
  expect(readdirSync(join(runs, 'artifacts')).map((name) => name.split('-')[0])).toEqual([
    'data',
    'noisy@1',
  ])
  const rest = await run({ overrides })
  expect(madeBy(rest)).toEqual(['noisy@2', 'total'])
  expect(readFileSync(trace, 'utf8')).toBe(computed)
  expect(readFileSync(join(rest.runDirectory, 'total', 'sums.json'), 'utf8')).toBe(bytes)
  expect(rest.results.cost.find(({ stage }) => stage === 'noisy@2')).toMatchObject({
    tokens: 40,
    completions: 4,
  })
})

it('ends a stage that does not listen to the signal, as cancelled', async () => {
  const deaf = defineStage({
    ...toyStages['toy.numbers'],
    async *run() {
      for (let done = 0; ; done++) yield { type: 'progress', label: 'deaf', done, unit: 'turns' }
    },
  })
  const controller = new AbortController()
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'progress' && event.done === 3) controller.abort()
  }
  await expect(
    run({ stages: { ...toyStages, 'toy.numbers': deaf }, signal: controller.signal, onEvent }),
  ).rejects.toBeInstanceOf(CancelledError)
})

it('tells at once what a stage says while it waits, and what it said before it failed', async () => {
  let isHeard: () => void
  const heard = new Promise<void>((resolve) => (isHeard = resolve))
  const waiting = defineStage({
    ...toyStages['toy.numbers'],
    // eslint-disable-next-line require-yield -- it has no events of its own
    async *run({ note, warn }) {
      note('waiting')
      await heard
      warn('in trouble')
      throw new Error('broken')
    },
  })
  const notes: RunEvent[] = []
  const onEvent = (event: RunEvent): void => {
    if (event.type !== 'note') return
    notes.push(event)
    isHeard()
  }
  const failed = run({ stages: { ...toyStages, 'toy.numbers': waiting }, onEvent })
  await expect(failed).rejects.toThrow('broken')
  expect(notes).toMatchObject([
    { level: 'info', message: 'waiting' },
    { level: 'warning', message: 'in trouble' },
  ])
})

it('leaves no artifact of a stage that fails', async () => {
  const broken = defineStage({
    ...toyStages['toy.numbers'],
    async *run({ out }) {
      const writer = await out.writer('half.txt')
      await writer.write('half')
      yield { type: 'note', level: 'info', message: 'about to fail' }
      throw new Error('broken')
    },
  })
  await expect(run({ stages: { ...toyStages, 'toy.numbers': broken } })).rejects.toThrow('broken')
  expect(readdirSync(join(runs, 'artifacts'))).toEqual([])
  expect(existsSync(join(runs, 'partial'))).toBe(true)
})

describe('seed by seed', () => {
  const summing: StageRegistry = {
    ...toyStages,
    'toy.sum': { ...toyStages['toy.sum'], makes: ['results'] },
  }
  const readResults = (directory: string): Results =>
    resultsSchema.parse(JSON.parse(readFileSync(join(directory, 'results.json'), 'utf8')))

  it('has the results of the first seed before the second one begins', async () => {
    const seen: [string, unknown][] = []
    const ran = await run({
      stages: summing,
      onEvent: (event) => {
        if (event.type === 'stage-start') seen.push(['stage', event.stage])
        if (event.type === 'results') {
          const { seedList, soFar, metrics } = readResults(event.runDirectory)
          seen.push(['results', { seedList, soFar, parts: metrics[0]!.value * 10 }])
        }
      },
    })
    expect(seen).toEqual([
      ['stage', 'data'],
      ['stage', 'noisy@1'],
      ['stage', 'total@1'],
      ['results', { seedList: [1], soFar: 'the results of 1 of 2 seeds', parts: 1 }],
      ['stage', 'noisy@2'],
      ['stage', 'total'],
      ['results', { seedList: [1, 2], soFar: undefined, parts: 2 }],
    ])
    expect(ran.results.conservation).toEqual([
      { label: 'total', input: 4, kept: 3, dropped: { duplicate: 1 } },
    ])
  })

  it.each([
    ['noisy@2', 'stopped after 3 of 5 stages: the results of 1 of 2 seeds', 1],
    ['noisy@1', 'stopped after 1 of 5 stages', 0],
  ])('leaves a report of what there is when it is stopped in %s', async (stage, soFar, metrics) => {
    const controller = new AbortController()
    let runDirectory = ''
    const stopped = run({
      stages: summing,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'run-start') runDirectory = event.runDirectory
        if (event.type === 'progress' && event.label === stage) controller.abort()
      },
    })
    await expect(stopped).rejects.toBeInstanceOf(CancelledError)
    const results = readResults(runDirectory)
    expect(results.soFar).toBe(soFar)
    expect(results.metrics).toHaveLength(metrics)
    expect(readFileSync(join(runDirectory, 'report.html'), 'utf8')).toContain(soFar)

    const rest = await run({ stages: summing })
    expect(rest.results).not.toHaveProperty('soFar')
    expect(readFileSync(join(runDirectory, 'report.html'), 'utf8')).not.toContain('stopped')
  })

  it('leaves a report of what there is when a stage fails', async () => {
    let runDirectory = ''
    const noise = toyStages['toy.noise']
    const failed = run({
      text: `${toyRecipe}  - { id: again, stage: toy.noise, from: noisy/noisy/numbers.txt, scale: 2 }\n`,
      stages: {
        ...summing,
        'toy.noise': defineStage({
          ...noise,
          async *run(context) {
            if (context.settings.scale === 2) throw new DataError('nothing to learn from')
            yield* noise.run(context)
          },
        }),
      },
      onEvent: (event) => {
        if (event.type === 'run-start') runDirectory = event.runDirectory
      },
    })
    await expect(failed).rejects.toThrow('nothing to learn from')
    const { soFar, metrics, cost } = readResults(runDirectory)
    expect([soFar, metrics.length]).toEqual(['again@1 failed after 3 of 7 stages', 1])
    expect(cost.map(({ stage }) => stage)).toEqual(['data', 'noisy@1', 'total@1', 'again@1'])
  })

  it('leaves what was evaluated last, too', async () => {
    const controller = new AbortController()
    let runDirectory = ''
    const more = `${toyRecipe}  - { id: again, stage: toy.noise, from: noisy/noisy/numbers.txt, scale: 2 }\n`
    const stopped = run({
      text: more,
      stages: summing,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'run-start') runDirectory = event.runDirectory
        if (event.type === 'stage-start' && event.stage === 'again@1') controller.abort()
      },
    })
    await expect(stopped).rejects.toBeInstanceOf(CancelledError)
    const { seedList, soFar, metrics } = readResults(runDirectory)
    expect([seedList, soFar]).toEqual([[1], 'stopped after 3 of 7 stages'])
    expect(metrics).toMatchObject([{ name: 'accuracy', value: 0.1 }])
  })

  it('runs the whole at once where more than results is made of all seeds', async () => {
    const ran = await run()
    expect(ran.events.filter(({ type }) => type === 'results')).toHaveLength(1)
    expect(madeBy(ran)).toEqual(['data', 'noisy@1', 'noisy@2', 'total'])
  })
})
