/** Drawing completions from models. */
export type { LocalModelOptions } from './local-model.ts'
export { LocalModel } from './local-model.ts'
export {
  modelPromptFormat,
  namedPromptFormat,
  promptFormatHelp,
  recordedPromptFormat,
} from './model-prompt-format.ts'
export { openModel } from './open-model.ts'
