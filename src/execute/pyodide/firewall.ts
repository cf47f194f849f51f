/**
 * Stands between the interpreter's WebAssembly and JavaScript: while a program runs, only reviewed
 * imports do anything.
 */
import { allowedImports, forbiddenImports, guardedImports, readOnlyImports } from './imports.ts'

/** The program called an import that it may not have. */
export class Denied extends Error {
  constructor(name: string) {
    super(`the program asked for ${name}, which the sandbox does not give`)
  }
}

/** The program ended the interpreter: `os._exit`, `abort`, a failed assertion. */
export class Exited extends Error {}

type Import = ((...values: never[]) => unknown) & {
  sig?: string
  isAsync?: boolean
  stub?: boolean
}
export type ImportTable = Record<string, Import>

/** WASI error numbers, negated, as Emscripten's system calls return them. */
const errorNumbers = { badDescriptor: 8, nameTooLong: -37, permission: -63, readOnly: -69 } as const

/** `O_WRONLY | O_RDWR | O_CREAT | O_EXCL | O_TRUNC | O_APPEND` as musl numbers them. */
const writingFlags = 1 | 2 | 64 | 128 | 512 | 1024

/**
 * Linux's own limit. JavaScript takes a path to pieces: tens of millions of them are more than its
 * heap holds, and would end the process.
 */
const maxPathBytes = 4_096

export interface Firewall {
  /**
   * Replaces every function of Emscripten's import table. Must run before the module is
   * instantiated.
   */
  guard(imports: ImportTable, memory: () => WebAssembly.Memory): void
  /** From here on imports are restricted. */
  lock(): void
  /** The next byte of the random source. */
  randomByte(): number
  /** Forgets what the last program drew from the random source. */
  reset(): void
}

/** Returns a firewall that lets memory grow up to `memoryBytes`. */
export function createFirewall(memoryBytes: number): Firewall {
  let locked = false
  const random = createRandomSource()

  /** What an import does while a program runs. */
  const restricted = (name: string, original: Import, memory: () => WebAssembly.Memory): Import => {
    if (allowedImports.includes(name) || name.startsWith('invoke_')) return original
    if (readOnlyImports.includes(name)) return () => errorNumbers.readOnly
    if (forbiddenImports.includes(name)) return () => errorNumbers.permission
    if (guardedImports.includes(name)) return guarded(name, original, memory)
    return () => {
      throw new Denied(name)
    }
  }

  const guarded = (name: string, original: Import, memory: () => WebAssembly.Memory): Import => {
    const call = original as (...values: unknown[]) => unknown
    const withPath =
      (place: number, check: (...values: number[]) => number = () => 0) =>
      (...values: number[]): unknown =>
        isPath(memory(), values[place]!)
          ? check(...values) || call(...values)
          : errorNumbers.nameTooLong
    const guards: Record<string, (...values: number[]) => unknown> = {
      emscripten_resize_heap: (size) => (size! >>> 0 > memoryBytes ? 0 : call(size)),
      emscripten_get_heap_max: () => memoryBytes,
      random_get: (address, length) => random.fill(memory(), address!, length!),
      fd_write: (descriptor, vectors, count, written) =>
        descriptor === 1 || descriptor === 2
          ? swallow(memory(), vectors!, count!, written!)
          : errorNumbers.badDescriptor,
      __syscall_openat: withPath(1, (_directory, _path, flags) =>
        flags! & writingFlags ? errorNumbers.readOnly : 0,
      ),
      __syscall_stat64: withPath(0),
      __syscall_lstat64: withPath(0),
      __syscall_newfstatat: withPath(1),
      __syscall_readlinkat: withPath(1),
      __syscall_faccessat: withPath(1),
      can_run_sync_js: () => 0,
    }
    return (guards[name] ?? ((status) => exited(name, status))) as Import
  }

  return {
    guard(imports, memory) {
      for (const [name, original] of Object.entries(imports)) {
        if (typeof original !== 'function') continue
        const inside = restricted(name, original, memory)
        if (inside === original) continue
        const wrapped = ((...values: never[]) => (locked ? inside : original)(...values)) as Import
        for (const property of ['sig', 'isAsync', 'stub'] as const)
          if (property in original) Object.assign(wrapped, { [property]: original[property] })
        imports[name] = wrapped
      }
    },
    lock() {
      locked = true
    },
    randomByte: () => random.byte(),
    reset: () => random.reset(),
  }
}

function exited(name: string, status: unknown): never {
  throw new Exited(
    name === 'proc_exit' || name === 'exit'
      ? `the program exited with status ${String(status)}`
      : 'the program aborted',
  )
}

/** Whether the zero-terminated text at `address` has an end within what a path may have. */
function isPath(memory: WebAssembly.Memory, address: number): boolean {
  const start = address >>> 0
  return new Uint8Array(memory.buffer).subarray(start, start + maxPathBytes).includes(0)
}

/**
 * Takes what is written to the descriptors of standard output and error, and throws it away:
 * `print` is kept before it comes here.
 */
function swallow(
  memory: WebAssembly.Memory,
  vectors: number,
  count: number,
  written: number,
): number {
  const view = new DataView(memory.buffer)
  let total = 0
  for (let index = 0; index < count; index++) total += view.getUint32(vectors + 8 * index + 4, true)
  view.setUint32(written, total, true)
  return 0
}

interface RandomSource {
  fill(memory: WebAssembly.Memory, address: number, length: number): number
  byte(): number
  reset(): void
}

/**
 * The bytes behind `os.urandom`: the same for every program (xorshift32), so that a program gives
 * the same value again.
 */
function createRandomSource(): RandomSource {
  const seed = 0x9e3779b9
  const most = 2 ** 20
  let state = seed
  const byte = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 255
  }
  return {
    byte,
    fill(memory, address, length) {
      if (length >>> 0 > most) return -errorNumbers.permission
      const bytes = new Uint8Array(memory.buffer, address >>> 0, length >>> 0)
      for (let index = 0; index < bytes.length; index++) bytes[index] = byte()
      return 0
    },
    reset() {
      state = seed
    },
  }
}
