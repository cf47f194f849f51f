/**
 * Problems for a real model: short ones of GSM8K where the data folder is there (`RECKONER_DATA`),
 * else procedural ones.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadProblems, proceduralProblem } from '../src/data/index.ts'

/** A question and one worked solution. */
export interface RealProblem {
  question: string
  solution: string
}

const data = process.env['RECKONER_DATA'] ?? join(import.meta.dirname, '../../shared/data')
const gsm8k = join(data, 'gsm8k/train.jsonl')
export const problemSource = existsSync(gsm8k) ? 'GSM8K' : 'procedural'

/** Question and solution together; longer ones take minutes. */
const MOST_CHARACTERS = 320

/** Returns the first `count` short problems, the same at every call. */
export async function realProblems(count: number): Promise<RealProblem[]> {
  if (problemSource === 'procedural')
    return Array.from({ length: count }, (_, index) => {
      const about = { seed: 1, split: 'test', steps: { min: 1, max: 4 } } as const
      const { question, solutions } = proceduralProblem(about, index)
      return { question, solution: solutions[0]! }
    })
  const problems = (await loadProblems(gsm8k)).map(({ question, solution }) => ({
    question,
    solution: solution!,
  }))
  return problems
    .filter(({ question, solution }) => question.length + solution.length <= MOST_CHARACTERS)
    .slice(0, count)
}
