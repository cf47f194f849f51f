/** A language model as the tool of strategies that draw completions. */
import type { Decoding, GeneratedCompletion, LanguageModel, Prompt } from '../model/index.ts'
import type { Tools } from './strategy.ts'

export interface DrawOptions extends Pick<Decoding, 'maxNewTokens' | 'stop'> {
  /** Is told the text of a completion that is drawn alone, as it grows. */
  onText?: (text: string) => void | Promise<void>
}

/**
 * Returns the tool that draws completions of a prompt from a model. It throws what the model
 * throws.
 */
export function drawFrom(
  model: Pick<LanguageModel, 'generate'>,
  prompt: Prompt,
  { onText, ...limits }: DrawOptions,
): NonNullable<Tools['generate']> {
  return async ({ numGenerations, temperature }, signal) => {
    const decoding = { temperature, ...limits }
    const deltas = onText !== undefined && numGenerations === 1
    const completions: GeneratedCompletion[] = []
    const request = { prompts: [prompt], numGenerations, decoding, deltas }
    for await (const event of model.generate(request, signal)) {
      if (event.type === 'completion') completions.push(event.completion)
      else await onText!(event.text)
    }
    return completions.toSorted((a, b) => a.index - b.index)
  }
}
