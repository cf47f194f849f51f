import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { describeContract } from '../../tests/support/language-model-contract.ts'
import { scriptServer } from '../../tests/support/served-script.ts'
import type { ProtocolServer, ProtocolServerOptions } from '../../tests/support/protocol-server.ts'
import type { Capabilities } from '../model/index.ts'
import { openServed } from './index.ts'

const script = {
  'Tom has 3 boxes. ': {
    '3 * 4 = 12 pens.\n#### 12': 3,
    '3 + 4 = 7\n#### 7': 1,
    'many 📦 of 📦📦!': 2,
  },
  '2 + 2 =': { ' 4, of course': 5, ' 22': 1 },
}
const thinking = {
  'Tom has 3 boxes. ': {
    '<think>\n3 * 4\n</think>\n\n12 pens': 3,
    '<think>\nperhaps 7, or\n\nperhaps': 1,
    'many 📦!': 2,
  },
  '2 + 2 =': { '<think>\n4\n</think>\n\n4': 5, ' 22': 1 },
}

const directory = mkdtempSync(join(tmpdir(), 'served-'))
const servers: ProtocolServer[] = []
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
})

interface Case {
  name: string
  server?: ProtocolServerOptions
  settings?: object
  isChat?: boolean
  can?: Partial<Capabilities>
  tells?: { tellsStops?: boolean; tellsTokens?: boolean }
  script?: typeof script | typeof thinking
}

/** Chats are not scored: their words are not those that the model reads. */
const cases: Case[] = [
  { name: 'texts' },
  { name: 'texts in pieces', settings: { stream: true, logprobs: true } },
  { name: 'texts at two servers', settings: { concurrency: 1 } },
  {
    name: 'four at once',
    settings: { choices: 4 },
    can: { addressed: false },
    tells: { tellsTokens: false },
  },
  {
    name: 'four at once in pieces, with log-probabilities',
    settings: { choices: 4, stream: true, logprobs: true },
    can: { addressed: false },
  },
  { name: 'without seeds', server: { heedsSeeds: false }, can: { addressed: false } },
  { name: 'a chat', isChat: true, can: { score: false } },
  {
    name: 'a chat that thinks',
    isChat: true,
    can: { score: false },
    server: { reasoning: 'reasoning_content' },
    script: thinking,
  },
  {
    name: 'a chat that thinks in pieces',
    isChat: true,
    can: { score: false },
    server: { reasoning: 'reasoning' },
    settings: { stream: true, logprobs: true },
    script: thinking,
  },
  {
    name: 'a server that tells less',
    server: { ownedBy: 'local', tellsStops: false, tellsUsage: false, tellsOffsets: false },
    tells: { tellsStops: false, tellsTokens: false },
  },
]

for (const each of cases) {
  const { name, server = {}, settings = {}, isChat = false, can = {}, tells = {} } = each
  describeContract({
    name: `a served one, ${name}`,
    prompts: Object.keys(script),
    capabilities: { sessions: false, beams: false, ...can },
    ...tells,
    open: async () => {
      const count = name.includes('two servers') ? 2 : 1
      const started: ProtocolServer[] = []
      for (let place = 0; place < count; place++)
        started.push(await scriptServer(each.script ?? script, server))
      servers.push(...started)
      const file = join(directory, `${name}.yaml`)
      const addresses = started.map(({ url }) => url)
      writeFileSync(file, JSON.stringify({ servers: addresses, model: 'tiny', ...settings }))
      return openServed(file, { isChat })
    },
  })
}
