/**
 * A process killed at any point leaves nothing that is taken for whole, nothing that blocks, and
 * nothing that is done again.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sliceOf } from '../support/slice-of.ts'

const child = join(import.meta.dirname, '..', 'support', 'crashing-child.ts')
const root = mkdtempSync(join(tmpdir(), 'reckoner-crash-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function run(runs: string, pattern: string, count: number): NodeJS.Signals | null {
  const { signal, status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', child, runs, tracePath(runs), pattern, String(count)],
    { encoding: 'utf8' },
  )
  if (signal === null) expect(`${stderr}${status}`).toBe('0')
  return signal
}

/**
 * The trace is named relative to the runs directory's parent, as its path is part of the recipe.
 */
const tracePath = (runs: string): string => join(dirname(runs), 'trace')

/** Paths and contents of all finished artifacts, manifests included. */
function artifactsIn(runs: string): Record<string, string> {
  const directory = join(runs, 'artifacts')
  if (!existsSync(directory)) return {}
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(directory, path).startsWith('.'))
  return Object.fromEntries(
    paths.map((path) => [relative(directory, path), readFileSync(path, 'utf8')]),
  )
}

/** Every finished artifact has a manifest that tells the truth. */
function expectWhole(artifacts: Record<string, string>): void {
  for (const name of new Set(Object.keys(artifacts).map((path) => path.split('/')[0]!))) {
    const manifest = JSON.parse(artifacts[`${name}/manifest.json`]!) as {
      files: { path: string; sha256: string }[]
    }
    for (const file of manifest.files) {
      expect(createHash('sha256').update(artifacts[`${name}/${file.path}`]!).digest('hex')).toBe(
        file.sha256,
      )
    }
  }
}

let uninterrupted: Record<string, string>
const trace = join(root, 'trace')
beforeAll(() => {
  run(join(root, 'whole'), 'never', 0)
  uninterrupted = artifactsIn(join(root, 'whole'))
  expect(Object.keys(uninterrupted)).toHaveLength(9)
  expect(readFileSync(trace, 'utf8')).toBe('noisy@1 0\nnoisy@1 1\nnoisy@2 0\nnoisy@2 1\n')
})

const draftDirectory = String.raw`/\.making-[0-9a-f]{16}`
const crashes: Record<string, [pattern: string, count: number][]> = {
  'mid-commit of each artifact': [
    [`^rename .*${draftDirectory} `, 1],
    [`^rename .*${draftDirectory} `, 2],
    [`^rename .*${draftDirectory} `, 2],
    [`^rename .*${draftDirectory} `, 2],
  ],
  'before and after each manifest': [
    [`^open .*${draftDirectory}/\\.manifest`, 1],
    [`^rename .*${draftDirectory}/\\.manifest`, 1],
    [`^rm .*/partial/`, 1],
    [`^rm .*/partial/`, 1],
    [`^link `, 1],
    [`^link .*manifest`, 3],
  ],
  'mid-stage, between and within chunks': [
    ['^rename .*/partial/.*/0.txt', 1],
    ['^open .*/partial/.*/.1.txt', 1],
    ['^rename .*/partial/.*/0.txt', 1],
    ['^open .*numbers.txt', 1],
  ],
  'at points spread over everything': Array.from({ length: 6 }, (_, index) => ['', 9 + 11 * index]),
}

/**
 * The chunks, as the trace names them, that a later process has no reason to compute: saved ones,
 * and all of a finished artifact.
 */
function finishedChunks(runs: string): string[] {
  const saved = readdirSync(join(runs, 'partial'), { recursive: true, withFileTypes: true }).filter(
    (entry) => /^\d+\.txt$/.test(entry.name),
  )
  const ofPartials = saved.map(
    (entry) => `${stageOf(entry.parentPath.slice(-64))} ${entry.name.replace('.txt', '')}`,
  )
  const names = readdirSync(join(runs, 'artifacts')).filter((name) => name.startsWith('noisy@'))
  return [
    ...ofPartials,
    ...names.flatMap((name) => [`${name.split('-')[0]} 0`, `${name.split('-')[0]} 1`]),
  ]
}

/** The stage with a key: artifacts are named `<stage>-<16 digits of the key>`. */
function stageOf(key: string): string {
  const path = Object.keys(uninterrupted).find((each) => each.includes(`-${key.slice(0, 16)}/`))
  return path!.slice(0, path!.indexOf('-'))
}

describe('a run killed', () => {
  it.each(sliceOf(Object.entries(crashes), 4))(
    '%s ends with the same bytes and repeats nothing finished',
    (name, points) => {
      const runs = join(root, name.replaceAll(/\W/g, '-'))
      let finished: string[] = []
      let kills = 0
      for (const [pattern, count] of [...points, ['never', 0] as const]) {
        rmSync(trace, { force: true })
        if (run(runs, pattern, count) !== null) kills++
        const artifacts = artifactsIn(runs)
        expectWhole(artifacts)
        expect(uninterrupted).toMatchObject(artifacts)
        const computed = existsSync(trace) ? readFileSync(trace, 'utf8').trimEnd().split('\n') : []
        expect(computed.filter((chunk) => finished.includes(chunk))).toEqual([])
        finished = existsSync(join(runs, 'artifacts')) ? finishedChunks(runs) : []
      }
      expect(artifactsIn(runs)).toEqual(uninterrupted)
      expect(readdirSync(join(runs, 'artifacts'))).toHaveLength(4)
      expect(readdirSync(join(runs, 'partial'))).toEqual([])
      expect(readdirSync(join(runs, '.locks'))).toEqual([])
      expect(kills).toBe(points.length)
    },
  )
})
