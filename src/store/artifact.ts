/**
 * Content-addressed artifacts: found by key, written aside, complete when their manifest and their
 * name are there.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { canonicalJson, filesBelow, sha256, StoreError, type Below } from '../core/index.ts'
import { guarded, systemCode } from './fault.ts'
import {
  ensureDirectory,
  isTemporaryName,
  moveDirectory,
  openAtomicWriter,
  removeTree,
  writeFileAtomic,
  type AtomicWriter,
} from './fs.ts'

const identityFields = {
  /** The kind of stage, such as `train.sft`. */
  stage: z.string(),
  version: z.number(),
  settings: z.unknown(),
  seed: z.number(),
  /** The keys of input artifacts and the content hashes of input files, by input name. */
  inputs: z.record(z.string(), z.array(z.string())),
}
const identitySchema = z.object(identityFields)
/** What makes an artifact the one it is. */
export type ArtifactIdentity = z.infer<typeof identitySchema>

const manifestSchema = z.object({
  format: z.literal(1),
  key: z.string(),
  ...identityFields,
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof manifestSchema>

export interface Artifact {
  key: string
  directory: string
  manifest: Manifest
}

export type Lookup =
  | { state: 'complete'; artifact: Artifact }
  | { state: 'absent' }
  | { state: 'damaged'; directory: string; fault: string }

/** An artifact being made. */
export interface ArtifactDraft {
  directory: string
  /** Opens a file of the artifact; it must be committed before the artifact is. */
  writer(name: string): Promise<AtomicWriter>
  /** Writes the manifest, last, and gives the directory its place. */
  commit(): Promise<Artifact>
  discard(): Promise<void>
}

const manifestName = 'manifest.json'

/** The key of an artifact: 64 hexadecimal digits. */
export function artifactKey(identity: ArtifactIdentity): string {
  const { stage, version, settings, seed, inputs } = identity
  return sha256(canonicalJson({ stage, version, settings, seed, inputs }))
}

/** Where unfinished work under a key is kept between attempts. */
export function partialDirectory(runsDirectory: string, key: string): string {
  return join(runsDirectory, 'partial', key)
}

/**
 * Looks an artifact up by its key, whatever stage id it was made under. The sizes of its files are
 * checked, and the contents of those that were written to after the manifest, which is the last
 * file of an artifact: run directories share files with it. An edit that keeps the size and sets an
 * older time is not seen: only `checkArtifacts` reads everything.
 */
export async function findArtifact(runsDirectory: string, key: string): Promise<Lookup> {
  const parent = join(runsDirectory, 'artifacts')
  const name = (await namesIn(parent)).find(
    (each) => !each.startsWith('.') && each.endsWith(`-${shortKey(key)}`),
  )
  if (name === undefined) return { state: 'absent' }
  const directory = join(parent, name)
  try {
    const manifest = await readManifest(directory)
    if (manifest.key !== key)
      return {
        state: 'damaged',
        directory,
        fault: `its manifest belongs to another key, ${manifest.key}`,
      }
    const { mtimeMs: finished } = await stat(join(directory, manifestName))
    for (const file of manifest.files) {
      const { size, mtimeMs } = await stat(join(directory, file.path))
      if (size !== file.sizeBytes)
        return {
          state: 'damaged',
          directory,
          fault: `${file.path} has ${size} bytes instead of ${file.sizeBytes}`,
        }
      if (mtimeMs > finished && (await hashFile(join(directory, file.path))) !== file.sha256)
        return { state: 'damaged', directory, fault: `${file.path} was changed after it was made` }
    }
    return { state: 'complete', artifact: { key, directory, manifest } }
  } catch (error) {
    return {
      state: 'damaged',
      directory,
      fault: error instanceof Error ? error.message : String(error),
    }
  }
}

/**
 * Reads the manifest of an artifact's directory: stage, settings, seed and inputs that it was made
 * from.
 */
export async function readManifest(directory: string): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(directory, manifestName), 'utf8')))
}

/**
 * Starts an artifact in a directory of its own, which nobody takes for a finished one. The caller
 * holds the lock of its key.
 */
export async function beginArtifact(
  runsDirectory: string,
  id: string,
  identity: ArtifactIdentity,
): Promise<ArtifactDraft> {
  const key = artifactKey(identity)
  const directory = join(runsDirectory, 'artifacts', `.making-${shortKey(key)}`)
  const home = join(runsDirectory, 'artifacts', `${id}-${shortKey(key)}`)
  await removeTree(directory)
  await ensureDirectory(directory)
  const writers: AtomicWriter[] = []
  return {
    directory,
    writer: async (name) => {
      const writer = await openAtomicWriter(join(directory, name))
      writers.push(writer)
      return writer
    },
    commit: async () => {
      const files = await listFiles(directory)
      const { stage, version, settings, seed, inputs } = identity
      const manifest: Manifest = { format: 1, key, stage, version, settings, seed, inputs, files }
      await writeFileAtomic(join(directory, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
      await moveDirectory(directory, home)
      return { key, directory: home, manifest }
    },
    discard: async () => {
      await Promise.allSettled(writers.map((writer) => writer.discard()))
      await removeTree(directory)
    },
  }
}

async function listFiles(directory: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = []
  for await (const { path } of filesBelow(directory)) {
    const name = relative(directory, path).split(sep).join('/')
    if (isTemporaryName(name.slice(name.lastIndexOf('/') + 1)))
      throw new Error(`${name} was opened but never committed`)
    files.push({ path: name, sizeBytes: (await stat(path)).size, sha256: await hashFile(path) })
  }
  return files
}

/**
 * The content hash of a file, or of a directory (over the names and hashes of all files below it).
 * @throws StoreError
 */
export async function hashPath(path: string): Promise<string> {
  return guarded('read', path, async () => {
    if ((await stat(path)).isFile()) return hashFile(path)
    const entries: [string, string][] = []
    for await (const below of filesBelow(path))
      entries.push([relative(path, below.path).split(sep).join('/'), await hashBelow(below)])
    return sha256(canonicalJson(entries))
  })
}

/** What a directory holds besides files has no content: it is known by what it is. */
async function hashBelow({ path, is }: Below): Promise<string> {
  if (is !== 'link to a directory') return is === 'file' ? hashFile(path) : is
  throw new StoreError(`cannot read ${path}: it is a link to a directory`, {
    hint: 'Put the directory itself there: links are not followed, and what they lead to may change.',
  })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

function shortKey(key: string): string {
  return key.slice(0, 16)
}
