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
import { afterEach, beforeEach, expect, it } from 'vitest'
import { toyRecipe, toyStages } from '../../tests/support/toy-stages.ts'
import { CancelledError, drain, type RunEvent } from '../core/index.ts'
import { resultsSchema } from '../evaluate/index.ts'
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
