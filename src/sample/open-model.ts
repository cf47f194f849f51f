/** Opens a model directory in a thread of its own. */
import { basename } from 'node:path'
import { Thread } from '../engine/index.ts'
import type { GeneratedCompletion, LanguageModel, TokenLogprobs } from '../model/index.ts'
import type { LocalModelOptions } from './local-model.ts'

/** Returns the model in `directory`, ready to generate and score. Dispose of it to end its thread. @throws ModelError */
export async function openModel(directory: string, options: LocalModelOptions = {}): Promise<LanguageModel> {
  const thread = new Thread('model-thread', import.meta.url)
  const result = async <T>(method: string, argument: unknown, signal?: AbortSignal): Promise<T> => {
    const step = await thread.call<never, T>(method, argument, signal).next()
    return step.value
  }
  try {
    await result('open', { directory, options })
  } catch (error) {
    await thread[Symbol.asyncDispose]()
    throw error
  }
  return {
    id: basename(directory),
    generate: (request, signal) => thread.call<GeneratedCompletion, void>('generate', request, signal),
    score: (items, signal) => result<TokenLogprobs[]>('score', items, signal),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}
