/** The solver that a model is, where it is one. */
import { readSolver, type Solver } from '../infer/index.ts'
import type { ModelRef } from '../sample/index.ts'

/**
 * Returns how a model says that it is used, `null` where it is a model alone. @throws as
 * `readSolver`
 */
export const solverAt = async (ref: ModelRef): Promise<Solver | null> =>
  ref.scheme === 'directory' ? readSolver(ref.directory) : null
