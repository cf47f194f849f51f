/** Records that are kept one by one, so that a killed process loses none it was given. */
import { openGrowingFile, type GrowingFile } from './fs.ts'

/** Bytes that are read at once when a file is opened. */
const READ_BYTES = 1 << 22

interface Place {
  start: number
  length: number
}

/**
 * JSON records under their ids, one on each line of a file. A record that was kept is there after a
 * kill at any time. Only the places of records are in memory.
 */
export class KeptRecords implements Disposable {
  readonly #file: GrowingFile
  readonly #places = new Map<string, Place>()

  /** Takes up what an earlier process has kept. @throws StoreError */
  constructor(path: string) {
    this.#file = openGrowingFile(path)
    this.#index()
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  /**
   * Returns a record, `undefined` if there is none under this id, or none that can be read. @throws
   * StoreError
   */
  get(id: string): unknown {
    const place = this.#places.get(id)
    if (!place) return undefined
    const line = this.#file.read(place.start, place.length).toString()
    return (parsed(line) as [string, unknown] | undefined)?.[1]
  }

  /** Keeps a record; one that was kept before under the same id is forgotten. @throws StoreError */
  keep(id: string, record: unknown): void {
    const line = JSON.stringify([id, record])
    const start = this.#file.size
    this.#file.append(`${line}\n`)
    this.#places.set(id, { start, length: Buffer.byteLength(line) })
  }

  /** Yields all records in the order in which they were kept. */
  *values(): Generator<unknown, void, void> {
    for (const id of this.#places.keys()) yield this.get(id)
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]()
  }

  /** Finds the lines. Whatever follows the last whole one was being written during a kill. */
  #index(): void {
    let whole = 0
    let rest = Buffer.alloc(0)
    for (let start = 0; start < this.#file.size; start += READ_BYTES) {
      const bytes = Buffer.concat([rest, this.#file.read(start, READ_BYTES)])
      let from = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        this.#add(bytes.toString('utf8', from, end), whole, end - from)
        whole += end - from + 1
        from = end + 1
      }
      rest = bytes.subarray(from)
    }
    if (whole < this.#file.size) this.#file.truncate(whole)
  }

  #add(line: string, start: number, length: number): void {
    const [, id] = /^\["((?:[^"\\]|\\.)*)",/.exec(line) ?? []
    const name = id === undefined ? undefined : parsed(`"${id}"`)
    if (typeof name === 'string') this.#places.set(name, { start, length })
  }
}

/** A disk that lost its power may hold anything. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
