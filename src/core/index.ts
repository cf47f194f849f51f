/** The nouns and tools every layer may use. */
export * from './clock.ts'
export * from './error.ts'
export type * from './event.ts'
export * from './hash.ts'
export * from './problem.ts'
export * from './rational.ts'
export * from './rng.ts'
export * from './task.ts'
