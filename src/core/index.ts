/** The nouns and tools every layer may use. */
export * from './answer-text.ts'
export * from './clock.ts'
export * from './concurrent.ts'
export * from './counted.ts'
export {
  eventsJsonSchema,
  runEventSchema,
  runStampSchema,
  type RunEvent,
  type StageCost,
} from './event.ts'
export { filesBelow, type Below } from './files-below.ts'
export * from './hash.ts'
export * from './merge.ts'
export * from './money.ts'
export * from './pure.ts'
export * from './rng.ts'
export * from './schemas.ts'
export * from './task.ts'
export * from './throw-if-cancelled.ts'
