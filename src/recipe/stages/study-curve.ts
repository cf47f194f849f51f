/**
 * Stage `study.curve`: accuracy, or a gain in it, along an axis of the recipe, with a fitted law
 * and what it says of a claim.
 */
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import {
  mean,
  pairedInterval,
  shareInterval,
  type ClaimResult,
  type FigureResult,
  type StageResults,
} from '../../evaluate/index.ts'
import {
  fitForms,
  fitMeasured,
  type FitWarning,
  type FormName,
  type MeasuredFit,
  type MeasuredPoint,
} from '../../scale/index.ts'
import { coordinatesSchema, type Coordinates } from '../axes.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { gradingSettings } from './grading-settings.ts'
import { writeOut } from './files.ts'
import { readGroups, readMeasuredProblems, type Group } from './groups.ts'
import { fitResultOf, lawLine } from './study-law.ts'
import { claimOf, claimSchema, undecidedClaim, type Claim } from './study-claim.ts'
import {
  groupAt,
  measureAt,
  readAllMeasures,
  seedsOf,
  seriesOf,
  valuesOf,
  type Measured,
} from './study-points.ts'
import { placeFaults } from './study-place.ts'

const settings = z.strictObject({
  ...gradingSettings,
  name: z.string().describe('Name of this curve in the results, and id of its claim.'),
  over: z.string().describe('The axis along which the points lie.'),
  x: z
    .string()
    .optional()
    .describe(
      'The measure on the x axis, such as distinctPathsWithGold; if absent, the values of the axis `over`.',
    ),
  xTitle: z.string().optional().describe('Title of the x axis.'),
  at: coordinatesSchema
    .default({})
    .describe('Values of other axes: only completions with these values are used.'),
  form: z
    .enum(Object.keys(fitForms) as [FormName, ...FormName[]])
    .describe('The form of the fitted law.'),
  predict: z
    .array(z.number().positive())
    .default([])
    .describe('Multiples of the largest x at which the accuracy is predicted.'),
  claim: claimSchema.optional().describe('A claim, which is judged by the slope.'),
})
type Settings = z.infer<typeof settings>

interface Series {
  label: string
  title: string
  points: (MeasuredPoint & { label: string })[]
  fit: MeasuredFit | FitWarning
}

export const studyCurve = defineStage<Settings>({
  version: 5,
  description:
    'a figure of accuracy along an axis, or of its gain over `minus`, with a fitted law, predictions and a claim',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions', list: true, graded: true, named: true },
    minus: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      optional: true,
      graded: true,
      named: true,
      description: 'Completions whose accuracy is subtracted, so that the curve shows the gain.',
    },
    measures: {
      kind: 'artifact',
      takes: 'measures',
      list: true,
      optional: true,
      description: 'The stages that report the measure `x`.',
    },
  },
  makes: ['results'],
  faults: placeFaults,
  perSeed: false,
  gathers: true,
  async *run(context) {
    const { name, over, at, form, claim, predict } = context.settings
    const problems = await readMeasuredProblems(context)
    const minus = context.inputs['minus'] ? await readGroups(context, 'minus', problems) : null
    const measured = await readAllMeasures(context, 'measures')
    const groups = seriesOf(await readGroups(context, 'completions', problems), over, at)
    if (groups.length === 0)
      throw new ConfigError(`${name}: there are no completions at ${JSON.stringify(at)}`)
    if (claim && groups.length > 1)
      throw new ConfigError(
        `${name}: a claim must be about one curve, but there are ${groups.map(({ label }) => `"${label}"`).join(', ')}`,
        {
          hint: 'Give one value of every other axis in `at`.',
        },
      )
    const series = groups.map(({ label, groups: own }): Series => {
      const points = pointsOf(context, own, minus, measured)
      const fit = fitMeasured(form, points, {
        address: ['curve', name, label],
        predictAt: gridOf(form, points, predict),
      })
      return { label, title: groups.length > 1 ? `${name}, ${label}` : name, points, fit }
    })
    const xTitle = xTitleOf(context.settings)
    const results: StageResults = {
      figures: [figureOf(context.settings, series, minus !== null)],
      fits: series.map(({ title, points, fit }) =>
        fitResultOf(title, form, fit, { xTitle, predict, largest: largestOf(points) }),
      ),
      ...(claim && { claims: [claimOfFit(name, claim, series[0]!.fit)] }),
    }
    await writeOut(context, 'results.json', `${JSON.stringify(results, null, 1)}\n`)
    for (const { title, fit } of series) {
      if ('warning' in fit)
        yield { type: 'note', level: 'warning', message: `${title}: ${fit.warning}` }
      else yield { type: 'metric', name: `${title}: slope`, value: fit.slope.value }
    }
  },
})

const xTitleOf = ({ xTitle, x, over }: Settings): string => xTitle ?? x ?? over

function claimOfFit(name: string, claim: Claim, fit: MeasuredFit | FitWarning): ClaimResult {
  if ('warning' in fit) return undecidedClaim(name, claim, fit.warning)
  const note = [claim.note, fit.doubt && `Beware: ${fit.doubt}.`]
    .filter((text) => text !== undefined)
    .join(' ')
  const unit = `points ${fit.slopeUnit.replace(/ of x$/, '')}`
  return claimOf(name, { ...claim, ...(note !== '' && { note }) }, { ...fit.slope, p: fit.p }, unit)
}

function pointsOf(
  { settings: { over, x, name, at } }: StageContext<Settings>,
  groups: readonly Group[],
  minus: readonly Group[] | null,
  measured: readonly Measured[],
): Series['points'] {
  const seeds = seedsOf([...groups, ...(minus ?? [])])
  return groups.map((group) => {
    const values = valuesOf(group, seeds)
    // What is set against it may depend on more axes than it does itself.
    const place = { ...at, ...group.coordinates }
    const before = minus && valuesOf(groupAt(minus, place, name), seeds)
    const bySeed = before
      ? values.map((own, seed) => own.map((value, place) => value - before[seed]![place]!))
      : values
    const label = String(group.coordinates[over])
    if (x === undefined) return { x: axisNumber(group.coordinates, over), bySeed, label }
    const xBySeed = seeds.map((seed) => measureAt(measured, x, place, seed))
    return { x: mean(xBySeed), xBySeed, bySeed, label }
  })
}

function axisNumber(coordinates: Coordinates, axis: string): number {
  const value = coordinates[axis]
  if (typeof value === 'number') return value
  throw new ConfigError(
    value === undefined
      ? `the completions do not depend on the axis "${axis}"`
      : `"${value}" on the axis "${axis}" is not a number`,
    { hint: 'Name an axis with number values in `over`, or a measure in `x`.' },
  )
}

function largestOf(points: readonly MeasuredPoint[]): number {
  return Math.max(...points.map(({ x }) => x))
}

/**
 * Where the law is drawn and read: between the points, up to the furthest prediction, and at each
 * prediction.
 */
function gridOf(
  form: FormName,
  points: readonly MeasuredPoint[],
  predict: readonly number[],
): number[] {
  const xs = points.map(({ x }) => x)
  const [low, high] = [Math.min(...xs), largestOf(points) * Math.max(1, ...predict)]
  const steps = Array.from({ length: 33 }, (_, step) => step / 32)
  const isLinear = form === 'linear' || low <= 0
  const grid = steps.map((share) =>
    isLinear ? low + share * (high - low) : low * (high / low) ** share,
  )
  return [...predict.map((multiple) => multiple * largestOf(points)), ...grid]
}

function figureOf(settings: Settings, series: readonly Series[], isGain: boolean): FigureResult {
  const { name, x, form } = settings
  return {
    title: name,
    x: { title: xTitleOf(settings), scale: form === 'linear' ? 'linear' : 'log2' },
    y: { title: isGain ? 'gain in accuracy' : 'accuracy', isShare: true },
    series: series.map(({ label, points, fit }) => {
      const line = lawLine(fit)
      return {
        label,
        points: points.map((point) => ({
          x: point.x,
          y: mean(point.bySeed.map(mean)),
          ci95: isGain ? pairedInterval(point.bySeed).ci95 : shareInterval(point.bySeed),
          ...(x !== undefined && { label: point.label }),
        })),
        ...(line ? { line } : { isConnected: true }),
      }
    }),
  }
}
