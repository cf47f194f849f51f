/** A scripted model behind a server of this machine: what probes ask, it knows. */
import { scriptedModel, type Script } from '../../src/sample/index.ts'
import type { LanguageModel } from '../../src/model/index.ts'
import {
  protocolServer,
  type ProtocolServer,
  type ProtocolServerOptions,
} from './protocol-server.ts'

const letters = Array.from('abcdefghijklmnop')

/** What a server is asked to find out what it can do. */
const probed: Script = {
  'Write the first words of a story about a town by the sea:': Object.fromEntries(
    letters.flatMap((first) => letters.map((second) => [`${first}${second} by the sea`, 1])),
  ),
}

/** Starts a server of a model that knows this script. */
export async function scriptServer(
  script: Script,
  options: ProtocolServerOptions & { capabilities?: Partial<LanguageModel['capabilities']> } = {},
): Promise<ProtocolServer> {
  const { capabilities = {}, ...rest } = options
  const whole = { ...probed, ...script }
  const prompts = Object.keys(whole).toSorted((a, b) => b.length - a.length)
  const known = (text: string): string => prompts.find((prompt) => text.startsWith(prompt)) ?? ''
  return protocolServer(scriptedModel(whole, { capabilities }), { known, ...rest })
}
