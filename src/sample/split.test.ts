import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../model/index.ts'
import { placementOf } from './placement.ts'
import { splitItems, splitRequest } from './split.ts'

const request = (
  lengths: readonly number[],
  numGenerations: number,
  firstIndex: number,
): GenerateRequest => ({
  prompts: lengths.map((length, index) => ({
    problemId: `p${index}`,
    prompt: 'x'.repeat(length),
    stream: [1],
  })),
  numGenerations,
  firstIndex,
  decoding: { temperature: 1, maxNewTokens: 4 },
})

const few = (batchRows: number) => ({ batchRows, fewestRows: 16 })

const asked = ({ prompts, numGenerations, firstIndex = 0 }: GenerateRequest): string[] =>
  prompts.flatMap(({ problemId }) =>
    Array.from({ length: numGenerations }, (_, offset) => `${problemId}:${firstIndex + offset}`),
  )

describe('splitRequest', () => {
  it('asks for every completion once, in parts that are not too large', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 1, max: 30 }),
        fc.nat(5),
        fc.integer({ min: 1, max: 20 }),
        (sizes, count, first, rows) => {
          const whole = request(sizes, count, first)
          const parts = splitRequest(whole, few(rows))
          expect(parts.flatMap(asked).toSorted()).toEqual(asked(whole).toSorted())
          for (const part of parts) expect(asked(part).length).toBeLessThanOrEqual(rows)
        },
      ),
    )
  })

  it.each([
    [1, 1, [1]],
    [64, 1, [16, 16, 16, 16]],
    [2, 40, [16, 16, 8, 16, 16, 8]],
    [512, 1, Array.from({ length: 8 }, () => 64)],
  ])('cuts %i prompts × %i into batches for several cores', (prompts, count, sizes) => {
    const whole = request(
      Array.from({ length: prompts }, () => 5),
      count,
      0,
    )
    expect(splitRequest(whole, few(64)).map((part) => asked(part).length)).toEqual(sizes)
  })

  it('cuts nothing for several cores where a model is held once', () => {
    const sizes = (count: number) =>
      splitRequest(
        request(
          Array.from({ length: count }, () => 5),
          1,
          0,
        ),
        {
          batchRows: 64,
          fewestRows: 64,
        },
      ).map((part) => asked(part).length)
    expect(sizes(16)).toEqual([16])
    expect(sizes(64)).toEqual([64])
    expect(sizes(100)).toEqual([64, 36])
  })

  it('puts prompts of like length together, the longest first', () => {
    const parts = splitRequest(request([5, 40, 7, 39], 2, 0), few(4))
    expect(parts.map(({ prompts }) => prompts.map(({ prompt }) => prompt.length))).toEqual([
      [40, 39],
      [7, 5],
    ])
  })
})

describe('splitItems', () => {
  it('keeps every item with its place', () => {
    const items = [3, 9, 1, 4].map((length, index) => ({
      prompt: 'abcd'[index]!.repeat(length),
      continuations: ['b'],
    }))
    const parts = splitItems(items, few(3))
    expect(parts.map((part) => part.map(({ place }) => place))).toEqual([[1, 3, 0], [2]])
    for (const { place, item } of parts.flat()) expect(item).toBe(items[place])
  })

  const problems = ['Ann has', 'Bob has', 'Cem has', 'Dora has'].map((text) => text.repeat(10))
  const judged = (problem: string, candidate: string) => ({
    prompt: problem + candidate,
    continuations: [' correct', ' incorrect'],
  })

  it('keeps the candidates of a problem together, whatever their lengths', () => {
    const items = problems.flatMap((problem) =>
      Array.from({ length: 8 }, (_, each) => judged(problem, 'x'.repeat((each * 37) % 90))),
    )
    const parts = splitItems(items, few(8))
    expect(parts.map((part) => part.map(({ place }) => place))).toEqual(
      [0, 1, 2, 3]
        .toSorted((a, b) => problems[b]!.length - problems[a]!.length)
        .map((problem) => Array.from({ length: 8 }, (_, each) => problem * 8 + each)),
    )
  })

  it('cuts a longer run into parts of consecutive items', () => {
    const items = Array.from({ length: 40 }, (_, each) => judged(problems[0]!, String(each)))
    const places = splitItems(items, few(16)).map((part) => part.map(({ place }) => place))
    expect(places.map(({ length }) => length)).toEqual([16, 16, 8])
    for (const part of places)
      expect(part).toEqual(Array.from({ length: part.length }, (_, each) => part[0]! + each))
  })

  it('holds every item once, in parts that are not too large', () => {
    const texts = fc.array(
      fc.record({ prompt: fc.stringMatching(/^[ab]{0,9}$/), continuations: fc.array(fc.string()) }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 16 }), (items, rows) => {
        const parts = splitItems(items, { batchRows: rows, fewestRows: rows })
        const places = parts.flat().map(({ place }) => place)
        expect(places.toSorted((a, b) => a - b)).toEqual([...items.keys()])
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(rows)
      }),
    )
  })

  it('takes items of no text and of huge numbers of continuations', () => {
    const items = [
      { prompt: '', continuations: [] },
      { prompt: '', continuations: [''] },
      { prompt: 'a', continuations: Array.from({ length: 300_000 }, () => 'b') },
      { prompt: 'a', continuations: ['b'] },
    ]
    expect(splitItems(items, few(16)).flat()).toHaveLength(4)
  })
})

describe('placementOf', () => {
  const weights = (count: number) => ({
    w: { dtype: 'float32' as const, shape: [count], data: new Float32Array() },
  })

  it.each([
    [
      'a small model: a copy a core',
      10e6,
      8,
      { copies: 8, threads: 1, batchRows: 64, fewestRows: 16, compileWeights: true },
    ],
    [
      'a tiny one: in small batches',
      1e6,
      2,
      { copies: 2, threads: 1, batchRows: 32, fewestRows: 16, compileWeights: true },
    ],
    [
      'a larger one: as many as fit',
      70e6,
      8,
      { copies: 3, threads: 2, batchRows: 64, fewestRows: 16, compileWeights: true },
    ],
    [
      'a large one: once, on all cores',
      1e9,
      8,
      { copies: 1, threads: 8, batchRows: 64, fewestRows: 64, compileWeights: false },
    ],
  ])('%s', (_, parameters, cores, placement) => {
    expect(placementOf(weights(parameters), 'cpu', cores)).toEqual(placement)
  })

  it('an accelerator: once', () => {
    expect(placementOf(weights(10e6), 'webgpu', 8)).toMatchObject({ copies: 1 })
  })
})
