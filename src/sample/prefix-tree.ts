/**
 * Sequences that begin alike, as one row: each token of their prefix tree stands once, and sees
 * itself and what comes before it in its own sequences only.
 */
import { MASKED } from '../model/index.ts'

/** The tokens of a row. A token stands behind its parent. */
export interface PrefixTree {
  ids: number[]
  /** What each token counts as its place in the text. */
  positions: number[]
  /** Place in the row of the token before it in the text; -1 for the first. */
  parents: number[]
  paths: Path[]
}

/** Where the tokens of a sequence stand. */
export interface Path {
  /** Its place among all sequences. */
  sequence: number
  /** The place in the row of each of its tokens. */
  nodes: number[]
}

/**
 * A tree takes as many tokens again as its first sequence has, within these bounds. In a longer
 * row, attention to the tokens of others costs more than reading the common ones again.
 */
const GROWTH = { fewest: 256, most: 2048 }

/** Reading a token through the layers costs as much as its attention to so many. */
const TOKEN_COST = 1000

const cost = (tokens: number): number => tokens * (TOKEN_COST + tokens)

/**
 * Returns trees that together hold every sequence once. A sequence joins the tree of the one before
 * it, in the order of their ids, where it costs less there than alone, and the tree has room.
 */
export function prefixTrees(sequences: readonly (readonly number[])[]): PrefixTree[] {
  const order = [...sequences.keys()].toSorted((a, b) => compare(sequences[a]!, sequences[b]!))
  const trees: PrefixTree[] = []
  for (const [rank, sequence] of order.entries()) {
    const ids = sequences[sequence]!
    const tree = trees.at(-1)
    // In this order no earlier sequence has more in common with it than the one before it.
    const shared = tree ? commonLength(ids, sequences[order[rank - 1]!]!) : 0
    if (tree && isWorthJoining(tree, ids.length, shared)) grow(tree, sequence, ids, shared)
    else trees.push(planted(sequence, ids))
  }
  return trees
}

function isWorthJoining({ ids, paths }: PrefixTree, length: number, shared: number): boolean {
  const first = paths[0]!.nodes.length
  const most = first + Math.min(GROWTH.most, Math.max(GROWTH.fewest, first))
  const grown = ids.length + length - shared
  return grown <= most && cost(grown) - cost(ids.length) < cost(length)
}

function planted(sequence: number, ids: readonly number[]): PrefixTree {
  const tree: PrefixTree = { ids: [], positions: [], parents: [], paths: [] }
  grow(tree, sequence, ids, 0)
  return tree
}

/** The first `shared` tokens are those of the last path. */
function grow(tree: PrefixTree, sequence: number, ids: readonly number[], shared: number): void {
  const nodes = shared > 0 ? tree.paths.at(-1)!.nodes.slice(0, shared) : []
  for (let position = shared; position < ids.length; position++) {
    tree.parents.push(nodes.at(-1) ?? -1)
    nodes.push(tree.ids.length)
    tree.ids.push(ids[position]!)
    tree.positions.push(position)
  }
  tree.paths.push({ sequence, nodes })
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** The order of dictionaries. */
function compare(a: readonly number[], b: readonly number[]): number {
  const common = commonLength(a, b)
  if (common === a.length || common === b.length) return a.length - b.length
  return a[common]! - b[common]!
}

/** Returns the mask `[length, length]` of a tree: 0 where a token sees another, else `MASKED`. */
export function ancestorMask({ parents }: PrefixTree, length: number): Float32Array {
  const mask = new Float32Array(length * length).fill(MASKED)
  for (const [node, parent] of parents.entries()) {
    if (parent >= 0) mask.copyWithin(node * length, parent * length, parent * length + parent + 1)
    mask[node * length + node] = 0
  }
  return mask
}
