/** Following a run from another process: while it goes on, after its end, and after a kill. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunEvent } from '../../src/core/index.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-watch-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const recipe = (name: string, last: string): string =>
  `name: ${name}\ndescription: x\nseeds: [1]\nstages:\n  - { id: a, stage: data.problems, count: 3 }\n  - ${last}\n`

beforeAll(() => {
  writeFileSync(join(directory, 'bad.jsonl'), '{"question": "q", "answer": "1"}\n{"question": 5}\n')
  writeFileSync(
    join(directory, 'short.yaml'),
    recipe('short', '{ id: b, stage: curate.gold, problems: a }'),
  )
  writeFileSync(
    join(directory, 'long.yaml'),
    recipe('long', '{ id: b, stage: data.corpus, documents: 100000000 }'),
  )
  writeFileSync(
    join(directory, 'failing.yaml'),
    recipe('failing', '{ id: b, stage: data.problems, file: bad.jsonl }'),
  )
})

function reckoner(...values: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...values], {
    encoding: 'utf8',
    cwd: directory,
  })
  return { status, stdout, stderr }
}

const runDirectory = (name: string): string =>
  join(
    'runs',
    readdirSync(join(directory, 'runs')).find((each) => each.startsWith(`${name}-`))!,
  )
const eventsIn = (text: string): RunEvent[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent)
const log = (name: string): RunEvent[] =>
  eventsIn(readFileSync(join(directory, runDirectory(name), 'events.jsonl'), 'utf8'))

interface Started {
  process: ChildProcess
  output: { stdout: string; stderr: string }
  /** Resolves once its output holds a text. */
  says(text: string): Promise<void>
  exit: Promise<number | null>
}

function start(...values: string[]): Started {
  const child = spawn(process.execPath, [main, ...values], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()))
  const says = async (text: string): Promise<void> => {
    while (!`${output.stdout}${output.stderr}`.includes(text))
      await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { process: child, output, says, exit }
}

it('a run that has finished is shown as it was when it ran, with its results', () => {
  const ran = reckoner('run', 'short.yaml')
  expect(ran.status).toBe(0)
  expect(reckoner('watch', 'short')).toEqual(ran)
  const { status, stdout, stderr } = reckoner('watch', runDirectory('short'), '--json')
  expect([status, stderr]).toEqual([0, ''])
  expect(eventsIn(stdout)).toEqual(log('short'))
})

it('a run that has failed is told with its error, once', () => {
  const ran = reckoner('run', 'failing.yaml')
  expect(ran.status).toBe(2)
  const watched = reckoner('watch', 'failing')
  expect(watched.status).toBe(1)
  expect(watched.stderr).toBe(ran.stderr.replace('reckoner: ', 'reckoner: the run failed: '))
  expect(ran.stderr.match(/bad\.jsonl:2/g)).toHaveLength(1)
  expect(ran.stderr).toContain('\nb: failed\n')
  expect(log('failing').slice(-2)).toMatchObject([
    { type: 'stage-error', stage: 'b', code: 'data' },
    { type: 'run-error', recipe: 'failing', code: 'data' },
  ])
})

it('a run that goes on is followed with its progress; when it is killed, that is told', async () => {
  const run = start('run', 'long.yaml')
  await run.says('b: started')
  const watches = [start('watch', 'long', '--json'), start('watch', 'long')]
  const stopped = start('watch', 'long')
  await watches[0]!.says('"type":"progress"')
  await Promise.all([watches[1]!.says('b: started'), stopped.says('b: started')])

  stopped.process.kill('SIGINT')
  expect(await stopped.exit).toBe(130)
  expect(stopped.output.stderr).toContain('no longer watching: the run goes on\n')
  expect(watches.map(({ process: { exitCode } }) => exitCode)).toEqual([null, null])

  run.process.kill('SIGKILL')
  expect(await Promise.all(watches.map(({ exit }) => exit))).toEqual([1, 1])
  const [json, plain] = watches.map(({ output }) => output)
  expect(json!.stderr).toMatch(
    /^reckoner: the run has died in b, after \d+ of 100000000 documents: .*\n {2}→ Repeat the command/,
  )
  expect(plain!.stderr).toMatch(/\nb: started\n(b: .*\n)*reckoner: the run has died in b, after/)
  const events = eventsIn(json!.stdout)
  expect(events.filter(({ type }) => type !== 'progress')).toEqual([
    ...log('long'),
    expect.objectContaining({ type: 'run-error', code: 'died', recipe: 'long' }),
  ])
  expect(new Set(events.map(({ runId }) => runId)).size).toBe(1)
  // The file of progress is whole after a kill at any time.
  const latest = readFileSync(join(directory, runDirectory('long'), 'progress.json'), 'utf8')
  expect(eventsIn(latest)).toMatchObject([{ type: 'progress', label: 'corpus' }])
})

it('of several runs of a recipe, the latest one is meant', () => {
  expect(reckoner('run', 'short.yaml', '--set', 'a.count=4').status).toBe(0)
  expect(reckoner('watch', 'short').stderr).toContain('4 problems')
  expect(reckoner('run', 'short.yaml').status).toBe(0)
  expect(reckoner('watch', 'short').stderr).not.toContain('4 problems')
})

it('what is no run is an error', () => {
  expect(reckoner('watch', 'no-such-run')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('there is no run no-such-run in runs') as string,
  })
})
