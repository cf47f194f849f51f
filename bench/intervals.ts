/**
 * `npm run intervals`: how often the 95 % intervals that are printed hold the truth, and how often
 * tests err, in simulated studies.
 */
import { rng } from '../src/core/index.ts'
import {
  areaUnderCurve,
  comparePaired,
  majorityAtK,
  mean,
  passAtK,
  shareCorrect,
  shareInterval,
  withinProblemArea,
  type Comparison,
  type Interval,
  type Sample,
} from '../src/evaluate/index.ts'
import { claimOf } from '../src/recipe/stages/study-claim.ts'
import { fitMeasured, type FormName } from '../src/scale/index.ts'
import { evaluatorWorlds, judgedStudy } from '../tests/support/simulated-evaluators.ts'
import { stepMeasures, stepStudy, stepWorlds } from '../tests/support/simulated-steps.ts'
import {
  answersOf,
  chancesOf,
  pointsOf,
  samplesOf,
  type LawWorld,
  type World,
} from '../tests/support/simulated-studies.ts'

const trials = 1000
const lawTrials = 200
const evaluatorTrials = 400
const sizes = [10, 20, 50, 100, 1000]
const gains = [0, 0.02, 0.05, 0.1]

/** Accuracies over which problems differ in every way, and the extreme where none does. */
const worlds: Record<string, Omit<World, 'runNoise'>> = {
  '0.5, problems unlike': { accuracy: 0.5, likeness: 1, lost: 0.05 },
  '0.5, problems sure': { accuracy: 0.5, likeness: 0.2, lost: 0.01 },
  '0.5, problems alike': { accuracy: 0.5, likeness: Infinity, lost: 0.05 },
  '0.88, problems unlike': { accuracy: 0.88, likeness: 1, lost: 0.02 },
  '0.05, problems unlike': { accuracy: 0.05, likeness: 1, lost: 0.05 },
}

type Address = readonly (string | number)[]
type Shares = Record<string, number>

const holds = ([low, high]: Interval, truth: number): boolean =>
  low <= truth + 1e-12 && truth <= high + 1e-12

/** In how many of the simulated studies each thing is so. */
function shareOf(study: (trial: number) => Record<string, boolean>, count = trials): Shares {
  const shares: Shares = {}
  for (let trial = 0; trial < count; trial++)
    for (const [name, isSo] of Object.entries(study(trial)))
      shares[name] = (shares[name] ?? 0) + (isSo ? 1 / count : 0)
  return shares
}

/** Plain right and wrong: accuracy, paired difference, tests and claims. */
function plainStudies(world: World, problems: number, seeds: number, gain: number): Shares {
  return shareOf((trial) => {
    const random = rng('plain', JSON.stringify([world, problems, seeds, gain]), trial)
    const chances = chancesOf(world, { problems, seeds, gain }, random)
    const [a, b] = [answersOf(chances.a, random), answersOf(chances.b, random)]
    const [forward, backward] = [comparePaired(a, b), comparePaired(b, a)]
    const isConfirmed = (
      expects: 'more' | 'notLess',
      { difference: value, ci95, p }: Comparison,
    ): boolean =>
      claimOf('x', { text: 'x', expects, margin: gain || 0.01 }, { value, ci95, p }).verdict ===
      'confirmed'
    return {
      accuracy: holds(shareInterval(a), world.accuracy),
      difference: holds(forward.ci95, gain),
      test: forward.p < 0.05,
      more: isConfirmed('more', forward),
      notLess: isConfirmed('notLess', backward),
      contradiction: !holds(forward.ci95, 0) && forward.p >= 0.05,
    }
  })
}

const metrics: Record<string, (own: readonly Sample[], address: Address) => number> = {
  'mean of 8': (own) => shareCorrect(own),
  'pass@4 of 8': (own) => passAtK(own.length, own.filter(({ correct }) => correct).length, 4),
  'maj@4 of 8': (own, address) => majorityAtK(own, 4, address),
}

/** What a metric is over all problems: the mean over very many, of one set of samples each. */
function truthOf(name: string, world: World, gain: number): [number, number] {
  const key = JSON.stringify([name, world, gain])
  const known = truths.get(key)
  if (known) return known
  const random = rng('truth', name, JSON.stringify(world), gain)
  const { a, b } = chancesOf(world, { problems: 400_000, seeds: 1, gain }, random)
  const value = (chance: number): number => {
    if (name === 'mean of 8') return chance
    if (name === 'pass@4 of 8') return 1 - (1 - chance) ** 4
    return majorityAtK(samplesOf(chance, 4, random), 4, [])
  }
  const truth: [number, number] = [mean(a[0]!.map(value)), mean(b[0]!.map(value))]
  truths.set(key, truth)
  return truth
}
const truths = new Map<string, [number, number]>()

/** Shares of samples: what a metric is of one system, and its paired difference. */
function sampledStudies(name: string, world: World, problems: number, gain: number): Shares {
  const [truthOfA, truthOfB] = truthOf(name, world, gain)
  return shareOf((trial) => {
    const address = [name, JSON.stringify([world, problems, gain]), trial]
    const random = rng('sampled', ...address)
    const { a, b } = chancesOf(world, { problems, seeds: 1, gain }, random)
    const values = [a, b].map(([chances], system) => [
      chances!.map((chance, problem) =>
        metrics[name]!(samplesOf(chance, 8, random), [...address, system, problem]),
      ),
    ])
    const { ci95, p } = comparePaired(values[0]!, values[1]!)
    return {
      value: holds(shareInterval(values[0]!), truthOfA),
      difference: holds(ci95, truthOfB - truthOfA),
      test: p < 0.05,
    }
  })
}

/** Laws: their slope, and a claim about it where there is none. */
function lawStudies(form: FormName, world: LawWorld, truth: number): Shares {
  return shareOf((trial) => {
    const fit = fitMeasured(form, pointsOf(world, [form, JSON.stringify(world), trial]), {
      address: [trial],
    })
    if ('warning' in fit) return { fitted: false }
    const { slope, p } = fit
    const { verdict } = claimOf('x', { text: 'x', expects: 'more', margin: 1 }, { ...slope, p })
    return { fitted: true, slope: holds(slope.ci95, truth), more: verdict === 'confirmed' }
  }, lawTrials)
}

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : (100 * share).toFixed(1)
const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`)
function head(title: string, columns: readonly string[]): void {
  console.log(`\n### ${title}\n`)
  row(columns)
  row(columns.map(() => '---'))
}

/**
 * A row for each world and noise of runs; in a cell, one after the other, what is so for each of
 * the true gains.
 */
function printPlain(seeds: number, noises: readonly number[]): void {
  const lines = Object.entries(worlds).flatMap(([name, world]) =>
    noises.map((runNoise) => ({
      label: seeds === 1 ? [name] : [name, `${100 * runNoise}`],
      cells: sizes.map((problems) =>
        gains.map((gain) => plainStudies({ ...world, runNoise }, problems, seeds, gain)),
      ),
    })),
  )
  const columns = [
    'accuracy of the first',
    ...(seeds === 1 ? [] : ['run noise, points']),
    ...sizes.map((size) => `n = ${size}`),
  ]
  const runs = seeds === 1 ? 'one seed' : `${seeds} seeds`
  const print = (
    title: string,
    cell: (byGain: readonly Shares[]) => (number | undefined)[],
  ): void => {
    head(title, columns)
    for (const { label, cells } of lines)
      row([...label, ...cells.map((byGain) => cell(byGain).map(percent).join(' · '))])
  }
  print(`Accuracy, ${runs}: coverage`, ([first]) => [first!['accuracy']])
  print(
    `Paired difference, ${runs}: coverage

Each cell has the coverage for a true difference of ${gains.map((gain) => 100 * gain).join(' · ')} points.`,
    (byGain) => byGain.map((shares) => shares['difference']),
  )
  print(
    `Errors, ${runs}

Each cell has four shares of studies. For 1, 2 and 4, the two systems do not differ.

1. p < 0.05
2. a claim of \`more\` is confirmed
3. a claim of \`notLess\` by 2 points is confirmed, though there is a loss of 2 points
4. the interval leaves out 0, though p ≥ 0.05`,
    ([none, two]) => [none!['test'], none!['more'], two!['notLess'], none!['contradiction']],
  )
}

function printSampled(names: readonly string[]): void {
  head(
    `Shares of samples, one seed

Each cell has four shares of studies:

1. the interval of the metric holds
2. the interval of the difference holds, for a true difference of 0
3. the interval of the difference holds, for systems whose accuracies differ by 5 points
4. p < 0.05, though there is no difference`,
    ['metric', 'accuracy of the first', ...sizes.map((size) => `n = ${size}`)],
  )
  for (const name of names)
    for (const [label, plain] of Object.entries(worlds)) {
      const world = { ...plain, runNoise: 0 }
      const cells = sizes.map((problems) => {
        // A vote is over 200 random subsets: others would take hours.
        if (name.startsWith('maj') && problems !== 20) return '–'
        const same = sampledStudies(name, { ...world, lost: 0 }, problems, 0)
        const apart = sampledStudies(name, world, problems, 0.05)
        return [same['value'], same['difference'], apart['difference'], same['test']]
          .map(percent)
          .join(' · ')
      })
      row([name, label, ...cells])
    }
}

const shapes: { form: FormName; law: (x: number) => number; slope: number }[] = [
  { form: 'logLinear', law: (x) => 0.3 + 0.08 * Math.log2(x), slope: 0.08 },
  { form: 'linear', law: (x) => 0.3 + 0.02 * x, slope: 0.02 },
  { form: 'powerLaw', law: (x) => 0.8 - 0.6 * x ** -0.8, slope: 0.6 * (8 ** -0.8 - 16 ** -0.8) },
]

/**
 * Seeds, noise of runs at each point, and the share of answers that a problem's difficulty decides,
 * the same at all points.
 */
const settings = {
  logLinear: [
    [1, 0, 0.9],
    [3, 0, 0.9],
    [3, 0.01, 0.9],
    [3, 0.03, 0.9],
  ],
  linear: [[3, 0.01, 0.9]],
  powerLaw: [[1, 0, 0.9]],
} as const

/** With fewer studies than elsewhere: each of these has 2 000 fits. */
function printLaws(): void {
  const columns = [
    'law',
    'seeds',
    'run noise, points',
    'answers decided by difficulty',
    'n = 20',
    'n = 100',
    'n = 1000',
  ]
  head(
    `Slopes of laws over five points, ${lawTrials} studies

Each cell has the coverage of the slope, and the share of studies in which a claim of a rise is
confirmed though there is none.`,
    columns,
  )
  for (const { form, law, slope } of shapes)
    for (const [seeds, runNoise, shared] of settings[form]) {
      const cells = [20, 100, 1000].map((problems) => {
        const world = { xs: [1, 2, 4, 8, 16], problems, seeds, shared, runNoise }
        if (form === 'powerLaw' && problems < 1000) return 'seldom fitted'
        const rising = lawStudies(form, { ...world, law }, slope)
        const level = form === 'powerLaw' ? {} : lawStudies(form, { ...world, law: () => 0.5 }, 0)
        return [rising['slope']! / rising['fitted']!, level['more']].map(percent).join(' · ')
      })
      row([form, `${seeds}`, `${100 * runNoise}`, `${100 * shared} %`, ...cells])
    }
}

/** With fewer studies than elsewhere, and up to 500 problems: each has thousands of scores. */
function printEvaluators(): void {
  const evaluatorSizes = [20, 50, 200, 500]
  head(
    `Evaluators, ${evaluatorTrials} studies

Each cell has the coverage of the AUC, and of the AUC within problems.`,
    ['evaluator', ...evaluatorSizes.map((size) => `n = ${size}`)],
  )
  for (const [name, world] of Object.entries(evaluatorWorlds)) {
    const cells = evaluatorSizes.map((problems) => {
      const shares = shareOf((trial) => {
        const runs = judgedStudy(world, problems, rng('evaluators', name, problems, trial))
        const [area, within] = [areaUnderCurve(runs), withinProblemArea(runs)]
        return {
          area: area !== null && holds(area.ci95, world.area),
          within: within !== null && holds(within.ci95, world.within!),
        }
      }, evaluatorTrials)
      return [shares['area'], world.within === undefined ? undefined : shares['within']]
        .map(percent)
        .join(' · ')
    })
    row([name, ...cells])
  }
}

function printSteps(): void {
  const stepSizes = [20, 50, 200, 500]
  head(
    `Judges of steps, ${evaluatorTrials} studies

Each cell has the coverage of F1, of the first error and of the best candidate.`,
    ['judge', ...stepSizes.map((size) => `n = ${size}`)],
  )
  for (const [name, world] of Object.entries(stepWorlds)) {
    const cells = stepSizes.map((problems) => {
      const shares = shareOf((trial) => {
        const records = stepStudy(world, problems, rng('steps', name, problems, trial))
        const { f1, located, chosen } = stepMeasures(records, problems, world.threshold)
        return {
          f1: f1 !== null && holds(f1.ci95, world.f1),
          located: located !== null && holds(located.ci95, world.located),
          chosen: chosen !== null && holds(chosen.ci95, world.chosen),
        }
      }, evaluatorTrials)
      return [shares['f1'], shares['located'], shares['chosen']].map(percent).join(' · ')
    })
    row([name, ...cells])
  }
}

const parts = {
  one: () => printPlain(1, [0]),
  three: () => printPlain(3, [0, 0.01, 0.03]),
  samples: () => printSampled(['mean of 8', 'pass@4 of 8']),
  votes: () => printSampled(['maj@4 of 8']),
  laws: printLaws,
  evaluators: printEvaluators,
  steps: printSteps,
}
const wanted = process.argv.slice(2)
console.log(`${trials} simulated studies for each figure, in percent; node ${process.version}`)
for (const [name, print] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) print()
