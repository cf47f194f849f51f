/** Asks a server for completions, by a plain loop or by the client of served models. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServed } from '../src/served/index.ts'
import type { ClientMeasures } from './served.ts'

const [kind, address, ...counts] = process.argv.slice(2) as [string, string, string, string]
const [requests, concurrency] = counts.map(Number) as [number, number]
const prompts = Array.from({ length: requests }, (_, place) => `How many pens? (${place})`)

interface Begun {
  startMs: number
  cpu: NodeJS.CpuUsage
}
const now = (): Begun => ({ startMs: performance.now(), cpu: process.cpuUsage() })

const run = kind === 'loop' ? plainLoop : served
const begun = await run()
const seconds = (performance.now() - begun.startMs) / 1000
const { user, system } = process.cpuUsage(begun.cpu)
const measures: ClientMeasures = {
  requestsPerSecond: requests / seconds,
  core: (user + system) / 1e6 / seconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify(measures))
process.exit(0)

async function plainLoop(): Promise<Begun> {
  const start = now()
  let next = 0
  const texts: string[] = []
  const worker = async (): Promise<void> => {
    while (next < prompts.length) {
      const place = next++
      const body = {
        model: 'tiny',
        messages: [{ role: 'user', content: prompts[place] }],
        temperature: 0.7,
        max_tokens: 256,
        seed: place,
      }
      const reply = await fetch(`${address}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const { choices } = (await reply.json()) as { choices: { message: { content: string } }[] }
      texts[place] = choices[0]!.message.content
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return start
}

async function served(): Promise<Begun> {
  const directory = mkdtempSync(join(tmpdir(), 'reckoner-served-'))
  const settings = join(directory, 'model.yaml')
  writeFileSync(settings, JSON.stringify({ servers: address, model: 'tiny', concurrency }))
  await using model = await openServed(settings, { isChat: true, directory })
  const start = now()
  let done = 0
  const asked = prompts.map((prompt, place) => ({
    problemId: `p${place}`,
    prompt,
    stream: [1, place],
  }))
  const decoding = { temperature: 0.7, maxNewTokens: 256 }
  for await (const { type } of model.generate({ prompts: asked, numGenerations: 1, decoding }))
    if (type === 'completion') done++
  if (done !== requests) throw new Error(`${done} of ${requests}`)
  rmSync(directory, { recursive: true })
  return start
}
