/** Completions with verdicts and scores, as studies of selection measure them. */
import { DataError, counted, type Problem } from '../../core/index.ts'
import { readScores } from '../../data/index.ts'
import type { Pool } from '../../evaluate/index.ts'
import type { PolicyName } from '../../verify/index.ts'
import type { StageContext } from '../stage.ts'
import { readAnswered, type GradedProblem } from './answered.ts'
import { inputFile } from './files.ts'
import { scoredSets, type ScoredInputs } from './scored-sets.ts'

/** What one evaluator says of one model's completions, by seed. */
export interface PooledSet {
  evaluator: string
  completions: string
  /** Whether the scores took no evaluator. */
  free: boolean
  bySeed: Map<number | undefined, Pool[]>
}

/**
 * Reads every scored set of completions; the pools of a seed are in the order of `problems`.
 * @throws ConfigError, DataError for scores that are missing or of other completions
 */
export async function readPools(
  context: StageContext<{ policy: PolicyName }>,
  inputs: ScoredInputs,
  problems: readonly Problem[],
): Promise<PooledSet[]> {
  const answered = new Map<number, Map<string, GradedProblem>>()
  const sets: PooledSet[] = []
  for (const set of await scoredSets(context, inputs)) {
    const bySeed = new Map<number | undefined, Pool[]>()
    for (const [seed, at] of set.bySeed) {
      const source = { input: inputs.completions, place: at.completions }
      const own = answered.get(at.completions) ?? (await readAnswered(context, source, problems))
      answered.set(at.completions, own)
      bySeed.set(seed, await poolsOf(own, context.inputs[inputs.scores]![at.scores]!))
    }
    sets.push({ ...set, bySeed })
  }
  return sets
}

/**
 * Returns the pools of graded problems with the scores in `path`; without a path, no completion has
 * one. @throws ConfigError, DataError for scores that are missing or of other completions
 */
export async function poolsOf(
  problems: ReadonlyMap<string, GradedProblem>,
  path: string | undefined,
): Promise<Pool[]> {
  const groups = new Map(Array.from(problems, ([id, { completions }]) => [id, completions]))
  const file = path === undefined ? undefined : inputFile(path, 'scores.jsonl')
  const scores =
    file === undefined
      ? undefined
      : await readScores([file], groups, (error) => {
          throw error
        })
  const missing: string[] = []
  const pools = Array.from(problems, ([id, { completions, answers, correct }]): Pool => {
    const firsts = new Map<string, number>()
    const texts = completions.map(({ text }) => {
      if (!firsts.has(text)) firsts.set(text, firsts.size)
      return firsts.get(text)!
    })
    const values = completions.map(({ index }, place) => {
      const score = scores?.at(id, place)
      if (scores && score === undefined) missing.push(`completion ${index} of problem "${id}"`)
      return score ?? Number.NaN
    })
    return { answers, correct, texts, scores: values }
  })
  if (missing.length === 0) return pools
  throw new DataError(
    `${file}: ${counted(missing.length, 'completion has', 'completions have')} no score; the first is ${missing[0]}`,
    { hint: 'Score all of these completions.' },
  )
}
