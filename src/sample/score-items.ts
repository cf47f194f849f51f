/** Log-probabilities of given texts. */
import { ConfigError, throwIfCancelled } from '../core/index.ts'
import type { JointEncoding, Model, ScoreItem, TokenLogprobs } from '../model/index.ts'
import { encodeJointly } from '../model/index.ts'
import type { Decoder, LabelPick, TreePlace } from './decoder.ts'
import { passes } from './passes.ts'
import { prefixTrees, type PrefixTree } from './prefix-tree.ts'
import { startId } from './sequence.ts'

/**
 * Rows of trees are long: attention of many of them leaves the caches. At 0.9 M parameters, passes
 * of 8192 tokens take 10 to 35 % longer.
 */
const TREE_PASS_TOKENS = 1024

/**
 * Returns the scores of each item's continuations, in order. Texts that begin alike share one pass
 * over what they have in common, whichever items they belong to. @throws ConfigError when a text is
 * longer than the model reads
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
  const scored = encoded.flat().filter((each) => labelsOf(each).length > 0)
  // Nothing follows the last token
  const trees = prefixTrees(scored.map(({ ids }) => ids.slice(0, -1)))
  const alone = trees.flatMap(({ paths }) => (paths.length === 1 ? [paths[0]!.sequence] : []))
  const plain = alone.toSorted((a, b) => a - b).map((sequence) => scored[sequence]!)
  const shared = trees.filter(({ paths }) => paths.length > 1)
  const logprobs: Scores = new Map()
  for (const pass of passes(plain)) {
    throwIfCancelled(signal)
    for (const [encoding, found] of await scorePlain(decoder, pass)) logprobs.set(encoding, found)
  }
  const longestFirst = shared.toSorted((a, b) => b.ids.length - a.ids.length)
  for (const pass of passes(longestFirst, TREE_PASS_TOKENS)) {
    throwIfCancelled(signal)
    for (const [encoding, found] of await scoreTrees(decoder, pass, scored))
      logprobs.set(encoding, found)
  }
  return encoded.map((item) =>
    item.map((each) => tokenLogprobs(model, each, logprobs.get(each) ?? [])),
  )
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

/** Trees, each a row. A token that several labels follow is one place. */
async function scoreTrees(
  decoder: Decoder,
  trees: readonly PrefixTree[],
  scored: readonly JointEncoding[],
): Promise<Scores> {
  const places: TreePlace[] = []
  const picks: LabelPick[] = []
  for (const [row, { paths }] of trees.entries()) {
    const placeOf = new Map<number, number>()
    for (const { sequence, nodes } of paths) {
      const { ids, promptLength } = scored[sequence]!
      for (let at = promptLength; at < ids.length; at++) {
        const node = nodes[at - 1]!
        const place = placeOf.get(node) ?? places.push({ row, node }) - 1
        placeOf.set(node, place)
        picks.push({ place, label: ids[at]! })
      }
    }
  }
  const encoded = trees.flatMap(({ paths }) => paths.map(({ sequence }) => scored[sequence]!))
  return dealt(encoded, await decoder.scoreTrees(trees, places, picks))
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
