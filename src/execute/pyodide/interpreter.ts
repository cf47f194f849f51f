/**
 * One CPython in WebAssembly behind the firewall: booted from nothing or from a snapshot, and
 * called through its C interface.
 */
import { constants, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPyodide } from 'pyodide'
import { createFirewall, type Firewall, type ImportTable } from './firewall.ts'
import { pyodideDirectory } from './location.ts'
import { takeImage, type MemoryImage, type WasmExports } from './memory-image.ts'
import { runnerModules } from './runner-modules.ts'

/** Memory after the standard modules and the runner were loaded, and where in it the runner is. */
export interface Snapshot {
  bytes: Uint8Array
  /** Address of the Python function that runs a program. */
  run: number
  /** Address of the one that runs it as a machine of 64 bits would. */
  runWide: number
  /** Address of eight bytes for results. */
  scratch: number
}

const python = (name: string): string =>
  readFileSync(new URL(`../python/${name}.py`, import.meta.url), 'utf8')

/** A wheel of pure Python. */
export interface Package {
  name: string
  bytes: Uint8Array
}

/** The C interface of CPython, as far as it is used here. Objects are addresses. */
interface CPython extends WasmExports {
  __indirect_function_table: WebAssembly.Table
  malloc(size: number): number
  free(address: number): void
  PyImport_AddModule(name: number): number
  PyObject_GetAttrString(object: number, name: number): number
  PyUnicode_FromStringAndSize(text: number, length: number): number
  PyObject_CallOneArg(callable: number, argument: number): number
  PyUnicode_AsUTF8AndSize(text: number, length: number): number
  PyErr_Clear(): void
  Py_DecRef(object: number): void
}

/**
 * What `loadPyodide` gives and takes beyond its documented interface. The exact version is pinned
 * for this.
 */
interface Loaded {
  runPython(code: string): unknown
  makeMemorySnapshot(): Uint8Array
  _module: { FS: FileSystem; HEAPU64: { buffer: ArrayBufferLike } }
}

/** Emscripten's in-memory file system. */
interface FileSystem {
  streams: ({ fd: number | null; position: number; flags: number } | undefined)[]
  unlink(path: string): void
  createDevice(folder: string, name: string, input: () => number): void
}
type InstanceTaker = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void
interface ModuleSettings {
  instantiateWasm?: (imports: WebAssembly.Imports, done: InstanceTaker) => object
}

export interface Interpreter {
  /**
   * Calls the runner with a request, and returns its reply; `null` when the interpreter had nothing
   * to say. Where it is `wide`, sizes and hashes are those of a machine of 64 bits, which takes
   * more time.
   */
  call(request: string, isWide: boolean): string | null
  /**
   * Whether JavaScript still looks at the interpreter's memory. It looks away for good when the
   * watchdog strikes while memory grows, as it often does with a program that fills it: before
   * Emscripten has renewed its views, of which this is the last.
   */
  isWhole(): boolean
  image: MemoryImage
  firewall: Firewall
  /** The functions that a program with its hands on raw memory could have called. */
  table: WebAssembly.Table
}

/** Boots from `snapshot`; ready for programs, with the firewall locked. */
export async function bootInterpreter(
  snapshot: Snapshot,
  memoryBytes: number,
  packages: readonly Package[] = [],
): Promise<Interpreter> {
  const firewall = createFirewall(memoryBytes)
  const { pyodide, exports } = await load(firewall, { snapshot: snapshot.bytes, packages })
  pyodide.runPython(python('lock_pyodide'))
  const call = callOf(exports, snapshot)
  call(request('ans = 1'), false)
  const { FS: files } = pyodide._module
  // Terminals lead out of the interpreter: to this process's own standard input and error. What
  // remains in `/dev` does not.
  for (const name of ['tty', 'tty1']) files.unlink(`/dev/${name}`)
  for (const name of ['random', 'urandom']) {
    files.unlink(`/dev/${name}`)
    files.createDevice('/dev', name, firewall.randomByte)
  }
  firewall.lock()
  const image = takeImage(exports, files.streams)
  const isWhole = (): boolean => pyodide._module.HEAPU64.buffer === exports.memory.buffer
  return { call, isWhole, firewall, image, table: exports.__indirect_function_table }
}

/**
 * Boots from nothing, loads what programs use, runs `warmUp`, and returns the memory. Takes
 * seconds.
 */
export async function makeSnapshot(
  warmUp: readonly string[],
  packages: readonly Package[] = [],
): Promise<Snapshot> {
  const { pyodide, exports } = await load(createFirewall(2 ** 31), { packages })
  pyodide.runPython(python('setup_pyodide'))
  for (const { name } of packages)
    pyodide.runPython(`import sys; sys.path.append(${JSON.stringify(wheelPath(name))})`)
  for (const { name } of packages) pyodide.runPython(`import ${name}`)
  for (const name of runnerModules) {
    pyodide.runPython(
      `import sys, types\nmodule = types.ModuleType("${name}")\nsys.modules["${name}"] = module\n` +
        `exec(compile(${JSON.stringify(python(name))}, "<${name}>", "exec"), module.__dict__)\ndel module`,
    )
  }
  const text = textWriter(exports)
  const functionOf = (module: string): number =>
    exports.PyObject_GetAttrString(
      exports.PyImport_AddModule(text(module).address),
      text('run').address,
    )
  const addresses = {
    run: functionOf('runner'),
    runWide: functionOf('wide'),
    scratch: exports.malloc(8),
  }
  const call = callOf(exports, addresses)
  for (const code of warmUp) call(request(code), false)
  return { bytes: pyodide.makeMemorySnapshot(), ...addresses }
}

const request = (code: string): string => JSON.stringify({ code, outputBytes: 1_000 })

const wheelPath = (name: string): string => `/lib/${name}.whl`

/** Loads Pyodide with every import behind the firewall, and without a way to its package server. */
async function load(
  firewall: Firewall,
  { snapshot, packages }: { snapshot?: Uint8Array; packages: readonly Package[] },
): Promise<{ pyodide: Loaded; exports: CPython }> {
  withholdBindings()
  const wasm = new WebAssembly.Module(readFileSync(join(pyodideDirectory, 'pyodide.asm.wasm')))
  const { default: createModule } = (await import('pyodide/pyodide.asm.mjs' as string)) as {
    default: (settings: ModuleSettings) => Promise<unknown>
  }
  let exports: CPython | undefined
  const start = async (imports: WebAssembly.Imports, done: InstanceTaker): Promise<void> => {
    const instance = await WebAssembly.instantiate(wasm, imports)
    exports = instance.exports as unknown as CPython
    const missing = (snapshot?.length ?? 0) - exports.memory.buffer.byteLength
    if (missing > 0) exports.memory.grow(Math.ceil(missing / 65_536))
    done(instance, wasm)
  }
  const instantiateWasm: ModuleSettings['instantiateWasm'] = (imports, done) => {
    const table = imports['env'] as unknown as ImportTable
    // One object holds them all: what is left out of the firewall cannot be reached under another
    // name.
    if (imports['wasi_snapshot_preview1'] !== imports['env'])
      throw new TypeError(
        'the imports of this Pyodide version differ from those that were reviewed',
      )
    // The loader asks for the last JavaScript error through references that Node 20 has no type
    // for.
    const mark = Symbol('error')
    Object.assign(table, {
      Jsv_GetError_import: () => mark,
      JsvError_Check: (value: unknown) => value === mark,
    })
    firewall.guard(table, () => exports!.memory)
    void start(imports, done)
    return {}
  }
  const settings = {
    jsglobals: Object.freeze(Object.create(null) as object),
    env: { PYTHONHASHSEED: '0', HOME: '/home/pyodide' },
    // Else programs see the path of this process's module, in `sys.executable` and the environment.
    _sysExecutable: '/bin/python3',
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    lockFileContents: lockFile(),
    packageBaseUrl: 'file:///nonexistent/',
    // Files are not in a snapshot. Python imports from a wheel as it is.
    fsInit: (files: { writeFile(path: string, bytes: Uint8Array): void }) => {
      for (const { name, bytes } of packages) files.writeFile(wheelPath(name), bytes)
    },
    ...(snapshot ? { _loadSnapshot: snapshot } : { _makeSnapshot: true }),
    createPyodideModule: (given: ModuleSettings) =>
      createModule(Object.assign(given, { instantiateWasm })),
  }
  const pyodide = (await loadPyodide(
    settings as unknown as Parameters<typeof loadPyodide>[0],
  )) as unknown as Loaded
  return { pyodide, exports: exports! }
}

/**
 * Node's permission model refuses `process.binding`, which Emscripten asks for the numbers of file
 * flags (for a file system of the host's that is never mounted): these are all it gets.
 */
function withholdBindings(): void {
  Object.assign(process, {
    binding: (name: string) => (name === 'constants' ? { fs: constants } : {}),
  })
}

/** Pyodide's list of packages, emptied: nothing is ever fetched. */
function lockFile(): string {
  const { info } = JSON.parse(
    readFileSync(join(pyodideDirectory, 'pyodide-lock.json'), 'utf8'),
  ) as { info: object }
  return JSON.stringify({ info, packages: {} })
}

/** Returns a function that copies text into the interpreter's memory, zero-terminated. */
function textWriter(exports: CPython): (text: string) => { address: number; length: number } {
  const encoder = new TextEncoder()
  return (text) => {
    const bytes = encoder.encode(text)
    const address = exports.malloc(bytes.length + 1) >>> 0
    if (address === 0) throw new RangeError('no memory for the program')
    const memory = new Uint8Array(exports.memory.buffer)
    memory.set(bytes, address)
    memory[address + bytes.length] = 0
    return { address, length: bytes.length }
  }
}

/** Calls a Python function from text to text, without any of Pyodide's own conversions. */
function callOf(
  exports: CPython,
  { run, runWide, scratch }: Omit<Snapshot, 'bytes'>,
): Interpreter['call'] {
  const write = textWriter(exports)
  const decoder = new TextDecoder()
  const failed = (): null => {
    exports.PyErr_Clear()
    return null
  }
  return (request, isWide) => {
    const { address, length } = write(request)
    const argument = exports.PyUnicode_FromStringAndSize(address, length)
    exports.free(address)
    if (!argument) return failed()
    const result = exports.PyObject_CallOneArg(isWide ? runWide : run, argument)
    exports.Py_DecRef(argument)
    if (!result) return failed()
    const text = exports.PyUnicode_AsUTF8AndSize(result, scratch) >>> 0
    if (!text) return failed()
    const size = new DataView(exports.memory.buffer).getInt32(scratch, true)
    const reply = decoder.decode(new Uint8Array(exports.memory.buffer, text, size))
    exports.Py_DecRef(result)
    return reply
  }
}
