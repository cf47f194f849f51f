/** Embedded training: losses, batches, schedules and the loop. */
export type { Batch, BatchSettings, BatchSource, Sequence } from './batches.ts'
export { collate, encodeRows, epochBatches, packTokens } from './batches.ts'
export { crossEntropy } from './loss.ts'
export { learningRateAt, scheduleNames } from './schedule.ts'
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
