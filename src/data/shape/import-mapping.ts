/**
 * Choosing how the records of a file are imported: by a mapping, by a shape, by both, or by what
 * the first records look like.
 */
import { DataError } from '../../core/index.ts'
import { checkMapping, parseMapping, type ImportMapping } from './mapping.ts'
import { refused, type Teller } from '../problems.ts'
import type { RecordEntry } from '../read/records.ts'
import type { Shape } from './shape.ts'
import { describeRow, mappingOf, shapeOf, shapes, unknownShapeHint } from './shapes.ts'

export interface MappingRequest {
  /** Entries of `--map`. */
  entries: readonly string[]
  shapeName: string | undefined
  tell: Teller
}

/**
 * Returns the mapping for a file that begins with `first`, and its shape where it has one.
 * @throws DataError when the records have no known shape and no mapping says where their fields are
 */
export function importMapping(
  name: string,
  first: readonly unknown[],
  { entries, shapeName, tell }: MappingRequest,
): { mapping: ImportMapping; shape?: Shape } {
  const given = parseMapping(entries)
  const [guess, ...others] = new Set(first.map(shapeOf))
  if (entries.length > 0 && shapeName === undefined) {
    checkMapping(given)
    return { mapping: guess?.name === 'lm-eval' ? withoutRepeats(guess, given) : given }
  }
  const shape = shapeName === undefined ? guess : shapes.find((each) => each.name === shapeName)
  if (!shape || (shapeName === undefined && others.length > 0)) throw unknown(name, first)
  if (shape.refusal !== undefined) throw refused(name, shape)
  if (shapeName === undefined)
    tell(`${name} looks like ${shape.name} (${shape.of}); --shape or --map overrides`)
  const mapping = { ...mappingOf(shape), ...given }
  return {
    mapping: {
      ...mapping,
      completions: given.completions.length > 0 ? given.completions : mappingOf(shape).completions,
    },
    shape,
  }
}

/**
 * Logs with a row per filter hold every completion several times, wherever its fields are taken
 * from.
 */
function withoutRepeats(lmEval: Shape, given: ImportMapping): ImportMapping {
  const { id, filter } = mappingOf(lmEval)
  return { ...(id && { id }), ...(filter && { filter }), ...given }
}

function unknown(name: string, first: readonly unknown[]): DataError {
  const odd =
    first.find((row) => shapeOf(row) === null) ??
    first.find((row) => shapeOf(row) !== shapeOf(first[0]))
  if (first.length === 0) return new DataError(`${name}: it contains no records`)
  const reason =
    shapeOf(odd) === null
      ? describeRow(odd)
      : `its first records have different shapes, ${shapeOf(first[0])?.name} and ${shapeOf(odd)?.name}`
  return new DataError(`${name}: ${reason}`, { hint: unknownShapeHint(odd) })
}

/** Entries that are held at most, where bad ones come first. */
const mostAhead = 1000

/** Returns the first `count` good records, and all entries, those included. */
export async function readAhead<T>(
  entries: AsyncIterable<RecordEntry<T>>,
  count: number,
): Promise<{ first: T[]; all: AsyncIterable<RecordEntry<T>> }> {
  const iterator = entries[Symbol.asyncIterator]()
  const read: RecordEntry<T>[] = []
  const first: T[] = []
  while (first.length < count && read.length < mostAhead) {
    const { value, done } = await iterator.next()
    if (done) break
    read.push(value)
    if ('value' in value) first.push(value.value)
  }
  async function* all(): AsyncGenerator<RecordEntry<T>, void, void> {
    yield* read
    for (;;) {
      const { value, done } = await iterator.next()
      if (done) return
      yield value
    }
  }
  return { first, all: all() }
}
