/** A few cells of `npm run intervals`, with fixed seeds. */
import { expect, it } from 'vitest'
import { rng } from '../src/core/index.ts'
import {
  areaUnderCurve,
  comparePaired,
  shareInterval,
  withinProblemArea,
  type Interval,
} from '../src/evaluate/index.ts'
import { evaluatorWorlds, judgedStudy } from './support/simulated-evaluators.ts'
import { stepMeasures, stepStudy, stepWorlds } from './support/simulated-steps.ts'
import { answersOf, chancesOf, samplesOf, type World } from './support/simulated-studies.ts'

const unlike = { accuracy: 0.5, likeness: 1, lost: 0.05, runNoise: 0 }
const sure = { accuracy: 0.5, likeness: 0.2, lost: 0.01, runNoise: 0 }
const noisy = { ...unlike, runNoise: 0.03 }
const trials = 400

const holds = ([low, high]: Interval, truth: number): boolean => low <= truth && truth <= high

function shareOf(
  address: readonly (string | number)[],
  study: (random: ReturnType<typeof rng>) => boolean,
): number {
  return (
    Array.from({ length: trials }, (_, trial) => study(rng('intervals', ...address, trial))).filter(
      Boolean,
    ).length / trials
  )
}

it.each<[string, World, { problems: number; seeds: number; gain: number }]>([
  ['50 problems of which few differ', sure, { problems: 50, seeds: 1, gain: 0.02 }],
  ['20 problems', unlike, { problems: 20, seeds: 1, gain: 0.05 }],
  [
    '100 problems, three runs that differ by chance',
    unlike,
    { problems: 100, seeds: 3, gain: 0.02 },
  ],
  ['1 000 problems, three runs that differ', noisy, { problems: 1000, seeds: 3, gain: 0.05 }],
])('the paired difference lies in its interval: %s', (name, world, size) => {
  const share = shareOf([name], (random) => {
    const { a, b } = chancesOf(world, size, random)
    return holds(comparePaired(answersOf(a, random), answersOf(b, random)).ci95, size.gain)
  })
  // 400 studies tell 95 from 92.5 or 97.5.
  expect(share).toBeGreaterThan(0.92)
  expect(share).toBeLessThan(0.99)
})

it.each<[string, World, number]>([
  ['one run', { ...unlike, accuracy: 0.9, lost: 0 }, 1],
  ['three runs', { ...noisy, accuracy: 0.8, lost: 0 }, 3],
])('the accuracy lies in its interval: %s', (name, world, seeds) => {
  const share = shareOf(['accuracy', name], (random) => {
    const { a } = chancesOf(world, { problems: 50, seeds, gain: 0 }, random)
    return holds(shareInterval(answersOf(a, random)), world.accuracy)
  })
  expect(share).toBeGreaterThan(0.92)
  expect(share).toBeLessThan(0.99)
})

it('the mean over samples lies in its interval where nearly all are right', () => {
  const world = { ...unlike, accuracy: 0.95 }
  const share = shareOf(['samples'], (random) => {
    const { a } = chancesOf({ ...world, lost: 0 }, { problems: 20, seeds: 1, gain: 0 }, random)
    const means = a[0]!.map(
      (chance) => samplesOf(chance, 8, random).filter(({ correct }) => correct).length / 8,
    )
    return holds(shareInterval([means]), world.accuracy)
  })
  expect(share).toBeGreaterThan(0.92)
  expect(share).toBeLessThan(0.99)
})

it.each([
  ['one run, exact test', unlike, 1],
  ['three runs that differ', noisy, 3],
] as const)(
  'p is below 0.05 in at most 6 %% of studies without a difference: %s',
  (name, world, seeds) => {
    const share = shareOf(['error', name], (random) => {
      const { a, b } = chancesOf(world, { problems: 100, seeds, gain: 0 }, random)
      return comparePaired(answersOf(a, random), answersOf(b, random)).p < 0.05
    })
    expect(share).toBeLessThan(0.06)
  },
)

it.each<[keyof typeof evaluatorWorlds, number]>([
  ['AUC 0.69', 50],
  ['AUC 0.69, three runs', 50],
  ['AUC 0.77, few are correct', 100],
])('the area under the curve lies in its interval: %s', (name, problems) => {
  const world = evaluatorWorlds[name]!
  const within = { all: 0, problem: 0 }
  for (let trial = 0; trial < trials; trial++) {
    const runs = judgedStudy(world, problems, rng('evaluators', name, trial))
    if (holds(areaUnderCurve(runs)!.ci95, world.area)) within.all += 1 / trials
    if (holds(withinProblemArea(runs)!.ci95, world.within!)) within.problem += 1 / trials
  }
  for (const share of Object.values(within)) {
    expect(share).toBeGreaterThan(0.92)
    expect(share).toBeLessThan(0.999)
  }
})

it('what judges of steps find lies in its interval', () => {
  const world = stepWorlds['tells something, four solutions each']!
  const within = { f1: 0, located: 0, chosen: 0 }
  for (let trial = 0; trial < trials; trial++) {
    const records = stepStudy(world, 50, rng('steps', trial))
    const found = stepMeasures(records, 50, world.threshold)
    for (const name of ['f1', 'located', 'chosen'] as const)
      if (holds(found[name]!.ci95, world[name])) within[name] += 1 / trials
  }
  for (const share of Object.values(within)) {
    expect(share).toBeGreaterThan(0.92)
    expect(share).toBeLessThan(0.999)
  }
})
