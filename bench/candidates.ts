/**
 * Candidate solutions to judge. They are made by rule: worked solutions of procedural problems in
 * which some numbers are replaced, so that they begin alike as samples of one model do.
 */
import { rng, type Rng } from '../src/core/index.ts'
import { problemPrompt, proceduralProblem } from '../src/data/index.ts'
import type { ScoreItem } from '../src/model/index.ts'

/** Two words to choose from. */
const verdicts = [' correct', ' incorrect']

export interface Drawing {
  /** Chance of each number of a solution to be replaced. */
  replaced: number
  /** Whether no two candidates of a problem are the same. */
  distinct: boolean
}

/** Returns `count` items of each of the first problems, those of a problem one after the other. */
export function candidateItems(problems: number, count: number, drawing: Drawing): ScoreItem[] {
  const about = { seed: 1, split: 'test', steps: { min: 2, max: 4 } } as const
  return Array.from({ length: problems }, (_, index) => {
    const { question, solutions } = proceduralProblem(about, index)
    const random = rng('candidates', index)
    const drawn: string[] = []
    while (drawn.length < count) {
      const candidate = perturbed(random.pick(solutions), drawing.replaced, random)
      if (!drawing.distinct || !drawn.includes(candidate)) drawn.push(candidate)
    }
    return drawn.map((candidate) => ({
      prompt: `${problemPrompt(question)}${candidate}\nThe solution above is`,
      continuations: verdicts,
    }))
  }).flat()
}

const perturbed = (solution: string, chance: number, random: Rng): string =>
  solution.replaceAll(/\d+/g, (number) =>
    random.next() < chance ? String(Number(number) + random.int(1, 9)) : number,
  )
