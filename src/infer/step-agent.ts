/** The models of a step-wise solution: the agent that writes it, and who says rationales. */
import {
  contextOf,
  formatPrompt,
  problemPrompt,
  rationaleMarks,
  type PromptFormat,
  type RationaleIs,
  type StepRule,
} from '../data/index.ts'
import {
  completionsOf,
  leavesRoom,
  type Decoding,
  type LanguageModel,
  type ModelProfile,
  type Prompt,
  type SequenceState,
} from '../model/index.ts'
import { promptedSteps, type DrawnStep } from './prompted-steps.ts'
import type { SaidRationale, StepCandidate, Trajectory } from './step-rounds.ts'

/** Blanks at the end of a text: with them, the next step begins. */
const blanksAfter = (text: string): string => text.slice(text.trimEnd().length)

/** What models of rationales and scorers read of a trajectory: the plain prompt and the steps. */
export const documentOf = ({ question, text }: Trajectory): string => problemPrompt(question) + text

/** Returns a text that ends with a rationale, where the next step begins. */
export function withRationale(text: string, rationale: string, as: RationaleIs): string {
  const blanks = blanksAfter(text)
  const context = contextOf({ preceding: text.trimEnd(), rationale, following: `${blanks}.` }, as)
  return rationale.trim() === '' ? text : context + blanks
}

/** A model that is open, with what must be known of it to ask it no more than it reads. */
export interface OpenModel {
  model: LanguageModel
  profile: Pick<ModelProfile, 'lengthOf' | 'maxPositions'>
}

/** Who writes the steps. */
export interface StepAgent extends OpenModel {
  /** The prompt of each problem. */
  prompts: ReadonlyMap<string, string>
  rule: StepRule
  seed: number
  candidates: number
  decoding: Decoding
  signal?: AbortSignal | undefined
}

/**
 * Returns candidates for the next step of each trajectory. `said` are rationales that the agent is
 * shown. A step goes on over what looks like its end and is none, such as `e.g. `. Where the text
 * is longer than the agent reads, there is one candidate, which is empty.
 */
export async function proposeSteps(
  agent: StepAgent,
  open: readonly Trajectory[],
  said: { rationales: readonly SaidRationale[]; as: RationaleIs } | undefined,
): Promise<StepCandidate[][]> {
  const { profile, candidates } = agent
  const texts = open.map(({ problemId, text }, place) => {
    const whole = agent.prompts.get(problemId)! + text
    return said ? withRationale(whole, said.rationales[place]!.text, said.as) : whole
  })
  const fits = texts.map((text) => leavesRoom(profile, text))
  const prompts = open.flatMap(({ problemId, steps }, place): Prompt[] =>
    fits[place]
      ? [{ problemId, prompt: texts[place]!, stream: [agent.seed, problemId, steps.length] }]
      : [],
  )
  const drawn = prompts.length > 0 ? await drawSteps(agent, prompts) : []
  let at = 0
  return fits.map((isRead) =>
    isRead
      ? drawn.slice(at, (at += candidates)).map(candidateOf)
      : [{ text: '', tokens: 0, logprob: 0, isLast: true, isCut: true }],
  )
}

async function drawSteps(agent: StepAgent, prompts: readonly Prompt[]): Promise<DrawnStep[]> {
  const { model, rule, candidates, decoding, signal } = agent
  if (!model.capabilities.sessions) return promptedSteps(agent, prompts)
  await using session = await model.openSession({ prompts, numGenerations: candidates, decoding })
  return await wholeSteps(session, rule, signal)
}

/** Goes on with each sequence until its step is whole, or it has ended. */
async function wholeSteps(
  session: Awaited<ReturnType<LanguageModel['openSession']>>,
  { stops, isEnded }: StepRule,
  signal: AbortSignal | undefined,
): Promise<SequenceState[]> {
  const whole: SequenceState[] = []
  // Which sequence stands at each place of the session.
  let places: number[] | undefined
  for (;;) {
    const states = await session.advance({ until: stops }, signal)
    places ??= states.map((_, place) => place)
    const unfinished: number[] = []
    for (const [place, state] of states.entries()) {
      whole[places[place]!] = state
      if (state.finish === undefined && !isEnded(state.text)) unfinished.push(place)
    }
    if (unfinished.length === 0) return whole
    places = unfinished.map((place) => places![place]!)
    await session.arrange(unfinished.map((from) => ({ from })))
  }
}

/** A step that ran into its limit of tokens is the last one. */
const candidateOf = ({ text, tokens, logprob, finish }: DrawnStep): StepCandidate => ({
  text,
  tokens,
  ...(logprob !== undefined && { logprob }),
  isLast: finish !== undefined,
  ...(finish === 'length' && { isCut: true }),
})

/** Who says rationales. */
export interface RationaleModel extends OpenModel {
  format: PromptFormat
  maxNewTokens: number
  signal?: AbortSignal | undefined
}

/** Returns the likeliest rationale of each trajectory's next step; '' where none is ended. */
export async function sayRationales(
  { model, profile, format, maxNewTokens, signal }: RationaleModel,
  open: readonly Trajectory[],
): Promise<SaidRationale[]> {
  const prompts = open
    .map((trajectory, place) => ({
      problemId: String(place),
      prompt: formatPrompt(format, documentOf(trajectory).trimEnd()),
      stream: [place],
    }))
    .filter(({ prompt }) => leavesRoom(profile, prompt))
  const decoding = { temperature: 0, maxNewTokens, stop: [rationaleMarks.close] }
  const said = open.map((): SaidRationale => ({ text: '', tokens: 0 }))
  const request = { prompts, numGenerations: 1, decoding }
  for await (const { problemId, text, tokens, finish } of completionsOf(
    model.generate(request, signal),
  ))
    said[Number(problemId)] = { text: finish === 'length' ? '' : text.trim(), tokens }
  return said
}
