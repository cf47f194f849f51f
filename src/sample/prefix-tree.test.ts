import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MASKED } from '../model/index.ts'
import { ancestorMask, prefixTrees, type PrefixTree } from './prefix-tree.ts'

/** Few different ids, so that many sequences begin alike. */
const sequences = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1 }), {
  maxLength: 40,
})

const ancestorsOf = ({ parents }: PrefixTree, node: number): Set<number> => {
  const found = new Set<number>()
  for (let at = node; at >= 0; at = parents[at]!) found.add(at)
  return found
}

const range = (length: number): number[] => Array.from({ length }, (_, place) => place)

describe('prefixTrees', () => {
  it('holds every sequence once, along a path from a first token', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        const trees = prefixTrees(given)
        const held = trees.flatMap(({ paths }) => paths.map(({ sequence }) => sequence))
        expect(held.toSorted((a, b) => a - b)).toEqual([...given.keys()])
        for (const { ids, parents, positions, paths } of trees)
          for (const { sequence, nodes } of paths) {
            expect(nodes.map((node) => ids[node])).toEqual(given[sequence])
            expect(nodes.map((node) => parents[node])).toEqual([-1, ...nodes.slice(0, -1)])
            expect(nodes.map((node) => positions[node])).toEqual(range(nodes.length))
          }
      }),
    )
  })

  it('holds no token twice behind the same parent', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        for (const { ids, parents } of prefixTrees(given)) {
          const edges = ids.map((id, node) => `${parents[node]} ${id}`)
          expect(new Set(edges).size).toBe(edges.length)
        }
      }),
    )
  })

  it('depends on the order of the sequences in nothing but their names', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        const rows = (trees: readonly PrefixTree[]): number[][] => trees.map(({ ids }) => ids)
        expect(rows(prefixTrees(given.toReversed()))).toEqual(rows(prefixTrees(given)))
      }),
    )
  })

  it('puts a token that all share once, and the others behind it', () => {
    const given = [
      [1, 2, 3],
      [1, 2],
      [1, 2, 4, 5],
      [1, 2, 3],
    ]
    expect(prefixTrees(given)).toEqual([
      {
        ids: [1, 2, 3, 4, 5],
        parents: [-1, 0, 1, 1, 3],
        positions: [0, 1, 2, 2, 3],
        paths: [
          { sequence: 1, nodes: [0, 1] },
          { sequence: 0, nodes: [0, 1, 2] },
          { sequence: 3, nodes: [0, 1, 2] },
          { sequence: 2, nodes: [0, 1, 3, 4] },
        ],
      },
    ])
  })

  it('leaves alone what has nothing, or too little, in common', () => {
    const unrelated = range(8).map((first) => range(100).map((place) => first * 1000 + place))
    expect(prefixTrees(unrelated)).toHaveLength(8)
    const greeting = unrelated.map((ids) => [1, 2, 3, ...ids])
    expect(prefixTrees(greeting)).toHaveLength(8)
  })

  it('reads candidates of one problem in few tokens', () => {
    const problem = range(60)
    const candidates = range(64).map((each) => [...problem, ...range(20).map((at) => each * at)])
    const trees = prefixTrees(candidates)
    const tokens = trees.reduce((sum, { ids }) => sum + ids.length, 0)
    expect(tokens).toBeLessThan((64 * 80) / 2)
    for (const { ids } of trees) expect(ids.length).toBeLessThanOrEqual(80 + 256)
  })

  it.each([
    { prefix: 3000, own: 600, count: 12, rows: 3 },
    { prefix: 400, own: 300, count: 8, rows: 3 },
    { prefix: 7000, own: 1, count: 100, rows: 1 },
  ])('repeats a prefix of $prefix before $count × $own tokens in $rows rows', (of) => {
    const given = range(of.count).map((each) => [
      ...range(of.prefix),
      ...range(of.own).map((place) => 10_000 + each * of.own + place),
    ])
    const trees = prefixTrees(given)
    expect(trees).toHaveLength(of.rows)
    for (const { ids } of trees) {
      expect(ids.slice(0, of.prefix)).toEqual(range(of.prefix))
      expect(ids.length).toBeLessThanOrEqual(of.prefix + of.own + 2048)
    }
  })

  it('takes huge numbers of sequences', () => {
    const many = Array.from({ length: 200_000 }, () => [1, 2, 3])
    const [tree, ...others] = prefixTrees(many)
    expect(others).toEqual([])
    expect(tree!.ids).toEqual([1, 2, 3])
    expect(tree!.paths).toHaveLength(200_000)
  })
})

describe('ancestorMask', () => {
  it('lets a token see itself and its ancestors, and nothing else', () => {
    fc.assert(
      fc.property(sequences, fc.nat(3), (given, padding) => {
        for (const tree of prefixTrees(given)) {
          const length = tree.ids.length + padding
          const mask = ancestorMask(tree, length)
          const expected = range(length).flatMap((node) => {
            const seen = node < tree.ids.length ? ancestorsOf(tree, node) : new Set<number>()
            return range(length).map((other) => (seen.has(other) ? 0 : Math.fround(MASKED)))
          })
          expect([...mask]).toEqual(expected)
        }
      }),
    )
  })
})
