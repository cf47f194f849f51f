/** Work in chunks that are kept, so that a killed run resumes to the same bytes. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfCancelled, type Task } from '../../core/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import type { StageContext } from '../stage.ts'

/** Items that are worked on together. */
export interface Chunk<Item> {
  /** The place of the first of them among all. */
  start: number
  items: Item[]
}

/** Cuts items into chunks of `size`; the last may have fewer. */
export async function* chunksOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
): AsyncGenerator<Chunk<Item>, void, void> {
  let chunk: Chunk<Item> = { start: 0, items: [] }
  for await (const item of items) {
    chunk.items.push(item)
    if (chunk.items.length < size) continue
    yield chunk
    chunk = { start: chunk.start + size, items: [] }
  }
  if (chunk.items.length > 0) yield chunk
}

/**
 * Returns the text of a chunk: what an earlier run has kept under `name`, or else what `compute`
 * makes, which is kept. `name` must tell it from all other chunks of the stage.
 * @throws CancelledError
 */
export async function* keptChunk(
  { partial, signal }: Pick<StageContext, 'partial' | 'signal'>,
  name: string,
  compute: () => Task<string> | Promise<string>,
): Task<string> {
  throwIfCancelled(signal)
  const path = join(partial.directory, name)
  if (!existsSync(path)) {
    const made = compute()
    await writeFileAtomic(path, 'then' in made ? await made : yield* made)
  }
  return readFile(path, 'utf8')
}
