/** Graphs: what they print, what they refuse, how they run. */
import { describe, expect, it } from 'vitest'
import { ShapeError } from '../core/index.ts'
import * as e from './index.ts'

const float = (name: string, ...shape: e.Shape): e.Value =>
  e.input(name, { dtype: 'float32', shape })

describe('print', () => {
  it('shows that the gradient of a product is exactly two more products', () => {
    const [a, b] = [float('a', 'N', 4), float('b', 4, 3)]
    const product = e.matmul(a, b)
    const [da, db] = e.grad(e.sumAll(e.multiply(product, product)), [a, b])
    expect(e.print({ outputs: { da: da!, db: db! } })).toMatchInlineSnapshot(`
      "input a : float32[N, 4]
      input b : float32[4, 3]
      %3 = FusedMatMul(a, b, transA=0, transB=0, alpha=1) : float32[N, 3]
      %4 = Mul(%3, %3) : float32[N, 3]
      %5 = Expand(1, %4) : float32[N, 3]
      %6 = Mul(%5, %3) : float32[N, 3]
      %7 = Mul(%5, %3) : float32[N, 3]
      %8 = Add(%6, %7) : float32[N, 3]
      %9 = FusedMatMul(%8, b, transA=0, transB=1, alpha=1) : float32[N, 4]
      %10 = FusedMatMul(a, %8, transA=1, transB=0, alpha=1) : float32[4, 3]
      output da = %9
      output db = %10"
    `)
  })

  it('computes nothing for inputs that were not asked for', () => {
    const [x, w] = [float('x', 'B', 4), float('w', 4)]
    const [dw] = e.grad(e.sumAll(e.rmsNorm(x, w, 1e-5)), [w])
    expect(e.print({ outputs: { dw: dw! } }).match(/Sub\(/g)).toBeNull()
  })
})

describe('errors', () => {
  it.each([
    [
      'Add',
      () => e.add(float('a', 'B', 3), float('b', 'T', 3)),
      /Add: shapes \[B, 3\] and \[T, 3\] do not broadcast at axis 0.*float32\[B, 3\], float32\[T, 3\]/,
    ],
    [
      'FusedMatMul',
      () => e.matmul(float('a', 2, 3), float('b', 4, 5)),
      /FusedMatMul: inner sizes differ, 3 and 4/,
    ],
    [
      'Reshape',
      () => e.reshape(float('a', 2, 3), [4, 2]),
      /Reshape: \[2, 3\] has not as many elements as \[4, 2\]/,
    ],
    [
      'Reshape, named',
      () => e.reshape(float('a', 'B', 'T'), ['X', 'Y']),
      /Reshape: more than one free axis/,
    ],
    [
      'Transpose',
      () => e.transpose(float('a', 2, 3), [0, 0]),
      /Transpose: \[0, 0\] does not permute 2 axes/,
    ],
    [
      'ReduceSum',
      () => e.reduceSum(float('a', 2), [1]),
      /ReduceSum: axis 1 is outside a value of rank 1/,
    ],
    [
      'labelLogprob',
      () => e.labelLogprob(float('x', 'N', 4), e.input('labels', { dtype: 'int64', shape: ['N'] })),
      /GatherElements: needs a matrix and int64 labels \[N, K\]/,
    ],
    [
      'grad',
      () => e.grad(float('a', 2), []),
      /the loss must be a float32 scalar, got float32\[2\]/,
    ],
    [
      'grad, unrelated',
      () => e.grad(e.sumAll(float('a', 2)), [float('b', 2)]),
      /the loss does not depend on b/,
    ],
    [
      'grad, no rule',
      () => (([a]) => e.grad(e.sumAll(e.sign(a!)), [a!]))([float('a', 2)]),
      /Sign has no derivative rule/,
    ],
    [
      'validate',
      () => e.emit({ outputs: { y: e.add(float('a', 2), float('a', 2)) } }),
      /two inputs are named a/,
    ],
  ])('%s names the operator and the shapes', (_, build, message) => {
    expect(build).toThrow(ShapeError)
    expect(build).toThrow(message)
  })

  it('refuses feeds that are missing or misshapen', async () => {
    await using session = await e.Session.create(
      { outputs: { y: e.negate(float('x', 'B', 2)) } },
      { threads: 1 },
    )
    await expect(session.run({})).rejects.toThrow('input x, float32[B, 2], was not fed')
    await expect(session.run({ x: e.zeros([2, 3]) })).rejects.toThrow(
      'input x is float32[B, 2], but was fed float32[2, 3]',
    )
    expect(
      (await session.run({ x: e.floatTensor(Float32Array.of(1, 2), [1, 2]) }))['y'],
    ).toMatchObject({ shape: [1, 2] })
  })
})

describe('sessions', () => {
  it('serve every length with one compiled graph', async () => {
    const x = float('x', 'B', 'T')
    await using session = await e.Session.create({ outputs: { y: e.softmax(x) } }, { threads: 1 })
    for (const shape of [
      [1, 1],
      [2, 5],
      [7, 3],
    ])
      expect((await session.run({ x: e.zeros(shape) }))['y']!.shape).toEqual(shape)
  })

  it('add up repeated indices exactly, whatever the number of threads', async () => {
    const [table, ids] = [float('table', 64, 32), e.input('ids', { dtype: 'int64', shape: ['N'] })]
    const [gradient] = e.grad(e.sumAll(e.gatherRows(table, ids)), [table])
    await using session = await e.Session.create(
      { outputs: { gradient: gradient! } },
      { threads: 2 },
    )
    const indices = Array.from({ length: 4096 }, (_, index) => (index * index) % 7)
    const counts = indices.reduce(
      (all, index) => all.set(index, (all.get(index) ?? 0) + 1),
      new Map<number, number>(),
    )
    for (let run = 0; run < 5; run++) {
      const { data } = (await session.run({ table: e.zeros([64, 32]), ids: e.intTensor(indices) }))[
        'gradient'
      ]!
      for (let row = 0; row < 64; row++) expect(Number(data[row * 32])).toBe(counts.get(row) ?? 0)
    }
  })

  it('says which execution provider did not start', async () => {
    // The package's CUDA libraries are an extra download that the project's .npmrc leaves out.
    const starting = e.Session.create(
      { outputs: { y: e.negate(float('x', 2)) } },
      { executionProvider: 'cuda' },
    )
    await expect(starting).rejects.toThrow(/execution provider cuda did not start/)
    await expect(starting).rejects.toMatchObject({ exitCode: 2, hint: 'use cpu' })
  })
})
