/**
 * The interpreter as it was before any program: memory, stack pointer and open files, to be put
 * back before each.
 */

export interface WasmExports {
  memory: WebAssembly.Memory
  __stack_pointer: WebAssembly.Global
  emscripten_get_sbrk_ptr(): number
  sbrk(increment: number): number
}

/** An open file of Emscripten's in-memory file system. */
interface Stream {
  /** Its place in the table; `null` once it is closed. */
  fd: number | null
  position: number
  flags: number
}

export interface MemoryImage {
  /** Puts everything back. Whatever a program did to this interpreter is undone. */
  restore(): void
  /**
   * Bytes that programs have added to memory since the image was taken. WebAssembly memory never
   * shrinks.
   */
  grownBytes(): number
}

/** A stretch of memory, in bytes from its start. */
interface Run {
  start: number
  /** What it held; `null` where all of it was zero, which is faster to write than to copy. */
  bytes: Uint8Array | null
  length: number
}

const pageBytes = 4_096

/** Takes the image. `streams` is Emscripten's table of open files, which lives in JavaScript. */
export function takeImage(exports: WasmExports, streams: (Stream | undefined)[]): MemoryImage {
  const { memory } = exports
  const stackPointer: unknown = exports.__stack_pointer.value
  const runs = runsOf(new Uint8Array(memory.buffer))
  const size = memory.buffer.byteLength
  const files = streams.map((stream) => ({
    stream,
    position: stream?.position ?? 0,
    flags: stream?.flags ?? 0,
  }))
  return {
    restore() {
      const now = new Uint8Array(memory.buffer)
      for (const { start, bytes, length } of runs) {
        if (bytes) now.set(bytes, start)
        else now.fill(0, start, start + length)
      }
      // A program with hands on raw memory may have written anywhere.
      if (now.length > size) now.fill(0, size)
      exports.__stack_pointer.value = stackPointer
      streams.length = files.length
      for (const [index, { stream, position, flags }] of files.entries()) {
        streams[index] = stream
        if (stream) Object.assign(stream, { fd: index, position, flags })
      }
    },
    grownBytes: () => memory.buffer.byteLength - size,
  }
}

/**
 * Splits memory into stretches of pages that hold something and pages of zeros: more than half of
 * it is zeros.
 */
function runsOf(memory: Uint8Array): Run[] {
  const runs: { start: number; length: number; isZero: boolean }[] = []
  const zeros = new Uint8Array(pageBytes)
  for (let start = 0; start < memory.length; start += pageBytes) {
    const isZero = Buffer.compare(memory.subarray(start, start + pageBytes), zeros) === 0
    const last = runs.at(-1)
    if (last?.isZero === isZero) last.length += pageBytes
    else runs.push({ start, length: pageBytes, isZero })
  }
  return runs.map(({ start, length, isZero }) => ({
    start,
    length,
    bytes: isZero ? null : memory.slice(start, start + length),
  }))
}
