import { expect, it } from 'vitest'
import {
  formatBytes,
  formatDifference,
  formatDoubling,
  formatEffect,
  formatFlops,
  formatInterval,
  formatNumber,
  formatP,
  formatParameter,
  formatSeconds,
  formatTick,
  formatValue,
} from './format.ts'

it('times are in the units that people would choose', () => {
  expect([0.04, 12.34, 59.94, 59.96, 125, 3599.7, 3720].map(formatSeconds)).toEqual([
    '0.0 s',
    '12.3 s',
    '59.9 s',
    '1 min 00 s',
    '2 min 05 s',
    '1 h 00 min',
    '1 h 02 min',
  ])
})

it('shares are percentages, their differences points, other metrics numbers', () => {
  expect([
    formatValue('accuracy', 0.4125),
    formatValue('pass@8', 1),
    formatValue('tokensPerProblem', 812.44),
  ]).toEqual(['41.3 %', '100.0 %', '812.4'])
  expect([
    formatDifference('maj@8', -0.042),
    formatDifference('maj@8', 0),
    formatDifference('loss', -0.5),
  ]).toEqual(['−4.2 points', '+0.0 points', '−0.5'])
  expect(formatInterval('accuracy', [0.381, 0.443])).toBe('38.1 – 44.3 %')
  expect(formatInterval('accuracy', [-0.012, 0.034], 'difference')).toBe('−1.2 – +3.4 points')
  expect([
    formatTick('accuracy', 0.1),
    formatTick('accuracy', 0.025),
    formatTick('loss', 1500),
  ]).toEqual(['10 %', '2.5 %', '1,500'])
})

it('numbers have four significant digits', () => {
  expect([1234567, -3, 0.00012346, 2.5, 123.456, 1e-9].map(formatNumber)).toEqual([
    '1,234,567',
    '−3',
    '0.0001235',
    '2.5',
    '123.5',
    '1e−9',
  ])
  expect([0.0001, 0.0123, 1].map(formatP)).toEqual(['< 0.001', '0.012', '1.000'])
  expect([8.12e8, 1.44e9].map(formatBytes)).toEqual(['812 MB', '1.4 GB'])
})

it('operations have a prefix, doublings are fractions and whole numbers', () => {
  expect([0, 812, 999.9, 999_999, 1.2e13, 9.87e26].map(formatFlops)).toEqual([
    '0 FLOP',
    '812 FLOP',
    '1.00 kFLOP',
    '1.00 MFLOP',
    '12.0 TFLOP',
    '987 YFLOP',
  ])
  expect([1 / 32, 0.3, 1, 64, 4096, 2 ** 22].map(formatDoubling)).toEqual([
    '1/32',
    '0.3',
    '1',
    '64',
    '4,096',
    '4.19 M',
  ])
})

it('effects and parameters stand in their units', () => {
  const claim = { effect: 0.062, ci95: [-0.01, 0.068] as const, metric: 'accuracy' }
  expect(formatEffect(claim)).toEqual({ effect: '+6.2 points', interval: '−1.0 – +6.8 points' })
  expect(formatEffect({ ...claim, unit: 'points per doubling' }).effect).toBe(
    '+6.2 points per doubling',
  )
  expect(formatEffect({ effect: 2, ci95: [1, 3], unit: 'paths' })).toEqual({
    effect: '+2 paths',
    interval: '+1 – +3',
  })
  expect(formatParameter({ name: 'b', value: -6.25, ci95: [-7, -5] })).toBe('b −6.25 [−7, −5]')
})
