/**
 * Stage `infer.steps`: solutions that grow by steps, of which each is chosen among several, in
 * chunks so that a killed run resumes to the same bytes.
 */
import { z } from 'zod'
import { stepRules } from '../../data/index.ts'
import {
  describeSteps,
  stepFields,
  stepNeeds,
  stepRounds,
  type StepTools,
  type Trajectory,
} from '../../infer/index.ts'
import type { Asks } from '../asks.ts'
import { defineStage, type SettingFault, type StageContext } from '../stage.ts'
import { chunksOf, keptChunk } from './chunks.ts'
import { jsonLines, writeOut, type DrawnFrom } from './files.ts'
import {
  flopsCounter,
  promptedFields,
  promptsOf,
  SEQUENCES_PER_CHUNK,
  servedInputs,
  type Prompted,
} from './prompted.ts'
import { stageOpening } from './open-stage-model.ts'
import { REWARD_TOKENS, StepModels } from './step-models.ts'
import { openStepTools } from './step-tools.ts'

const settings = z.strictObject({
  ...promptedFields,
  maxNewTokens: promptedFields.maxNewTokens.describe(
    'Maximum length of a step, in tokens. A solution ends with a step that reaches it.',
  ),
  ...stepFields,
})
type Settings = z.infer<typeof settings>

export const inferSteps = defineStage<Settings>({
  version: 3,
  description:
    'one solution of every problem, step by step: of several candidates for each step, the one is taken that a judge finds best; the judge may know a rationale that the solver does not see (RATIONALYST)',
  settings,
  label: 'label',
  inputs: {
    ...servedInputs,
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
        'The judge: a model that scores steps, an evaluator, or a model that follows instructions. If absent, the model itself where steps are chosen by how likely they are.',
    },
  },
  makes: ['completions'],
  asks: stepsAsked,
  perSeed: true,
  faults: (given, _, inputs) => stepFaults(given, inputs),
  async *run(context) {
    const prompted = yield* promptsOf(context)
    const { prompts, format } = prompted
    const { candidates, temperature, maxSteps, steps } = context.settings
    const limits = { maxSteps, hasAnswer: stepRules[steps].hasAnswer }
    const perChunk = Math.max(1, Math.floor(SEQUENCES_PER_CHUNK / candidates))
    const completions = await context.out.writer('completions.jsonl')
    const trajectories = await context.out.writer('trajectories.jsonl')
    await using models = new StepModels(stageOpening(context))
    let tools: StepTools | undefined
    const total = prompts.length
    let cut = 0
    for await (const { start, items } of chunksOf(prompts, perChunk)) {
      const text = yield* keptChunk(context, `trajectories-${start}.jsonl`, async function* () {
        tools ??= await openTools(context, prompted, models)
        const found = yield* stepRounds(items, tools, limits, { label: context.id, start, total })
        charge(context, prompted, found)
        return jsonLines(found)
      })
      await trajectories.write(text)
      const found = trajectoriesIn(text)
      await completions.write(jsonLines(found.map(completionOf)))
      cut += found.filter(isCut).length
      const done = start + items.length
      yield { type: 'progress', label: context.id, done, total, unit: 'problems' }
    }
    await completions.commit()
    await trajectories.commit()
    if (cut > 0)
      yield {
        type: 'note',
        level: 'warning',
        message: `${cut} of ${total} solutions end with a step that is cut off: it has ${context.settings.maxNewTokens} tokens, or the model reads no more`,
      }
    const drawnFrom: DrawnFrom = {
      seed: context.seed,
      numGenerations: 1,
      temperature,
      strategy: describeSteps(context.settings),
      promptFormat: format,
      ...(context.settings.completionsAre === 'programs' && { completionsAre: 'programs' }),
    }
    await writeOut(context, 'drawn-from.json', `${JSON.stringify(drawnFrom)}\n`)
  },
})

/** Each step is asked for behind those before it. */
function stepsAsked(given: Settings, inputs: readonly string[]): Record<string, Asks | Asks[]> {
  const { candidates, maxSteps, maxNewTokens, maxRationaleTokens, rationalesAre, chooseBy } = given
  const before = ((maxSteps - 1) / 2) * maxNewTokens
  const shown = rationalesAre === 'shown' ? maxRationaleTokens : 0
  const all = { of: 'problems', completions: maxSteps * candidates } as const
  const read = before + maxRationaleTokens + maxNewTokens
  // To read a step takes a token, and to judge it takes few.
  const judging = { ...all, perPrompt: 1, reads: read, tokens: REWARD_TOKENS }
  const drawing = { ...all, perPrompt: candidates, reads: before + shown, tokens: maxNewTokens }
  const judgesItself = chooseBy === 'rationales' && !inputs.includes('scorer')
  return {
    model: judgesItself ? [drawing, judging] : drawing,
    rationales: {
      of: 'problems',
      completions: maxSteps,
      perPrompt: 1,
      reads: before,
      tokens: maxRationaleTokens,
    },
    scorer: judging,
  }
}

/** Models are opened once there is something left to solve. */
async function openTools(
  { settings: given, models: refs, seed, signal }: StageContext<Settings>,
  { ref, profile, format, prompts, stop }: Prompted,
  models: StepModels,
): Promise<StepTools> {
  return openStepTools(models, {
    name: 'infer.steps',
    settings: given,
    solver: { model: await models.open(ref, format), profile },
    format,
    prompts: new Map(prompts.map(({ problemId, prompt }) => [problemId, prompt])),
    maxNewTokens: given.maxNewTokens,
    stop: [...(given.stop ?? []), ...stop],
    rationales: refs['rationales']?.[0],
    scorer: refs['scorer']?.[0],
    seed,
    signal,
  })
}

function stepFaults(given: Settings, inputs: readonly string[]): SettingFault[] {
  const { chooseBy } = given
  const needs = stepNeeds(given)
  const has = { rationales: inputs.includes('rationales'), scorer: inputs.includes('scorer') }
  const faults: SettingFault[] = []
  const fault = (path: string, text: string): void => void faults.push({ path: [path], text })
  if (needs.rationales === 'needed' && !has.rationales)
    fault('chooseBy', 'needs a model of rationales: name it in `rationales`')
  if (needs.rationales === 'unused' && has.rationales)
    fault('rationales', `is asked for nothing where steps are chosen by ${chooseBy}`)
  if (needs.scorer === 'needed' && !has.scorer)
    fault('chooseBy', 'needs a model that judges: name it in `scorer`')
  if (needs.scorer === 'unused' && has.scorer)
    fault('scorer', 'is asked for nothing: steps are random')
  return faults
}

const trajectoriesIn = (text: string): Trajectory[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Trajectory)

/** Whether the solution ends with a step that its model did not end. */
function isCut({ steps }: Trajectory): boolean {
  const last = steps.at(-1)
  return last?.candidates[last.choice]?.isCut === true
}

/** A problem's solution, with the tokens that all its candidates and rationales took. */
function completionOf(trajectory: Trajectory): object {
  const { problemId, text, tokens, isEnded } = trajectory
  const finish = isEnded && !isCut(trajectory) ? 'stop' : 'length'
  return { problemId, index: 0, text, tokens, finish }
}

/** What servers have done is charged with their replies, each of them once. */
function charge(
  context: Pick<StageContext, 'charge' | 'models'>,
  { profile, prompts }: Prompted,
  found: readonly Trajectory[],
): void {
  const isOwn = !profile.isServed
  const areOwnRationales = context.models['rationales']?.[0]?.scheme !== 'served'
  const flopsOf = flopsCounter(profile)
  const lengths = new Map(prompts.map(({ problemId, tokens }) => [problemId, tokens]))
  for (const { problemId, tokens, steps } of found) {
    // The prompt is read again for each step.
    const ofSteps = steps.map(({ candidates }) =>
      candidates.reduce((sum, candidate) => sum + candidate.tokens, 0),
    )
    const written = ofSteps.reduce((sum, each) => sum + each, 0)
    const flops = ofSteps.reduce(
      (sum, each) => sum + flopsOf(lengths.get(problemId)!, each, true),
      0,
    )
    context.charge({
      tokens: (isOwn ? written : 0) + (areOwnRationales ? tokens - written : 0),
      completions: isOwn ? 1 : 0,
      flops,
    })
  }
}
