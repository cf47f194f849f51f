import { expect, it } from 'vitest'
import {
  formatBytes,
  formatDifference,
  formatInterval,
  formatNumber,
  formatP,
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
  expect([formatValue('accuracy', 0.4125), formatValue('pass@8', 1), formatValue('tokensPerProblem', 812.44)]).toEqual([
    '41.3 %',
    '100.0 %',
    '812.4',
  ])
  expect([formatDifference('maj@8', -0.042), formatDifference('maj@8', 0), formatDifference('loss', -0.5)]).toEqual([
    '−4.2 points',
    '+0.0 points',
    '−0.5',
  ])
  expect(formatInterval('accuracy', [0.381, 0.443])).toBe('38.1 – 44.3 %')
  expect(formatInterval('accuracy', [-0.012, 0.034], 'difference')).toBe('−1.2 – +3.4 points')
  expect([formatTick('accuracy', 0.1), formatTick('accuracy', 0.025), formatTick('loss', 1500)]).toEqual([
    '10 %',
    '2.5 %',
    '1,500',
  ])
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
