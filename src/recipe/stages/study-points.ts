/**
 * What studies measure: accuracies on the same problems at places on the recipe's axes, and the
 * numbers they are set against.
 */
import { ConfigError } from '../../core/index.ts'
import { shareCorrect, type SamplesByRun } from '../../evaluate/index.ts'
import { agree, placedLabel, without, type Coordinates, type InputPlace } from '../axes.ts'
import type { StageContext } from '../stage.ts'
import { readMeasures } from './files.ts'
import type { Group } from './groups.ts'

/**
 * Shares of correct completions, problem by problem, by seed, in the order of seeds; a model
 * without seeds stands for each. @throws ConfigError where seeds are missing
 */
export function valuesOf(group: Group, seeds: readonly (number | undefined)[]): number[][] {
  return seeds.map((seed) => {
    const grades = group.bySeed.get(seed) ?? group.bySeed.get(undefined)
    if (grades) return grades.samples.map(shareCorrect)
    throw new ConfigError(
      `"${placedLabel(group.label, group.coordinates)}" has no completions at seed ${seed}`,
    )
  })
}

/** All seeds of several groups, `undefined` alone where none has any. */
export function seedsOf(groups: readonly Group[]): (number | undefined)[] {
  const seeds = [...new Set(groups.flatMap(({ bySeed }) => [...bySeed.keys()]))]
  const real = seeds.filter((seed) => seed !== undefined).toSorted((a, b) => a - b)
  return real.length > 0 ? real : [undefined]
}

/** The samples of a group, seed by seed. */
export const runsOf = (group: Group): SamplesByRun =>
  seedsOf([group]).map((seed) => group.bySeed.get(seed)!.samples)

/**
 * The one group at the place of another, on the axes that both have. @throws ConfigError where
 * there is none, or several
 */
export function groupAt(groups: readonly Group[], coordinates: Coordinates, name: string): Group {
  const found = groups.filter((group) => agree(group.coordinates, coordinates))
  if (found.length === 1) return found[0]!
  const shown = found.map((group) => `"${placedLabel(group.label, group.coordinates)}"`).join(', ')
  throw new ConfigError(
    found.length === 0
      ? `${name}: there are no completions at ${JSON.stringify(coordinates)}`
      : `${name}: there are several sets of completions at ${JSON.stringify(coordinates)}: ${shown}`,
    { hint: 'Give one value of every other axis in `at`.' },
  )
}

/** What was measured of something at a place. */
export interface Measured {
  place: InputPlace
  values: Readonly<Record<string, number>>
}

export async function readAllMeasures(context: StageContext, input: string): Promise<Measured[]> {
  const directories = context.inputs[input] ?? []
  return Promise.all(
    directories.map(async (directory, index) => ({
      place: context.places[input]![index]!,
      values: await readMeasures(directory),
    })),
  )
}

/**
 * A measure at a place and seed. @throws ConfigError where there is none, or several that differ
 */
export function measureAt(
  measured: readonly Measured[],
  name: string,
  coordinates: Coordinates,
  seed: number | undefined,
): number {
  const found = measured.filter(
    ({ place, values }) =>
      Object.hasOwn(values, name) &&
      agree(place.coordinates, coordinates) &&
      (place.seed === undefined || place.seed === seed),
  )
  const distinct = [...new Set(found.map(({ values }) => values[name]!))]
  if (distinct.length === 1) return distinct[0]!
  const known = [...new Set(measured.flatMap(({ values }) => Object.keys(values)))].join(', ')
  throw new ConfigError(
    `${distinct.length === 0 ? 'there is no' : 'there are several values of the'} measure "${name}" at ${JSON.stringify({ ...coordinates, ...(seed !== undefined && { seed }) })}`,
    { hint: `The given stages report: ${known || 'nothing'}.` },
  )
}

/**
 * The groups at `at`, in series: one for each label and each combination of values on axes other
 * than `x`.
 */
export function seriesOf(
  groups: readonly Group[],
  x: string,
  at: Coordinates,
): { label: string; groups: Group[] }[] {
  const series = new Map<string, Group[]>()
  for (const group of groups.filter(({ coordinates }) => agree(coordinates, at))) {
    const others = without(group.coordinates, { ...at, [x]: true })
    const label = placedLabel(group.label, others)
    series.set(label, [...(series.get(label) ?? []), group])
  }
  return Array.from(series, ([label, own]) => ({ label, groups: own }))
}
