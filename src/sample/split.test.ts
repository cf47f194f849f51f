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
    const items = [3, 9, 1, 4].map((length) => ({
      prompt: 'a'.repeat(length),
      continuations: ['b'],
    }))
    const parts = splitItems(items, few(3))
    expect(parts.map((part) => part.map(({ place }) => place))).toEqual([[1, 3, 0], [2]])
    for (const { place, item } of parts.flat()) expect(item).toBe(items[place])
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
