import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'

useOfflineCommands()

const problems = [
  { id: 'a', question: 'Tom buys 3 apples for 2 dollars each. How many dollars?', answer: '6' },
  { id: 'b', question: 'Ann has 12 pears and eats 5 pears. How many pears?', answer: '7' },
]
const alike = 'Ben sells apples for 4 dollars and pears for 3 dollars. How many dollars are that?'
const other = 'The parliament voted on a law about the harbour of the capital.'
const rows = [{ text: alike, meta: { pile_set_name: 'web' } }, { text: other }, { text: ' ' }]

describe('data documents', () => {
  it('keeps documents that are like problems, and counts the others', async () => {
    const corpus = put('pile.jsonl', ...rows)
    const out = path('out.jsonl')
    const like = put('like.jsonl', ...problems)
    const given = [corpus, '--like', like, '--source', 'mine', '--out', out]
    expect(await run('data', 'documents', ...given)).toBe(0)
    expect(rowsOf(out)).toEqual([
      {
        id: 'pile-0',
        text: alike,
        source: 'web',
        meta: { pile_set_name: 'web', similarity: expect.closeTo(0.5, 0) },
      },
    ])
    expect(printed.stderr).toContain('1 of 3 documents kept (33.3 %); dropped: 1 unlike, 1 empty')
  })

  it('lists what is dropped, with the reason and the likeness', async () => {
    const corpus = put('all.jsonl', ...rows, { id: 'short', text: 'No.' })
    const [out, dropped] = [path('some.jsonl'), path('dropped.jsonl')]
    const like = put('these.jsonl', ...problems)
    const rules = ['--like', like, '--min-characters', '5']
    const given = [corpus, ...rules, '--out', out, '--dropped', dropped]
    expect(await run('data', 'documents', ...given)).toBe(0)
    expect(rowsOf(dropped)).toEqual([
      { id: 'all-1', reason: 'unlike', similarity: expect.closeTo(0, 1) },
      { id: 'short', reason: 'tooShort' },
    ])
    expect(printed.stderr).toContain('dropped: 1 unlike, 1 empty, 1 tooShort')
    for (const other of ['-', out, corpus])
      expect(
        await run('data', 'documents', corpus, ...rules, '--out', out, '--dropped', other),
      ).toBe(2)
  })

  it('gives the same for a packed corpus, and for documents as the reference', async () => {
    const corpus = put('same.jsonl', ...rows)
    writeFileSync(
      path('same.jsonl.gz'),
      gzipSync(rows.map((row) => JSON.stringify(row)).join('\n')),
    )
    const like = put(
      'texts.jsonl',
      { text: problems[0]!.question },
      { text: problems[1]!.question },
    )
    const [plain, packed] = [path('plain.jsonl'), path('packed.jsonl')]
    expect(await run('data', 'documents', corpus, '--like', like, '--out', plain)).toBe(0)
    const given = path('same.jsonl.gz')
    expect(await run('data', 'documents', given, '--like', like, '--out', packed)).toBe(0)
    expect(rowsOf(plain)).toEqual(rowsOf(packed))
    expect(rowsOf(plain)).toHaveLength(1)
  })

  it('reads a folder, cuts long texts, and prints the account as JSON', async () => {
    mkdirSync(path('books/old'), { recursive: true })
    writeFileSync(path('books/old/a.txt'), `${alike}\n\n${other}\n`)
    writeFileSync(path('books/b.md'), 'Der Hund lief am Morgen in den Wald.')
    symlinkSync('..', path('books/old/up'))
    const out = path('pieces.jsonl')
    const rules = [
      '--cut',
      '16',
      '--language',
      'english',
      '--source',
      'mine',
      '--json',
      '--out',
      out,
    ]
    expect(await run('data', 'documents', path('books'), ...rules)).toBe(0)
    expect(rowsOf(out)).toEqual([
      { source: 'mine', id: 'old/a.txt/1', text: alike },
      { source: 'mine', id: 'old/a.txt/2', text: other },
    ])
    expect(JSON.parse(printed.stdout)).toEqual({
      read: 2,
      added: 1,
      kept: 2,
      dropped: { otherLanguage: 1 },
      characters: alike.length + other.length,
    })
    expect(printed.stderr).toContain('1 link to a folder was not followed')
  })

  it('goes on after a bad row, and fails at the end', async () => {
    const corpus = put(
      'bad.jsonl',
      { text: alike },
      '{"text": "cut',
      { text: 'a\0b' },
      { text: other },
    )
    const out = path('good.jsonl')
    expect(await run('data', 'documents', corpus, '--out', out)).toBe(2)
    expect(rowsOf(out).map(({ text }) => text)).toEqual([alike, other])
    expect(printed.stderr).toContain('bad.jsonl:2')
    expect(printed.stderr).toContain('bad.jsonl:3: it holds NUL characters')
    expect(printed.stderr).toContain('dropped: 1 unreadable, 1 notText')
    expect(printed.error).toContain('1 line was left out')
  })

  it.each([
    [['nowhere.jsonl'], 'there is no file or folder'],
    [['corpus.jsonl', '--like', 'nowhere.jsonl'], 'there is no such file'],
    [['corpus.jsonl', '--min-similarity', '0.1'], '--min-similarity needs something to be like'],
    [['corpus.jsonl', '--embedder', 'minilm'], '--embedder needs something to be like'],
    [
      ['corpus.jsonl', '--min-characters', '9', '--max-characters', '8'],
      '--min-characters is larger than --max-characters',
    ],
    [['problems.jsonl'], 'it holds problems'],
    [['empty.jsonl'], 'it contains no documents'],
    [['picture.bin'], 'a picture'],
    [['corpus.jsonl', '--like', 'empty.jsonl'], 'no text of the reference has a word'],
    [['corpus.jsonl', '--like', 'corpus.jsonl'], 'is given twice'],
  ])('refuses %j', async (args, message) => {
    put('corpus.jsonl', { text: alike })
    put('problems.jsonl', ...problems)
    writeFileSync(path('empty.jsonl'), '')
    writeFileSync(path('picture.bin'), Buffer.from('89504e470d0a1a0a', 'hex'))
    const given = args.map((each) => (/\.(?:jsonl|bin)$/.test(each) ? path(each) : each))
    const out = path('refused.jsonl')
    expect(await run('data', 'documents', ...given, '--out', out)).toBe(2)
    expect(printed.error).toContain(message)
    expect(existsSync(out)).toBe(false)
  })
})
