/** A model whose texts are made from prompt and stream alone: any number of prompts, no script. */
import { ConfigError, rng } from '../../src/core/index.ts'
import { localCapabilities } from '../../src/sample/local-model.ts'
import type {
  GenerateRequest,
  GenerationEvent,
  LanguageModel,
  TokenLogprobs,
} from '../../src/model/index.ts'

const refuse = (): never => {
  throw new ConfigError('this model only generates and scores')
}

/** Every character is a token, and as likely as any other. */
const scored = (text: string): TokenLogprobs => ({
  logprob: -text.length,
  tokens: Array.from(text, (character) => ({ text: character, logprob: -1 })),
})

/** Returns a model that answers at once, each time alike. */
export const hashModel: LanguageModel = {
  id: 'hash',
  capabilities: { ...localCapabilities, sessions: false, beams: false, embed: false },
  // eslint-disable-next-line @typescript-eslint/require-await -- other models answer later
  async *generate({
    prompts,
    numGenerations,
    firstIndex = 0,
  }: GenerateRequest): AsyncGenerator<GenerationEvent, void, void> {
    for (const { problemId, prompt, stream } of prompts)
      for (let index = firstIndex; index < firstIndex + numGenerations; index++) {
        const random = rng('hash model', prompt, ...stream, index)
        const [a, b] = [random.int(2, 99), random.int(2, 99)]
        const text = `There are ${a} * ${b} = ${a * b} of them.\n#### ${a * b}`
        const counts = { tokens: text.length, logprob: -text.length, finish: 'endOfText' as const }
        yield { type: 'completion', completion: { problemId, index, text, ...counts } }
      }
  },
  score: async (items) => items.map(({ continuations }) => continuations.map(scored)),
  embed: refuse,
  openSession: refuse,
  searchBeams: refuse,
  [Symbol.asyncDispose]: async () => {},
}
