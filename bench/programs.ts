/** Programs run a second: the sandboxes, and a Python process for each program, side by side. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  openSandbox,
  sandboxes,
  type Program,
  type Sandbox,
  type SandboxName,
} from '../src/execute/index.ts'
import { badPrograms } from '../tests/support/bad-programs.ts'
import { descendants } from '../tests/support/process-tree.ts'
import {
  areRealProgramsThere,
  realProgramFiles,
  realPrograms,
} from '../tests/support/real-programs.ts'
import { formatMeasured, summarise, type Measured } from './measure.ts'
import { printedBy, python } from './python.ts'

const workers = 2
const rounds = 3

/** A program of the kind that all of this is for. */
const typical = `def solution():
    """Olivia has $23. She bought five bagels for $3 each. How much money does she have left?"""
    money_initial = 23
    bagels = 5
    bagel_cost = 3
    money_spent = bagels * bagel_cost
    money_left = money_initial - money_spent
    result = money_left
    return result
`

interface Cost {
  programsPerSecond: Measured
  /** Of all processes, this one included. */
  cpuMsPerProgram: number
  p50Ms: number
  p99Ms: number
  bootMs: number
  /** Resident memory of the processes that run programs. */
  residentBytes: number
}

export async function printPrograms(): Promise<void> {
  const sets: [string, Program[], SandboxName[]][] = [
    ['one typical program', copies(typical, 2_000), names],
  ]
  sets.push([
    'the same, every tenth a bad one that ends by itself',
    withEveryTenth(sets[0]![1], badPrograms),
    names,
  ])
  if (areRealProgramsThere) {
    const real = realProgramFiles.flatMap(realPrograms)
    sets.push(['programs of real models', real, names])
    sets.push([
      'the same, every tenth a bad one that ends by itself',
      withEveryTenth(real, badPrograms),
      names,
    ])
  }
  for (const [title, programs, tiers] of sets) {
    console.log(`${title}, ${workers} workers`)
    console.log(
      `${''.padEnd(22)} programs/s               CPU ms   p50 ms   p99 ms   boot ms   memory MB`,
    )
    const subprocess = await measureSubprocess(copies(typical, 60))
    print('python subprocess', subprocess, undefined)
    for (const name of tiers) print(name, await measureSandbox(name, programs), subprocess)
  }
}

/** Puts a program of the given kinds, in turn, in place of every tenth. */
const withEveryTenth = (programs: readonly Program[], bad: typeof badPrograms): Program[] =>
  programs.map((program, index) =>
    index % 10 === 9 ? { ...program, code: bad[((index - 9) / 10) % bad.length]![1] } : program,
  )

const names = Object.keys(sandboxes) as SandboxName[]
const copies = (code: string, count: number): Program[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), code }))

function print(name: string, cost: Cost | null, base: Cost | undefined): void {
  if (!cost) return console.log(`${name.padEnd(22)} does not stand here`)
  const ratio = base
    ? `${(cost.programsPerSecond.median / base.programsPerSecond.median).toFixed(1)} ×`
    : ''
  const { cpuMsPerProgram, p50Ms, p99Ms, bootMs, residentBytes } = cost
  const columns = [
    cpuMsPerProgram.toFixed(2),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    bootMs.toFixed(0),
    (residentBytes / 2 ** 20).toFixed(0),
  ]
  console.log(
    `${name.padEnd(22)} ${formatMeasured(cost.programsPerSecond).padEnd(24)} ${columns.map((each) => each.padStart(8)).join(' ')}  ${ratio}`,
  )
}

async function measureSandbox(
  name: SandboxName,
  programs: readonly Program[],
): Promise<Cost | null> {
  const checks = await Promise.all(sandboxes[name].map((tier) => tier.check()))
  if (checks.some(({ stands }) => !stands)) return null
  const start = performance.now()
  await using sandbox = openSandbox({ sandbox: name, workers })
  await sandbox.run(copies(typical, 1)[0]!)
  const bootMs = performance.now() - start
  await drain(sandbox, programs.slice(0, 500))
  const cpu = cpuMs()
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await drain(sandbox, programs)
    rates.push((programs.length * 1000) / (performance.now() - began))
  }
  const cpuMsPerProgram = (cpuMs() - cpu) / (rounds * programs.length)
  const latencies = await latenciesOf((program) => sandbox.run(program), programs.slice(0, 1_000))
  return {
    programsPerSecond: summarise(rates),
    cpuMsPerProgram,
    ...latencies,
    bootMs,
    residentBytes: residentBytes(),
  }
}

async function drain(sandbox: Sandbox, programs: readonly Program[]): Promise<void> {
  for await (const _ of sandbox.execute(programs));
}

/**
 * What a program would cost that is run as its author would: a new interpreter, which here says
 * what the runner says.
 */
async function measureSubprocess(programs: readonly Program[]): Promise<Cost> {
  const folder = fileURLToPath(new URL('../src/execute/python/', import.meta.url))
  const main =
    'import sys; sys.path.insert(0, sys.argv[1]); import runner; sys.stdout.write(runner.run(sys.stdin.read()))'
  // Itself, not one of the scripts that choose a version.
  const executable = printedBy('import sys; print(sys.executable)') ?? python
  const run = ({ code }: Program): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const child = spawn(executable, ['-I', '-B', '-c', main, folder], {
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      child.stdout.resume()
      child.on('error', reject)
      child.on('close', resolve)
      child.stdin.end(JSON.stringify({ code, outputBytes: 65_536 }))
    })
  const cpu = cpuMs()
  const start = performance.now()
  const latencies = await latenciesOf(run, programs)
  const seconds = (performance.now() - start) / 1000
  return {
    programsPerSecond: summarise([programs.length / seconds]),
    cpuMsPerProgram: (cpuMs() - cpu) / programs.length,
    ...latencies,
    bootMs: 0,
    residentBytes: 0,
  }
}

/** How long a program takes as seen from outside, with as many under way as there are workers. */
async function latenciesOf(
  run: (program: Program) => Promise<unknown>,
  programs: readonly Program[],
): Promise<{ p50Ms: number; p99Ms: number }> {
  const times: number[] = []
  const rest = programs.values()
  const lane = async (): Promise<void> => {
    for (const program of rest) {
      const start = performance.now()
      await run(program)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: workers }, lane))
  times.sort((a, b) => a - b)
  return { p50Ms: times[times.length >> 1]!, p99Ms: times[Math.floor(times.length * 0.99)]! }
}

/** Processor time of this process and of all below it. Linux only, as memory is. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (
    (user + system) / 1000 + descendants().reduce((sum, each) => sum + each.cpuMs, 0) + endedCpuMs()
  )
}

/** Of the children of this process that have ended. */
function endedCpuMs(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return (fields[13]! + fields[14]!) * 10
  } catch {
    return 0
  }
}

const residentBytes = (): number => descendants().reduce((sum, each) => sum + each.residentBytes, 0)
