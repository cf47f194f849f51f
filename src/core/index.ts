/** The nouns and tools every layer may use. */
export * from './answer-text.ts'
export * from './clock.ts'
export * from './concurrent.ts'
export * from './error.ts'
export {
  eventsJsonSchema,
  runEventSchema,
  runStampSchema,
  type RunEvent,
  type StageCost,
} from './event.ts'
export * from './hash.ts'
export * from './merge.ts'
export * from './problem.ts'
export * from './rational.ts'
export * from './rng.ts'
export * from './task.ts'
