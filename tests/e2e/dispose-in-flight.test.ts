/**
 * A model that is left, interrupted or disposed of while it computes. Children, since a crash ends
 * the process.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-dispose-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function child(body: string): { status: number | null; stdout: string; stderr: string } {
  const code = `
    import { openModel } from ${JSON.stringify(join(root, 'dist', 'sample', 'index.js'))}
    const model = await openModel(${JSON.stringify(join(root, 'models', 'base-250k'))})
    const prompts = [{ problemId: 'a', prompt: 'Question: How many?\\nAnswer:\\n', stream: [1] }]
    const request = { prompts, numGenerations: 256, decoding: { temperature: 1, maxNewTokens: 200 } }
    const wait = (ms) => new Promise((done) => setTimeout(done, ms))
    const settled = (promise) => Promise.race([promise.then(() => 'done', ({ name }) => name), wait(4000).then(() => 'hangs')])
    const all = async (signal) => { for await (const _ of model.generate(request, signal)); }
    ${body}
    process.exit(0)`
  const file = join(directory, 'child.mjs')
  writeFileSync(file, code)
  return spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 })
}
const statuses = (times: number, body: (round: number) => string): (number | null)[] =>
  Array.from({ length: times }, (_, round) => child(body(round)).status)

it('disposing of a model that generates does not kill the process', { timeout: 90_000 }, () => {
  expect(
    statuses(2, () => `all().catch(() => {}); await wait(300); await model[Symbol.asyncDispose]()`),
  ).toEqual([0, 0])
})

it(
  'leaving the loop over a generation, then disposing, does not kill the process',
  { timeout: 200_000 },
  () => {
    const body = `for await (const _ of model.generate(request)) break; await model[Symbol.asyncDispose]()`
    expect(statuses(10, () => body)).toEqual(Array(10).fill(0))
  },
)

it('what is under way when a model is disposed of ends', { timeout: 30_000 }, () => {
  const { stdout } = child(`
    const session = await model.openSession({ ...request, numGenerations: 1 })
    const pending = settled(session.advance())
    await model[Symbol.asyncDispose]()
    console.log(await pending)`)
  expect(stdout).toMatch(/Error/)
})

it.each([
  'all()',
  `model.score([{ prompt: 'a', continuations: ['b'] }])`,
  'session.advance()',
  'session[Symbol.asyncDispose]()',
])('what is asked of a model that was disposed of ends: %s', { timeout: 30_000 }, (call) => {
  const { stdout, stderr } = child(`
      const session = await model.openSession({ ...request, numGenerations: 1 })
      await model[Symbol.asyncDispose]()
      console.log(await settled(${call}))`)
  expect(stdout, stderr).toMatch(/done|Error/)
})

// A race: where the runtime is stopped while it computes, about every tenth run crashes.
it(
  'Ctrl-C while a recipe samples always ends it with its last event',
  { timeout: 200_000 },
  async () => {
    const recipe = join(directory, 'sig.yaml')
    writeFileSync(
      recipe,
      `name: sig
description: Samples.
seeds: [1]
stages:
  - { id: test, stage: data.problems, count: 200 }
  - { id: drawn, stage: sample, model: base-250k, problems: test, label: base, numGenerations: 8, temperature: 0.7, maxNewTokens: 200 }
`,
    )
    const ends: unknown[] = []
    for (let round = 0; round < 14; round++) {
      const runs = join(directory, `runs-${round}`)
      const command = [
        join(root, 'dist', 'cli', 'main.js'),
        'run',
        recipe,
        '--runs',
        runs,
        '--json',
      ]
      const started = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'ignore'] })
      const exit = new Promise((done) =>
        started.once('exit', (code, signal) => done(code ?? signal)),
      )
      await new Promise<void>((done) =>
        started.stdout.on(
          'data',
          (bytes: Buffer) => bytes.toString().includes('"stage":"drawn@1"') && done(),
        ),
      )
      await sleep(500 + round * 61)
      started.kill('SIGINT')
      const status = await exit
      const [run] = readdirSync(runs).filter((name) => name.startsWith('sig-'))
      const lines = readFileSync(join(runs, run!, 'events.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
      ends.push([status, (JSON.parse(lines.at(-1)!) as { type: string }).type])
    }
    expect(ends).toEqual(Array(14).fill([130, 'run-error']))
  },
)
