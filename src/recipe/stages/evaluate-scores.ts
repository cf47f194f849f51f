/**
 * Stage `evaluate.scores`: how well evaluators tell correct completions from incorrect ones, over
 * all seeds.
 */
import { z } from 'zod'
import { ConfigError, type RunEvent } from '../../core/index.ts'
import { evaluatorResults, type Judged, type JudgedSet } from '../../evaluate/index.ts'
import { agree, placedLabel, without } from '../axes.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readMeasuredProblems } from './groups.ts'
import { readJudged } from './judged.ts'

const settings = z.strictObject({
  ...gradingSettings,
  label: z
    .string()
    .default('evaluator')
    .describe('Name of the evaluator in the results, where the stage that scored has no label.'),
})
type Settings = z.infer<typeof settings>

export const evaluateScores = defineStage<Settings>({
  version: 1,
  description:
    'how well scores tell correct completions from incorrect ones, and whether they are probabilities',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      graded: true,
      named: true,
      description: 'Completions that were scored.',
    },
    scores: {
      kind: 'path',
      takes: 'scores',
      list: true,
      named: true,
      description: 'The scores of these completions, in the same order.',
    },
  },
  makes: ['results'],
  perSeed: false,
  gathers: true,
  async *run(context) {
    const problems = await readMeasuredProblems(context)
    const places = new Map(problems.map(({ id }, place) => [id, place]))
    const sets: JudgedSet[] = []
    for (const { evaluator, completions, bySeed } of pairedSets(context)) {
      const runs: Judged[][] = []
      for (const pair of bySeed.values()) runs.push(await readJudged(context, pair, places))
      sets.push({ evaluator, completions, runs })
    }
    const { tables, figures, notes } = evaluatorResults(sets, problems)
    await writeOut(context, 'results.json', `${JSON.stringify({ tables, figures }, null, 1)}\n`)
    yield* notes.map((note): RunEvent => ({ type: 'note', ...note }))
  },
})

/** What belongs together: places in the lists of completions and of scores. */
export interface ScoredPlaces {
  completions: number
  scores: number
}

interface PairedSet {
  evaluator: string
  completions: string
  bySeed: Map<number | undefined, ScoredPlaces>
}

/**
 * The scores of each evaluator for each model's completions, seed by seed. @throws ConfigError
 * where two are of one evaluator, model and seed, or it is not clear what belongs together
 */
function pairedSets({ id, places, settings }: StageContext<Settings>): PairedSet[] {
  const completions = places['completions']!
  const scores = places['scores']!
  const sets = new Map<string, PairedSet>()
  for (const [position, scored] of scores.entries()) {
    const at = completionsOf(position, places)
    if (at === undefined)
      throw new ConfigError(
        `${id}: there are ${completions.length} sets of completions and ${scores.length} of scores, and it is not clear which belong together`,
        { hint: 'Name one set of scores for each set of completions, in the same order.' },
      )
    const of = completions[at]!
    const own = without(scored.coordinates, of.coordinates)
    const evaluator = placedLabel(scored.label ?? settings.label, own)
    const model = placedLabel(of.label ?? 'completions', of.coordinates)
    const key = JSON.stringify([evaluator, model])
    const set = sets.get(key) ?? { evaluator, completions: model, bySeed: new Map() }
    sets.set(key, set)
    const seed = scored.seed ?? of.seed
    if (set.bySeed.has(seed))
      throw new ConfigError(
        `${id}: two sets of scores are of the evaluator "${evaluator}" and the completions "${model}"${seed === undefined ? '' : ` at seed ${seed}`}`,
        { hint: 'Give each evaluator and each model a different label.' },
      )
    set.bySeed.set(seed, { completions: at, scores: position })
  }
  const used = new Set(
    [...sets.values()]
      .flatMap(({ bySeed }) => [...bySeed.values()])
      .map((pair) => pair.completions),
  )
  const left = completions.findIndex((_, place) => !used.has(place))
  if (left === -1) return [...sets.values()]
  const { label = 'completions', coordinates, seed } = completions[left]!
  throw new ConfigError(
    `${id}: there are no scores of the completions "${placedLabel(label, coordinates)}"${seed === undefined ? '' : ` at seed ${seed}`}`,
    { hint: 'Name one set of scores for each set of completions, in the same order.' },
  )
}

/**
 * The place of the completions that the scores at `position` are of: the same, or the only one on
 * the same axes and seed.
 */
function completionsOf(position: number, places: StageContext['places']): number | undefined {
  const completions = places['completions']!
  const scores = places['scores']!
  const { coordinates, seed } = scores[position]!
  const fitting = completions.flatMap((each, place) => {
    const isSameSeed = each.seed === undefined || seed === undefined || each.seed === seed
    return isSameSeed && agree(each.coordinates, coordinates) ? [place] : []
  })
  if (scores.length === completions.length && fitting.includes(position)) return position
  return fitting.length === 1 ? fitting[0] : undefined
}
