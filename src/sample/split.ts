/** From one request to batches that are decoded at once. */
import type { BeamRequest, GenerateRequest, ScoreItem } from '../model/index.ts'
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

/**
 * Returns requests of at most `batchRows` hypotheses each, or of one prompt, that together ask for
 * what `request` does; cut as `splitRequest` cuts.
 */
export const splitBeams = (request: BeamRequest, size: BatchSize): BeamRequest[] =>
  placesOfGroups(request.prompts, request.width, size).map((places) => ({
    ...request,
    prompts: places.map((place) => request.prompts[place]!),
  }))

/**
 * Returns requests for sessions that together hold the sequences of one, cut as `splitBeams` cuts:
 * forks of a sequence stay together. `places` are those of its sequences in the one session.
 */
export function splitSession(
  request: GenerateRequest,
  size: BatchSize,
): { request: GenerateRequest; places: number[] }[] {
  const { prompts, numGenerations: each } = request
  return placesOfGroups(prompts, each, size).map((group) => ({
    request: { ...request, prompts: group.map((place) => prompts[place]!) },
    places: group.flatMap((place) =>
      Array.from({ length: each }, (_, index) => place * each + index),
    ),
  }))
}

/** Returns the places of prompts that come together, each of which needs `rowsEach` rows. */
function placesOfGroups(
  prompts: readonly { prompt: string }[],
  rowsEach: number,
  size: BatchSize,
): number[][] {
  const rows = batchRows(prompts.length * rowsEach, size)
  const lengthAt = (place: number): number => prompts[place]!.prompt.length
  const sorted = Array.from(prompts.keys()).toSorted((a, b) => lengthAt(b) - lengthAt(a))
  return slices(sorted, Math.max(1, Math.floor(rows / Math.max(1, rowsEach))))
}

/** An item and its place among all. */
interface PlacedItem {
  place: number
  item: ScoreItem
}

/**
 * Returns items with their places in `items`, in batches of like length, the longest first.
 * Consecutive items that begin alike stay together, so that one pass reads what they share.
 */
export function splitItems(items: readonly ScoreItem[], size: BatchSize): PlacedItem[][] {
  const rows = batchRows(items.length, size)
  const longest = (run: readonly PlacedItem[]): number =>
    run.reduce((most, { item }) => Math.max(most, characters(item)), 0)
  const runs = runsOf(items).flatMap((run) => slices(run, rows))
  const keyed = runs.map((run) => ({ run, longest: longest(run) }))
  const batches: PlacedItem[][] = []
  for (const { run } of keyed.toSorted((a, b) => b.longest - a.longest)) {
    const batch = batches.at(-1)
    if (batch && batch.length + run.length <= rows) batch.push(...run)
    else batches.push([...run])
  }
  return batches
}

const characters = ({ prompt, continuations }: ScoreItem): number =>
  prompt.length + continuations.reduce((sum, { length }) => sum + length, 0)

/** The share of an item's text that makes it belong to the item before it. */
const RUN_SHARE = 1 / 4

function runsOf(items: readonly ScoreItem[]): PlacedItem[][] {
  const runs: PlacedItem[][] = []
  for (const [place, item] of items.entries()) {
    const before = runs.at(-1)?.at(-1)?.item
    if (before && beginsAlike(item, before)) runs.at(-1)!.push({ place, item })
    else runs.push([{ place, item }])
  }
  return runs
}

function beginsAlike({ prompt, continuations }: ScoreItem, before: ScoreItem): boolean {
  const text = continuations.reduce((most, { length }) => Math.max(most, length), 0) + prompt.length
  const needed = Math.max(1, Math.ceil(RUN_SHARE * text))
  return needed <= prompt.length && before.prompt.startsWith(prompt.slice(0, needed))
}

function slices<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}
