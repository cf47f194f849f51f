import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain, type Document } from '../../core/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-documents-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const put = (name: string, ...rows: unknown[]): void =>
  writeFileSync(join(directory, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

interface Ran {
  notes: string[]
  read(name: string): string
}

async function run(...stages: Record<string, unknown>[]): Promise<Ran> {
  const recipe = { name: 'test', description: 'of documents', seeds: [1], stages }
  const notes: string[] = []
  const { runDirectory } = await drain(
    runRecipe(parseRecipe(JSON.stringify(recipe), join(directory, 'test.yaml')), {
      runsDirectory: join(directory, 'runs'),
    }),
    (event) => {
      if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
    },
  )
  return { notes, read: (name) => readFileSync(join(runDirectory, name), 'utf8') }
}

const documentsOf = (text: string): Document[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Document)

const problem = { id: 'a', question: 'Tom buys 3 apples for 2 dollars. How much?', answer: '6' }
const alike = 'Ann sells apples for 4 dollars. How many dollars has Ann?'
const other = 'The parliament voted on a law about the harbour.'

describe('data.documents', () => {
  it('keeps what is like problems, and what is like documents that it kept', async () => {
    put('corpus.jsonl', { text: alike }, { text: other }, { title: 'none' })
    put('problems.jsonl', problem)
    const stage = 'data.documents'
    const { notes, read } = await run(
      { id: 'first', stage, file: 'corpus.jsonl', like: 'problems.jsonl' },
      { id: 'second', stage, file: 'corpus.jsonl', likeDocuments: ['first'], count: 1 },
    )
    const [kept, ...rest] = documentsOf(read('first/documents.jsonl'))
    expect(kept).toMatchObject({ id: 'corpus-0', text: alike })
    expect(rest).toEqual([])
    const { similarity, ...report } = JSON.parse(read('first/report.json'))
    expect(report).toEqual({
      read: 3,
      added: 0,
      kept: 1,
      dropped: { unlike: 1, unreadable: 1 },
      characters: alike.length,
    })
    expect(similarity).toEqual({ threshold: 0.08, documents: expect.any(Object) })
    expect(documentsOf(read('second/documents.jsonl'))[0]!.meta).toEqual({ similarity: 1 })
    expect(notes).toContain('info: 1 of 3 documents kept (33.3 %); dropped: 1 unlike, 1 unreadable')
    expect(notes.join('\n')).toMatch(/warning: .*corpus.jsonl:3: there is no text in text, content/)
  })

  it('reads a folder with links that lead in a circle, and is made again when a text changes', async () => {
    mkdirSync(join(directory, 'books', 'old'), { recursive: true })
    const text = join(directory, 'books', 'old', 'a.txt')
    writeFileSync(text, alike)
    symlinkSync('..', join(directory, 'books', 'old', 'up'))
    const stage = { id: 'read', stage: 'data.documents', file: 'books' }
    const first = await run(stage)
    expect(documentsOf(first.read('read/documents.jsonl'))).toEqual([
      { id: 'old/a.txt', text: alike },
    ])
    writeFileSync(text, other)
    const second = await run(stage)
    expect(documentsOf(second.read('read/documents.jsonl'))[0]!.text).toBe(other)
  })

  it.each([
    [{ file: 'problems.jsonl' }, 'needs documents {text}'],
    [{ file: 'nowhere.jsonl' }, 'nowhere.jsonl'],
    [{ file: 'runs-of-model' }, 'is a directory without documents.jsonl; it holds problems'],
    [{ file: 'corpus.jsonl', minSimilarity: 0.2 }, 'needs something to be like'],
    [{ file: 'corpus.jsonl', embedder: 'runs-of-model' }, 'needs'],
    [{ file: 'corpus.jsonl', minCharacters: 9, maxCharacters: 8 }, 'larger than maxCharacters'],
    [{ file: 'corpus.jsonl', minCharacters: 999 }, '0 of 1 documents kept (0.0 %)'],
  ])('refuses %j', async (fields, message) => {
    put('problems.jsonl', problem)
    put('corpus.jsonl', { text: alike })
    mkdirSync(join(directory, 'runs-of-model'))
    put('runs-of-model/problems.jsonl', problem)
    await expect(run({ id: 'd', stage: 'data.documents', ...fields })).rejects.toThrow(message)
  })
})
