/** Every kind of stage, by the name that recipes use. */
import type { StageDefinition } from '../stage.ts'

export const stages = {} satisfies Record<string, StageDefinition>
