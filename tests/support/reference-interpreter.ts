/** Every operator again, in plain float64 loops: slow, obvious, and independent of the runtime. */
import type { Value } from '../../src/engine/index.ts'
import { operators, topologicalOrder } from '../../src/engine/index.ts'

/** A tensor of doubles; integers are exact. */
export interface Doubles {
  shape: readonly number[]
  data: Float64Array
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
export const doubles = (shape: readonly number[], fill: (index: number) => number): Doubles => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, index) => fill(index)),
})

type Evaluate = (inputs: readonly Doubles[], value: Value) => Doubles

/** Places of an element of `shape`, axis by axis. */
function unravel(index: number, shape: readonly number[]): number[] {
  const places = new Array<number>(shape.length)
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    places[axis] = index % shape[axis]!
    index = Math.floor(index / shape[axis]!)
  }
  return places
}

const ravel = (places: readonly number[], shape: readonly number[]): number =>
  places.reduce((index, place, axis) => index * shape[axis]! + place, 0)

/** Element of `x` for a place in a shape that `x` broadcasts to. */
function broadcastRead(x: Doubles, places: readonly number[]): number {
  const own = places
    .slice(places.length - x.shape.length)
    .map((place, axis) => (x.shape[axis] === 1 ? 0 : place))
  return x.data[ravel(own, x.shape)]!
}

function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(a[a.length - rank + axis] ?? 1, b[b.length - rank + axis] ?? 1),
  )
}

const binary =
  (f: (a: number, b: number) => number): Evaluate =>
  ([a, b]) => {
    const shape = broadcastShape(a!.shape, b!.shape)
    return doubles(shape, (index) => {
      const places = unravel(index, shape)
      return f(broadcastRead(a!, places), broadcastRead(b!, places))
    })
  }
const unary =
  (f: (x: number) => number): Evaluate =>
  ([x]) =>
    doubles(x!.shape, (index) => f(x!.data[index]!))

const reduction =
  (term: (x: number) => number): Evaluate =>
  ([x], { attributes }) => {
    const axes = (attributes['axes'] as number[]).map((axis) =>
      axis < 0 ? axis + x!.shape.length : axis,
    )
    const kept = x!.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    const sums = doubles(kept, () => 0)
    for (const [index, element] of x!.data.entries()) {
      const places = unravel(index, x!.shape).map((place, axis) =>
        axes.includes(axis) ? 0 : place,
      )
      sums.data[ravel(places, kept)]! += term(element)
    }
    return attributes['keepdims'] === 0
      ? { shape: x!.shape.filter((_, axis) => !axes.includes(axis)), data: sums.data }
      : sums
  }

/** Applies `f` to every row along the last axis. */
const rowwise =
  (f: (row: number[]) => number[]): Evaluate =>
  ([x]) => {
    const width = x!.shape.at(-1)!
    const data: number[] = []
    for (let start = 0; start < x!.data.length; start += width)
      data.push(...f(Array.from(x!.data.subarray(start, start + width))))
    return { shape: x!.shape, data: Float64Array.from(data) }
  }

const softmaxRow = (row: number[]): number[] => {
  const largest = Math.max(...row)
  const weights = row.map((x) => Math.exp(x - largest))
  const sum = weights.reduce((a, b) => a + b)
  return weights.map((weight) => weight / sum)
}

const matmul: Evaluate = ([a, b], { attributes }) => {
  const [transA, transB, alpha] = [
    attributes['transA'] === 1,
    attributes['transB'] === 1,
    attributes['alpha'] as number,
  ]
  const ends = (x: Doubles, transposed: boolean): [number, number] =>
    transposed ? [x.shape.at(-1)!, x.shape.at(-2)!] : [x.shape.at(-2)!, x.shape.at(-1)!]
  const [rows, inner] = ends(a!, transA)
  const [, columns] = ends(b!, transB)
  const lead = broadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2))
  const shape = [...lead, rows, columns]
  return doubles(shape, (index) => {
    const places = unravel(index, shape)
    const [row, column] = places.slice(-2) as [number, number]
    let sum = 0
    for (let k = 0; k < inner; k++) {
      const left = broadcastRead(a!, [...places.slice(0, -2), ...(transA ? [k, row] : [row, k])])
      sum +=
        left * broadcastRead(b!, [...places.slice(0, -2), ...(transB ? [column, k] : [k, column])])
    }
    return alpha * sum
  })
}

const gatherRows: Evaluate = ([table, indices]) => {
  const width = table!.shape[1]!
  return doubles(
    [...indices!.shape, width],
    (index) => table!.data[indices!.data[Math.floor(index / width)]! * width + (index % width)]!,
  )
}

const gatherLast: Evaluate = ([x, indices]) =>
  doubles(indices!.shape, (index) => {
    const places = unravel(index, indices!.shape)
    return x!.data[ravel([...places.slice(0, -1), indices!.data[index]!], x!.shape)]!
  })

const scatterAdd: Evaluate = ([x, indices, updates], { attributes }) => {
  const axis =
    (attributes['axis'] as number) < 0 ? x!.shape.length - 1 : (attributes['axis'] as number)
  const result = { shape: x!.shape, data: x!.data.slice() }
  for (const [index, update] of updates!.data.entries()) {
    const places = unravel(index, updates!.shape)
    places[axis] = indices!.data[index]!
    result.data[ravel(places, x!.shape)]! += update
  }
  return result
}

const scatterRows: Evaluate = ([x, indices, updates]) => {
  const result = { shape: x!.shape, data: x!.data.slice() }
  const width = x!.shape[1]!
  for (const [row, target] of indices!.data.entries())
    result.data.set(updates!.data.subarray(row * width, (row + 1) * width), target * width)
  return result
}

const rotary: Evaluate = ([x, positions, cosine, sine]) => {
  const half = cosine!.shape[1]!
  const width = x!.shape[2]!
  return doubles(x!.shape, (index) => {
    const channel = index % width
    const pair = channel % half
    const inFirstHalf = channel % (2 * half) < half
    const table = positions!.data[Math.floor(index / width)]! * half + pair
    const partner = x!.data[inFirstHalf ? index + half : index - half]!
    return (
      x!.data[index]! * cosine!.data[table]! +
      (inFirstHalf ? -partner : partner) * sine!.data[table]!
    )
  })
}

/** The reference of every operator; a test fails when one is missing. */
export const references: Record<keyof typeof operators, Evaluate> = {
  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  sign: unary(Math.sign),
  negate: unary((x) => -x),
  exponential: unary(Math.exp),
  logarithm: unary(Math.log),
  squareRoot: unary(Math.sqrt),
  reciprocal: unary((x) => 1 / x),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  silu: binary((x, sigma) => x * sigma),
  reduceSum: reduction((x) => x),
  reduceSumSquare: reduction((x) => x * x),
  reshape: ([x], { attributes }) => {
    const target = attributes['shape'] as (number | string)[]
    const known = target.map((dim, axis) =>
      typeof dim === 'number' ? dim : axis < x!.shape.length ? x!.shape[axis]! : 1,
    )
    const free = target.findIndex(
      (dim, axis) => typeof dim === 'string' && sizeOf(known) !== x!.data.length && axis >= 0,
    )
    if (free >= 0) known[free] = 0
    const rest = sizeOf(known.filter((dim) => dim > 0))
    return { shape: known.map((dim) => (dim === 0 ? x!.data.length / rest : dim)), data: x!.data }
  },
  reshapeLike: ([x, like]) => ({ shape: like!.shape, data: x!.data }),
  expandLike: ([x, like]) =>
    doubles(like!.shape, (index) => broadcastRead(x!, unravel(index, like!.shape))),
  transpose: ([x], { attributes }) => {
    const perm = attributes['perm'] as number[]
    const shape = perm.map((axis) => x!.shape[axis]!)
    return doubles(shape, (index) => {
      const source: number[] = []
      for (const [axis, place] of unravel(index, shape).entries()) source[perm[axis]!] = place
      return x!.data[ravel(source, x!.shape)]!
    })
  },
  concat: ([a, b], { attributes }) => {
    const axis =
      (attributes['axis'] as number) < 0 ? a!.shape.length - 1 : (attributes['axis'] as number)
    const split = a!.shape[axis]!
    const shape = a!.shape.map((dim, place) => (place === axis ? dim + b!.shape[axis]! : dim))
    return doubles(shape, (index) => {
      const places = unravel(index, shape)
      if (places[axis]! < split) return a!.data[ravel(places, a!.shape)]!
      places[axis]! -= split
      return b!.data[ravel(places, b!.shape)]!
    })
  },
  sliceLast: ([x], { attributes }) => {
    const width = x!.shape.at(-1)!
    const clamp = (place: number): number => Math.min(width, place < 0 ? place + width : place)
    const start = clamp((attributes['starts'] as number[])[0]!)
    const shape = [...x!.shape.slice(0, -1), clamp((attributes['ends'] as number[])[0]!) - start]
    return doubles(shape, (index) => {
      const places = unravel(index, shape)
      return x!.data[ravel([...places.slice(0, -1), places.at(-1)! + start], x!.shape)]!
    })
  },
  matmul,
  gatherRows,
  selectRows: gatherRows,
  scatterRows,
  gatherLast,
  scatterAdd,
  zerosLike: ([x]) => doubles(x!.shape, () => 0),
  softmax: rowwise(softmaxRow),
  logSoftmax: rowwise((row) => softmaxRow(row).map(Math.log)),
  labelLogprob: ([logprobs, labels]) => gatherLast([logprobs!, labels!], undefined as never),
  rmsNorm: ([x, weight], { attributes }) => {
    const normalised = rowwise((row) => {
      const scale =
        1 /
        Math.sqrt(
          row.reduce((sum, value) => sum + value * value, 0) / row.length +
            (attributes['epsilon'] as number),
        )
      return row.map((value) => value * scale)
    })([x!], undefined as never)
    return doubles(
      x!.shape,
      (index) => normalised.data[index]! * weight!.data[index % weight!.data.length]!,
    )
  },
  rotary,
}

const byOperator = new Map(
  Object.entries(operators).map(([name, op]) => [op, references[name as keyof typeof operators]]),
)

/** Evaluates values by name of graph input. */
export function evaluate(
  outputs: readonly Value[],
  feeds: Readonly<Record<string, Doubles>>,
): Doubles[] {
  const results = new Map<Value, Doubles>()
  for (const value of topologicalOrder(outputs)) {
    if (value.name !== undefined) results.set(value, feeds[value.name]!)
    else if (value.data)
      results.set(value, {
        shape: value.shape as number[],
        data: Float64Array.from(value.data, Number),
      })
    else
      results.set(
        value,
        byOperator.get(value.op)!(
          value.inputs.map((from) => results.get(from)!),
          value,
        ),
      )
  }
  return outputs.map((output) => results.get(output)!)
}
