/** Commands with a model on a server of this machine, as processes. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const cli = resolve(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')

/** The key that the command sends. */
export const KEY = 'sk-test-3f9a1c77d2e84b5fa0c6'

export interface Ran {
  code: number | null
  /** Both of its outputs. */
  output: string
}

export interface SampleOptions {
  url: string
  /** Name of the directory of its runs, and of its output. */
  runs: string
  numGenerations: number
  settings?: object
  args?: readonly string[]
  killAfterMs?: number
}

/** A directory with problems, in which the commands run. */
export class ServedCommand implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'reckoner-served-'))

  constructor(problems: number) {
    const rows = Array.from({ length: problems }, (_, place) =>
      JSON.stringify({ id: `p${place}`, question: `How many? (${place})`, answer: '1' }),
    )
    writeFileSync(join(this.directory, 'problems.jsonl'), `${rows.join('\n')}\n`)
  }

  /** Samples; the process is killed after so many milliseconds. */
  async sample({ url, runs, numGenerations, ...more }: SampleOptions): Promise<Ran> {
    const { settings = {}, args = [], killAfterMs } = more
    const options: Record<string, string> = {
      model: this.model(url, settings),
      problems: join(this.directory, 'problems.jsonl'),
      'num-generations': String(numGenerations),
      runs: join(this.directory, runs),
      out: join(this.directory, `${runs}.jsonl`),
    }
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
    return this.run(['sample', ...given, ...args], killAfterMs)
  }

  /** Writes the settings of a model, and returns the path of the file. */
  model(url: string, settings: object): string {
    const path = join(this.directory, 'model.yaml')
    // The port of the server differs from test to test.
    const own = { servers: url, id: 'the server', model: 'tiny', apiKey: 'TEST_KEY' }
    writeFileSync(path, JSON.stringify({ ...own, ...settings }))
    return path
  }

  /** Runs any command in the directory. */
  async run(args: readonly string[], killAfterMs?: number): Promise<Ran> {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: this.directory,
      env: { ...process.env, TEST_KEY: KEY },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const ended = new Promise<number | null>((done) => child.once('close', done))
    if (killAfterMs !== undefined) {
      await Promise.race([ended, sleep(killAfterMs)])
      child.kill('SIGKILL')
    }
    return { code: await ended, output }
  }

  /** The lines that a run has written. */
  lines(runs: string): string[] {
    return readFileSync(join(this.directory, `${runs}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
  }

  /** Everything that was written. */
  written(): string {
    return readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n')
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}
