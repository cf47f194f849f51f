/** From one request to batches that are decoded at once. */
import type { GenerateRequest, ScoreItem } from '../model/index.ts'

/** Fewer do not fill a product. */
const FEWEST_ROWS = 16
/** Small requests are cut into so many batches, so that several cores have work. */
const BATCHES = 8

/**
 * Sequences decoded at once, of `total`. Part of what a sampling stage is: batches decide the last
 * bit of the arithmetic.
 */
function batchRows(total: number, most: number): number {
  return Math.min(most, FEWEST_ROWS * Math.max(1, Math.ceil(total / (BATCHES * FEWEST_ROWS))))
}

/**
 * Returns requests of at most `most` completions each that together ask for what `request` does.
 * Prompts of like length come together, so that little is padded, and the longest first, so that
 * cores finish together. Depends on nothing but its arguments: how many cores share the batches
 * changes no completion.
 */
export function splitRequest(request: GenerateRequest, most: number): GenerateRequest[] {
  const { numGenerations, firstIndex = 0 } = request
  const rows = batchRows(request.prompts.length * numGenerations, most)
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
  most: number,
): { place: number; item: ScoreItem }[][] {
  const size = ({ item }: { item: ScoreItem }): number =>
    item.prompt.length + item.continuations.reduce((sum, { length }) => sum + length, 0)
  const placed = items.map((item, place) => ({ place, item }))
  return slices(
    placed.toSorted((a, b) => size(b) - size(a)),
    batchRows(items.length, most),
  )
}

function slices<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}
