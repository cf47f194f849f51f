/** The models that judge steps and say rationales: opened for a stage, and closed with it. */
import { formatPrompt, rationaleFormat } from '../../data/index.ts'
import {
  evaluatorJudgement,
  likelihoodJudgement,
  rewardJudgement,
  type AskJudge,
  type ScorerTexts,
  type StepJudgement,
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
import { documentOf, withRationale, type RationaleModel } from './step-agent.ts'
import type { StepSettings } from './step-settings.ts'

/** What judges and models of rationales read of a stage's settings. */
type JudgingSettings = Pick<
  StepSettings,
  'executionProvider' | 'rationaleIs' | 'discount' | 'maxRationaleTokens'
>

/** How many tokens a model may write that is asked for a reward. */
const REWARD_TOKENS = 8

export class StepModels implements AsyncDisposable {
  readonly #context: Pick<StageContext<JudgingSettings>, 'settings' | 'seed' | 'signal'>
  readonly #opened: AsyncDisposable[] = []

  constructor(context: Pick<StageContext<JudgingSettings>, 'settings' | 'seed' | 'signal'>) {
    this.#context = context
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#opened.toReversed()) await each[Symbol.asyncDispose]()
  }

  #keep<Opened extends AsyncDisposable>(opened: Opened): Opened {
    this.#opened.push(opened)
    return opened
  }

  async open(ref: ModelRef): Promise<LanguageModel> {
    return this.#keep(await openModel(ref, this.#context.settings.executionProvider))
  }

  async rationales(ref: ModelRef): Promise<RationaleModel> {
    const { settings, signal } = this.#context
    const outline = await readModelOutline(ref.directory)
    // A model that says nothing of its prompts may have read annotated texts.
    const isSilent = !recordedPromptFormat(outline) && chatTemplateOf(outline) === undefined
    const wanted = isSilent ? rationaleFormat.name : undefined
    const { format } = await modelPromptFormat(outline, wanted)
    const maxNewTokens = settings.maxRationaleTokens
    return { model: await this.open(ref), outline, format, maxNewTokens, signal }
  }

  /** The judge that finds a step as good as it is likely, by a model that is open already. */
  likelihood(
    { model, outline }: { model: LanguageModel; outline: ModelOutline },
    stage: string,
  ): StepJudgement {
    const { settings, signal } = this.#context
    requireCapability(model, 'score', stage)
    const score: LanguageModel['score'] = (items) => model.score(items, signal)
    return likelihoodJudgement({ score }, this.#scorerTexts(outline), settings.discount)
  }

  async likelihoodOf(ref: ModelRef, stage: string): Promise<StepJudgement> {
    const outline = await readModelOutline(ref.directory)
    return this.likelihood({ model: await this.open(ref), outline }, stage)
  }

  async evaluator(ref: ModelRef): Promise<StepJudgement> {
    const { settings, signal } = this.#context
    const evaluator = this.#keep(await openEvaluator(ref, settings.executionProvider))
    return evaluatorJudgement({ score: (candidates) => evaluator.score(candidates, signal) })
  }

  async rewards(ref: ModelRef): Promise<StepJudgement> {
    return rewardJudgement(await this.#ask(ref), this.#context.seed)
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
  async #ask(ref: ModelRef): Promise<AskJudge> {
    const { signal } = this.#context
    const outline = await readModelOutline(ref.directory)
    const model = await this.open(ref)
    const hasTemplate = chatTemplateOf(outline) !== undefined
    const { format } = await modelPromptFormat(outline, hasTemplate ? 'chat' : '{question}')
    return async (questions) => {
      const prompts = questions
        .map((question, place) => ({
          problemId: String(place),
          prompt: formatPrompt(format, question),
          stream: [place],
        }))
        .filter(
          ({ prompt }) =>
            encodeStart(outline.tokenizer, prompt).length < outline.config.maxPositions,
        )
      const replies = questions.map((): string | null => null)
      const decoding = { temperature: 0, maxNewTokens: REWARD_TOKENS }
      const request = { prompts, numGenerations: 1, decoding }
      for await (const { problemId, text } of completionsOf(model.generate(request, signal)))
        replies[Number(problemId)] = text
      return replies
    }
  }
}
