/** Opens the models of a step-wise solution, when there is something left to solve. */
import { stepRules } from '../../data/index.ts'
import {
  ownJudgement,
  randomJudgement,
  type StepJudgement,
  type StepTools,
} from '../../infer/index.ts'
import { requireCapability } from '../../model/index.ts'
import type { StageContext } from '../stage.ts'
import type { Prompted } from './prompted.ts'
import { proposeSteps, sayRationales, type StepAgent } from './step-agent.ts'
import { StepModels } from './step-models.ts'
import type { StepSettings } from './step-settings.ts'

type Context = StageContext<StepSettings>

/** The tools of a stage. They are opened once, and closed with it. */
export class StageStepTools implements AsyncDisposable {
  readonly #context: Context
  readonly #prompted: Prompted
  readonly #models: StepModels
  #tools: StepTools | undefined

  constructor(context: Context, prompted: Prompted) {
    this.#context = context
    this.#prompted = prompted
    this.#models = new StepModels(context)
  }

  async tools(): Promise<StepTools> {
    return (this.#tools ??= await this.#openAll())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#models[Symbol.asyncDispose]()
  }

  async #openAll(): Promise<StepTools> {
    const { settings, models, signal } = this.#context
    const agent = await this.#agent()
    const ref = models['rationales']?.[0]
    const rationales = ref && (await this.#models.rationales(ref))
    const score = await this.#judgement(agent)
    const isShown = settings.rationalesAre === 'shown'
    return {
      ...(rationales && { rationales: (open) => sayRationales(rationales, open) }),
      propose: (open, said) => {
        signal.throwIfAborted()
        const shown = isShown && said ? { rationales: said, as: settings.rationaleIs } : undefined
        return proposeSteps(agent, open, shown)
      },
      score,
    }
  }

  async #agent(): Promise<StepAgent> {
    const { ref, outline, prompts, stop } = this.#prompted
    const { settings, seed, signal } = this.#context
    const { maxNewTokens, temperature, candidates, steps } = settings
    const model = await this.#models.open(ref)
    requireCapability(model, 'sessions', 'infer.steps')
    const stops = [...(settings.stop ?? []), ...stop]
    return {
      model,
      outline,
      prompts: new Map(prompts.map(({ problemId, prompt }) => [problemId, prompt])),
      rule: stepRules[steps],
      seed,
      candidates,
      decoding: { temperature, maxNewTokens, ...(stops.length > 0 && { stop: stops }) },
      signal,
    }
  }

  async #judgement(agent: StepAgent): Promise<StepJudgement> {
    const { settings, models, seed } = this.#context
    const { chooseBy } = settings
    const ref = models['scorer']?.[0]
    if (chooseBy === 'random') return randomJudgement(seed)
    if (chooseBy === 'likelihood' && !ref) return ownJudgement
    if (chooseBy === 'evaluator') return this.#models.evaluator(ref!)
    if (chooseBy === 'judge') return this.#models.rewards(ref!)
    return ref
      ? this.#models.likelihoodOf(ref, 'infer.steps')
      : this.#models.likelihood(agent, 'infer.steps')
  }
}
