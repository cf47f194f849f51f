/** Problems: where they come from, how they are split and kept apart. */
export * from './procedural/index.ts'
export * from './split.ts'
export { finalAnswer, gsm8kProblem, hasFinalAnswer } from './gsm8k.ts'
export {
  importRecord,
  parseMapping,
  recordImporter,
  type ImportedRecord,
  type ImportMapping,
  type RecordImporter,
} from './import.ts'
export { collectJsonl, lineError, readJsonl, sourceName, type JsonlLine, type JsonlSource, type NamedBytes } from './jsonl.ts'
export { fileStem, loadProblems, readProblems } from './problems.ts'
export { problemPrompt } from './prompt.ts'
export { describeKinds, otherKindOfBytes, otherKindOfFile, type RecordKind } from './record-kind.ts'
export * from './decontaminate.ts'
