import { expect, it } from 'vitest'
import { describeUnmatched } from './rationale-thresholds.ts'

const rationales = [{ source: 'stories' }, {}, {}, { source: 'web' }]

it('tells which sources have no threshold of their own', () => {
  expect(describeUnmatched({ stories: 1 }, rationales)).toEqual([
    'no threshold was given or measured for documents without a source: of 2 rationales there, those with a gain of 0 or more are kept',
    'no threshold was given or measured for the source "web": of 1 rationales there, those with a gain of 0 or more are kept',
  ])
})

it('is silent where every source has one, and where one holds for all', () => {
  expect(describeUnmatched({ stories: 1, web: 0, '': 2 }, rationales)).toEqual([])
  expect(describeUnmatched(1.5, rationales)).toEqual([])
})
