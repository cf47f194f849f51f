/** Log-probabilities of given texts. */
import { ConfigError, throwIfCancelled } from '../core/index.ts'
import type { JointEncoding, Model, ScoreItem, TokenLogprobs } from '../model/index.ts'
import { encodeJointly } from '../model/index.ts'
import type { Decoder } from './decoder.ts'
import { passes } from './passes.ts'
import { startId } from './sequence.ts'
import { sharePrefix, type Branch, type Row } from './shared-prefix.ts'

/**
 * Returns the scores of each item's continuations, in order. The continuations of an item share
 * one pass over what their texts have in common. @throws ConfigError when a text is longer than the
 * model reads
 */
export async function scoreItems(
  model: Model,
  decoder: Decoder,
  items: readonly ScoreItem[],
  signal?: AbortSignal,
): Promise<TokenLogprobs[][]> {
  const encoded = items.map(({ prompt, continuations }) =>
    continuations.map((continuation) => scoredIds(model, prompt, continuation)),
  )
  const { maxPositions } = model.config
  const tooLong = encoded.flat().find(({ ids }) => ids.length > maxPositions)
  if (tooLong)
    throw new ConfigError(
      `a text to score has ${tooLong.ids.length} tokens, but ${model.id} takes at most ${maxPositions}`,
    )
  const logprobs = new Map<JointEncoding, readonly number[]>()
  const alone = encoded.filter(({ length }) => length === 1).flat()
  for (const pass of passes(alone)) {
    throwIfCancelled(signal)
    for (const [encoding, found] of await scorePlain(decoder, pass)) logprobs.set(encoding, found)
  }
  const branches = encoded.filter(({ length }) => length > 1).flatMap(branchesOf)
  const rows = [...new Set(branches.map(({ row }) => row))]
  for (const pass of passes(rows)) {
    throwIfCancelled(signal)
    const own = branches.filter(({ row }) => pass.includes(row))
    for (const [encoding, found] of await scoreRows(decoder, pass, own))
      logprobs.set(encoding, found)
  }
  return encoded.map((item) => item.map((each) => tokenLogprobs(model, each, logprobs.get(each)!)))
}

/** Something must come before the first token that is scored. */
function scoredIds(model: Model, prompt: string, continuation: string): JointEncoding {
  const joint = encodeJointly(model.tokenizer, prompt, continuation)
  return joint.promptLength > 0 ? joint : { ids: [startId(model), ...joint.ids], promptLength: 1 }
}

type Scores = Map<JointEncoding, readonly number[]>

/** Sequences that share nothing, each a row. */
async function scorePlain(decoder: Decoder, encoded: readonly JointEncoding[]): Promise<Scores> {
  const placesOf = ({ ids, promptLength }: JointEncoding, row: number, length: number): number[] =>
    ids.slice(promptLength).map((_, offset) => row * length + promptLength + offset - 1)
  const logprobs = await decoder.score(
    encoded.map(({ ids }) => ids),
    (length) => encoded.flatMap((each, row) => placesOf(each, row, length)),
    encoded.flatMap(labelsOf),
  )
  return dealt(encoded, logprobs)
}

interface ScoredBranch extends Branch {
  encoding: JointEncoding
}

/**
 * All but the last token that they have in common is shared: each has a place of its own for what
 * follows the prompt.
 */
function branchesOf(encoded: readonly JointEncoding[]): ScoredBranch[] {
  const [{ ids: first }] = encoded as [JointEncoding]
  const isCommon = (place: number): boolean =>
    encoded.every(({ ids, promptLength }) => place < promptLength && ids[place] === first[place])
  let common = 0
  while (isCommon(common)) common++
  const branches = sharePrefix(
    encoded.map(({ ids }) => ids),
    Math.max(0, common - 1),
  )
  return branches.map((branch, place) => ({ ...branch, encoding: encoded[place]! }))
}

async function scoreRows(
  decoder: Decoder,
  rows: readonly Row[],
  branches: readonly ScoredBranch[],
): Promise<Scores> {
  const placesOf = ({ row, at, encoding }: ScoredBranch, length: number): number[] => {
    const start = rows.indexOf(row) * length
    const { ids, promptLength } = encoding
    return ids.slice(promptLength).map((_, offset) => start + at(promptLength + offset - 1))
  }
  const encoded = branches.map(({ encoding }) => encoding)
  const logprobs = await decoder.scoreRows(
    rows,
    (length) => branches.flatMap((branch) => placesOf(branch, length)),
    encoded.flatMap(labelsOf),
  )
  return dealt(encoded, logprobs)
}

const labelsOf = ({ ids, promptLength }: JointEncoding): number[] => ids.slice(promptLength)

/** Gives each sequence its own of the numbers, which come in the order of the sequences. */
function dealt(encoded: readonly JointEncoding[], logprobs: Float32Array): Scores {
  let place = 0
  return new Map(
    encoded.map((encoding) => {
      const count = encoding.ids.length - encoding.promptLength
      const own = [...logprobs.subarray(place, place + count)]
      place += count
      return [encoding, own]
    }),
  )
}

function tokenLogprobs(
  { tokenizer }: Model,
  encoding: JointEncoding,
  logprobs: readonly number[],
): TokenLogprobs {
  const tokens = labelsOf(encoding).map((id, place) => ({
    text: tokenizer.decodeContinuation([id]),
    logprob: logprobs[place]!,
  }))
  return { logprob: tokens.reduce((sum, { logprob }) => sum + logprob, 0), tokens }
}
