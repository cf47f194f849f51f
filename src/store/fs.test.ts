import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoreError } from '../core/index.ts'
import {
  appendLine,
  copyTreeInto,
  createMarker,
  linkOrCopyTree,
  openAtomicWriter,
  removeTree,
  writeFileAtomic,
} from './fs.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-fs-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('openAtomicWriter', () => {
  it('shows nothing under the name before commit, and everything after it', async () => {
    const path = join(directory, 'deep', 'er', 'file.jsonl')
    const writer = await openAtomicWriter(path)
    await writer.write('one\n')
    await writer.write(new TextEncoder().encode('two\n'))
    expect(existsSync(path)).toBe(false)
    await writer.commit()
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
    expect(readdirSync(join(directory, 'deep', 'er'))).toEqual(['file.jsonl'])
  })

  it('keeps the order of writes that were not awaited one by one', async () => {
    const path = join(directory, 'ordered')
    const writer = await openAtomicWriter(path)
    const lines = Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(1000)}\n`)
    await Promise.all(lines.map((line) => writer.write(line)))
    await writer.commit()
    expect(readFileSync(path, 'utf8')).toBe(lines.join(''))
  })

  it('keeps the old file and leaves nothing behind when discarded', async () => {
    const path = join(directory, 'file')
    await writeFileAtomic(path, 'old')
    const writer = await openAtomicWriter(path)
    await writer.write('new')
    await writer.discard()
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(directory)).toEqual(['file'])
  })

  it('copies the bytes it is given, so that the caller may reuse its buffer', async () => {
    const path = join(directory, 'bytes')
    const writer = await openAtomicWriter(path)
    const buffer = new Uint8Array([1, 2, 3])
    await writer.write(buffer)
    buffer.fill(9)
    await writer.commit()
    expect([...readFileSync(path)]).toEqual([1, 2, 3])
  })

  it('replaces what a symbolic link points to, not the link', async () => {
    writeFileSync(join(directory, 'real'), 'old')
    symlinkSync(join(directory, 'real'), join(directory, 'link'))
    await writeFileAtomic(join(directory, 'link'), 'new')
    expect(lstatSync(join(directory, 'link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(directory, 'real'), 'utf8')).toBe('new')
  })

  it('writes to a device without replacing it', async () => {
    await writeFileAtomic('/dev/null', 'gone')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it('reports a full disk as a StoreError with a next step', async () => {
    if (!existsSync('/dev/full')) return
    const failure = await writeFileAtomic('/dev/full', 'x').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StoreError)
    expect(failure).toMatchObject({
      message: 'cannot write /dev/full (ENOSPC)',
      hint: expect.stringContaining('disk is full'),
    })
  })

  it('reports a path through a file and a path that is a directory', async () => {
    writeFileSync(join(directory, 'file'), '')
    await expect(writeFileAtomic(join(directory, 'file', 'below'), '')).rejects.toThrow(/ENOTDIR/)
    await expect(writeFileAtomic(directory, '')).rejects.toThrow(/is a directory/)
  })
})

describe('appendLine', () => {
  it('starts a fresh line after half a line', async () => {
    const path = join(directory, 'log')
    await appendLine(path, 'one')
    writeFileSync(path, `${readFileSync(path, 'utf8')}ha`)
    await appendLine(path, 'two')
    expect(readFileSync(path, 'utf8')).toBe('one\nha\ntwo\n')
  })
})

/** A tree `a` of two files, and an empty directory `b`. */
function makeTrees(): void {
  mkdirSync(join(directory, 'a', 'sub'), { recursive: true })
  writeFileSync(join(directory, 'a', 'sub', 'x'), 'x')
  writeFileSync(join(directory, 'a', 'y'), 'y')
  mkdirSync(join(directory, 'b'))
}

describe('linkOrCopyTree', () => {
  it('links every file and replaces what was there', async () => {
    makeTrees()
    writeFileSync(join(directory, 'b', 'stale'), '')
    await linkOrCopyTree(join(directory, 'a'), join(directory, 'b'))
    expect(readdirSync(join(directory, 'b')).toSorted()).toEqual(['sub', 'y'])
    expect(statSync(join(directory, 'b', 'sub', 'x')).ino).toBe(
      statSync(join(directory, 'a', 'sub', 'x')).ino,
    )
  })
})

describe('copyTreeInto', () => {
  it('shares nothing with its source, and leaves other files alone', async () => {
    makeTrees()
    writeFileSync(join(directory, 'b', 'thesis'), 'mine')
    writeFileSync(join(directory, 'b', 'y'), 'old')
    await copyTreeInto(join(directory, 'a'), join(directory, 'b'))
    expect(readdirSync(join(directory, 'b')).toSorted()).toEqual(['sub', 'thesis', 'y'])
    writeFileSync(join(directory, 'b', 'y'), 'changed')
    expect(readFileSync(join(directory, 'a', 'y'), 'utf8')).toBe('y')
    expect(readFileSync(join(directory, 'b', 'sub', 'x'), 'utf8')).toBe('x')
  })
})

it.skipIf(process.platform !== 'linux')(
  'refuses where the system makes no directory, at once',
  async () => {
    await expect(openAtomicWriter('/proc/reckoner/x')).rejects.toThrow(/cannot write/)
    await expect(createMarker('/proc/reckoner/x')).rejects.toThrow(/cannot create/)
  },
)

it('createMarker says who was first, removeTree accepts what is not there', async () => {
  const path = join(directory, 'locks', 'marker')
  expect(await createMarker(path)).toBe(true)
  expect(await createMarker(path)).toBe(false)
  await removeTree(join(directory, 'locks'))
  await removeTree(join(directory, 'locks'))
})
