/** Evaluators of a known quality: scores of completions, some of them correct, over runs. */
import type { Rng } from '../../src/core/index.ts'
import type { Judged } from '../../src/evaluate/index.ts'

export interface EvaluatorWorld {
  /** By how much scores of correct completions are higher, in standard deviations of a score. */
  signal: number
  /** The standard deviation of what scores of one problem have in common. */
  common: number
  /** The share correct of a middling problem: log-odds are normal over problems, deviation 1.5. */
  share: number
  completions: number
  runs: number
  /** The standard deviation of the signal from run to run. */
  runNoise: number
  /** Its area over all completions and within problems, from 120 000 problems or more. */
  area: number
  within?: number
}

const plain = { signal: 1, common: 1, share: 0.4, completions: 8, runs: 1, runNoise: 0 }

export const evaluatorWorlds: Record<string, EvaluatorWorld> = {
  'AUC 0.69': { ...plain, area: 0.6918, within: 0.7601 },
  'AUC 0.96': { ...plain, signal: 3, common: 0.7, area: 0.9586, within: 0.983 },
  'AUC 0.5': { ...plain, signal: 0, area: 0.5, within: 0.5 },
  'AUC 0.77, few are correct': { ...plain, signal: 1.5, share: 0.03, area: 0.7729, within: 0.8557 },
  'AUC 0.76, one completion each': { ...plain, common: 0, completions: 1, area: 0.7602 },
  'AUC 0.69, three runs': { ...plain, completions: 4, runs: 3, area: 0.6918, within: 0.7601 },
  'AUC 0.69, three runs that differ': {
    ...plain,
    completions: 4,
    runs: 3,
    runNoise: 0.2,
    area: 0.6898,
    within: 0.7572,
  },
}

/** Returns the judged completions of each run, of the same problems. */
export function judgedStudy(world: EvaluatorWorld, problems: number, random: Rng): Judged[][] {
  const odds = Math.log(world.share / (1 - world.share))
  const drawn = Array.from({ length: problems }, () => ({
    chance: 1 / (1 + Math.exp(-odds - 1.5 * random.normal())),
    common: world.common * random.normal(),
  }))
  return Array.from({ length: world.runs }, () => {
    const signal = world.signal + world.runNoise * random.normal()
    return drawn.flatMap(({ chance, common }, problem) =>
      Array.from({ length: world.completions }, () => {
        const isCorrect = random.next() < chance
        const score = (isCorrect ? signal : 0) + common + random.normal()
        return { problem, isCorrect, score }
      }),
    )
  })
}
