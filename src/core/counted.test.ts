import { expect, it } from 'vitest'
import { counted, plural } from './counted.ts'

it('counts one thing in the singular, and none or several in the plural', () => {
  expect([0, 1, 2].map((count) => counted(count, 'file'))).toEqual(['0 files', '1 file', '2 files'])
  expect([1, 3].map((count) => counted(count, 'class is', 'classes are'))).toEqual([
    '1 class is',
    '3 classes are',
  ])
  expect([1, 0].map((count) => plural(count, 'was', 'were'))).toEqual(['was', 'were'])
})
