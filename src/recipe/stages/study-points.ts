/**
 * What studies measure: accuracies on the same problems at places on the recipe's axes, and the
 * numbers they are set against.
 */
import { ConfigError, DataError } from '../../core/index.ts'
import { shareCorrect } from '../../evaluate/index.ts'
import { taskOptions, withGold } from '../../verify/index.ts'
import { agree, placedLabel, without, type Coordinates, type InputPlace } from '../axes.ts'
import type { StageContext } from '../stage.ts'
import { readCompletionsInput, readDrawnFrom, readMeasures, readProblemsInput } from './files.ts'
import { gradeCompletions } from './grade.ts'
import type { answerSettings } from './answer-settings.ts'
import type { z } from 'zod'

type AnswerSettings = z.infer<z.ZodObject<typeof answerSettings>>

/**
 * One model's accuracy at one place: for each seed (`undefined` for a model that has none) the
 * share correct of each problem, 0…1.
 */
export interface Group {
  label: string
  coordinates: Coordinates
  bySeed: Map<number | undefined, number[]>
}

/** Reads and grades completions; those of the same label and place are seeds of one group. */
export async function readGroups(
  context: StageContext<AnswerSettings>,
  input: string,
): Promise<Group[]> {
  const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
  if (problems.length === 0) throw new DataError(`${context.id}: there are no problems to study`)
  const groups = new Map<string, Group>()
  for (const [index, directory] of (context.inputs[input] ?? []).entries()) {
    const { coordinates, seed } = context.places[input]![index]!
    const { label } = await readDrawnFrom(directory)
    const key = placedLabel(label, coordinates)
    const group = groups.get(key) ?? {
      label,
      coordinates,
      bySeed: new Map<number | undefined, number[]>(),
    }
    groups.set(key, group)
    if (
      group.bySeed.has(seed) ||
      group.bySeed.has(undefined) ||
      (seed === undefined && group.bySeed.size > 0)
    )
      throw new ConfigError(`${context.id}: two sets of completions have the label "${key}"`, {
        hint: 'Give each model a different label.',
      })
    const completions = await readCompletionsInput(directory)
    group.bySeed.set(
      seed,
      gradeCompletions(problems, completions, directory, taskOptions(context.settings)).samples.map(
        shareCorrect,
      ),
    )
  }
  return [...groups.values()]
}

/**
 * Values by seed, in the order of seeds; a model without seeds stands for each. @throws ConfigError
 * where seeds are missing
 */
export function valuesOf(group: Group, seeds: readonly (number | undefined)[]): number[][] {
  return seeds.map((seed) => {
    const values = group.bySeed.get(seed) ?? group.bySeed.get(undefined)
    if (values) return values
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
