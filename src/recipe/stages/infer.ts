/** Stage `infer`: one answer to every problem, by a strategy over stored completions. */
import { z } from 'zod'
import { ConfigError, counted, type Completion, type Prediction } from '../../core/index.ts'
import { readScores, type StoredScores } from '../../data/index.ts'
import {
  describeChoice,
  describeStrategies,
  namedStrategy,
  requireScores,
  selectionFields,
  selectionOptionNames,
  strategiesWith,
  unreadOption,
  type AnsweredProblem,
  type Tools,
} from '../../infer/index.ts'
import { defineStage, type SettingFault, type StageContext } from '../stage.ts'
import {
  inputFile,
  notesOf,
  readDrawnFrom,
  readProblemsInput,
  writeOut,
  writeRecordsOut,
  type DrawnFrom,
} from './files.ts'
import { readAnswered } from './answered.ts'
import { gradingSettings } from './grading-settings.ts'

const offline = strategiesWith('completions')

const settings = z.strictObject({
  label: z.string().describe('Name of this model in the results.'),
  strategy: z.enum(offline).describe(`How an answer is chosen. ${describeStrategies(offline)}.`),
  ...selectionFields,
  ...gradingSettings,
  trace: z
    .boolean()
    .default(false)
    .describe('Whether each prediction says what it was chosen from, with votes or scores.'),
})
type Settings = z.infer<typeof settings>

export const infer = defineStage<Settings>({
  version: 3,
  description:
    'one answer to every problem, chosen from completions by a strategy; evaluations take it like completions',
  settings,
  label: 'label',
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions', graded: true },
    scores: {
      kind: 'path',
      takes: 'scores',
      optional: true,
      description: 'Scores of these completions, for strategies that choose by scores.',
    },
  },
  makes: ['completions', 'predictions'],
  perSeed: 'inherit',
  faults: ({ strategy: name, ...given }, _, inputs) => {
    const strategy = namedStrategy(name)
    const unread = selectionOptionNames.flatMap((option): SettingFault[] => {
      const text = given[option] === undefined ? null : unreadOption(strategy, option)
      return text === null ? [] : [{ path: [option], text }]
    })
    const hasScores = inputs.includes('scores')
    if (strategy.scored && !hasScores)
      return [
        ...unread,
        { path: ['strategy'], text: `${name} needs scores: name their stage or file` },
      ]
    if (!strategy.scored && hasScores)
      return [...unread, { path: ['scores'], text: `the strategy ${name} chooses without scores` }]
    return unread
  },
  async *run(context) {
    const { settings: chosen, inputs, signal } = context
    const told: string[] = []
    const given = await readProblemsInput(inputs['problems']![0]!, (line) => told.push(line))
    yield* notesOf(told)
    const drawnFrom = await readDrawnFrom(inputs['completions']![0]!)
    if (chosen.strategy === 'greedy' && drawnFrom.temperature !== 0)
      throw new ConfigError(
        `${context.id}: the strategy greedy takes completions at temperature 0, and these were drawn at ${drawnFrom.temperature}`,
        { hint: 'Name a stage infer.greedy, or choose the strategy first.' },
      )
    const strategy = namedStrategy(chosen.strategy)
    const at = { input: 'completions', place: 0 }
    const problems = await readAnswered(context, at, given)
    const scores = await scoresOfInput(context, problems)
    if (scores) requireScores(strategy, problems, scores.at, chosen)
    const predictions: Prediction[] = []
    for (const [id, own] of problems) {
      const tools: Tools = { ...own, ...(scores && { scores: scores.toolOf(id) }) }
      predictions.push(yield* strategy.answer(id, tools, chosen, signal))
    }
    await writeRecordsOut(context, 'predictions.jsonl', predictions)
    await writeRecordsOut(
      context,
      'completions.jsonl',
      predictions.map(({ problemId, text = '', cost }): Completion => ({
        problemId,
        index: 0,
        text,
        // What it took to choose it, not its own length.
        ...(problems.get(problemId)!.completions.every(saysTokens) && { tokens: cost!.tokens }),
      })),
    )
    const name = describeChoice(strategy, chosen)
    await writeOut(
      context,
      'drawn-from.json',
      `${JSON.stringify({ ...drawnFrom, numGenerations: 1, strategy: name, ...(chosen.completionsAre === 'programs' && { completionsAre: 'programs' }) } satisfies DrawnFrom)}\n`,
    )
    yield { type: 'note', level: 'info', message: describeOutcome(predictions) }
  },
})

const saysTokens = ({ tokens }: Completion): boolean => tokens !== undefined

function describeOutcome(predictions: readonly Prediction[]): string {
  const answered = predictions.filter(({ answer }) => answer !== null).length
  const text = `${answered} of ${predictions.length} problems have an answer`
  const calls = predictions.map(({ cost }) => cost?.evaluatorCalls)
  if (calls.every((count) => count === undefined)) return text
  return `${text}; ${counted(
    calls.reduce((total: number, count = 0) => total + count, 0),
    'different text',
  )} needed a score`
}

/** Reads the scores of these completions, where the stage has any. */
async function scoresOfInput(
  { inputs }: StageContext<Settings>,
  problems: ReadonlyMap<string, AnsweredProblem>,
): Promise<StoredScores | undefined> {
  const path = inputs['scores']?.[0]
  if (path === undefined) return undefined
  const completions = new Map(Array.from(problems, ([id, own]) => [id, own.completions]))
  return readScores([inputFile(path, 'scores.jsonl')], completions, (error) => {
    throw error
  })
}
