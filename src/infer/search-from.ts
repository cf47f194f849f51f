/** A language model as the tool of strategies that search with several hypotheses. */
import type { BeamResult, Decoding, LanguageModel, Prompt } from '../model/index.ts'
import type { Tools } from './strategy.ts'

/** Returns the tool that searches for completions of a prompt. It throws what the model throws. */
export function searchFrom(
  model: Pick<LanguageModel, 'searchBeams'>,
  prompt: Pick<Prompt, 'problemId' | 'prompt'>,
  decoding: Pick<Decoding, 'maxNewTokens' | 'stop'>,
): NonNullable<Tools['search']> {
  return async (width, judge, signal) => {
    const found: BeamResult[] = []
    const request = { prompts: [prompt], width, decoding }
    for await (const result of model.searchBeams(request, judge, signal)) found.push(result)
    return found[0]!
  }
}
