/** From one request to batches that are decoded at once. */
import type { GenerateRequest, ScoreItem } from '../model/index.ts'
import type { Placement } from './placement.ts'

/** How many sequences are decoded at once. */
export type BatchSize = Pick<Placement, 'batchRows' | 'fewestRows'>

/** Small requests are cut into so many batches, so that several cores have work. */
const BATCHES = 8

/**
 * Sequences decoded at once, of `total`. Part of what a sampling stage is: batches decide the last
 * bit of the arithmetic.
 */
function batchRows(total: number, { batchRows: most, fewestRows: fewest }: BatchSize): number {
  return Math.min(most, fewest * Math.max(1, Math.ceil(total / (BATCHES * fewest))))
}

/**
 * Returns requests of at most `batchRows` completions each that together ask for what `request`
 * does. Prompts of like length come together, so that little is padded, and the longest first, so
 * that cores finish together. Depends on nothing but its arguments: how many cores share the
 * batches changes no completion.
 */
export function splitRequest(request: GenerateRequest, size: BatchSize): GenerateRequest[] {
  const { numGenerations, firstIndex = 0 } = request
  const rows = batchRows(request.prompts.length * numGenerations, size)
  const prompts = request.prompts.toSorted((a, b) => b.prompt.length - a.prompt.length)
  const generations = Math.min(numGenerations, rows)
  const parts: GenerateRequest[] = []
  for (const group of slices(prompts, Math.floor(rows / generations))) {
    for (let first = 0; first < numGenerations; first += generations) {
      parts.push({
        ...request,
        prompts: group,
        firstIndex: firstIndex + first,
        numGenerations: Math.min(generations, numGenerations - first),
      })
    }
  }
  return parts
}

/** Returns items with their places in `items`, in batches of like length, the longest first. */
export function splitItems(
  items: readonly ScoreItem[],
  size: BatchSize,
): { place: number; item: ScoreItem }[][] {
  const characters = ({ item }: { item: ScoreItem }): number =>
    item.prompt.length + item.continuations.reduce((sum, { length }) => sum + length, 0)
  const placed = items.map((item, place) => ({ place, item }))
  return slices(
    placed.toSorted((a, b) => characters(b) - characters(a)),
    batchRows(items.length, size),
  )
}

function slices<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}
