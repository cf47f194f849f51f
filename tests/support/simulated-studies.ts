/**
 * Studies whose truth is known: right and wrong answers of two systems to the same problems, over
 * runs.
 */
import { rng, type Rng } from '../../src/core/index.ts'
import type { Sample } from '../../src/evaluate/index.ts'
import type { MeasuredPoint } from '../../src/scale/index.ts'

export interface World {
  /** The accuracy of the first system over all problems and runs. */
  accuracy: number
  /**
   * How alike problems are. The chance that the first system solves a problem is drawn for each
   * from a Beta distribution with this sum of its parameters: 0.2 where most are surely right or
   * surely wrong, 1 where many are in between, Infinity where all have the same chance.
   */
  likeness: number
  /**
   * The share of what the first solves that the second has lost; what it gains besides makes up for
   * it.
   */
  lost: number
  /** The standard deviation of a run's accuracy about its system's, in either system by itself. */
  runNoise: number
}

export interface StudySize {
  problems: number
  seeds: number
  /** By how much the second system is truly better. */
  gain: number
}

export interface Chances {
  a: number[][]
  b: number[][]
}

/**
 * Returns the chances of either system to solve each problem in each run: `[seed][problem]`. Their
 * expectations are `accuracy` and `accuracy + gain`, exactly. A problem's chances go together in
 * both systems: the second loses a part of the first's (a share with mean `lost`, different for
 * each problem) and gains a part of what is left.
 */
export function chancesOf(
  { accuracy, likeness, lost, runNoise }: World,
  { problems, seeds, gain }: StudySize,
  random: Rng,
): Chances {
  const gained = (gain + lost * accuracy) / (1 - accuracy)
  const first = Array.from({ length: problems }, () => beta(accuracy, likeness, random))
  const second = first.map(
    (chance) => chance * (1 - uneven(lost, random)) + (1 - chance) * uneven(gained, random),
  )
  const runs = (chances: readonly number[], expected: number): number[][] =>
    Array.from({ length: seeds }, () => {
      const shift = shiftOf(expected, runNoise, random)
      return chances.map((chance) =>
        shift > 0
          ? chance + ((1 - chance) * shift) / (1 - expected)
          : chance * (1 + shift / expected),
      )
    })
  return { a: runs(first, accuracy), b: runs(second, accuracy + gain) }
}

/** Right (1) or wrong (0), decided by the chances. */
export function answersOf(chances: readonly (readonly number[])[], random: Rng): number[][] {
  return chances.map((run) => run.map((chance) => (random.next() < chance ? 1 : 0)))
}

/**
 * Several samples of a problem: wrong ones give one of four wrong answers, so that votes can go
 * astray.
 */
export function samplesOf(chance: number, count: number, random: Rng): Sample[] {
  return Array.from({ length: count }, () => {
    const correct = random.next() < chance
    return { correct, answer: correct ? 'right' : `wrong ${random.int(1, 4)}` }
  })
}

export interface LawWorld {
  xs: readonly number[]
  law: (x: number) => number
  problems: number
  seeds: number
  /**
   * 0: every run decides every problem anew; 1: a problem is right as soon as the law passes its
   * difficulty.
   */
  shared: number
  /** By how much, as a standard deviation, a run lies above or below the law at each point. */
  runNoise: number
}

/** Right and wrong answers with the law as their expectation. */
export function pointsOf(
  { xs, law, problems, seeds, shared, runNoise }: LawWorld,
  address: readonly (string | number)[],
): MeasuredPoint[] {
  const random = rng('points', ...address)
  const difficulties = Array.from({ length: problems }, () => random.next())
  return xs.map((x) => ({
    x,
    bySeed: Array.from({ length: seeds }, () => {
      const height = law(x) + (runNoise === 0 ? 0 : runNoise * random.normal())
      return difficulties.map((difficulty) =>
        (random.next() < shared ? difficulty : random.next()) < height ? 1 : 0,
      )
    }),
  }))
}

/**
 * A share with this mean that is nearly 0 or nearly its greatest for most: Beta(½, ½), stretched.
 */
function uneven(mean: number, random: Rng): number {
  if (mean > 0.5) return 1 - uneven(1 - mean, random)
  return 2 * mean * Math.sin((random.next() * Math.PI) / 2) ** 2
}

/** Jöhnk's generator. */
function beta(mean: number, sum: number, random: Rng): number {
  if (sum === Infinity) return mean
  for (;;) {
    const x = random.next() ** (1 / (sum * mean))
    const y = random.next() ** (1 / (sum * (1 - mean)))
    if (x + y <= 1 && x + y > 0) return x / (x + y)
  }
}

/** Normal, cut evenly on both sides where chances would leave 0…1. */
function shiftOf(expected: number, noise: number, random: Rng): number {
  if (noise === 0) return 0
  const most = 0.95 * Math.min(expected, 1 - expected)
  for (;;) {
    const shift = noise * random.normal()
    if (Math.abs(shift) <= most) return shift
  }
}
