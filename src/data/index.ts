/** Problems: where they come from, how they are split and kept apart. */
export * from './documents/index.ts'
export * from './procedural/index.ts'
export * from './split.ts'
export { fewShotFormat, fewShotStop, type Example } from './few-shot.ts'
export {
  axolotlConfig,
  describeExport,
  exportFormats,
  exportPromptHelp,
  exportRows,
  type ExportAccount,
  type ExportFormat,
} from './export-rows.ts'
export { readCompletions } from './completions.ts'
export { loadLabelledCompletions } from './labelled-completions.ts'
export { loadLabelledSteps } from './labelled-steps.ts'
export {
  loadScores,
  requireAllScored,
  type ScoredAs,
  type ScoreTable,
} from './scores-of-verdicts.ts'
export { joinVerdicts } from './join-verdicts.ts'
export { importMapping, readAhead } from './shape/import-mapping.ts'
export { checkMapping, parseMapping, type ImportMapping } from './shape/mapping.ts'
export { finalAnswer, hasFinalAnswer } from './gsm8k.ts'
export {
  defaultEvaluatorFormat,
  evaluatorFormatFile,
  evaluatorPrompt,
  parseEvaluatorFormat,
  type EvaluatorFormat,
} from './evaluator-format.ts'
export { fileStem, loadProblems, readProblems, refused, type Teller } from './problems.ts'
export type { LearnedPrograms, PromptFormat, RecordedFormat } from './prompt-format.ts'
export {
  asksForProgram,
  chatTurn,
  customFormat,
  formatPrompt,
  parsePromptFormatRecord,
  plainFormat,
  problemPrompt,
  programFormat,
  programPromptIn,
  programStyle,
  programTurn,
  promptFormatFile,
  promptFormatId,
  promptFormatRecord,
  promptIn,
  questionOf,
  rationaleFormat,
} from './prompt-format.ts'
export {
  annotate,
  contextOf,
  hasMarks,
  rationaleMarks,
  readAnnotated,
  type AnnotatedPart,
  type AnnotatedText,
  type AnnotationFault,
  type RationaleIs,
  type Segment,
} from './rationale-format.ts'
export { repairPrompt, type FailedProgram } from './repair-format.ts'
export { describeKinds, otherKindOfBytes, otherKindOfFile, type RecordKind } from './record-kind.ts'
export { recordImporter, type RecordImporter } from './shape/record-importer.ts'
export {
  checkRecord,
  collectRecords,
  lineError,
  readRecords,
  type RecordEntry,
} from './read/records.ts'
export { describeRow, mappingOf, shapeOf, shapes, unknownShapeHint } from './shape/shapes.ts'
export type { Shape } from './shape/shape.ts'
export { eachRow } from './shape/each-row.ts'
export { readScores, type CompletionGroups, type StoredScores } from './stored-scores.ts'
export { annotationPlaces, cutAtPlaces, type AnnotationPlaces } from './annotation-places.ts'
export { annotationPrompt, rationaleTurn } from './annotation-prompt.ts'
export { stepRules, type StepRule, type StepTask } from './step-rules.ts'
export { checkText, isTextName } from './read/text-file.ts'
export { sourceName, type NamedBytes, type RecordSource } from './read/source.ts'
export { isColumnPath, type SolutionColumns } from './solution-columns.ts'
export { solutionDocument } from './solution-documents.ts'
export { loadTrainingRows } from './training-rows.ts'
export * from './decontaminate.ts'
