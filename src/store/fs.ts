/**
 * The only writer of files: everything appears whole or not at all, and failures say what to do.
 */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
  type Stats,
} from 'node:fs'
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { StoreError } from '../core/index.ts'
import { guarded, systemCode, systemError } from './fault.ts'

/**
 * A file being written. Nobody sees it under its name before `commit`; `discard` after `commit`
 * does nothing.
 */
export interface AtomicWriter {
  /** Appends text (as UTF-8) or bytes. Calls keep their order even when not awaited one by one. */
  write(data: string | Uint8Array): Promise<void>
  /** Makes the file durable and gives it its name. */
  commit(): Promise<void>
  /** Forgets everything that was written. */
  discard(): Promise<void>
}

const bufferBytes = 1 << 16
let temporaries = 0

/** Ends the names of files that are still being written. */
const temporarySuffix = '.part'

/**
 * Whether a name belongs to a file whose writer has not committed (or was killed before it could).
 */
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.endsWith(temporarySuffix)
}

/**
 * Opens `path` for writing through a temporary file beside it; missing parent directories are made.
 * A symbolic link keeps pointing where it did, and a device or pipe (`/dev/stdout`) is written to
 * directly.
 * @throws StoreError
 */
export async function openAtomicWriter(path: string): Promise<AtomicWriter> {
  return guarded('write', path, async () => {
    const existing = await statIfAny(path)
    if (existing?.isDirectory())
      throw new StoreError(`cannot write ${path}: it is a directory`, {
        hint: 'Name a file inside it.',
      })
    if (existing && !existing.isFile())
      return writerOn(await open(path, 'w'), path, { keep: async () => {}, forget: async () => {} })
    const target = existing ? await realpath(path) : path
    await makeWithParents(dirname(resolve(target)))
    const { handle, temporary } = await openTemporary(target)
    const keep = async (): Promise<void> => {
      await rename(temporary, target)
      await syncDirectory(dirname(target))
    }
    return writerOn(handle, path, { keep, forget: () => rm(temporary, { force: true }) })
  })
}

/** Writes a whole file: it has its old content, or all of `data`. @throws StoreError */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const writer = await openAtomicWriter(path)
  try {
    await writer.write(data)
    await writer.commit()
  } catch (error) {
    await writer.discard()
    throw error
  }
}

/**
 * Replaces a small file that is soon out of date. It blocks, since work that never lets the event
 * loop turn would keep a promise waiting. Readers see the old content or all of `text`, also after
 * a kill. Nothing is synchronised, so a power cut may leave the file empty. Only one process may
 * write it.
 * @throws StoreError
 */
export function replaceFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}${temporarySuffix}`)
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (error) {
    throw systemError('write', path, error)
  }
}

/**
 * Appends one line to a file, starting on a fresh line even when a killed process left half of one.
 * @throws StoreError
 */
export async function appendLine(path: string, line: string): Promise<void> {
  await guarded('append to', path, async () => {
    const handle = await open(path, 'a+')
    try {
      const { size } = await handle.stat()
      const last = new Uint8Array(1)
      if (size > 0) await handle.read(last, 0, 1, size - 1)
      await handle.appendFile(size > 0 && last[0] !== 10 ? `\n${line}\n` : `${line}\n`)
    } finally {
      await handle.close()
    }
  })
}

/** A file that grows at its end, and can be read at any place. */
export interface GrowingFile extends Disposable {
  /** Bytes that it holds. */
  readonly size: number
  /** Adds text, which outlives a kill of the process once this returns. @throws StoreError */
  append(text: string): void
  /** Returns bytes from `start` on, fewer at its end. @throws StoreError */
  read(start: number, length: number): Buffer
  /** Forgets all bytes from `size` on. @throws StoreError */
  truncate(size: number): void
}

/**
 * Opens a file of its own process, which need not be there. It blocks: what is appended must be
 * there when the call returns. @throws StoreError
 */
export function openGrowingFile(path: string): GrowingFile {
  const trying = <T>(doing: string, work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw systemError(doing, path, error)
    }
  }
  const file = trying('open', () => openSync(path, constants.O_RDWR | constants.O_CREAT))
  let size = trying('read', () => fstatSync(file).size)
  return {
    get size() {
      return size
    },
    append: (text) =>
      trying('append to', () => {
        const bytes = Buffer.from(text)
        for (let done = 0; done < bytes.length;)
          done += writeSync(file, bytes, done, bytes.length - done, size + done)
        size += bytes.length
      }),
    read: (start, length) =>
      trying('read', () => {
        const bytes = Buffer.alloc(length)
        let done = 0
        for (let got = 1; done < length && got > 0; done += got)
          got = readSync(file, bytes, done, length - done, start + done)
        return bytes.subarray(0, done)
      }),
    truncate: (wanted) =>
      trying('shorten', () => {
        ftruncateSync(file, wanted)
        size = wanted
      }),
    [Symbol.dispose]: () => closeSync(file),
  }
}

/** Makes a directory and its parents; an existing one is fine. @throws StoreError */
export async function ensureDirectory(path: string): Promise<void> {
  await guarded('create the directory', path, () => makeWithParents(resolve(path)))
}

/**
 * Node's own recursive `mkdir` never ends where a file system refuses a directory with ENOENT, as
 * /proc does.
 */
async function makeWithParents(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return
  if (dirname(path) !== path) await makeWithParents(dirname(path))
  try {
    await mkdir(path)
  } catch (error) {
    // Another process may have made it in between; a file of that name is refused as mkdir refuses
    // it.
    if (systemCode(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error
  }
}

/** Removes a file or a directory with all it holds; a missing one is fine. @throws StoreError */
export async function removeTree(path: string): Promise<void> {
  await guarded('remove', path, () => rm(path, { recursive: true, force: true, maxRetries: 3 }))
}

/**
 * Gives a directory its final name, which nothing may hold yet, and makes that durable. @throws
 * StoreError
 */
export async function moveDirectory(from: string, to: string): Promise<void> {
  await guarded('move a finished directory to', to, async () => {
    await makeWithParents(dirname(resolve(to)))
    await rename(from, to)
    await syncDirectory(dirname(to))
  })
}

/**
 * Creates an empty file and returns true, or returns false when it exists already: the atomic step
 * under locks. @throws StoreError
 */
export async function createMarker(path: string): Promise<boolean> {
  return guarded('create', path, async () => {
    try {
      await makeWithParents(dirname(resolve(path)))
      await (await open(path, 'wx')).close()
      return true
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/**
 * Makes `target` a copy of the tree `source`, replacing what was there: hard links, or copies where
 * links are refused. @throws StoreError
 */
export async function linkOrCopyTree(source: string, target: string): Promise<void> {
  await guarded('link files into', target, async () => {
    const fresh = join(dirname(target), `.${basename(target)}${temporarySuffix}`)
    await rm(fresh, { recursive: true, force: true })
    await eachFile(source, fresh, linkOrCopy)
    await rm(target, { recursive: true, force: true })
    await rename(fresh, target)
  })
}

/**
 * Copies the tree `source` into the directory `target`, for the user to keep and change: no file is
 * shared with `source`. Files of the same names are replaced; others in `target` are left alone.
 * @throws StoreError
 */
export async function copyTreeInto(source: string, target: string): Promise<void> {
  await guarded('copy files into', target, () =>
    eachFile(source, target, async (from, to) => {
      const { handle, temporary } = await openTemporary(to)
      await handle.close()
      try {
        await copyFile(from, temporary, constants.COPYFILE_FICLONE)
        await rename(temporary, to)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    }),
  )
}

/**
 * Calls `put` for every file under `source` with its place under `target`, whose directories exist
 * by then.
 */
async function eachFile(
  source: string,
  target: string,
  put: (from: string, to: string) => Promise<void>,
): Promise<void> {
  await makeWithParents(resolve(target))
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name)
    const to = join(target, from.slice(source.length))
    if (entry.isDirectory()) await makeWithParents(resolve(to))
    else {
      await makeWithParents(dirname(resolve(to)))
      await put(from, to)
    }
  }
}

const linkRefusals = new Set([
  'EXDEV',
  'EPERM',
  'EMLINK',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EACCES',
])

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!linkRefusals.has(systemCode(error) ?? '')) throw error
    await copyFile(from, to, constants.COPYFILE_FICLONE)
  }
}

function writerOn(
  handle: FileHandle,
  path: string,
  end: { keep: () => Promise<void>; forget: () => Promise<void> },
): AtomicWriter {
  const waiting: Uint8Array[] = []
  let waitingBytes = 0
  let closed = false
  let committed = false
  let previous: Promise<void> = Promise.resolve()

  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting)
    waiting.length = 0
    waitingBytes = 0
    await handle.writeFile(bytes)
  }
  /** Runs `step` after every earlier one; after a failed step all later ones fail with it. */
  const inOrder = (step: () => Promise<void>): Promise<void> => {
    previous = previous.then(() => guarded('write', path, step))
    return previous
  }

  return {
    write: (data) =>
      inOrder(async () => {
        if (closed) throw new Error(`${path} was written to after it was committed or discarded`)
        const bytes = typeof data === 'string' ? Buffer.from(data) : Uint8Array.from(data)
        waiting.push(bytes)
        waitingBytes += bytes.byteLength
        if (waitingBytes >= bufferBytes) await flush()
      }),
    commit: () =>
      inOrder(async () => {
        await flush()
        await syncHandle(handle)
        closed = true
        await handle.close()
        await end.keep()
        committed = true
      }),
    discard: async () => {
      await previous.catch(() => {})
      if (committed) return
      if (!closed) await handle.close()
      closed = true
      await end.forget()
    },
  }
}

async function openTemporary(target: string): Promise<{ handle: FileHandle; temporary: string }> {
  for (;;) {
    const temporary = join(
      dirname(target),
      `.${basename(target)}.${process.pid}-${temporaries++}${temporarySuffix}`,
    )
    try {
      return { handle: await open(temporary, 'wx'), temporary }
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  }
}

async function statIfAny(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Pipes and some devices cannot be synchronised, and need not be. */
async function syncHandle(handle: FileHandle): Promise<void> {
  try {
    await handle.sync()
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EROFS'].includes(systemCode(error) ?? '')) throw error
  }
}

/** Makes a rename survive a power cut, where the system lets a directory be opened. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(systemCode(error) ?? ''))
      throw error
  }
}
