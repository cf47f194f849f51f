/** Served models over servers of this machine, for tests that run them from end to end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import type { GeneratedCompletion, GenerationEvent, LanguageModel } from '../../src/model/index.ts'
import { openServed, type ServedOptions } from '../../src/served/index.ts'
import { collected } from './collected.ts'
import type { ProtocolServer } from './protocol-server.ts'
import { scriptServer } from './served-script.ts'

/** A variable for keys, which is unset after each test. */
export const keyVariable = 'SERVED_TEST_KEY'

export const servedScript = {
  'Tom has 3 boxes. ': { '3 * 4 = 12 pens.\n#### 12': 3, '3 + 4 = 7\n#### 7': 1, 'many 📦!': 2 },
  '2 + 2 =': { ' 4, of course': 5, ' 22': 1 },
}
/** More tokens than short contexts have. */
export const longPrompt = `${'why '.repeat(12)}2 + 2 =`

export interface ServedRuns {
  /** Returns a directory that is empty. */
  fresh(): string
  started(options?: Parameters<typeof scriptServer>[1]): Promise<ProtocolServer>
  /** Opens the model of some servers; what it warns of is collected. */
  opened(
    servers: ProtocolServer | readonly ProtocolServer[],
    settings?: object,
    options?: Partial<ServedOptions>,
  ): Promise<LanguageModel & { warnings: string[] }>
  /** Closes this after the test. */
  closing<T extends AsyncDisposable>(what: T): T
}

/** Returns what starts servers and opens models in a file of tests, and closes them. */
export function servedRuns(): ServedRuns {
  const directory = mkdtempSync(join(tmpdir(), 'served-runs-'))
  const open: AsyncDisposable[] = []
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  afterEach(async () => {
    delete process.env[keyVariable]
    for (const each of open.splice(0).toReversed()) await each[Symbol.asyncDispose]()
  })
  const closing = <T extends AsyncDisposable>(what: T): T => {
    open.push(what)
    return what
  }
  let files = 0
  return {
    closing,
    fresh: () => mkdtempSync(join(directory, 'run-')),
    started: async (options = {}) =>
      closing(await scriptServer({ ...servedScript, [longPrompt]: ' 4' }, options)),
    opened: async (servers, settings = {}, options = {}) => {
      const file = join(directory, `model-${files++}.yaml`)
      const addresses = [servers].flat().map(({ url }) => url)
      writeFileSync(file, JSON.stringify({ servers: addresses, model: 'tiny', ...settings }))
      const warnings: string[] = []
      const onWarning = (message: string): void => void warnings.push(message)
      const model = closing(await openServed(file, { isChat: false, onWarning, ...options }))
      return Object.assign(model, { warnings })
    },
  }
}

/** A request for completions of prompts of the script. */
export const requestOf = (
  numGenerations: number,
  prompts: readonly string[] = Object.keys(servedScript),
) => ({
  prompts: prompts.map((prompt, place) => ({ problemId: `p${place}`, prompt, stream: [7, place] })),
  numGenerations,
  decoding: { temperature: 1, maxNewTokens: 40 },
})

/** Returns all completions, in order. */
export async function drawn(
  model: LanguageModel,
  request: Parameters<LanguageModel['generate']>[0] = requestOf(6),
): Promise<GeneratedCompletion[]> {
  const events: GenerationEvent[] = await collected(model.generate(request))
  return events
    .flatMap((event) => (event.type === 'completion' ? [event.completion] : []))
    .toSorted((a, b) => a.problemId.localeCompare(b.problemId) || a.index - b.index)
}

/** Returns what work has thrown. */
export const failure = async (work: Promise<unknown>): Promise<Error & { hint?: string }> =>
  work.then(
    () => expect.unreachable('it went well'),
    (error: unknown) => error as Error,
  )

/** Requests for these prompts, without those that find out what a server can do. */
export const asked = ({ requests }: ProtocolServer): number =>
  requests.filter(({ body }) => Object.keys(servedScript).includes(body.prompt ?? '')).length

/** How often the reply to each such request was paid for. */
export const wholePaid = ({ paid }: ProtocolServer): number[] =>
  [...paid]
    .filter(([name]) => Object.keys(servedScript).some((each) => name.includes(each)))
    .map(([, n]) => n)
