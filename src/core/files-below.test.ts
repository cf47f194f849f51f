import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filesBelow } from './files-below.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reckoner-below-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name: string): void => writeFileSync(join(folder, name), name)

async function below(): Promise<string[]> {
  const found: string[] = []
  for await (const { path, is } of filesBelow(folder))
    found.push(is === 'file' ? relative(folder, path) : `${relative(folder, path)}: ${is}`)
  return found
}

it('yields files in the order of their whole paths', async () => {
  for (const name of ['a', 'a/b', 'B', 'a-c']) mkdirSync(join(folder, name))
  for (const name of ['z', 'a/z', 'a/b/x', 'a.txt', 'a-c/y', 'a0', 'B/é', 'é']) put(name)
  const names = await below()
  expect(names).toEqual(['B/é', 'a-c/y', 'a.txt', 'a/b/x', 'a/z', 'a0', 'z', 'é'])
  expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)))
})

it('follows links to files alone, and ends where links lead in a circle', async () => {
  mkdirSync(join(folder, 'inner', 'deep'), { recursive: true })
  mkdirSync(join(folder, 'other'))
  put('inner/deep/a')
  symlinkSync('..', join(folder, 'inner', 'deep', 'up'))
  symlinkSync('itself', join(folder, 'itself'))
  symlinkSync('/', join(folder, 'root'))
  symlinkSync('../other', join(folder, 'inner', 'side'))
  symlinkSync('inner/deep/a', join(folder, 'to-a'))
  symlinkSync('nowhere', join(folder, 'to-nothing'))
  expect(await below()).toEqual([
    'inner/deep/a',
    'inner/deep/up: loop',
    'inner/side: link to a directory',
    'itself: other',
    'root: loop',
    'to-a',
    'to-nothing: other',
  ])
})

it('fails for a directory that is not there', async () => {
  folder = join(folder, 'nowhere')
  await expect(below()).rejects.toThrow('ENOENT')
  folder = join(folder, '..')
})
