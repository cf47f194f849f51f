/** Completions by what drew them: the seeds of one model, at one place, in one way of drawing. */
import { ConfigError, DataError, type Problem } from '../../core/index.ts'
import { policies, type PolicyName } from '../../verify/index.ts'
import { placedLabel, type Coordinates } from '../axes.ts'
import type { StageContext } from '../stage.ts'
import { readDrawnFrom, readProblemsInput, type DrawnFrom } from './files.ts'
import { readGrades, type Grades } from './grades.ts'

export interface Group {
  label: string
  coordinates: Coordinates
  drawnFrom: DrawnFrom
  /** `undefined` is the seed of a model that has none; it is alone in its group. */
  bySeed: Map<number | undefined, Grades>
}

/** Reads the problems that a stage measures on. @throws DataError where there are none */
export async function readMeasuredProblems(
  { id, inputs }: StageContext,
  input = 'problems',
): Promise<Problem[]> {
  const problems = await readProblemsInput(inputs[input]![0]!)
  if (problems.length === 0)
    throw new DataError(
      `${id}: there are no problems to measure on${input === 'problems' ? '' : ` in ${input}`}`,
    )
  return problems
}

/**
 * Reads an input's completions with their verdicts, in groups, in the order in which the groups
 * first occur. @throws ConfigError where two sets of completions are of one group and seed
 */
export async function readGroups(
  context: StageContext<{ policy: PolicyName }>,
  input: string,
  problems: readonly Problem[],
): Promise<Group[]> {
  const groups = new Map<string, Group>()
  const policy = policies[context.settings.policy]
  for (const [place, directory] of (context.inputs[input] ?? []).entries()) {
    const drawnFrom = await readDrawnFrom(directory)
    const { coordinates, seed, label = '' } = context.places[input]![place]!
    const { numGenerations, temperature, strategy = null } = drawnFrom
    const name = placedLabel(label, coordinates)
    const key = JSON.stringify([name, numGenerations, temperature, strategy])
    const group = groups.get(key) ?? { label, coordinates, drawnFrom, bySeed: new Map() }
    groups.set(key, group)
    const { bySeed } = group
    if (bySeed.has(seed) || bySeed.has(undefined) || (seed === undefined && bySeed.size > 0))
      throw new ConfigError(
        `${context.id}: two sets of completions have the label "${name}"${seed === undefined ? '' : ` at seed ${seed}`}`,
        { hint: 'Give each model a different label.' },
      )
    bySeed.set(seed, await readGrades(context, { input, place }, problems, policy))
  }
  return [...groups.values()]
}
