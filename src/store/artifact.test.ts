import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  artifactKey,
  beginArtifact,
  findArtifact,
  hashPath,
  readManifest,
  type ArtifactIdentity,
} from './artifact.ts'
import { noCost, readCost, writeCost } from './cost.ts'
import { writeFileAtomic } from './fs.ts'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-artifact-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

const identity: ArtifactIdentity = {
  stage: 'toy',
  version: 1,
  settings: { b: 1, a: [2] },
  seed: 3,
  inputs: { from: ['k'] },
}
const key = artifactKey(identity)

async function make(id = 'toy@3'): Promise<void> {
  const draft = await beginArtifact(runs, id, identity)
  const writer = await draft.writer('sub/data.jsonl')
  await writer.write('{"n":1}\n')
  await writer.commit()
  await draft.commit()
}

describe('artifacts', () => {
  it('are found by key once complete, and not before', async () => {
    expect(await findArtifact(runs, key)).toEqual({ state: 'absent' })
    const draft = await beginArtifact(runs, 'toy', identity)
    await writeFileAtomic(join(draft.directory, 'x'), 'x')
    expect(await findArtifact(runs, key)).toEqual({ state: 'absent' })
    await draft.commit()
    const found = await findArtifact(runs, key)
    if (found.state !== 'complete') throw new Error(found.state)
    expect(found.artifact.directory).toBe(join(runs, 'artifacts', `toy-${key.slice(0, 16)}`))
    expect(await readManifest(found.artifact.directory)).toEqual({
      format: 1,
      key,
      ...identity,
      files: [
        {
          path: 'x',
          sizeBytes: 1,
          sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
        },
      ],
    })
  })

  it('are the same bytes however often they are made', async () => {
    await make()
    const [name] = readdirSync(join(runs, 'artifacts'))
    const first = readFileSync(join(runs, 'artifacts', name!, 'manifest.json'), 'utf8')
    rmSync(join(runs, 'artifacts'), { recursive: true })
    await make()
    expect(readFileSync(join(runs, 'artifacts', name!, 'manifest.json'), 'utf8')).toBe(first)
  })

  it('have a key that ignores the order of settings and sees every change', () => {
    expect(artifactKey({ ...identity, settings: { a: [2], b: 1 } })).toBe(key)
    const changes: Partial<ArtifactIdentity>[] = [
      { stage: 't' },
      { version: 2 },
      { seed: 4 },
      { settings: {} },
      { inputs: { from: ['k', 'k'] } },
    ]
    const keys = changes.map((change) => artifactKey({ ...identity, ...change }))
    expect(new Set([key, ...keys]).size).toBe(changes.length + 1)
  })

  it('are damaged when a file was changed, is missing or has another size, or the manifest is half there', async () => {
    await make()
    const directory = join(runs, 'artifacts', readdirSync(join(runs, 'artifacts'))[0]!)
    writeFileSync(join(directory, 'sub', 'data.jsonl'), '{"n":2}\n')
    utimesSync(join(directory, 'sub', 'data.jsonl'), Date.now() / 1000, Date.now() / 1000 + 10)
    expect(await findArtifact(runs, key)).toMatchObject({
      state: 'damaged',
      fault: 'sub/data.jsonl was changed after it was made',
    })
    writeFileSync(join(directory, 'sub', 'data.jsonl'), '{"n":1}\n')
    expect(await findArtifact(runs, key)).toMatchObject({ state: 'complete' })
    writeFileSync(join(directory, 'sub', 'data.jsonl'), '{"n"')
    expect(await findArtifact(runs, key)).toMatchObject({
      state: 'damaged',
      fault: 'sub/data.jsonl has 4 bytes instead of 8',
    })
    rmSync(join(directory, 'sub'), { recursive: true })
    expect(await findArtifact(runs, key)).toMatchObject({ state: 'damaged' })
    writeFileSync(join(directory, 'manifest.json'), '{"format":')
    expect(await findArtifact(runs, key)).toMatchObject({ state: 'damaged' })
  })

  it('cannot be committed with a file still open, and leave nothing when discarded', async () => {
    const draft = await beginArtifact(runs, 'toy', identity)
    const writer = await draft.writer('open.txt')
    await writer.write('x')
    await expect(draft.commit()).rejects.toThrow(/never committed/)
    await writer.discard()
    await draft.discard()
    expect(existsSync(draft.directory)).toBe(false)
  })
})

it('hashes a directory by names and contents', async () => {
  await writeFileAtomic(join(runs, 'd', 'a'), 'a')
  await writeFileAtomic(join(runs, 'd', 's', 'b'), 'b')
  await writeFileAtomic(join(runs, 'e', 's', 'b'), 'b')
  await writeFileAtomic(join(runs, 'e', 'a'), 'a')
  expect(await hashPath(join(runs, 'd'))).toBe(await hashPath(join(runs, 'e')))
  await writeFileAtomic(join(runs, 'e', 's', 'c'), 'b')
  expect(await hashPath(join(runs, 'd'))).not.toBe(await hashPath(join(runs, 'e')))
  await expect(hashPath(join(runs, 'nowhere'))).rejects.toThrow(/cannot read .*nowhere \(ENOENT\)/)
})

it('hashes a directory with links that show nothing new, and refuses one that leads elsewhere', async () => {
  await writeFileAtomic(join(runs, 'd', 's', 'a'), 'a')
  const plain = await hashPath(join(runs, 'd'))
  symlinkSync('..', join(runs, 'd', 's', 'up'))
  symlinkSync('nowhere', join(runs, 'd', 'to-nothing'))
  const linked = await hashPath(join(runs, 'd'))
  expect(linked).toMatch(/^[0-9a-f]{64}$/)
  expect(linked).not.toBe(plain)
  await writeFileAtomic(join(runs, 'e', 'b'), 'b')
  symlinkSync('../e', join(runs, 'd', 'e'))
  await expect(hashPath(join(runs, 'd'))).rejects.toThrow('is a link to a directory')
})

it('keeps costs beside artifacts', async () => {
  const record = {
    cost: { ...noCost, seconds: 1, tokens: 2, dollars: 0.5, peakMemoryBytes: 4 },
    madeWith: { node: '20' },
  }
  expect(await readCost(runs, key)).toBeUndefined()
  await writeCost(runs, key, record)
  expect(await readCost(runs, key)).toEqual(record)
})
