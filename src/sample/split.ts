/** From one request to batches that are decoded at once. */
import type { GenerateRequest, ScoreItem } from '../model/index.ts'

/**
 * Sequences decoded at once. More rows make each product a little cheaper, but their cache leaves the processor's; 64 was as fast as 256
 * on two cores, and leaves work for more cores. Part of what a sampling stage is: batches decide the last bit of the arithmetic.
 */
export const BATCH_ROWS = 64

/**
 * Returns requests of at most `rows` completions each that together ask for what `request` does. Prompts of like length come together,
 * so that little is padded, and the longest first, so that cores finish together. Depends on nothing but its arguments: how many cores
 * share the batches changes no completion.
 */
export function splitRequest(request: GenerateRequest, rows: number = BATCH_ROWS): GenerateRequest[] {
  const { numGenerations, firstIndex = 0 } = request
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
export function splitItems(items: readonly ScoreItem[], rows: number = BATCH_ROWS): { place: number; item: ScoreItem }[][] {
  const size = ({ item }: { item: ScoreItem }): number => item.prompt.length + item.continuation.length
  const placed = items.map((item, place) => ({ place, item }))
  return slices(
    placed.toSorted((a, b) => size(b) - size(a)),
    rows,
  )
}

function slices<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size))
}
