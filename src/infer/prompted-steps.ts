/** Steps of a model that cannot go on where it stands: it is prompted with what it has written. */
import { asTheyCome, ServerError } from '../core/index.ts'
import type { StepRule } from '../data/index.ts'
import {
  completionsOf,
  type Decoding,
  type Finish,
  type GeneratedCompletion,
  type LanguageModel,
  type Prompt,
} from '../model/index.ts'

/** A step as far as it has come. */
export interface DrawnStep {
  text: string
  /** All that were generated, also behind its end. */
  tokens: number
  /** Absent where the model does not tell it. */
  logprob?: number
  /** Absent where the model could go on. */
  finish?: Finish
}

export interface StepPrompting {
  model: LanguageModel
  rule: StepRule
  candidates: number
  decoding: Decoding
  signal?: AbortSignal | undefined
}

/** A candidate to go on with, and behind what. */
interface Going {
  prompt: Prompt
  index: number
  step: DrawnStep
}

/**
 * Returns candidates for the next step behind each prompt, in their order. Each ends with what ends
 * a step, as it does in a session. @throws ServerError where the model does not say what has ended
 * a text
 */
export async function promptedSteps(
  prompting: StepPrompting,
  prompts: readonly Prompt[],
): Promise<DrawnStep[]> {
  const { candidates } = prompting
  const found = prompts.map((): DrawnStep[] => [])
  const places = new Map(prompts.map(({ problemId }, place) => [problemId, place]))
  const all = { prompts, numGenerations: candidates }
  for await (const drawn of drawnTo(prompting, all, prompting.decoding.maxNewTokens))
    found[places.get(drawn.problemId)!]![drawn.index] = stepOf(drawn, prompting)
  const going = prompts.flatMap((prompt, place) =>
    found[place]!.map((step, index): Going => ({ prompt, index, step })),
  )
  const limit = Math.max(1, going.length)
  for await (const _ of asTheyCome(going, { limit }, (each) => goOn(prompting, each)));
  return found.flat()
}

/** Prompts for more until a step is whole: its end may stand within it, as in `e.g. `. */
async function goOn(prompting: StepPrompting, { prompt, index, step }: Going): Promise<void> {
  const { rule, decoding } = prompting
  for (let replies = 1; step.finish === undefined && !rule.isEnded(step.text); replies++) {
    // A token is a character or more: what was written behind the end does not count. A stop text
    // was written with one at least, also where a server counts none.
    const written = Math.max(replies, Math.min(step.tokens, step.text.length))
    const left = decoding.maxNewTokens - written
    if (left <= 0) {
      step.finish = 'length'
      return
    }
    const next = {
      ...prompt,
      prompt: prompt.prompt + step.text,
      drawn: (prompt.drawn ?? 0) + step.tokens,
    }
    const more = { prompts: [next], numGenerations: 1, firstIndex: index }
    for await (const drawn of drawnTo(prompting, more, left)) append(step, stepOf(drawn, prompting))
  }
}

function append(step: DrawnStep, { text, tokens, logprob, finish }: DrawnStep): void {
  step.text += text
  step.tokens += tokens
  if (step.logprob !== undefined && logprob !== undefined) step.logprob += logprob
  else delete step.logprob
  if (finish !== undefined) step.finish = finish
}

const drawnTo = (
  { model, rule, decoding, signal }: StepPrompting,
  asked: { prompts: readonly Prompt[]; numGenerations: number; firstIndex?: number },
  maxNewTokens: number,
): AsyncIterable<GeneratedCompletion> => {
  const stop = [...(decoding.stop ?? []), ...rule.stops]
  const request = { ...asked, decoding: { ...decoding, maxNewTokens, stop }, tellsStops: true }
  return completionsOf(model.generate(request, signal))
}

/** What ends a step stays in it, and the model could go on behind it. */
function stepOf(
  { text, tokens, logprob, finish, stoppedBy }: GeneratedCompletion,
  { model, rule, decoding }: StepPrompting,
): DrawnStep {
  const drawn = { tokens, ...(logprob !== undefined && { logprob }) }
  if (finish !== 'stop') return { text, ...drawn, finish }
  if (stoppedBy === undefined)
    throw new ServerError(`${model.id} does not say which stop text has ended a step`, {
      hint: 'What its reply names is none of the stop texts that it was sent. Does the `body` of its file set others?',
    })
  const isEnd = !rule.stops.includes(stoppedBy) || decoding.stop?.includes(stoppedBy)
  return isEnd ? { text, ...drawn, finish } : { text: text + stoppedBy, ...drawn }
}
