/**
 * Several continuations of one prompt as one row: what they share stands once, and behind it each
 * continuation, which sees that and itself only.
 */
import { MASKED } from '../model/index.ts'

/** What one row holds. */
export interface Row {
  ids: number[]
  /** What each token counts as its place in the text. */
  positions: number[]
  /** Where the row's parts end: the shared part first, then each branch. */
  ends: number[]
}

/** Where the tokens of a sequence are found: in which row, and at which places of it. */
export interface Branch {
  row: Row
  /** Place in the row of the token at `place` of the sequence. */
  at(place: number): number
}

/** Branches are added to a row up to this length: attention takes its square. */
const ROW_TOKENS = 1024

/**
 * Returns where each of the sequences stands. The first `shared` tokens are the same in all of
 * them.
 */
export function sharePrefix(sequences: readonly (readonly number[])[], shared: number): Branch[] {
  const prefix = sequences[0]!.slice(0, shared)
  let row: Row | undefined
  return sequences.map((ids) => {
    const own = ids.slice(shared)
    if (!row || row.ids.length + own.length > ROW_TOKENS)
      row = { ids: [...prefix], positions: [...prefix.keys()], ends: [shared] }
    const offset = row.ids.length - shared
    row.ids.push(...own)
    row.positions.push(...own.map((_, place) => shared + place))
    row.ends.push(row.ids.length)
    return { row, at: (place) => (place < shared ? place : offset + place) }
  })
}

/** Returns the mask `[length, length]` of a row: 0 where a token sees another, else `MASKED`. */
export function branchMask({ ends }: Row, length: number): Float32Array {
  const mask = new Float32Array(length * length).fill(MASKED)
  const [shared = 0] = ends
  let start = 0
  for (const end of ends) {
    for (let place = start; place < end; place++) {
      mask.fill(0, place * length, place * length + Math.min(shared, place + 1))
      mask.fill(0, place * length + start, place * length + place + 1)
    }
    start = end
  }
  return mask
}
