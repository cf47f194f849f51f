/** Which scores belong to which completions, among the inputs of a stage that takes both. */
import { ConfigError } from '../../core/index.ts'
import { fileStem } from '../../data/index.ts'
import { agree, placedLabel, without, type InputPlace } from '../axes.ts'
import type { StageContext } from '../stage.ts'
import { readScoredFrom } from './files.ts'

/** What belongs together: places in the lists of completions and of scores. */
interface ScoredPlaces {
  completions: number
  scores: number
}

/** The scores of one evaluator for one model's completions. */
interface ScoredSet {
  evaluator: string
  completions: string
  /** Whether the scores took no evaluator. */
  free: boolean
  bySeed: Map<number | undefined, ScoredPlaces>
}

/** The inputs of a stage that hold completions and scores. */
export interface ScoredInputs {
  completions: string
  scores: string
}

/**
 * Returns the sets in the order of the scores. Scores of a stage say which completions they are of;
 * those of a file are of the completions at the same place of the list, or of the only ones, and
 * their evaluator is called as the file is.
 * @throws ConfigError where two are of one evaluator, model and seed, where it is not clear what
 * belongs together, and for completions without scores
 */
export async function scoredSets(
  context: StageContext,
  inputs: ScoredInputs,
): Promise<ScoredSet[]> {
  const { id, places } = context
  const completions = places[inputs.completions]!
  const sets = new Map<string, ScoredSet>()
  const used = new Set<number>()
  for (const [position, scored] of places[inputs.scores]!.entries()) {
    const { at, free } = await completionsOf(context, inputs, position)
    used.add(at)
    const of = completions[at]!
    const own = without(scored.coordinates, of.coordinates)
    const evaluator = placedLabel(nameOf(context, inputs, position), own)
    const model = labelOf(of)
    const key = JSON.stringify([evaluator, model])
    const set = sets.get(key) ?? { evaluator, completions: model, free, bySeed: new Map() }
    sets.set(key, set)
    const seed = of.seed ?? scored.seed
    if (set.bySeed.has(seed))
      throw new ConfigError(
        `${id}: two sets of scores are of the evaluator "${evaluator}" and the completions "${model}"${atSeed(seed)}`,
        {
          hint: 'Give each evaluator and each model a different label, and each file of scores a different name.',
        },
      )
    set.bySeed.set(seed, { completions: at, scores: position })
  }
  const left = completions.find((_, place) => !used.has(place))
  if (left === undefined) return [...sets.values()]
  throw new ConfigError(
    `${id}: there are no scores of the completions "${labelOf(left)}"${atSeed(left.seed)}`,
    { hint: 'Score them too, or leave them out.' },
  )
}

/** What the evaluator is called: by its label, or by the file that its scores are in. */
function nameOf(
  { places, inputs: paths }: StageContext,
  { scores }: ScoredInputs,
  position: number,
): string {
  const { label, maker } = places[scores]![position]!
  if (label !== undefined) return label
  return maker === undefined ? fileStem(paths[scores]![position]!) : 'evaluator'
}

const labelOf = ({ label = 'completions', coordinates }: InputPlace): string =>
  placedLabel(label, coordinates)

const atSeed = (seed: number | undefined): string => (seed === undefined ? '' : ` at seed ${seed}`)

/** The place of the completions that the scores at `position` are of, and whether they are free. */
async function completionsOf(
  context: StageContext,
  inputs: ScoredInputs,
  position: number,
): Promise<{ at: number; free: boolean }> {
  const { id, places, inputs: paths } = context
  const name = nameOf(context, inputs, position)
  const completions = places[inputs.completions]!
  const scores = places[inputs.scores]!
  const { coordinates, seed, maker } = scores[position]!
  const from =
    maker === undefined ? undefined : await readScoredFrom(paths[inputs.scores]![position]!)
  const of = from?.completions
  const found = (at: number) => ({ at, free: from?.free ?? false })
  const fitting = completions.flatMap((each, place) => {
    const isSameSeed = each.seed === undefined || seed === undefined || each.seed === seed
    const isFitting =
      of === undefined ? isSameSeed && agree(each.coordinates, coordinates) : each.maker === of
    return isFitting ? [place] : []
  })
  if (fitting.length === 1) return found(fitting[0]!)
  if (of !== undefined && fitting.length === 0)
    throw new ConfigError(
      `${id}: the scores "${name}"${atSeed(seed)} are of other completions than those named`,
      { hint: 'Name the completions that were scored.' },
    )
  if (of === undefined && scores.length === completions.length && fitting.includes(position))
    return found(position)
  throw new ConfigError(
    `${id}: it is not clear which of ${completions.length} sets of completions the scores "${name}"${atSeed(seed)} are of`,
    { hint: 'Name the completions that were scored; for files, one of each, in the same order.' },
  )
}
