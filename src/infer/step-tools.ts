/** The models of a step-wise solution as its tools. */
import type { RationaleIs } from '../data/index.ts'
import { proposeSteps, sayRationales, type RationaleModel, type StepAgent } from './step-agent.ts'
import type { StepJudgement, StepTools } from './step-rounds.ts'

/** Who takes part in a step-wise solution. */
export interface StepParts {
  agent: StepAgent
  /** Absent where nobody needs rationales. */
  rationales?: RationaleModel | undefined
  score: StepJudgement
}

interface Supervision {
  rationalesAre: 'hidden' | 'shown'
  rationaleIs: RationaleIs
}

/** Returns the tools. The agent reads rationales only where they are shown. */
export function stepTools(
  { agent, rationales, score }: StepParts,
  { rationalesAre, rationaleIs }: Supervision,
): StepTools {
  return {
    ...(rationales && { rationales: (open) => sayRationales(rationales, open) }),
    propose: (open, said) => {
      agent.signal?.throwIfAborted()
      const isShown = rationalesAre === 'shown' && said !== undefined
      return proposeSteps(agent, open, isShown ? { rationales: said, as: rationaleIs } : undefined)
    },
    score,
  }
}
