import { expect, it } from 'vitest'
import { decodeSnapshot, encodeSnapshot } from './snapshot-file.ts'

const file = encodeSnapshot({
  bytes: Uint8Array.from({ length: 1_000 }, (_, index) => index),
  run: 2 ** 31 + 5,
  runWide: 6,
  scratch: 7,
})

it('reads what it wrote', () => {
  const { bytes, run, runWide, scratch } = decodeSnapshot(file)
  expect([bytes.length, bytes[255], run, runWide, scratch]).toEqual([1_000, 255, 2 ** 31 + 5, 6, 7])
})

it.each([0, 3, 4, 500, 1_004, 1_015])('takes no file that ends after %i bytes', (length) => {
  expect(() => decodeSnapshot(file.subarray(0, length))).toThrow(RangeError)
})

it.each([0, 500, 1_000, 1_005, 1_015])('takes no file that differs in byte %i', (place) => {
  const changed = Buffer.from(file)
  changed[place]! ^= 1
  expect(() => decodeSnapshot(changed)).toThrow(RangeError)
})
