import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'

useOfflineCommands()

const files = ['annotated.jsonl', 'corpus.jsonl', 'documents.jsonl']
const runs = (): string[] => ['--runs', path('runs')]
const withoutRationales = (text: unknown): string => String(text).replaceAll(/<BOT>.*?<EOT>/gs, '')

it('data narratives tells stories, the same with rationales, and both', async () => {
  const told = (out: string, ...options: string[]): Promise<number> =>
    run('data', 'narratives', '--count', '5', '--out', path(out), ...runs(), ...options)
  expect(await told('stories', '--steps', '2-3')).toBe(0)
  expect(printed.stdout).toContain(join('stories', 'documents.jsonl'))
  expect(readdirSync(path('stories')).toSorted()).toEqual(files)
  const documents = rowsOf(path('stories/documents.jsonl'))
  const annotated = rowsOf(path('stories/annotated.jsonl'))
  expect(documents).toHaveLength(5)
  expect(annotated.map(({ id }) => id)).toEqual(documents.map(({ id }) => id))
  expect(annotated.map(({ text }) => withoutRationales(text))).toEqual(
    documents.map(({ text }) => text),
  )
  expect(rowsOf(path('stories/corpus.jsonl'))).toHaveLength(10)
  expect(await told('others', '--steps', '2-3', '--seed', '1')).toBe(0)
  expect(readFileSync(path('others/documents.jsonl'), 'utf8')).not.toBe(
    readFileSync(path('stories/documents.jsonl'), 'utf8'),
  )
})

it('data solutions makes documents of worked solutions', async () => {
  const solution = 'Tom has <<3*4=12>>12 pens.\n#### 12'
  const worked = { id: 'a', question: '3 boxes of 4 pens?', answer: '12', solution }
  const problems = put('problems.jsonl', worked, { id: 'b', question: 'How many?', answer: '1' })
  const made = (file: string, out: string): Promise<number> =>
    run('data', 'solutions', file, '--out', path(out), ...runs())
  expect(await made(problems, 'solutions')).toBe(0)
  expect(readdirSync(path('solutions')).toSorted()).toEqual(files)
  expect(rowsOf(path('solutions/annotated.jsonl'))).toEqual([
    {
      id: 'a',
      text: `Question: 3 boxes of 4 pens?\nAnswer:<BOT>3*4<EOT>\n${solution}`,
      source: 'solutions',
      meta: { answer: '12' },
    },
  ])
})

it('data solutions refuses what has no solutions, and to replace its input', async () => {
  const solve = (file: string, out: string): Promise<number> =>
    run('data', 'solutions', file, '--out', out, ...runs())
  const bare = put('corpus.jsonl', { id: 'b', question: 'How many?', answer: '1' })
  expect(await solve(bare, path('none'))).not.toBe(0)
  expect(printed.error).toContain('none of the problems has a worked solution')
  expect(await solve(bare, path('.'))).toBe(2)
  expect(printed.error).toContain('given both as an input and as the output')
  expect(await solve(path('missing.jsonl'), path('none'))).toBe(2)
  expect(printed.error).toContain('there is no such file')
})
