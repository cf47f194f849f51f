import { describe, expect, it } from 'vitest'
import { englishHashes, stopHashes, stopWords } from './stop-words.ts'
import { numberWord, wordHashes } from './words.ts'

const hashes = (text: string): number[] => [...wordHashes(text)]

describe('wordHashes', () => {
  it('tells words apart, but neither case, apostrophes nor numbers', () => {
    expect(hashes("Don't STOP, Tom’s dog!")).toEqual(hashes('dont stop toms dog'))
    expect(hashes('3 apples, 1,200.5 pears')).toEqual([
      numberWord,
      ...hashes('apples'),
      numberWord,
      numberWord,
      numberWord,
      ...hashes('pears'),
    ])
    expect(hashes('x² + Größe٣ Ελλάδα 犬')).toHaveLength(5)
    expect(hashes("'' ... '")).toEqual([])
    expect(new Set(hashes('a b ab ba abc acb cab'))).toHaveLength(7)
  })

  it('knows stop words, and those that are English alone', () => {
    expect(stopHashes).toHaveLength(stopWords.size)
    for (const hash of hashes('the and that')) expect(englishHashes).toContain(hash)
    for (const hash of hashes('in was so')) {
      expect(stopHashes).toContain(hash)
      expect(englishHashes).not.toContain(hash)
    }
    for (const hash of hashes('apple many twice')) expect(stopHashes).not.toContain(hash)
  })
})
