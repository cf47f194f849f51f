/** The models that judge steps and say rationales: opened for a user, and closed with it. */
import type { ExecutionProvider } from '../../engine/index.ts'
import {
  formatPrompt,
  rationaleFormat,
  rationaleTurn,
  type PromptFormat,
} from '../../data/index.ts'
import {
  documentOf,
  evaluatorJudgement,
  likelihoodJudgement,
  rewardJudgement,
  withRationale,
  type AskJudge,
  type OpenModel,
  type RationaleModel,
  type ScorerTexts,
  type StepJudgement,
  type StepSettings,
} from '../../infer/index.ts'
import {
  chatTemplateOf,
  completionsOf,
  leavesRoom,
  requireCapability,
  type LanguageModel,
  type ModelProfile,
} from '../../model/index.ts'
import {
  modelProfile,
  modelPromptFormat,
  openEvaluator,
  recordedPromptFormat,
  type ModelRef,
} from '../../sample/index.ts'

/** For whom models are asked. */
export interface StepUser {
  /** What it is called in messages. */
  name: string
  settings: Pick<StepSettings, 'rationaleIs' | 'discount' | 'maxRationaleTokens'>
  seed: number
  signal?: AbortSignal | undefined
}

/** How many tokens a model may write that is asked for a reward. */
export const REWARD_TOKENS = 8

/** How models are opened for a user. */
export interface StepOpening {
  executionProvider: ExecutionProvider | undefined
  /** Opens a model that is asked in `format`. */
  open(ref: ModelRef, format?: PromptFormat): Promise<LanguageModel>
}

export class StepModels implements AsyncDisposable {
  readonly #opening: StepOpening
  readonly #opened: AsyncDisposable[] = []

  constructor(opening: StepOpening) {
    this.#opening = opening
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#opened.toReversed()) await each[Symbol.asyncDispose]()
  }

  #keep<Opened extends AsyncDisposable>(opened: Opened): Opened {
    this.#opened.push(opened)
    return opened
  }

  async open(ref: ModelRef, format?: PromptFormat): Promise<LanguageModel> {
    return this.#keep(await this.#opening.open(ref, format))
  }

  async rationales(ref: ModelRef, { settings, signal }: StepUser): Promise<RationaleModel> {
    const profile = await modelProfile(ref)
    const { format } = await modelPromptFormat(profile, rationaleFormatOf(profile))
    const maxNewTokens = settings.maxRationaleTokens
    return { model: await this.open(ref, format), profile, format, maxNewTokens, signal }
  }

  /** The judge that finds a step as good as it is likely, by a model that is open already. */
  likelihood({ model, profile }: OpenModel, user: StepUser): StepJudgement {
    const { name, settings, signal } = user
    requireCapability(model, 'score', name)
    const score: LanguageModel['score'] = (items) => model.score(items, signal)
    const texts = scorerTexts(profile, settings.rationaleIs)
    return likelihoodJudgement({ score }, texts, settings.discount)
  }

  async likelihoodOf(ref: ModelRef, user: StepUser): Promise<StepJudgement> {
    const profile = await modelProfile(ref)
    return this.likelihood({ model: await this.open(ref), profile }, user)
  }

  async evaluator(ref: ModelRef, { signal }: StepUser): Promise<StepJudgement> {
    const evaluator = this.#keep(await openEvaluator(ref, this.#opening.executionProvider))
    return evaluatorJudgement({ score: (candidates) => evaluator.score(candidates, signal) })
  }

  async rewards(ref: ModelRef, { seed, signal }: StepUser): Promise<StepJudgement> {
    return rewardJudgement(await this.#ask(ref, signal), seed)
  }

  /** A chat model is asked in its template. */
  async #ask(ref: ModelRef, signal: AbortSignal | undefined): Promise<AskJudge> {
    const profile = await modelProfile(ref)
    const hasTemplate = profile.isServed || chatTemplateOf(profile) !== undefined
    const { format } = await modelPromptFormat(profile, hasTemplate ? 'chat' : '{question}')
    const model = await this.open(ref, format)
    return async (questions) => {
      const prompts = questions
        .map((question, place) => ({
          problemId: String(place),
          prompt: formatPrompt(format, question),
          stream: [place],
        }))
        .filter(({ prompt }) => leavesRoom(profile, prompt))
      const replies = questions.map((): string | null => null)
      const decoding = { temperature: 0, maxNewTokens: REWARD_TOKENS }
      const request = { prompts, numGenerations: 1, decoding }
      for await (const { problemId, text } of completionsOf(model.generate(request, signal)))
        replies[Number(problemId)] = text
      return replies
    }
  }
}

/** In which format a model is asked for rationales; its own where that is known. */
function rationaleFormatOf(profile: ModelProfile): string | undefined {
  if (profile.isServed) return rationaleTurn
  // A model that says nothing of its prompts may have read annotated texts.
  const isSilent = !recordedPromptFormat(profile) && chatTemplateOf(profile) === undefined
  return isSilent ? rationaleFormat.name : undefined
}

function scorerTexts(
  { lengthOf, maxPositions }: OpenModel['profile'],
  rationaleIs: StepSettings['rationaleIs'],
): ScorerTexts {
  return {
    context: (trajectory, rationale) =>
      withRationale(documentOf(trajectory), rationale, rationaleIs).trimEnd(),
    continuation: (trajectory, { text }) => {
      const document = documentOf(trajectory)
      return document.slice(document.trimEnd().length) + text.trimEnd()
    },
    fits: (prompt, continuation) => lengthOf(prompt + continuation) <= maxPositions,
  }
}
