/** Drawing completions from models. */
export type { Embedder } from './embedder.ts'
export { openEmbedder } from './embedder.ts'
export type { Candidate, Evaluator } from './evaluator.ts'
export { evaluatorFormatOf, openEvaluator, requireTellableWords } from './evaluator.ts'
export type { LocalModelOptions } from './local-model.ts'
export { LocalModel } from './local-model.ts'
export {
  modelPromptFormat,
  namedPromptFormat,
  promptFormatHelp,
  programFormatOf,
  recordedPromptFormat,
} from './model-prompt-format.ts'
export type { DirectoryRef, ModelRef, OpenOptions, ServedRef } from './model-ref.ts'
export {
  modelDirectory,
  modelIdentity,
  modelProfile,
  modelRefFault,
  modelRefHelp,
  modelRefText,
  openModel,
  readModelRef,
  servedRefHint,
} from './model-ref.ts'
export type { Script, ScriptedModelOptions } from './scripted-model.ts'
export { scriptedModel } from './scripted-model.ts'
export { shippedModels } from './shipped-models.ts'
