/**
 * Stage `study.measure`: numbers about what stages made, such as distinct paths, along an axis of
 * the recipe.
 */
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { mean, type FigureResult } from '../../evaluate/index.ts'
import { agree, coordinatesSchema, placedLabel, without } from '../axes.ts'
import { defineStage } from '../stage.ts'
import { writeOut } from './files.ts'
import { readAllMeasures, type Measured } from './study-points.ts'
import { placeFaults } from './study-place.ts'

const settings = z.strictObject({
  name: z.string().describe('Name of this figure in the report.'),
  over: z.string().describe('The axis along which the points lie.'),
  y: z.array(z.string()).min(1).describe('The measures that are drawn.'),
  yTitle: z.string().describe('Title of the y axis.'),
  at: coordinatesSchema
    .default({})
    .describe('Values of other axes: only stages with these values are used.'),
})
type Settings = z.infer<typeof settings>

export const studyMeasure = defineStage<Settings>({
  version: 2,
  description: 'a figure of measures along an axis: mean, minimum and maximum over seeds',
  settings,
  inputs: { measures: { kind: 'artifact', takes: 'measures', list: true } },
  makes: ['results'],
  faults: placeFaults,
  perSeed: false,
  gathers: true,
  async *run(context) {
    const { name, over, y, yTitle, at } = context.settings
    const measured = (await readAllMeasures(context, 'measures')).filter(({ place }) =>
      agree(place.coordinates, at),
    )
    const series = y.flatMap((measure) => measureSeries(measured, measure, context.settings))
    if (series.length === 0)
      throw new ConfigError(
        `${name}: no given stage reports ${y.join(' or ')} along the axis "${over}"`,
      )
    const figure: FigureResult = {
      title: name,
      caption: 'Means over seeds; whiskers from the least to the greatest.',
      x: { title: over, scale: 'log2' },
      y: { title: yTitle, isShare: false },
      series,
    }
    await writeOut(context, 'results.json', `${JSON.stringify({ figures: [figure] }, null, 1)}\n`)
    yield { type: 'note', level: 'info', message: `${name}: ${series.length} series` }
  },
})

type BySeed = Map<number | undefined, number>
type Point = FigureResult['series'][number]['points'][number]

function measureSeries(
  measured: readonly Measured[],
  measure: string,
  { name, over, at, y }: Settings,
): FigureResult['series'] {
  const series = new Map<string, Map<number, BySeed>>()
  for (const { place, values } of measured) {
    const x = place.coordinates[over]
    if (typeof x !== 'number' || !Object.hasOwn(values, measure)) continue
    const label = placedLabel(
      y.length > 1 ? measure : '',
      without(place.coordinates, { ...at, [over]: x }),
    ).replace(/^, /, '')
    const points = series.get(label) ?? new Map<number, BySeed>()
    series.set(label, points)
    const bySeed = points.get(x) ?? new Map<number | undefined, number>()
    points.set(x, bySeed)
    if (bySeed.has(place.seed))
      throw new ConfigError(
        `${name}: there are several values of the measure "${measure}" at ${JSON.stringify({ ...place.coordinates, ...(place.seed !== undefined && { seed: place.seed }) })}`,
        {
          hint: 'Make a figure for each stage that reports this measure.',
        },
      )
    bySeed.set(place.seed, values[measure]!)
  }
  return Array.from(series, ([label, points]) => ({
    label: label === '' ? measure : label,
    points: Array.from(points, ([x, bySeed]) => pointOf(x, [...bySeed.values()])).toSorted(
      (a, b) => a.x - b.x,
    ),
    isConnected: true,
  }))
}

function pointOf(x: number, values: readonly number[]): Point {
  return { x, y: mean(values), ci95: [Math.min(...values), Math.max(...values)] }
}
