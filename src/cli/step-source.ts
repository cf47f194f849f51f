/** What the strategy `stepwise` needs to answer one question. */
import type { OpenModel, StepSource } from '../infer/index.ts'
import { openStepTools, type StepModels } from '../recipe/index.ts'
import { promptOf, type Asked } from './program-tools.ts'
import type { Solving } from './solving.ts'

export interface StepSourceOptions extends Pick<Solving, 'rationales' | 'scorer'> {
  asked: Asked
  solver: OpenModel
  maxNewTokens: number
}

/** Returns the tool that solves the question step by step. `models` closes what it opens. */
export function stepSource(
  models: StepModels,
  { asked, solver, maxNewTokens, rationales, scorer }: StepSourceOptions,
): StepSource {
  const { problemId, prompt } = promptOf(asked)
  return {
    question: asked.question,
    open: (settings, signal) =>
      openStepTools(models, {
        name: 'the strategy stepwise',
        settings,
        solver,
        format: asked.format,
        prompts: new Map([[problemId, prompt]]),
        maxNewTokens,
        stop: asked.stop,
        rationales,
        scorer,
        seed: asked.seed,
        signal,
      }),
  }
}
