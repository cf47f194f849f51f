/**
 * How punctually programs are stopped that never end, and those that ask for more memory than there
 * is.
 */
import { openSandbox, sandboxes, type SandboxName, type Status } from '../src/execute/index.ts'
import { hostilePrograms } from '../tests/execute/hostile/index.ts'
import { descendants } from '../tests/support/process-tree.ts'

const limits = { timeoutMs: 1_000, memoryBytes: 128 * 2 ** 20 }
const greedy = hostilePrograms.filter(({ kind }) => kind === 'hang' || kind === 'memory')

export async function printLimits(): Promise<void> {
  console.log(
    `${greedy.length} programs that hang or fill memory; limits ${limits.timeoutMs} ms, ${limits.memoryBytes / 2 ** 20} MB`,
  )
  for (const name of Object.keys(sandboxes) as SandboxName[]) {
    const checks = await Promise.all(sandboxes[name].map((tier) => tier.check()))
    if (checks.every(({ stands }) => stands)) await printSandbox(name)
    else console.log(`${name.padEnd(10)} does not stand here`)
  }
}

async function printSandbox(name: SandboxName): Promise<void> {
  await using sandbox = openSandbox({ sandbox: name, workers: 1, limits })
  const counts: Partial<Record<Status, number>> = {}
  const lateness: number[] = []
  let [residentBytes, worst] = [0, '']
  for (const { id, code } of greedy) {
    // A worker that was replaced has to be there again before time is taken.
    await sandbox.run({ id: 'ready', code: 'class A:\n    pass\nans = 1' })
    const start = performance.now()
    const { status } = await sandbox.run({ id, code })
    const late = performance.now() - start - limits.timeoutMs
    if (late > Math.max(0, ...lateness)) worst = id
    lateness.push(late)
    counts[status] = (counts[status] ?? 0) + 1
    residentBytes = Math.max(residentBytes, ...descendants().map((each) => each.residentBytes))
  }
  const latest = Math.max(...lateness)
  const statuses = Object.entries(counts).map(([status, count]) => `${count} ${status}`)
  console.log(
    `${name.padEnd(10)} ${statuses.join(', ')}; the latest ended at its limit + ${latest.toFixed(0)} ms (${worst}); largest process ${(residentBytes / 2 ** 20).toFixed(0)} MB`,
  )
}
