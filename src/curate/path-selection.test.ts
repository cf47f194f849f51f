import { distance } from 'fastest-levenshtein'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rng } from '../core/index.ts'
import { equationListKey } from '../verify/index.ts'
import { pathKey } from './path-key.ts'
import {
  orderIndependentSelection,
  pathSelections,
  representatives,
  type Representative,
} from './path-selection.ts'

function texts(items: readonly string[], representative: Representative = 'greedy'): string[] {
  const selection = pathSelections[representative]<string>()
  for (const text of items) selection.add(pathKey(text), text, text)
  return selection.kept().map(({ item }) => item)
}

/** Algorithm 1 as printed in the paper, without any caching. */
function algorithm1(candidates: readonly string[]): string[] {
  const kept: string[] = []
  const keys: string[] = []
  for (const r of candidates) {
    const key = equationListKey(r)
    if (!keys.includes(key)) {
      kept.push(r)
      keys.push(key)
      continue
    }
    const s = kept[keys.indexOf(key)]!
    const spread = (text: string): number =>
      kept.filter((t) => t !== s).reduce((total, t) => total + distance(text, t), 0)
    if (spread(r) > spread(s)) kept[keys.indexOf(key)] = r
  }
  return kept
}

const solution = fc
  .tuple(
    fc.constantFrom('<<1+1=2>>', '<<2+1=3>>', '<<1+2=3>> <<3*2=6>>', '<< 1+1=2 >>'),
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'c'), maxLength: 12 }),
  )
  .map(([equations, words]) => `${words}${equations}`)

describe('the greedy selection', () => {
  it('does what Algorithm 1 does, order dependence included', () => {
    fc.assert(
      fc.property(fc.array(solution, { maxLength: 25 }), (candidates) => {
        expect(texts(candidates)).toEqual(algorithm1(candidates))
      }),
      { numRuns: 500 },
    )
  })

  it.each(representatives)(
    '%s: keeps one per key, every key, and is idempotent',
    (representative) => {
      const any = fc.oneof(
        solution,
        fc.string(),
        fc.constantFrom('Same  text', 'same text', ' SAME TEXT '),
      )
      fc.assert(
        fc.property(fc.array(any, { maxLength: 25 }), (candidates) => {
          const kept = texts(candidates, representative)
          const keys = kept.map(pathKey)
          expect(new Set(keys).size).toBe(keys.length)
          expect(new Set(keys)).toEqual(new Set(candidates.map(pathKey)))
          expect(texts(kept, representative)).toEqual(kept)
          expect(kept.every((text) => candidates.includes(text))).toBe(true)
        }),
      )
    },
  )

  it('with no other path, the first stays; with another, the farther one replaces it', () => {
    expect(texts(['a <<1+1=2>>', 'very much longer <<1+1=2>>'])).toEqual(['a <<1+1=2>>'])
    expect(texts(['a <<1+1=2>>', 'a <<2+1=3>>', 'very much longer <<1+1=2>>'])).toEqual([
      'very much longer <<1+1=2>>',
      'a <<2+1=3>>',
    ])
  })

  it('counts characters, not the code units that JavaScript keeps them in', () => {
    // Two emoji are four code units and two characters: three letters are farther from nothing.
    expect(texts(['abc <<1+1=2>>', ' <<2+1=3>>', '😀😁 <<1+1=2>>'])).toEqual([
      'abc <<1+1=2>>',
      ' <<2+1=3>>',
    ])
    expect(texts(['😀😁 <<1+1=2>>', ' <<2+1=3>>', 'abc <<1+1=2>>'])).toEqual([
      'abc <<1+1=2>>',
      ' <<2+1=3>>',
    ])
  })

  it('the number of distinct paths does not fall as more are drawn', () => {
    fc.assert(
      fc.property(fc.array(solution), solution, (candidates, next) => {
        expect(texts([...candidates, next]).length).toBeGreaterThanOrEqual(texts(candidates).length)
      }),
    )
  })

  it('keeps more than one un-annotated solution', () => {
    expect(texts(['Add 3.\n#### 5', 'Add  3.\n####  5', 'Take away 3.\n#### 5'])).toEqual([
      'Add 3.\n#### 5',
      'Take away 3.\n#### 5',
    ])
  })

  it('ends soon on hostile texts', () => {
    const kept = texts(
      Array.from(
        { length: 20 },
        (_, index) => `<<${index % 2}+0=${index % 2}>>${String(index).repeat(200_000)}`,
      ),
    )
    expect(kept.length).toBe(2)
  })
})

describe('a problem with 100 000 paths', () => {
  it.each(representatives)('%s: keeps one solution of each, soon', (representative) => {
    const selection = pathSelections[representative]<string>()
    for (const text of ['a', 'b', 'c'].map((letter) => letter.repeat(8_000)))
      for (let path = 0; path < 100_000; path++) selection.add(`${path}`, text, text.charAt(0))
    const kept = selection.kept()
    expect(kept.length).toBe(100_000)
    expect(kept.every(({ item }) => item === 'a')).toBe(true)
  })
})

describe('the order-independent selection', () => {
  it('keeps the same texts whatever order they come in', () => {
    fc.assert(
      fc.property(fc.array(solution, { maxLength: 20 }), fc.nat(), (candidates, seed) => {
        const shuffled = rng('order', seed).shuffle(candidates)
        expect(texts(shuffled, 'orderIndependent').toSorted()).toEqual(
          texts(candidates, 'orderIndependent').toSorted(),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('keeps of each path the text farthest from the plainest of the others, and alone the plainest', () => {
    const [near, far, other] = ['a <<1+1=2>>', 'very much longer <<1+1=2>>', 'a <<2+1=3>>']
    expect(texts([far, near], 'orderIndependent')).toEqual([near])
    expect(texts([near, far, other], 'orderIndependent')).toEqual([far, other])
  })

  it('holds any number of texts of one path, and compares none of a path that has one', () => {
    const texts = orderIndependentSelection<number>()
    for (let index = 0; index < 200_000; index++) texts.add('one path', `${index}`, index)
    expect(texts.kept()).toEqual([{ key: 'one path', item: 0 }])
    const paths = orderIndependentSelection<number>()
    for (let index = 0; index < 1_000; index++)
      paths.add(`${index}`, `${index}`.padEnd(8_000), index)
    expect(paths.kept().length).toBe(1_000)
  })

  it('differs from the greedy one, which depends on the order', () => {
    const [a, b, c] = ['very much longer <<1+1=2>>', 'a <<1+1=2>>', 'a <<2+1=3>>']
    expect(texts([b, a, c])).not.toEqual(texts([b, c, a]))
  })
})
