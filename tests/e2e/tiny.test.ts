/**
 * The whole pipeline as users run it: once straight, once killed again and again; the artifacts
 * must be the same bytes.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultsSchema } from '../../src/evaluate/index.ts'
import { isDrawn } from '../support/slice-of.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const home = mkdtempSync(join(tmpdir(), 'reckoner-tiny-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const command = (runs: string): string[] => [
  main,
  'run',
  'tiny',
  '--runs',
  join(home, runs),
  '--json',
]
const run = (runs: string): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, command(runs), { encoding: 'utf8' })

/**
 * Runs the command and kills it without warning after so many events of progress, unless it ends
 * before. A time would not do: a busy machine would spend it on starting.
 */
function killed(runs: string, events: number): Promise<'killed' | 'ended'> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command(runs), { stdio: ['ignore', 'pipe', 'ignore'] })
    let seen = 0
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"type":"progress"') && ++seen === events) child.kill('SIGKILL')
    })
    child.on('exit', (_, signal) => resolve(signal === 'SIGKILL' ? 'killed' : 'ended'))
  })
}

/** The SHA-256 of every file below a directory, by its path. */
function contents(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(directory, path)).isFile(),
  )
  const hash = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(directory, path)))
      .digest('hex')
  return Object.fromEntries(files.toSorted().map((path) => [relative('.', path), hash(path)]))
}

const runDirectory = (runs: string): string =>
  join(
    home,
    runs,
    readdirSync(join(home, runs)).find((name) => name.startsWith('tiny-'))!,
  )

describe('reckoner run tiny', () => {
  let first: ReturnType<typeof run>
  beforeAll(() => {
    first = run('straight')
  }, 300_000)

  it('ends with results, report and an account of every completion', () => {
    expect(first.stderr).toBe('')
    expect(first.status).toBe(0)
    const results = resultsSchema.parse(
      JSON.parse(readFileSync(join(runDirectory('straight'), 'results.json'), 'utf8')),
    )
    expect(results.seedList).toEqual([1, 2])
    expect(results.metrics.map(({ model, name }) => `${model} ${name}`)).toEqual([
      'base accuracy',
      'sft accuracy',
      'rft accuracy',
      'rft accuracy',
      'rft maj@3',
      'rft pass@3',
    ])
    expect(results.comparisons.map(({ a, b }) => `${a} ${b}`)).toEqual(['base sft', 'sft rft'])
    for (const { input, kept, dropped } of results.conservation ?? []) {
      expect(kept + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(input)
    }
    expect(results.conservation?.map(({ label, input }) => `${label} ${input}`)).toEqual([
      'learn 60',
      'rft-data@1 240',
      'rft-data@2 240',
    ])
    expect(readFileSync(join(runDirectory('straight'), 'report.html'), 'utf8')).toContain('</html>')
  })

  it.runIf(isDrawn('killed over and over', 8))(
    'gives the same bytes after being killed over and over, and repeats no finished stage',
    async () => {
      let kills = 0
      for (let attempt = 0; attempt < 60; attempt++) {
        if ((await killed('killed', 1 + ((attempt * 97) % 260))) === 'ended') break
        kills++
      }
      expect(kills).toBeGreaterThan(2)
      expect(run('killed').status).toBe(0)
      expect(contents(join(home, 'killed', 'artifacts'))).toEqual(
        contents(join(home, 'straight', 'artifacts')),
      )
      const events = readFileSync(join(runDirectory('killed'), 'events.jsonl'), 'utf8')
        .trim()
        .split('\n')
      const ended = events.flatMap((line) => {
        const event = JSON.parse(line) as {
          type: string
          stage?: string
          cached?: boolean
          event?: unknown
        }
        return event.type === 'stage-end' && event.cached === false ? [event.stage!] : []
      })
      expect(new Set(ended).size).toBe(ended.length)
    },
  )

  it('does nothing again when nothing is missing', () => {
    const again = run('straight')
    const stages = again.stdout
      .split('\n')
      .flatMap((line) =>
        line.includes('"stage-end"') ? [JSON.parse(line) as { cached: boolean }] : [],
      )
    expect(stages.length).toBeGreaterThan(10)
    expect(stages.every(({ cached }) => cached)).toBe(true)
  })
})
