/** A completion that is being decoded. */
import { ConfigError, rng, type Rng } from '../core/index.ts'
import type {
  Decoding,
  Finish,
  Fork,
  GenerateRequest,
  ModelConfig,
  Prompt,
  SequenceState,
  StreamAddress,
  Tokenizer,
} from '../model/index.ts'
import { encodeStart, firstStop } from '../model/index.ts'
import { textFinder } from './stop.ts'

export interface Sequence {
  problemId: string
  index: number
  stream: StreamAddress
  /** Tokens of its stream that came before this sequence began. */
  drawn: number
  random: Rng
  promptIds: readonly number[]
  ids: number[]
  logprob: number
  /** Set once it has ended. */
  ending: { finish: Finish; text: string; stoppedBy?: string } | undefined
}

/** What of a model its sequences need. */
export interface Reader {
  id: string
  config: Pick<ModelConfig, 'endOfTextIds' | 'maxPositions'>
  tokenizer: Tokenizer
}

/**
 * What stands before a text where the tokenizer puts nothing: the end-of-text token, which precedes
 * a text in training.
 */
export const startId = ({ config }: Reader): number => config.endOfTextIds[0] ?? 0

/**
 * Returns one sequence for each completion of a request; those of a prompt share the array of its
 * ids. @throws ConfigError when a prompt leaves no room for a token
 */
export function startSequences(
  model: Reader,
  { prompts, numGenerations, firstIndex = 0 }: GenerateRequest,
): Sequence[] {
  return prompts.flatMap(({ problemId, prompt, stream, drawn = 0 }) => {
    const promptIds = promptIdsOf(model, { problemId, prompt })
    return Array.from({ length: numGenerations }, (_, offset): Sequence => {
      const index = firstIndex + offset
      const random = randomAt(stream, index, drawn)
      const start = { ids: [], logprob: 0, ending: undefined }
      return { problemId, index, stream, drawn, random, promptIds, ...start }
    })
  })
}

/** Returns the ids of a prompt. @throws ConfigError when it leaves no room for a token */
export function promptIdsOf(
  model: Reader,
  { problemId, prompt }: Pick<Prompt, 'problemId' | 'prompt'>,
): readonly number[] {
  const { maxPositions } = model.config
  const encoded = encodeStart(model.tokenizer, prompt)
  const promptIds = encoded.length > 0 ? encoded : [startId(model)]
  if (promptIds.length >= maxPositions)
    throw new ConfigError(
      `problem ${problemId}: the prompt has ${promptIds.length} tokens, but ${model.id} takes at most ${maxPositions}`,
    )
  return promptIds
}

/** Returns the stream of one completion, without the numbers that were drawn from it before. */
function randomAt(stream: StreamAddress, index: number, drawn: number): Rng {
  const random = rng('generate', ...stream, index)
  for (let draw = 0; draw < drawn; draw++) random.next()
  return random
}

/** Returns a sequence that goes on from another one, which stays as it is. */
export function forkSequence(from: Sequence, { index, stream }: Fork): Sequence {
  const own = { index: index ?? from.index, stream: stream ?? from.stream }
  const random = randomAt(own.stream, own.index, from.drawn + from.ids.length)
  return { ...from, ...own, random, ids: [...from.ids] }
}

/** Returns a function that sets the ending of a sequence when its last token has ended it. */
export function endDetector(
  { config, tokenizer }: Reader,
  { stop = [], maxNewTokens }: Decoding,
): (sequence: Pick<Sequence, 'promptIds' | 'ids' | 'ending'>) => void {
  const findStop = textFinder(tokenizer, stop)
  const endingOf = ({
    promptIds,
    ids,
  }: Pick<Sequence, 'promptIds' | 'ids'>): Sequence['ending'] => {
    if (config.endOfTextIds.includes(ids.at(-1)!))
      return { finish: 'endOfText', text: tokenizer.decodeContinuation(ids.slice(0, -1)) }
    const found = findStop(ids)
    const ended = found && firstStop(found.text, stop)
    if (ended)
      return { finish: 'stop', text: found.text.slice(0, ended.place), stoppedBy: ended.stop }
    const isFull =
      ids.length >= maxNewTokens || promptIds.length + ids.length >= config.maxPositions
    return isFull ? { finish: 'length', text: tokenizer.decodeContinuation(ids) } : undefined
  }
  return (sequence) => void (sequence.ending = endingOf(sequence))
}

/** Returns what a session tells of a sequence. */
export function sequenceState({ tokenizer }: Reader, sequence: Sequence): SequenceState {
  const { problemId, index, ids, logprob, ending } = sequence
  const text = ending ? ending.text : tokenizer.decodeContinuation(ids)
  const state = { problemId, index, text, tokens: ids.length, logprob }
  return ending ? { ...state, finish: ending.finish } : state
}
