/**
 * Whether artifacts hold what their manifests say, byte for byte: lookups trust sizes and times,
 * which an edit may leave as they were.
 */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { ConfigError, throwIfCancelled, type Task } from '../core/index.ts'
import { artifactKey, readManifest, type Manifest } from './artifact.ts'
import { guarded, systemCode } from './fault.ts'

export interface CheckedArtifacts {
  artifacts: number
  files: number
  /** Of all files, as their manifests say. */
  sizeBytes: number
  damaged: DamagedFile[]
}

export interface DamagedFile {
  /** The artifact's directory. */
  directory: string
  /** The file's path in it. */
  file: string
  fault: string
}

type Listed = { directory: string; manifest: Manifest } | { directory: string; fault: string }

/**
 * Reads every file of every artifact once, and compares it with its manifest. @throws ConfigError
 * where there are no artifacts
 */
export async function* checkArtifacts(
  runsDirectory: string,
  signal: AbortSignal,
): Task<CheckedArtifacts> {
  const listed = await listArtifacts(runsDirectory)
  const whole = listed.filter((each) => 'manifest' in each)
  const total = sum(
    whole.flatMap(({ manifest }) => manifest.files.map(({ sizeBytes }) => sizeBytes)),
  )
  const damaged: DamagedFile[] = listed.flatMap(({ directory, ...rest }) =>
    'fault' in rest ? [{ directory, file: 'manifest.json', fault: rest.fault }] : [],
  )
  let before = 0
  for (const { directory, manifest } of whole) {
    for (const file of manifest.files) {
      throwIfCancelled(signal)
      const fault = yield* readFault(join(directory, file.path), file, { before, total })
      if (fault !== null) damaged.push({ directory, file: file.path, fault })
      before += file.sizeBytes
    }
  }
  return {
    artifacts: listed.length,
    files: sum(whole.map(({ manifest }) => manifest.files.length)),
    sizeBytes: total,
    damaged,
  }
}

const megabyte = 1e6

/** Reads a file, and returns what is wrong with it; `null` where nothing is. */
async function* readFault(
  path: string,
  file: Manifest['files'][number],
  { before, total }: { before: number; total: number },
): Task<string | null> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of createReadStream(path, {
      highWaterMark: 1 << 20,
    }) as AsyncIterable<Uint8Array>) {
      hash.update(chunk)
      bytes += chunk.byteLength
      const [done, all] = [Math.round((before + bytes) / megabyte), Math.ceil(total / megabyte)]
      yield { type: 'progress', label: 'check', done, total: all, unit: 'MB' }
    }
  } catch (error) {
    const code = systemCode(error)
    if (code === undefined) throw error
    return code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`
  }
  if (bytes !== file.sizeBytes) return `has ${bytes} bytes instead of ${file.sizeBytes}`
  return hash.digest('hex') === file.sha256 ? null : 'has other content than when it was made'
}

async function listArtifacts(runsDirectory: string): Promise<Listed[]> {
  const parent = join(runsDirectory, 'artifacts')
  const names = await guarded('read', parent, () => readdir(parent)).catch((error: unknown) => {
    if (error instanceof Error && systemCode(error.cause) === 'ENOENT')
      throw new ConfigError(`there are no artifacts in ${runsDirectory}`, {
        hint: 'Name the directory that was given as --runs.',
      })
    throw error
  })
  const finished = names.filter((name) => !name.startsWith('.')).toSorted()
  return Promise.all(finished.map((name) => readListed(join(parent, name))))
}

async function readListed(directory: string): Promise<Listed> {
  try {
    const manifest = await readManifest(directory)
    const isOwn =
      manifest.key === artifactKey(manifest) && directory.endsWith(`-${manifest.key.slice(0, 16)}`)
    return isOwn
      ? { directory, manifest }
      : { directory, fault: 'was changed: its key does not match its other fields' }
  } catch (error) {
    return { directory, fault: systemCode(error) === 'ENOENT' ? 'is missing' : 'is not a manifest' }
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
