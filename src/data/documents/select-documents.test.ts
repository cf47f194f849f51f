import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collected } from '../../../tests/support/collected.ts'
import { DataError } from '../../core/index.ts'
import { describeDocuments, documentCounter } from './document-account.ts'
import type { DocumentEntry } from './read-documents.ts'
import { selectDocuments, type DocumentRules, type Selection } from './select-documents.ts'
import type { TextSimilarity } from './similarity.ts'

async function* stream(entries: readonly DocumentEntry[]): AsyncGenerator<DocumentEntry> {
  yield* entries
}

async function select(
  entries: readonly DocumentEntry[],
  rules: DocumentRules,
  similarity?: TextSimilarity,
): Promise<Selection[]> {
  return collected(selectDocuments(stream(entries), rules, similarity))
}

const document = (id: string, text: string): DocumentEntry => ({ document: { id, text } })

/** As like as there are tenths of `a` among the text's characters, told in batches of a size. */
function shareOfA(documents: number, characters = 1000): TextSimilarity {
  return {
    defaultThreshold: 0.5,
    batch: { documents, characters },
    of: async (texts) => texts.map((text) => (text.split('a').length - 1) / text.length),
  }
}

const kept = (selections: readonly Selection[]): string[] =>
  selections.flatMap((each) => (each.reason === null ? [each.document.id] : []))

describe('selectDocuments', () => {
  it('gives each document the first reason against it', async () => {
    const entries: DocumentEntry[] = [
      { dropped: 'empty', error: new DataError('x') },
      document('short', 'aa'),
      document('long', '😀'.repeat(21)),
      document('just', `${'😀'.repeat(10)}abcdefghij`),
      document('russian', 'Собака бежала'),
      document('french', 'le chien court le soir'.slice(0, 20)),
      document('unlike', 'the dog and the cat'),
      document('alike', 'aaaaaaaaaaa and that'),
      document('alike', 'aaaaaaaaaaa and that'),
    ]
    const rules = { minCharacters: 3, maxCharacters: 20, language: 'english' as const }
    const found = await select(entries, rules, shareOfA(2))
    expect(found.map(({ reason }) => reason)).toEqual([
      'empty',
      'tooShort',
      'tooLong',
      'unlike',
      'otherScript',
      'otherLanguage',
      'unlike',
      null,
      'repeatedId',
    ])
    expect(found[7]).toMatchObject({
      document: { id: 'alike', text: 'aaaaaaaaaaa and that', meta: { similarity: 0.65 } },
    })
  })

  it('cuts long documents, and judges the pieces', async () => {
    const found = await select(
      [document('long', 'One two three.\n\nFour five.'), document('short', 'One two.')],
      { cut: 3, minCharacters: 11 },
    )
    expect(found).toEqual([
      { reason: null, document: { id: 'long/1', text: 'One two three.' }, isFurther: false },
      { reason: 'tooShort', id: 'long/2', isFurther: true },
      { reason: 'tooShort', id: 'short', isFurther: false },
    ])
    const counter = documentCounter()
    for (const each of found) counter.add(each)
    expect(counter.report()).toEqual({
      read: 2,
      added: 1,
      kept: 1,
      dropped: { tooShort: 2 },
      characters: 14,
    })
    expect(describeDocuments(counter.report())).toBe(
      '1 of 3 pieces of 2 documents kept (33.3 %); dropped: 2 tooShort',
    )
  })

  it('keeps the order and counts all, whatever the sizes of batches', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '.'),
      minLength: 1,
      maxLength: 30,
    })
    const entry = fc.oneof(
      { weight: 4, arbitrary: fc.record({ id: fc.constantFrom('p', 'q', 'r', 's'), text }) },
      { weight: 1, arbitrary: fc.constantFrom('empty' as const, 'unreadable' as const) },
    )
    const rules = fc.record({
      count: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      cut: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      minCharacters: fc.constantFrom(undefined, 4),
      maxCharacters: fc.constantFrom(undefined, 12),
    })
    const sizes = fc.record({
      documents: fc.integer({ min: 1, max: 9 }),
      characters: fc.integer({ min: 1, max: 99 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 30 }),
        rules,
        sizes,
        async (all, rule, size) => {
          const entries = all.map((each): DocumentEntry =>
            typeof each === 'string'
              ? { dropped: each, error: new DataError('bad') }
              : { document: each },
          )
          const found = await select(entries, rule, shareOfA(size.documents, size.characters))
          expect(found).toEqual(await select(entries, rule, shareOfA(1)))
          const counter = documentCounter(0.5)
          for (const selection of found) counter.add(selection)
          const { read, added, dropped, ...report } = counter.report()
          const sum = Object.values(dropped).reduce((total, each) => total + each, 0)
          expect(read + added).toBe(report.kept + sum)
          expect(report.kept).toBeLessThanOrEqual(rule.count ?? all.length + added)
          if (report.kept < (rule.count ?? Infinity)) expect(read).toBe(all.length)
          const ids = kept(found)
          expect(new Set(ids).size).toBe(ids.length)
          if (rule.cut === undefined) expect(added).toBe(0)
          const judged = Object.values(report.similarity!.documents)
          expect(judged.reduce((total, each) => total + each, 0)).toBeGreaterThanOrEqual(
            report.kept,
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  it('reads no further than it must, and learns from the first texts once', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<DocumentEntry> {
      for (;;) yield document(String(given++), 'aaa')
    }
    const learnt: number[] = []
    const similarity: TextSimilarity = {
      ...shareOfA(2),
      sample: { documents: 7, characters: 1000 },
      learn: (texts) => void learnt.push(texts.length),
    }
    const found = await collected(selectDocuments(endless(), { count: 10 }, similarity))
    expect(kept(found)).toEqual(Array.from({ length: 10 }, (_, index) => String(index)))
    expect(given).toBeLessThanOrEqual(13)
    expect(learnt).toEqual([7])
  })

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort()
    const entries = stream([document('a', 'aaa')])
    await expect(collected(selectDocuments(entries, {}, undefined, signal))).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
