/** Embedded training: objectives, batches, schedules and the loop. */
export type { BatchSettings, BatchSource } from './batches.ts'
export { epochBatches } from './batches.ts'
export { crossEntropy } from './cross-entropy.ts'
export type { EvaluatorExamples, EvaluatorLoss, LabelledCandidate } from './evaluator-examples.ts'
export { evaluatorExamples, evaluatorLosses, solutionExamples } from './evaluator-examples.ts'
export type { LossGraph } from './loss-graph.ts'
export { lossGraph } from './loss-graph.ts'
export type { Batch, Objective } from './objective.ts'
export type { ObjectiveName, TrainingExamples } from './objectives.ts'
export { objectives } from './objectives.ts'
export { learningRateAt, scheduleNames } from './schedule.ts'
export type { Sequence, SequenceBatch } from './sequences.ts'
export { collate, encodeRows, packTokens } from './sequences.ts'
export { stepGraph } from './step.ts'
export type {
  OptimizerSettings,
  StepRecord,
  Trained,
  TrainingCheckpoints,
  TrainingState,
  TrainRequest,
} from './trainer.ts'
export { train } from './trainer.ts'
export type { ThreadedTrainRequest } from './train-in-thread.ts'
export { trainInThread } from './train-in-thread.ts'
export { unfrozenParameters } from './unfrozen-parameters.ts'
