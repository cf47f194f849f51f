/** Language models: architecture, parameters, tokenizer, and the directory they are kept in. */
export { checkedBeamRequest, checkedRequest, checkTokens } from './checked-request.ts'
export { otherModelFormat } from './checkpoint/other-formats.ts'
export { encodeSafetensors, readSafetensors } from './checkpoint/safetensors.ts'
export { chatPrompt, chatTemplateOf, renderChats } from './chat-template.ts'
export type { FreshShape, ModelConfig } from './config.ts'
export { freshConfig, llamaConfigJson, parseModelConfig } from './config.ts'
export { firstStop } from './first-stop.ts'
export type { JointEncoding } from './joint-encoding.ts'
export { encodeJointly } from './joint-encoding.ts'
export { labelLogprobs, pickedLogprobs } from './label-logprobs.ts'
export type * from './language-model.ts'
export { completionsOf, discounted, requireCapability, scoreEach } from './language-model.ts'
export type { Model, ModelOutline } from './model-directory.ts'
export {
  companions,
  freshModelJson,
  modelFiles,
  readModel,
  readModelOutline,
} from './model-directory.ts'
export type { ModelProfile } from './model-profile.ts'
export { leavesRoom, profileOf } from './model-profile.ts'
export type { Parameters, ParameterValues } from './parameters.ts'
export {
  initialParameters,
  parameterCount,
  parameterInputs,
  parameterShapes,
} from './parameters.ts'
export { MASKED, rotaryTables, sequenceFeeds } from './sequence-feeds.ts'
export type { Tokenizer } from './tokenizer.ts'
export { countTokens, createTokenizer, encodeStart } from './tokenizer.ts'
export { decodeStep, forward, head, sequenceInputs } from './transformer.ts'
export { endOfText, trainTokenizer } from './train-tokenizer.ts'
