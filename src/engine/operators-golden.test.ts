/** Operators where conventions differ, ties and repeated labels, against PyTorch. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Value } from './index.ts'
import * as e from './index.ts'

interface Plain {
  shape: number[]
  data: number[]
}

const operators = {
  maximum: e.maximum,
  minimum: e.minimum,
  gatherLast: e.gatherLast,
  labelLogprob: e.labelLogprob,
}

interface Case {
  operator: keyof typeof operators
  floats: Record<string, Plain>
  integers: Record<string, Plain>
  output: Plain
  projection: Plain
  gradients: Record<string, Plain>
}

const path = join(import.meta.dirname, '../../tests/golden/operators.json')
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }
const titled = cases.map((golden) => {
  const shapes = Object.values({ ...golden.floats, ...golden.integers }).map(({ shape }) => shape)
  return [`${golden.operator} of ${JSON.stringify(shapes)}`, golden] as const
})

it.each(titled)('%s', async (_, { operator, floats, integers, output, projection, gradients }) => {
  const feeds: Record<string, e.Tensor> = { projection: floatsOf(projection) }
  for (const [name, plain] of Object.entries(floats)) feeds[name] = floatsOf(plain)
  for (const [name, { shape, data }] of Object.entries(integers))
    feeds[name] = e.intTensor(data, shape)
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape }]) => [
      name,
      e.input(name, { dtype, shape }),
    ]),
  )
  const names = Object.keys(floats)
  const operands = [...names, ...Object.keys(integers)].map((name) => inputs[name]!)
  const result = operators[operator](operands[0]!, operands[1]!)
  const loss = e.sumAll(e.multiply(result, inputs['projection']!))
  const computedGradients = e.grad(
    loss,
    names.map((name) => inputs[name]!),
  )
  const outputs: Record<string, Value> = { result }
  for (const [index, name] of names.entries()) outputs[`d.${name}`] = computedGradients[index]!
  await using session = await e.Session.create({ outputs }, { threads: 1 })
  const computed = await session.run(feeds)
  expectSame(computed['result']!, output)
  for (const name of names) expectSame(computed[`d.${name}`]!, gradients[name]!)
})

function floatsOf({ shape, data }: Plain): e.Tensor {
  return e.floatTensor(Float32Array.from(data), shape)
}

function expectSame(actual: e.Tensor, { shape, data }: Plain): void {
  expect(actual.shape).toEqual(shape)
  const differences = data.map((value, index) => Math.abs(Number(actual.data[index]) - value))
  expect(Math.max(...differences)).toBeLessThan(2e-6)
}
