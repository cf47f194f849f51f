/** The laws in the tables of Yuan et al. 2023, which the paper draws and does not fit. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fitCurve, type FittedCurve } from './fit-curve.ts'
import type { FormName } from './fit-forms.ts'

const tables = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../tests/golden/yuan-2023.json'), 'utf8'),
) as {
  models: string[]
  pretrainingLoss: number[]
  inContext: number[]
  fineTuned: { fractions: number[]; threeEpochs: number[][]; sameSteps: number[][] }
  rejectionSampled: { paths: number[][]; accuracy: number[][]; accuracyOf33BAt100: number }
  pooled: { paths: number; accuracy: number[] }
}

function fitted(form: FormName, xs: readonly number[], ys: readonly number[]): FittedCurve {
  const fit = fitCurve(
    form,
    xs.map((x, index) => ({ x, y: ys[index]! })),
  )
  if ('warning' in fit) throw new Error(fit.warning)
  return fit
}
const column = (rows: readonly (readonly number[])[], index: number): number[] =>
  rows.map((row) => row[index]!)

describe('fine-tuning, points per doubling of the data from an eighth to all', () => {
  const { fractions, threeEpochs, sameSteps } = tables.fineTuned
  it.each([
    ['7B', '6.2', '0.99'],
    ['7B-2', '6.6', '1.00'],
    ['13B', '7.9', '1.00'],
    ['13B-2', '5.8', '0.99'],
    ['33B', '5.2', '0.99'],
    ['65B', '4.5', '1.00'],
    ['70B-2', '1.9', '0.90'],
  ])('%s', (model, slope, r2) => {
    const index = tables.models.indexOf(model)
    // The better of the two settings at each fraction, as the paper has it.
    const better = fractions.map((_, row) =>
      Math.max(threeEpochs[row]![index]!, sameSteps[row]![index]!),
    )
    const fit = fitted('logLinear', fractions, better)
    expect([fit.slope.toFixed(1), fit.r2.toFixed(2)]).toEqual([slope, r2])
  })
})

describe('rejection sampling, points per doubling of distinct paths, and what they foretell for the pooled 12.84', () => {
  it.each([
    ['7B', '1.6', '44.1'],
    ['7B-2', '1.7', '49.8'],
    ['13B', '2.5', '52.9'],
    ['13B-2', '1.4', '56.4'],
  ])('%s', (model, slope, foretold) => {
    const index = tables.models.indexOf(model)
    const { paths, accuracy } = tables.rejectionSampled
    const fit = fitted('logLinear', column(paths, index), column(accuracy, index))
    expect([fit.slope.toFixed(1), fit.predict(tables.pooled.paths).toFixed(1)]).toEqual([
      slope,
      foretold,
    ])
  })

  it('only the weakest model gets more from pooling than its own law foretells', () => {
    const { paths, accuracy } = tables.rejectionSampled
    const gains = [0, 1, 2, 3].map(
      (index) =>
        tables.pooled.accuracy[index]! -
        fitted('logLinear', column(paths, index), column(accuracy, index)).predict(12.84),
    )
    expect(gains.map((gain) => gain > 1)).toEqual([true, false, false, false])
  })
})

describe('points per nat of pre-training loss, over five models', () => {
  it.each([
    ['fine-tuned', tables.fineTuned.threeEpochs.at(-1)!, '-106', '0.99'],
    ['in context', tables.inContext, '-147', '0.97'],
    [
      'rejection-sampled, 100 samples',
      [...tables.rejectionSampled.accuracy.at(-1)!, tables.rejectionSampled.accuracyOf33BAt100],
      '-74',
      '0.88',
    ],
    ['pooled', tables.pooled.accuracy, '-44', '0.94'],
  ])('%s', (_, accuracy, slope, r2) => {
    const fit = fitted('linear', tables.pretrainingLoss, accuracy.slice(0, 5))
    expect([fit.slope.toFixed(0), fit.r2.toFixed(2)]).toEqual([slope, r2])
  })
})
