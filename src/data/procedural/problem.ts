/** Procedural word problems: a pure function of seed, split, difficulty and index. */
import { DataError, rng, type Problem, type Rng } from '../../core/index.ts'
import { splitOfCombination, type Split } from './combination.ts'
import type { Frame } from './frame.ts'
import { frames } from './frames.ts'
import { narrativeParts, writeNarrative, type NarrativePart } from './narrative.ts'
import { drawPlan } from './draw-plan.ts'
import { signature } from './plan.ts'
import { writeProgram } from './program.ts'
import { writeQuestion } from './question.ts'
import { writeSolutions, type SolutionStyle } from './solutions.ts'
import { buildStory, type Story } from './story.ts'

export interface ProceduralOptions {
  seed: number
  split: Split
  /** Reasoning steps, 1 to 8: the number of equations in the shortest of the solutions. */
  steps: number | { min: number; max: number }
  /** Every other problem tells a fact that does not matter. */
  distractors?: boolean
  /** Problems also come with their solution in each style. */
  styles?: boolean
  /** Only stories of these frames are told, or all but these. All unless given. */
  frames?: FrameChoice
}

/** Which frames stories have, by their ids. */
export type FrameChoice = { only: readonly string[] } | { without: readonly string[] }

export interface ProceduralProblem extends Problem {
  answer: string
  /** The first of `solutions`. */
  solution: string
  /** Different worked solutions, in random order. */
  solutions: string[]
  /** One derivation in each style; `fineGrained` is `solution`. Only where it is asked for. */
  solutionsByStyle?: Record<SolutionStyle, string>
  /** The derivation as a Python function. */
  program: string
  /** The same story told without a question or equations. */
  narrative: string
  meta: { frame: string; graph: string; steps: number }
}

interface Address {
  text: string
  min: number
  max: number
}

function addressOf({ split, steps, distractors }: ProceduralOptions): Address {
  const { min, max } = typeof steps === 'number' ? { min: steps, max: steps } : steps
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max > 8 || min > max) {
    throw new DataError(
      `procedural problems: steps must be whole numbers from 1 to 8, got ${min} to ${max}`,
      {
        hint: 'Set steps to, say, { min: 2, max: 4 }.',
      },
    )
  }
  return {
    text: `${split}-${min === max ? min : `${min}to${max}`}${distractors ? 'd' : ''}`,
    min,
    max,
  }
}

/**
 * Returns the problem at `index`; problems of different options or indexes share no random numbers.
 */
export function proceduralProblem(options: ProceduralOptions, index: number): ProceduralProblem {
  const address = addressOf(options)
  const random = rng('procedural', options.seed, address.text, index)
  const steps = random.int(address.min, address.max)
  const story = drawStory(options.split, steps, random, chosenFrames(options.frames))
  const aside =
    options.distractors && story.frame.asides && random.next() < 0.5
      ? random.pick(story.frame.asides)
      : null
  const question = writeQuestion(story, random, aside)
  const { solutions, concise } = writeSolutions(story.answer, random)
  const [fineGrained] = solutions
  return {
    id: `procedural-${address.text}-${options.seed}-${index}`,
    question,
    answer: String(story.answer.value),
    solution: fineGrained!,
    ...(options.styles && { solutionsByStyle: { concise, fineGrained: fineGrained! } }),
    meta: { frame: story.frame.id, graph: story.graph, steps: story.steps },
    solutions,
    program: writeProgram(story.answer),
    narrative: writeNarrative(story, random),
  }
}

/** Yields the problems at indexes 0 to `count` - 1. */
export function* proceduralProblems(
  options: ProceduralOptions,
  count: number,
): Generator<ProceduralProblem, void, void> {
  for (let index = 0; index < count; index++) yield proceduralProblem(options, index)
}

/**
 * Returns unlabelled text for pre-training: a story of its own, none of the problems at the same
 * options.
 */
export function narrative(options: ProceduralOptions, index: number): string {
  return partsOfNarrative(options, index)
    .map(({ text }) => text)
    .join('')
}

/** Returns `narrative` in parts, with the results that they state. */
export function partsOfNarrative(options: ProceduralOptions, index: number): NarrativePart[] {
  const address = addressOf(options)
  const random = rng('procedural-narrative', options.seed, address.text, index)
  const steps = random.int(address.min, address.max)
  const story = drawStory(options.split, steps, random, chosenFrames(options.frames))
  return narrativeParts(story, random)
}

/** @throws DataError for a frame that there is not, and where none is left */
function chosenFrames(choice: FrameChoice | undefined): readonly Frame[] {
  if (!choice) return frames
  const ids = 'only' in choice ? choice.only : choice.without
  const unknown = ids.find((id) => frames.every((frame) => frame.id !== id))
  if (unknown !== undefined)
    throw new DataError(`procedural problems: there is no story frame "${unknown}"`, {
      hint: `The frames are ${frames.map(({ id }) => id).join(', ')}.`,
    })
  const chosen = frames.filter(({ id }) => ids.includes(id) === 'only' in choice)
  if (chosen.length === 0) throw new DataError('procedural problems: no story frame is left')
  return chosen
}

/** Far more than ever needed: a draw belongs to the rarest split one time in ten. */
const maxDraws = 20_000

/**
 * Draws stories until one belongs to the split. @throws {DataError} if none does, which no options
 * reach.
 */
export function drawStory(
  split: Split,
  steps: number,
  random: Rng,
  among: readonly Frame[] = frames,
): Story {
  for (let draw = 0; draw < maxDraws; draw++) {
    const frame = random.pick(among)
    const unit = random.pick(frame.units)
    const plan = drawPlan(frame, unit, steps, random)
    if (!plan || splitOfCombination(frame.id, signature(plan)) !== split) continue
    for (let retry = 0; retry < 8; retry++) {
      const story = buildStory(frame, unit, plan, random)
      if (story) return story
    }
  }
  throw new DataError(
    `procedural problems: no story of ${steps} steps found for the ${split} split`,
  )
}
