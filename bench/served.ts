/**
 * Requests to a server: what the client of served models reaches beside a plain loop, and what 512
 * requests under way cost. The server and each client are processes of their own.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatMeasured, summarise } from './measure.ts'

/** What a client has measured of itself. */
export interface ClientMeasures {
  requestsPerSecond: number
  /** Processor time, as a share of one core. */
  core: number
  peakMegabytes: number
}

interface Load {
  requests: number
  concurrency: number
  delayMs: number
}

const RUNS = 5
const serverFile = join(import.meta.dirname, 'served-server-child.ts')
const childFile = join(import.meta.dirname, 'served-child.ts')

export async function printServed(): Promise<void> {
  // As fast as a server may be, and as slow as one that writes 200 tokens for each of 512 texts.
  await compare('fast server', { requests: 4000, concurrency: 64, delayMs: 50 })
  await compare('512 under way', { requests: 2048, concurrency: 512, delayMs: 5000 }, 1)
}

async function compare(name: string, load: Load, runs = RUNS): Promise<void> {
  const server = spawn(process.execPath, ['--import', 'tsx', serverFile, String(load.delayMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [url] = (await once(server.stdout, 'data')) as [Buffer]
    const address = url.toString().trim()
    const measured: Record<'loop' | 'client', ClientMeasures[]> = { loop: [], client: [] }
    for (let run = 0; run < runs; run++)
      for (const kind of ['loop', 'client'] as const)
        measured[kind].push(await client(kind, address, load))
    const pick = (kind: keyof typeof measured, field: keyof ClientMeasures) =>
      summarise(measured[kind].map((each) => each[field]))
    for (const kind of ['loop', 'client'] as const)
      console.log(
        `${name.padEnd(14)} ${kind.padEnd(6)} ${formatMeasured(pick(kind, 'requestsPerSecond'))} requests/s, ` +
          `${(pick(kind, 'core').median * 100).toFixed(0)} % of a core, ${pick(kind, 'peakMegabytes').median.toFixed(0)} MB`,
      )
    const ratios = measured.client.map(
      ({ requestsPerSecond }, run) => requestsPerSecond / measured.loop[run]!.requestsPerSecond,
    )
    console.log(`${name.padEnd(14)} client / loop: ${formatMeasured(summarise(ratios))}`)
  } finally {
    server.kill()
  }
}

async function client(
  kind: 'loop' | 'client',
  address: string,
  { requests, concurrency }: Load,
): Promise<ClientMeasures> {
  const args = ['--import', 'tsx', childFile, kind, address, String(requests), String(concurrency)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as ClientMeasures
}
