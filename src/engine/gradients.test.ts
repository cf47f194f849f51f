/**
 * Every operator: the runtime against float64 loops, and its derivative against central
 * differences.
 */
import { describe, expect, it } from 'vitest'
import type { Doubles } from '../../tests/support/reference-interpreter.ts'
import { doubles, evaluate, references } from '../../tests/support/reference-interpreter.ts'
import { rng } from '../core/index.ts'
import type { Shape, Value } from './index.ts'
import * as e from './index.ts'

interface Row {
  /**
   * Float inputs by name: shape as the graph sees it, and the sizes of its named axes come from
   * `axes`.
   */
  floats: Record<string, Shape>
  /** Integer inputs by name: shape and the values. */
  integers?: Record<string, { shape: Shape; values: readonly number[] }>
  build: (inputs: Record<string, Value>) => Value
  /** Keeps random numbers in [0.5, 2], for operators that need positive ones. */
  positive?: boolean
}

const axes: Record<string, number> = { B: 2, T: 3, N: 4, K: 3, P: 6, M: 5 }
const sized = (shape: Shape): number[] =>
  shape.map((dim) => (typeof dim === 'number' ? dim : axes[dim]!))

const rows: Record<string, Row> = {
  add: { floats: { a: ['B', 4], b: ['B', 4] }, build: ({ a, b }) => e.add(a!, b!) },
  'add, row broadcast': {
    floats: { a: ['B', 'T', 4], b: [4] },
    build: ({ a, b }) => e.add(a!, b!),
  },
  'add, size-1 axis': {
    floats: { a: ['B', 1, 4], b: ['B', 'T', 1] },
    build: ({ a, b }) => e.add(a!, b!),
  },
  'add, scalar': { floats: { a: [], b: ['B', 4] }, build: ({ a, b }) => e.add(a!, b!) },
  subtract: { floats: { a: ['B', 4], b: [1, 4] }, build: ({ a, b }) => e.subtract(a!, b!) },
  multiply: { floats: { a: ['B', 'T', 4], b: ['T', 1] }, build: ({ a, b }) => e.multiply(a!, b!) },
  divide: {
    floats: { a: ['B', 4], b: [4] },
    build: ({ a, b }) => e.divide(a!, b!),
    positive: true,
  },
  maximum: { floats: { a: ['B', 4], b: ['B', 4] }, build: ({ a, b }) => e.maximum(a!, b!) },
  'maximum, broadcast': {
    floats: { a: ['B', 'T', 1], b: [4] },
    build: ({ a, b }) => e.maximum(a!, b!),
  },
  'maximum, hinge': {
    floats: { x: ['B', 4] },
    build: ({ x }) => e.maximum(e.constant(0), x!),
  },
  minimum: { floats: { a: ['B', 4], b: ['B', 4] }, build: ({ a, b }) => e.minimum(a!, b!) },
  'minimum, broadcast': {
    floats: { a: ['B', 1, 4], b: ['T', 1] },
    build: ({ a, b }) => e.minimum(a!, b!),
  },
  negate: { floats: { x: ['B', 4] }, build: ({ x }) => e.negate(x!) },
  exponential: { floats: { x: ['B', 4] }, build: ({ x }) => e.exponential(x!) },
  logarithm: { floats: { x: ['B', 4] }, build: ({ x }) => e.logarithm(x!), positive: true },
  squareRoot: { floats: { x: ['B', 4] }, build: ({ x }) => e.squareRoot(x!), positive: true },
  reciprocal: { floats: { x: ['B', 4] }, build: ({ x }) => e.reciprocal(x!), positive: true },
  sigmoid: { floats: { x: ['B', 4] }, build: ({ x }) => e.sigmoid(x!) },
  silu: { floats: { x: ['B', 4] }, build: ({ x }) => e.silu(x!) },
  'reduceSum, one axis': { floats: { x: ['B', 'T', 4] }, build: ({ x }) => e.reduceSum(x!, [1]) },
  'reduceSum, all': { floats: { x: ['B', 4] }, build: ({ x }) => e.sumAll(x!) },
  reduceSumSquare: { floats: { x: ['B', 4] }, build: ({ x }) => e.sumOfSquares(x!) },
  'reshape, merging named axes': { floats: { x: ['B', 'T', 4] }, build: ({ x }) => e.asMatrix(x!) },
  'reshape, splitting': {
    floats: { x: ['B', 'T', 4] },
    build: ({ x }) => e.reshape(x!, ['B', 'T', 2, 2]),
  },
  reshapeLike: {
    floats: { x: ['B', 4], like: [4, 'B'] },
    build: ({ x, like }) => e.add(e.reshapeLike(x!, like!), like!),
  },
  expandLike: {
    floats: { x: [1, 4], like: ['B', 4] },
    build: ({ x, like }) => e.multiply(e.expandLike(x!, like!), like!),
  },
  transpose: { floats: { x: ['B', 'T', 4] }, build: ({ x }) => e.transpose(x!, [2, 0, 1]) },
  matmul: { floats: { a: ['T', 4], b: [4, 5] }, build: ({ a, b }) => e.matmul(a!, b!) },
  'matmul, shared weight': {
    floats: { a: ['B', 'T', 4], b: [4, 5] },
    build: ({ a, b }) => e.matmul(a!, b!),
  },
  'matmul, shared transposed weight': {
    floats: { a: ['B', 'T', 4], b: [5, 4] },
    build: ({ a, b }) => e.matmul(a!, b!, { transposeB: true, scale: 0.5 }),
  },
  'matmul, batches': {
    floats: { a: ['B', 2, 'T', 4], b: ['B', 1, 4, 'T'] },
    build: ({ a, b }) => e.matmul(a!, b!, { scale: 2 }),
  },
  'matmul, first transposed': {
    floats: { a: ['B', 4, 3], b: ['B', 4, 5] },
    build: ({ a, b }) => e.matmul(a!, b!, { transposeA: true, scale: 0.5 }),
  },
  'matmul, both transposed': {
    floats: { a: [4, 3], b: [5, 4] },
    build: ({ a, b }) => e.matmul(a!, b!, { transposeA: true, transposeB: true }),
  },
  'gatherRows, repeated indices': {
    floats: { table: [5, 3] },
    integers: { ids: { shape: ['B', 'T'], values: [0, 2, 2, 4, 2, 0] } },
    build: ({ table, ids }) => e.gatherRows(table!, ids!),
  },
  selectRows: {
    floats: { table: [6, 3] },
    integers: { ids: { shape: ['N'], values: [5, 0, 3, 1] } },
    build: ({ table, ids }) => e.selectRows(table!, ids!),
  },
  gatherLast: {
    floats: { x: ['N', 5] },
    integers: { ids: { shape: ['N', 1], values: [4, 0, 0, 2] } },
    build: ({ x, ids }) => e.gatherLast(x!, ids!),
  },
  'gatherLast, several a row, repeated': {
    floats: { x: ['N', 5] },
    integers: { ids: { shape: ['N', 3], values: [4, 0, 4, 0, 1, 2, 3, 3, 3, 2, 1, 2] } },
    build: ({ x, ids }) => e.gatherLast(x!, ids!),
  },
  softmax: { floats: { x: ['B', 'T', 4] }, build: ({ x }) => e.softmax(x!) },
  logSoftmax: { floats: { x: ['B', 4] }, build: ({ x }) => e.logSoftmax(x!) },
  labelLogprob: {
    floats: { x: ['N', 5] },
    integers: { ids: { shape: ['N', 1], values: [4, 0, 0, 2] } },
    build: ({ x, ids }) => e.labelLogprob(x!, ids!),
  },
  'labelLogprob, several a row, repeated': {
    floats: { x: ['N', 5] },
    integers: { ids: { shape: ['N', 'K'], values: [4, 0, 4, 0, 1, 2, 3, 3, 3, 2, 1, 2] } },
    build: ({ x, ids }) => e.labelLogprob(x!, ids!),
  },
  rmsNorm: { floats: { x: ['B', 'T', 4], w: [4] }, build: ({ x, w }) => e.rmsNorm(x!, w!, 1e-5) },
  rotary: {
    floats: { x: ['B', 'T', 8], cosine: ['P', 2], sine: ['P', 2] },
    integers: { positions: { shape: ['B', 'T'], values: [0, 1, 2, 3, 4, 5] } },
    // The tables carry no gradient: they enter through a product that does.
    build: ({ x, positions, cosine, sine }) =>
      e.add(e.rotary(x!, positions!, cosine!, sine!), e.sumAll(e.multiply(cosine!, sine!))),
  },
  'fan-out: one value, several users': {
    floats: { x: ['B', 4] },
    build: ({ x }) =>
      e.add(e.multiply(e.exponential(x!), x!), e.multiply(e.sigmoid(x!), e.silu(x!))),
  },
  'fan-out: operand used twice': {
    floats: { x: [3, 3] },
    build: ({ x }) => e.matmul(x!, x!, { transposeB: true }),
  },
  'fan-out: broadcast and direct': {
    floats: { x: [4], y: ['B', 4] },
    build: ({ x, y }) => e.add(e.multiply(y!, x!), e.reduceSum(e.multiply(x!, x!), [0])),
  },
}

/** Operators that appear only in gradients or while decoding, where nothing differentiates them. */
const withoutRule = new Set(['sign', 'concat', 'sliceLast', 'scatterAdd', 'scatterRows'])

describe('gradients', () => {
  it('covers every operator that has a rule, and no other lacks one', () => {
    const built = Object.values(rows).map((row) => row.build(inputsOf(row)))
    const used = new Set(e.topologicalOrder(built).map(({ op }) => op))
    const gradientOnly = new Set(['zerosLike', ...withoutRule])
    for (const [name, op] of Object.entries(e.operators)) {
      expect(Boolean(op.vjp), `${name} has a rule`).toBe(!withoutRule.has(name))
      expect(used.has(op) || gradientOnly.has(name), `${name} has a row`).toBe(true)
      expect(references).toHaveProperty(name)
    }
  })

  it.each(Object.entries(rows))('%s', async (name, row) => {
    const inputs = inputsOf(row)
    const output = row.build(inputs)
    const projection = e.input('projection', { dtype: 'float32', shape: output.shape })
    const loss = e.sumAll(e.multiply(output, projection))
    const wrt = Object.keys(row.floats).filter((key) => !(name === 'rotary' && key !== 'x'))
    const gradients = e.grad(
      loss,
      wrt.map((key) => inputs[key]!),
    )
    const feeds = feedsOf(name, row, output)

    const [reference, ...referenceGradients] = evaluate([output, ...gradients], feeds)
    const outputs = Object.fromEntries([
      ['output', output],
      ...gradients.map((value, index) => [`d.${wrt[index]}`, value]),
    ]) as Record<string, Value>
    await using session = await e.Session.create({ outputs }, { threads: 1 })
    const computed = await session.run(
      Object.fromEntries(
        Object.entries(feeds).map(([key, value]) => [key, asTensor(value, row, key)]),
      ),
    )

    expectClose(Array.from(computed['output']!.data, Number), reference!.data, 2e-5)
    for (const [index, key] of wrt.entries()) {
      expectClose(referenceGradients[index]!.data, differences(loss, feeds, key), 1e-6)
      expectClose(
        Array.from(computed[`d.${key}`]!.data, Number),
        referenceGradients[index]!.data,
        5e-5,
      )
    }
  })
})

function inputsOf(row: Row): Record<string, Value> {
  const floats = Object.entries(row.floats).map(([name, shape]) => [
    name,
    e.input(name, { dtype: 'float32', shape }),
  ])
  const integers = Object.entries(row.integers ?? {}).map(([name, { shape }]) => [
    name,
    e.input(name, { dtype: 'int64', shape }),
  ])
  return Object.fromEntries([...floats, ...integers]) as Record<string, Value>
}

function feedsOf(name: string, row: Row, output: Value): Record<string, Doubles> {
  const random = rng('gradients', name)
  const draw = (): number => (row.positive ? 0.5 + 1.5 * random.next() : random.normal())
  const feeds: Record<string, Doubles> = {}
  for (const [key, shape] of Object.entries(row.floats)) feeds[key] = doubles(sized(shape), draw)
  for (const [key, { shape, values }] of Object.entries(row.integers ?? {}))
    feeds[key] = doubles(sized(shape), (index) => values[index]!)
  const [result] = evaluate([output], feeds)
  feeds['projection'] = doubles(result!.shape, () => random.normal())
  return feeds
}

/** Central differences of the loss with respect to one input, in float64. */
function differences(loss: Value, feeds: Record<string, Doubles>, key: string): Float64Array {
  const { shape, data } = feeds[key]!
  const step = 1e-5
  return data.map((_, index) => {
    const at = (offset: number): number => {
      const moved = {
        shape,
        data: data.map((value, place) => (place === index ? value + offset : value)),
      }
      return evaluate([loss], { ...feeds, [key]: moved })[0]!.data[0]!
    }
    return (at(step) - at(-step)) / (2 * step)
  })
}

function asTensor(value: Doubles, row: Row, key: string): e.Tensor {
  return row.integers?.[key]
    ? e.intTensor(value.data, value.shape)
    : e.floatTensor(Float32Array.from(value.data), value.shape)
}

function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length)
  const scale = Math.max(1, ...Array.from(expected, Math.abs))
  for (let index = 0; index < actual.length; index++) {
    expect(
      Math.abs(actual[index]! - expected[index]!),
      `element ${index}: ${actual[index]} against ${expected[index]}`,
    ).toBeLessThanOrEqual(tolerance * scale)
  }
}
