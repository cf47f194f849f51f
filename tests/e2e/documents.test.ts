/** Choosing documents as users do: by an embedder, from a pipe, and from a large file. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document } from '../../src/core/index.ts'

const root = join(import.meta.dirname, '..', '..')
const main = join(root, 'dist', 'cli', 'main.js')
const home = mkdtempSync(join(tmpdir(), 'reckoner-documents-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const reckoner = (args: readonly string[], input?: string): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [main, ...args], { cwd: home, encoding: 'utf8', input })

const documentsIn = (text: string): Document[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Document)

/** Every token has its own direction there. */
beforeAll(() => {
  const golden = join(root, 'tests', 'golden', 'embedder')
  mkdirSync(join(home, 'embedder', 'onnx'), { recursive: true })
  cpSync(join(golden, 'plain.onnx'), join(home, 'embedder', 'onnx', 'model.onnx'))
  cpSync(join(golden, 'tokenizer.json'), join(home, 'embedder', 'tokenizer.json'))
  writeFileSync(join(home, 'embedder', 'config.json'), '{"max_position_embeddings": 6}')
  const rows = ['tom has', 'pens', 'pens tom'].map((text) => `${JSON.stringify({ text })}\n`)
  writeFileSync(join(home, 'corpus.jsonl'), rows.join(''))
  writeFileSync(join(home, 'like.jsonl'), rows[0]!)
})

describe('an embedder', () => {
  it('tells likeness, the same in the command and in the stage', () => {
    const stage = {
      id: 'chosen',
      stage: 'data.documents',
      file: 'corpus.jsonl',
      likeDocuments: ['like.jsonl'],
      embedder: 'embedder',
      minSimilarity: -1,
    }
    const recipe = { name: 'documents', description: 'chosen', seeds: [1], stages: [stage] }
    writeFileSync(join(home, 'documents.yaml'), JSON.stringify(recipe))
    const ran = reckoner(['run', 'documents.yaml'])
    expect(ran.status, String(ran.stderr)).toBe(0)
    const [run] = readdirSync(join(home, 'runs')).filter((name) => name.startsWith('documents-'))
    const kept = readFileSync(join(home, 'runs', run!, 'chosen', 'documents.jsonl'), 'utf8')
    const similarities = documentsIn(kept).map(({ meta }) => meta!['similarity'] as number)
    expect(similarities[0]).toBe(1)
    expect(new Set(similarities).size).toBe(3)
    const options = ['--like', 'like.jsonl', '--embedder', 'embedder', '--min-similarity=-1']
    const found = reckoner(['data', 'documents', 'corpus.jsonl', ...options])
    expect(found.status, String(found.stderr)).toBe(0)
    expect(found.stdout).toBe(kept)
  })
})

describe('a run with an embedder that is killed', () => {
  const rows = (name: string): string =>
    Array.from({ length: 6000 }, (_, row) => {
      const text = ['tom', 'has', 'pens'].filter((_, word) => (row % 7) & (1 << word)).join(' ')
      return `${JSON.stringify({ id: `${name}${row}`, text: text || 'a' })}\n`
    }).join('')

  /** The names of the files that an unfinished stage has kept. */
  const keptIn = (runs: string): string[] => {
    const partial = join(home, runs, 'partial')
    return existsSync(partial) ? readdirSync(partial, { recursive: true }).map(String) : []
  }

  it('goes on where it was, to the same bytes', async () => {
    const stage = { id: 'chosen', stage: 'data.documents', file: 'many.jsonl' }
    const given = { likeDocuments: ['few.jsonl'], embedder: 'embedder', minSimilarity: 0.9 }
    const stages = [{ ...stage, ...given }]
    const recipe = { name: 'killed', description: 'chosen', seeds: [1], stages }
    writeFileSync(join(home, 'many.jsonl'), rows('m'))
    writeFileSync(join(home, 'few.jsonl'), rows('f'))
    writeFileSync(join(home, 'killed.yaml'), JSON.stringify(recipe))
    const chosen = (runs: string): string => {
      const ran = reckoner(['run', 'killed.yaml', '--runs', runs])
      expect(ran.status, String(ran.stderr)).toBe(0)
      const [run] = readdirSync(join(home, runs)).filter((name) => name.startsWith('killed-'))
      return readFileSync(join(home, runs, run!, 'chosen', 'documents.jsonl'), 'utf8')
    }
    const child = spawn(process.execPath, [main, 'run', 'killed.yaml', '--runs', 'stopped'], {
      cwd: home,
      stdio: 'ignore',
    })
    const exit = once(child, 'exit')
    const isBegun = (): boolean =>
      keptIn('stopped').some((path) => path.endsWith('similarities-128.json'))
    while (!isBegun() && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 1))
    child.kill('SIGKILL')
    await exit
    const kept = keptIn('stopped').filter((path) => path.endsWith('.json'))
    expect(kept.some((path) => path.endsWith('similarities-5952.json'))).toBe(false)
    // What is kept is not told again: a file that says otherwise is believed.
    const first = kept.find((path) => path.endsWith('similarities-0.json'))!
    const path = join(home, 'stopped', 'partial', first)
    const numbers = JSON.parse(readFileSync(path, 'utf8')) as number[]
    expect(numbers).toHaveLength(64)
    const whole = chosen('whole')
    const idsOf = (text: string): string[] => documentsIn(text).map(({ id }) => id)
    expect(idsOf(whole)).toContain('m5')
    cpSync(join(home, 'stopped'), join(home, 'changed'), { recursive: true })
    const changed = numbers.map((each, place) => (place === 5 ? -1 : each))
    writeFileSync(join(home, 'changed', 'partial', first), JSON.stringify(changed))
    expect(chosen('stopped')).toBe(whole)
    expect(idsOf(chosen('changed'))).toEqual(idsOf(whole).filter((id) => id !== 'm5'))
  })
})

describe('data documents', () => {
  it('reads a pipe, and writes what it keeps to standard output', () => {
    const { status, stdout, stderr } = reckoner(
      ['data', 'documents', '-', '--min-characters', '5'],
      '{"text": "pens"}\n{"text": "tom has pens"}\n',
    )
    expect(status).toBe(0)
    expect(documentsIn(String(stdout))).toEqual([{ id: 'stdin-1', text: 'tom has pens' }])
    expect(stderr).toContain('1 of 2 documents kept (50.0 %); dropped: 1 tooShort')
  })

  it('leaves no file behind when it is interrupted', async () => {
    const child = spawn(process.execPath, [main, 'data', 'documents', '-', '--out', 'out.jsonl'], {
      cwd: home,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    child.stdin.write('{"text": "tom has pens"}\n') // and waits for more
    while (!readdirSync(home).some((name) => name.startsWith('.out.jsonl')))
      await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    const [status] = (await once(child, 'exit')) as [number]
    expect(status).toBe(130)
    expect(readdirSync(home).filter((name) => name.includes('out.jsonl'))).toEqual([])
  })
})
