/** Problems: where they come from, how they are split and kept apart. */
export * from './procedural/index.ts'
export * from './split.ts'
