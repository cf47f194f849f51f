/** Opens the tools of step-wise solutions: for a stage, and for the strategy `stepwise`. */
import { ConfigError } from '../../core/index.ts'
import { stepRules, type PromptFormat } from '../../data/index.ts'
import {
  ownJudgement,
  randomJudgement,
  stepTools,
  type OpenModel,
  type StepAgent,
  type StepJudgement,
  type StepSettings,
  type StepTools,
} from '../../infer/index.ts'
import type { ModelRef } from '../../sample/index.ts'
import type { StepModels, StepUser } from './step-models.ts'

/** What is solved, by whom, and who judges. */
export interface StepSolving extends StepUser {
  settings: StepSettings
  /** The model that solves. */
  solver: OpenModel
  /** How it is asked. */
  format: Pick<PromptFormat, 'isTurn'>
  /** The prompt of each problem. */
  prompts: ReadonlyMap<string, string>
  /** Limits of each step. */
  maxNewTokens: number
  stop?: readonly string[]
  /** The model of rationales, and the judge; absent where the settings ask for none. */
  rationales?: ModelRef | undefined
  scorer?: ModelRef | undefined
}

/** Opens what the settings ask for. @throws ConfigError for a model that cannot do its part */
export async function openStepTools(models: StepModels, solving: StepSolving): Promise<StepTools> {
  const { settings, rationales: ref } = solving
  requireSteps(solving)
  const agent = agentOf(solving)
  const rationales = ref && (await models.rationales(ref, solving))
  const score = await openJudgement(models, solving)
  return stepTools({ agent, rationales, score }, settings)
}

/** A server ends the turn of a chat itself: there is no asking for the next step of it. */
function requireSteps({ name, solver: { model }, format }: StepSolving): void {
  if (format.isTurn)
    throw new ConfigError(`${name} cannot go on with the turn of a chat, as ${model.id} is asked`, {
      hint: 'Ask it with a text: promptFormat plain, with solved examples (docs/servers.md).',
    })
}

function agentOf(solving: StepSolving): StepAgent {
  const { settings, solver, prompts, maxNewTokens, stop = [], seed, signal } = solving
  const { temperature, candidates, steps } = settings
  return {
    ...solver,
    prompts,
    rule: stepRules[steps],
    seed,
    candidates,
    decoding: { temperature, maxNewTokens, ...(stop.length > 0 && { stop }) },
    signal,
  }
}

async function openJudgement(models: StepModels, solving: StepSolving): Promise<StepJudgement> {
  const { settings, solver, scorer } = solving
  const { chooseBy } = settings
  if (chooseBy === 'random') return randomJudgement(solving.seed)
  if (chooseBy === 'likelihood' && !scorer) return ownJudgement
  if (chooseBy === 'evaluator') return models.evaluator(scorer!, solving)
  if (chooseBy === 'judge') return models.rewards(scorer!, solving)
  return scorer ? models.likelihoodOf(scorer, solving) : models.likelihood(solver, solving)
}
