/** Opens the models of a step-wise solution, when there is something left to solve. */
import { formatPrompt, rationaleFormat, stepRules } from '../../data/index.ts'
import {
  evaluatorJudgement,
  likelihoodJudgement,
  ownJudgement,
  randomJudgement,
  rewardJudgement,
  type AskJudge,
  type ScorerTexts,
  type StepJudgement,
  type StepTools,
} from '../../infer/index.ts'
import {
  chatTemplateOf,
  completionsOf,
  encodeStart,
  readModelOutline,
  requireCapability,
  type LanguageModel,
  type ModelOutline,
} from '../../model/index.ts'
import {
  modelPromptFormat,
  openEvaluator,
  openModel,
  recordedPromptFormat,
  type ModelRef,
} from '../../sample/index.ts'
import type { StageContext } from '../stage.ts'
import type { Prompted } from './prompted.ts'
import {
  documentOf,
  proposeSteps,
  sayRationales,
  withRationale,
  type RationaleModel,
  type StepAgent,
} from './step-agent.ts'
import type { StepSettings } from './step-settings.ts'

type Context = StageContext<StepSettings>

/** The tools of a stage. They are opened once, and closed with it. */
export class StageStepTools implements AsyncDisposable {
  readonly #context: Context
  readonly #prompted: Prompted
  readonly #opened: AsyncDisposable[] = []
  #tools: StepTools | undefined

  constructor(context: Context, prompted: Prompted) {
    this.#context = context
    this.#prompted = prompted
  }

  async tools(): Promise<StepTools> {
    return (this.#tools ??= await this.#openAll())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#opened.toReversed()) await each[Symbol.asyncDispose]()
  }

  #keep<Opened extends AsyncDisposable>(opened: Opened): Opened {
    this.#opened.push(opened)
    return opened
  }

  async #open(ref: ModelRef): Promise<LanguageModel> {
    return this.#keep(await openModel(ref, this.#context.settings.executionProvider))
  }

  async #openAll(): Promise<StepTools> {
    const { settings, models, signal } = this.#context
    const agent = await this.#agent()
    const ref = models['rationales']?.[0]
    const rationales = ref && (await this.#rationaleModel(ref))
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
    const model = await this.#open(ref)
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

  async #rationaleModel(ref: ModelRef): Promise<RationaleModel> {
    const { settings, signal } = this.#context
    const outline = await readModelOutline(ref.directory)
    // A model that says nothing of its prompts may have read annotated texts.
    const isSilent = !recordedPromptFormat(outline) && chatTemplateOf(outline) === undefined
    const wanted = isSilent ? rationaleFormat.name : undefined
    const { format } = await modelPromptFormat(outline, wanted)
    const maxNewTokens = settings.maxRationaleTokens
    return { model: await this.#open(ref), outline, format, maxNewTokens, signal }
  }

  async #judgement(agent: StepAgent): Promise<StepJudgement> {
    const { settings, models, seed } = this.#context
    const { chooseBy, executionProvider } = settings
    const ref = models['scorer']?.[0]
    if (chooseBy === 'random') return randomJudgement(seed)
    if (chooseBy === 'likelihood' && !ref) return ownJudgement
    if (chooseBy === 'evaluator')
      return evaluatorJudgement(this.#keep(await openEvaluator(ref!, executionProvider)))
    if (chooseBy === 'judge') return rewardJudgement(await this.#judge(ref!), seed)
    const model = ref ? await this.#open(ref) : agent.model
    requireCapability(model, 'score', 'infer.steps')
    const outline = ref ? await readModelOutline(ref.directory) : agent.outline
    return likelihoodJudgement(model, this.#scorerTexts(outline), settings.discount)
  }

  #scorerTexts({ tokenizer, config }: ModelOutline): ScorerTexts {
    const { rationaleIs } = this.#context.settings
    return {
      context: (trajectory, rationale) =>
        withRationale(documentOf(trajectory), rationale, rationaleIs).trimEnd(),
      continuation: (trajectory, { text }) => {
        const document = documentOf(trajectory)
        return document.slice(document.trimEnd().length) + text.trimEnd()
      },
      fits: (prompt, continuation) =>
        encodeStart(tokenizer, prompt + continuation).length <= config.maxPositions,
    }
  }

  /** A chat model is asked in its template. */
  async #judge(ref: ModelRef): Promise<AskJudge> {
    const { signal } = this.#context
    const outline = await readModelOutline(ref.directory)
    const model = await this.#open(ref)
    const hasTemplate = chatTemplateOf(outline) !== undefined
    const { format } = await modelPromptFormat(outline, hasTemplate ? 'chat' : '{question}')
    return async (questions) => {
      const prompts = questions.map((question, place) => ({
        problemId: String(place),
        prompt: formatPrompt(format, question),
        stream: [place],
      }))
      const replies = questions.map(() => '')
      const decoding = { temperature: 0, maxNewTokens: 8 }
      const request = { prompts, numGenerations: 1, decoding }
      for await (const { problemId, text } of completionsOf(model.generate(request, signal)))
        replies[Number(problemId)] = text
      return replies
    }
  }
}
