/** `npm run test:all` holds every test file; `npm test` leaves out long ones, which are drawn. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { commitDraw, fileSlices, leftOut, longFiles } from './quick.ts'
import { sliceOf } from './support/slice-of.ts'

const root = join(import.meta.dirname, '..')
const testFiles = ['src', 'tests'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
)
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** The files that a run would take, each as often as projects name it. */
async function filesOf(draw: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [vitest, 'list', '--filesOnly', '--json', '--mode', 'quick'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, RECKONER_TESTS: draw } },
  )
  return (JSON.parse(stdout) as { file: string }[]).map(({ file }) =>
    relative(root, file).replaceAll('\\', '/'),
  )
}

describe('test files', () => {
  it('all run where everything is asked for, each in one project', async () => {
    expect((await filesOf('all')).toSorted()).toEqual(testFiles.toSorted())
  })

  it('run but for long ones otherwise', async () => {
    const files = await filesOf('3')
    const missing = testFiles.filter((path) => !files.includes(path))
    expect(missing.toSorted()).toEqual(leftOut('3').toSorted())
    expect(missing.length).toBeGreaterThan(longFiles.length / 2)
  })

  it('that are long are drawn in turn', () => {
    expect(longFiles.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const draws = Array.from({ length: fileSlices }, (_, part) => part.toString(16))
    const taken = draws.flatMap((draw) => longFiles.filter((path) => !leftOut(draw).includes(path)))
    expect(taken.toSorted()).toEqual(longFiles.toSorted())
    expect(leftOut('all')).toEqual([])
  })

  it('are drawn by the commit', () => {
    expect(commitDraw()).toMatch(/^[0-9a-f]{1,12}$/)
    expect(sliceOf(longFiles, fileSlices, commitDraw()).length).toBeGreaterThan(0)
  })
})
