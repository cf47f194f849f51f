/** Choosing documents as users do: by an embedder, from a pipe, and from a large file. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
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
