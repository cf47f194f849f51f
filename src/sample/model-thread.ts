/** The thread in which a local model lives. */
import { serveThread } from '../engine/index.ts'
import type { GeneratedCompletion, GenerateRequest, ScoreItem, TokenLogprobs } from '../model/index.ts'
import { readModel } from '../model/index.ts'
import type { LocalModelOptions } from './local-model.ts'
import { LocalModel } from './local-model.ts'

let model: LocalModel | undefined

serveThread({
  async *open({ directory, options }: { directory: string; options: LocalModelOptions }): AsyncGenerator<never, void, void> {
    model = new LocalModel(await readModel(directory), options)
  },
  async *generate(request: GenerateRequest, signal): AsyncGenerator<GeneratedCompletion, void, void> {
    yield* model!.generate(request, signal)
  },
  async *score(items: ScoreItem[], signal): AsyncGenerator<never, TokenLogprobs[], void> {
    return await model!.score(items, signal)
  },
})
