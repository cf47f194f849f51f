/** Stage `infer`: one answer to every problem, by a strategy over stored completions. */
import { z } from 'zod'
import {
  ConfigError,
  DataError,
  type Completion,
  type Prediction,
  type Problem,
} from '../../core/index.ts'
import { joinVerdicts } from '../../data/index.ts'
import { withSameTexts, type Sample } from '../../evaluate/index.ts'
import { describeStrategies, strategies, strategiesWith } from '../../infer/index.ts'
import { policies } from '../../verify/index.ts'
import { defineStage, verdictsOf, type StageContext } from '../stage.ts'
import {
  completionsOfInput,
  notesOf,
  readDrawnFrom,
  readProblemsInput,
  verdictsOfInput,
  writeOut,
  writeRecordsOut,
} from './files.ts'
import { gradingSettings } from './grading-settings.ts'

const offline = strategiesWith('completions')

const settings = z.strictObject({
  label: z.string().describe('Name of this model in the results.'),
  strategy: z.enum(offline).describe(`How an answer is chosen. ${describeStrategies(offline)}.`),
  ...gradingSettings,
  trace: z
    .boolean()
    .default(false)
    .describe('Whether each prediction says what it was chosen from, with votes.'),
})
type Settings = z.infer<typeof settings>

export const infer = defineStage<Settings>({
  version: 2,
  description:
    'one answer to every problem, chosen from completions by a strategy; evaluations take it like completions',
  settings,
  label: 'label',
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions', graded: true },
  },
  makes: ['completions', 'predictions'],
  perSeed: 'inherit',
  async *run(context) {
    const { settings: chosen, inputs, signal } = context
    const told: string[] = []
    const problems = await readProblemsInput(inputs['problems']![0]!, (line) => told.push(line))
    yield* notesOf(told)
    const directory = inputs['completions']![0]!
    const drawnFrom = await readDrawnFrom(directory)
    if (chosen.strategy === 'greedy' && drawnFrom.temperature !== 0)
      throw new ConfigError(
        `${context.id}: the strategy greedy takes completions at temperature 0, and these were drawn at ${drawnFrom.temperature}`,
        { hint: 'Name a stage infer.greedy, or choose the strategy first.' },
      )
    const byProblem = await readAnswered(context, problems)
    const strategy = strategies[chosen.strategy]
    const predictions: Prediction[] = []
    for (const [id, answered] of byProblem) {
      const completions = answered.map(({ completion }) => completion)
      const answers = withSameTexts(answered, policies[chosen.policy]).map(({ answer }) => answer)
      predictions.push(
        yield* strategy.answer(id, { completions, answers }, { trace: chosen.trace }, signal),
      )
    }
    await writeRecordsOut(context, 'predictions.jsonl', predictions)
    await writeRecordsOut(
      context,
      'completions.jsonl',
      predictions.map(({ problemId, text = '' }): Completion => ({ problemId, index: 0, text })),
    )
    await writeOut(
      context,
      'drawn-from.json',
      `${JSON.stringify({ ...drawnFrom, numGenerations: 1, strategy: chosen.strategy })}\n`,
    )
    const answered = predictions.filter(({ answer }) => answer !== null).length
    const message = `${answered} of ${predictions.length} problems have an answer`
    yield { type: 'note', level: 'info', message }
  },
})

interface AnsweredSample extends Sample {
  completion: Completion
}

/** Returns every problem's completions with the answers that their verdicts tell. */
async function readAnswered(
  { inputs }: StageContext<Settings>,
  problems: readonly Problem[],
): Promise<Map<string, AnsweredSample[]>> {
  const directory = inputs['completions']![0]!
  const verdicts = verdictsOfInput(inputs[verdictsOf('completions')]![0]!)
  const byProblem = new Map(problems.map(({ id }): [string, AnsweredSample[]] => [id, []]))
  for await (const { completion, verdict } of joinVerdicts(
    completionsOfInput(directory),
    verdicts,
  )) {
    const own = byProblem.get(completion.problemId)
    if (!own || verdict === null)
      throw new DataError(
        `${directory}: there is no problem "${completion.problemId}" for a completion`,
      )
    const correct = verdict.verdict === 'correct'
    own.push({ completion, answer: verdict.answer, correct })
  }
  return byProblem
}
