/** A thread in which one copy of a local model lives. */
import { serveThread } from '../engine/index.ts'
import type {
  GeneratedCompletion,
  GenerateRequest,
  ScoreItem,
  TokenLogprobs,
} from '../model/index.ts'
import { readModel } from '../model/index.ts'
import { LocalModel } from './local-model.ts'
import type { OpenOrder } from './open-directory.ts'
import type { Placement } from './placement.ts'
import { placementOf } from './placement.ts'

let local: LocalModel | undefined

serveThread({
  async *open({ directory, executionProvider }: OpenOrder): AsyncGenerator<never, Placement, void> {
    const model = await readModel(directory)
    const placement = placementOf(model.parameters, executionProvider)
    const { threads, compileWeights } = placement
    local = new LocalModel(model, { session: { executionProvider, threads }, compileWeights })
    return placement
  },
  async *generate(
    request: GenerateRequest,
    signal,
  ): AsyncGenerator<GeneratedCompletion, void, void> {
    yield* local!.generate(request, signal)
  },
  async *score(items: ScoreItem[], signal): AsyncGenerator<never, TokenLogprobs[], void> {
    return await local!.score(items, signal)
  },
})
