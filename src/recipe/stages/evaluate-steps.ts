/**
 * Stage `evaluate.steps`: how well a judge of steps agrees with people who labelled them, scored in
 * chunks so that a killed run resumes to the same bytes.
 */
import { z } from 'zod'
import type { LabelledSteps, RunEvent } from '../../core/index.ts'
import { loadLabelledSteps } from '../../data/index.ts'
import { stepResults, type ScoredSteps } from '../../evaluate/index.ts'
import {
  equationsJudgement,
  lengthJudgement,
  placeJudgement,
  randomJudgement,
  stepFields,
} from '../../infer/index.ts'
import { defineStage, type SettingFault, type StageContext } from '../stage.ts'
import { chunksOf, keptChunk } from './chunks.ts'
import { inputFile, jsonLines, notesOf, writeOut } from './files.ts'
import { scoreRecords, type RecordScores, type StepScorers } from './labelled-step-scores.ts'
import { stageOpening } from './open-stage-model.ts'
import { StepModels } from './step-models.ts'
import { executionProviderField } from './training.ts'

const judges = [
  'likelihood',
  'rationales',
  'evaluator',
  'judge',
  'equations',
  'random',
  'place',
  'length',
] as const

const settings = z.strictObject({
  ...executionProviderField,
  label: z.string().describe('Name of this judge in the results.'),
  judge: z
    .enum(judges)
    .default('likelihood')
    .describe(
      'Who judges. likelihood: how likely the scorer finds a step. rationales: how likely it finds it after a rationale. evaluator: an evaluator of the solution up to the step. judge: a model that gives rewards from 0 to 3. equations: whether the equations that the step states are right. For comparison, random: nobody; place: earlier steps are better; length: shorter ones are.',
    ),
  rationaleIs: stepFields.rationaleIs,
  discount: stepFields.discount,
  maxRationaleTokens: stepFields.maxRationaleTokens,
})
type Settings = z.infer<typeof settings>

/** What a kill can cost. Part of what the stage is: chunks are scored together. */
const RECORDS_PER_CHUNK = 32

export const evaluateSteps = defineStage<Settings>({
  version: 1,
  description:
    'how well a judge of steps agrees with the labels of people: it tells right steps from wrong ones, finds the first error of a solution, and chooses among candidates',
  settings,
  inputs: {
    steps: {
      kind: 'path',
      takes: 'steps',
      description: 'Steps that people labelled, such as a file of ProcessBench or PRM800K.',
    },
    rationales: {
      kind: 'model',
      takes: 'model',
      served: true,
      optional: true,
      description: 'The model that says the rationale of the next step.',
    },
    scorer: {
      kind: 'model',
      takes: 'model',
      served: true,
      optional: true,
      description:
        'The judge: a model that scores steps, an evaluator, or a model that follows instructions.',
    },
  },
  makes: ['results'],
  perSeed: 'inherit',
  faults: (given, _, inputs) => judgeFaults(given, inputs),
  async *run(context) {
    const told: string[] = []
    const path = inputFile(context.inputs['steps']![0]!, 'steps.jsonl')
    const records = await loadLabelledSteps(path, (sentence) => told.push(sentence))
    yield* notesOf(told)
    const writer = await context.out.writer('step-scores.jsonl')
    const scored: RecordScores[] = []
    await using models = new StepModels(stageOpening(context))
    let scorers: StepScorers | undefined
    for await (const { start, items } of chunksOf(records, RECORDS_PER_CHUNK)) {
      const text = yield* keptChunk(context, `scores-${start}.json`, async () => {
        scorers ??= await openScorers(context, models)
        return JSON.stringify(await scoreRecords(scorers, items))
      })
      const own = chunkSchema.parse(JSON.parse(text))
      scored.push(...own)
      await writer.write(
        jsonLines(own.map((scores, place) => ({ id: items[place]!.id, ...scores }))),
      )
      const done = scored.length
      const total = records.length
      yield { type: 'progress', label: context.id, done, total, unit: 'records' }
    }
    await writer.commit()
    const { label, judge } = context.settings
    // A false equation is an error, whatever half of the problems says.
    const threshold = judge === 'equations' ? 0 : undefined
    const { tables, notes } = stepResults({ name: label, threshold }, withScores(records, scored))
    await writeOut(context, 'results.json', `${JSON.stringify({ tables }, null, 1)}\n`)
    yield* notes.map((note): RunEvent => ({ type: 'note', ...note }))
  },
})

const scoresSchema = z.array(z.number().nullable())
const chunkSchema = z.array(z.object({ steps: scoresSchema, candidates: scoresSchema }))

/** The models that a judge needs. */
const needs: Record<Settings['judge'], readonly string[]> = {
  likelihood: ['scorer'],
  rationales: ['rationales', 'scorer'],
  evaluator: ['scorer'],
  judge: ['scorer'],
  equations: [],
  random: [],
  place: [],
  length: [],
}

function judgeFaults({ judge }: Settings, inputs: readonly string[]): SettingFault[] {
  return ['rationales', 'scorer'].flatMap((input): SettingFault[] => {
    const isNeeded = needs[judge].includes(input)
    if (isNeeded === inputs.includes(input)) return []
    return isNeeded
      ? [{ path: ['judge'], text: `${judge} needs a model: name it in \`${input}\`` }]
      : [{ path: [input], text: `is asked for nothing where the judge is ${judge}` }]
  })
}

async function openScorers(
  { settings: given, seed, models, signal }: StageContext<Settings>,
  opened: StepModels,
): Promise<StepScorers> {
  const user = { name: 'evaluate.steps', settings: given, seed, signal }
  const ref = models['scorer']?.[0]
  switch (given.judge) {
    case 'random':
      return { score: randomJudgement(seed) }
    case 'place':
      return { score: placeJudgement }
    case 'length':
      return { score: lengthJudgement }
    case 'equations':
      return { score: equationsJudgement }
    case 'evaluator':
      return { score: await opened.evaluator(ref!, user) }
    case 'judge':
      return { score: await opened.rewards(ref!, user) }
    case 'likelihood':
      return { score: await opened.likelihoodOf(ref!, user) }
    case 'rationales':
      return {
        rationales: await opened.rationales(models['rationales']![0]!, user),
        score: await opened.likelihoodOf(ref!, user),
      }
  }
}

/** Records with their scores; those that ask the same are of one problem. */
function withScores(
  records: readonly LabelledSteps[],
  scored: readonly RecordScores[],
): ScoredSteps[] {
  const problems = new Map<string, number>()
  return records.map(({ question, steps, candidates = [] }, place) => {
    const key = question.trim()
    const problem = problems.get(key) ?? problems.size
    problems.set(key, problem)
    const scores = scored[place]!
    return {
      problem,
      steps: scores.steps.map((score, at) => ({ label: steps[at]!.label, score })),
      candidates: scores.candidates.map((score, at) => ({ rating: candidates[at]!.rating, score })),
    }
  })
}
