/** What scores the lines of a beam search, by its name. */
import type { ExecutionProvider } from '../../engine/index.ts'
import {
  alignmentScorer,
  evaluatorScorer,
  type StepScorer,
  type StepScorerName,
} from '../../infer/index.ts'
import { requireCapability, type LanguageModel } from '../../model/index.ts'
import { modelDirectory, openEmbedder, openEvaluator, type ModelRef } from '../../sample/index.ts'
import type { SettingFault } from '../stage.ts'

/** A scorer with what it runs on, which is to be disposed of. */
export interface OpenStepScorer extends AsyncDisposable {
  score: StepScorer
}

export interface ScorerSource {
  /** The model that writes the lines. */
  model: LanguageModel
  /** The scorer's own directory; absent where it has none. */
  directory?: ModelRef | undefined
  executionProvider?: ExecutionProvider | undefined
}

/** What is wrong with a scorer and the directory that is given for it, or is not. */
export function scorerFaults(scoreBy: StepScorerName, isGiven: boolean): SettingFault[] {
  if (needsScorer(scoreBy) === isGiven) return []
  return [
    isGiven
      ? { path: ['scorer'], text: `scoreBy is ${scoreBy}, which takes no scorer` }
      : {
          path: ['scoreBy'],
          text: `${scoreBy} needs a scorer: name a directory, or a stage that makes it`,
        },
  ]
}

/** Whether something besides the model that writes the lines is needed. */
export const needsScorer = (scoreBy: StepScorerName): boolean =>
  scoreBy === 'embeddings' || scoreBy === 'evaluator'

/** Returns the scorer, `undefined` for none. @throws ConfigError, ModelError */
export async function openStepScorer(
  name: StepScorerName,
  { model, directory, executionProvider }: ScorerSource,
): Promise<OpenStepScorer | undefined> {
  switch (name) {
    case 'none': {
      return undefined
    }
    case 'hiddenStates': {
      requireCapability(model, 'embed', 'scoreBy: hiddenStates')
      return { score: alignmentScorer(model), [Symbol.asyncDispose]: async () => {} }
    }
    case 'embeddings': {
      const embedder = await openEmbedder(modelDirectory(directory!, 'scoreBy: embeddings'))
      return {
        score: alignmentScorer(embedder),
        [Symbol.asyncDispose]: () => embedder[Symbol.asyncDispose](),
      }
    }
    case 'evaluator': {
      const evaluator = await openEvaluator(directory!, executionProvider)
      return {
        score: evaluatorScorer(evaluator),
        [Symbol.asyncDispose]: () => evaluator[Symbol.asyncDispose](),
      }
    }
  }
}
