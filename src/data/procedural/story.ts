/** Builds a story from a plan: facts, the question, and the quantity it asks for. */
import type { Rng } from '../../core/index.ts'
import { startDraft, type Fact } from './draft.ts'
import { tellCombination } from './ending.ts'
import { tellEvents } from './events.ts'
import type { Frame } from './frame.ts'
import { tellOpening } from './opening.ts'
import { planSteps, signature, type Plan } from './plan.ts'
import { stepsOf, type Quantity } from './quantity.ts'
import type { Mention, Sentence } from './sentence.ts'
import { tellTail } from './tails.ts'
import type { Unit } from './unit.ts'

export interface Story {
  frame: Frame
  /** Canonical text of the relation structure. */
  graph: string
  steps: number
  facts: readonly Fact[]
  ask: Sentence
  answer: Quantity
  cast: readonly Mention[]
}

/**
 * Returns a story with numbers, or `null` when the numbers drawn do not come out well: draw again.
 */
export function buildStory(frame: Frame, unit: Unit, plan: Plan, random: Rng): Story | null {
  const steps = planSteps(plan)
  const draft = startDraft({ frame, unit, plan }, steps, random)
  tellOpening(draft)
  tellEvents(draft)
  const combined = tellCombination(draft)
  const { ask, answer } = plan.tail ? tellTail(draft, plan.tail, combined.answer) : combined
  const { cap } = draft.scale
  const results = stepsOf(answer)
  if (!results.every(({ value }) => Number.isInteger(value) && value >= 2 && value <= cap))
    return null
  return { frame, graph: signature(plan), steps, facts: draft.facts, ask, answer, cast: draft.cast }
}
