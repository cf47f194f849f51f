/**
 * Every way in which an artifact can differ from its manifest is found, also those that a lookup
 * does not see.
 */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CancelledError, ConfigError, drain, type RunEvent } from '../core/index.ts'
import { artifactKey, beginArtifact, findArtifact, type ArtifactIdentity } from './artifact.ts'
import { checkArtifacts, type CheckedArtifacts } from './check.ts'

let runs: string
beforeEach(async () => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-check-'))
  for (const seed of [1, 2]) {
    const draft = await beginArtifact(runs, `toy@${seed}`, identity(seed))
    for (const [name, text] of [
      ['data.jsonl', '{"n":1}\n'],
      ['sub/large.bin', 'x'.repeat(3_000_000)],
    ] as const) {
      const writer = await draft.writer(name)
      await writer.write(text)
      await writer.commit()
    }
    await draft.commit()
  }
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

const identity = (seed: number): ArtifactIdentity => ({
  stage: 'toy',
  version: 1,
  settings: {},
  seed,
  inputs: {},
})
const check = (onEvent?: (event: RunEvent) => void): Promise<CheckedArtifacts> =>
  drain(checkArtifacts(runs, new AbortController().signal), onEvent)
const homeOf = (seed: number): string =>
  join(
    runs,
    'artifacts',
    readdirSync(join(runs, 'artifacts')).find((name) => name.startsWith(`toy@${seed}-`))!,
  )

it('finds nothing where all is whole, and tells how far it is', async () => {
  const seen: number[] = []
  const checked = await check((event) => {
    if (event.type === 'progress') seen.push(event.done)
    expect(event).toMatchObject({ type: 'progress', label: 'check', total: 7, unit: 'MB' })
  })
  expect(checked).toEqual({ artifacts: 2, files: 4, sizeBytes: 6_000_016, damaged: [] })
  expect(seen.at(-1)).toBe(6)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

it('finds an edit of the same size with an older time, which a lookup does not see', async () => {
  const file = join(homeOf(2), 'data.jsonl')
  const { atime, mtime } = statSync(file)
  writeFileSync(file, '{"n":2}\n')
  utimesSync(file, atime, mtime)
  expect((await findArtifact(runs, artifactKey(identity(2)))).state).toBe('complete')
  expect((await check()).damaged).toEqual([
    {
      directory: homeOf(2),
      file: 'data.jsonl',
      fault: 'has other content than when it was made',
    },
  ])
})

it("finds files that are missing, of another size, and manifests that are none or another's", async () => {
  rmSync(join(homeOf(1), 'data.jsonl'))
  appendFileSync(join(homeOf(1), 'sub', 'large.bin'), 'y')
  const manifest = join(homeOf(2), 'manifest.json')
  const whole = readFileSync(manifest, 'utf8')
  const first = [
    { directory: homeOf(1), file: 'data.jsonl', fault: 'is missing' },
    { directory: homeOf(1), file: 'sub/large.bin', fault: 'has 3000001 bytes instead of 3000000' },
  ]
  const faultsOf = async (): Promise<unknown[]> => (await check()).damaged
  expect(await faultsOf()).toEqual(first)
  writeFileSync(manifest, whole.replace('"seed": 2', '"seed": 3'))
  expect(await faultsOf()).toEqual([
    {
      directory: homeOf(2),
      file: 'manifest.json',
      fault: 'was changed: its key does not match its other fields',
    },
    ...first,
  ])
  writeFileSync(manifest, whole.slice(0, 20))
  expect(await faultsOf()).toEqual([
    { directory: homeOf(2), file: 'manifest.json', fault: 'is not a manifest' },
    ...first,
  ])
  rmSync(manifest)
  expect(await faultsOf()).toEqual([
    { directory: homeOf(2), file: 'manifest.json', fault: 'is missing' },
    ...first,
  ])
})

it('stops when it is asked to, and says where there is nothing to check', async () => {
  const controller = new AbortController()
  await expect(
    drain(checkArtifacts(runs, controller.signal), () => controller.abort()),
  ).rejects.toThrow(CancelledError)
  await expect(drain(checkArtifacts(join(runs, 'nowhere'), controller.signal))).rejects.toThrow(
    ConfigError,
  )
})
