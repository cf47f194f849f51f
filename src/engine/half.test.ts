import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  float16ToNumber,
  float32ToBfloat16,
  numberToFloat16,
  widenBfloat16,
  widenFloat16,
} from './half.ts'

describe('float16', () => {
  it('keeps every one of the 65 536 bit patterns', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = float16ToNumber(bits)
      if (Number.isNaN(value))
        expect(Number.isNaN(float16ToNumber(numberToFloat16(value)))).toBe(true)
      else if (numberToFloat16(value) !== bits)
        expect.fail(`${bits} became ${numberToFloat16(value)}`)
    }
  })

  it('is widened in place as it is elsewhere', () => {
    const values = new Float32Array(65_536)
    const bits = new Uint16Array(values.buffer, 2 * 65_536)
    bits.forEach((_, pattern) => (bits[pattern] = pattern))
    widenFloat16(bits, values)
    expect(
      values.every((value, pattern) => Object.is(value, Math.fround(float16ToNumber(pattern)))),
    ).toBe(true)
  })

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -70_000, max: 70_000 }), (value) => {
        const bits = numberToFloat16(value)
        const rounded = float16ToNumber(bits)
        if (!Number.isFinite(rounded)) return Math.abs(value) >= 65_520
        const neighbours = [bits - 1, bits + 1]
          .filter((other) => other >= 0 && (other & 0x7fff) < 0x7c00)
          .map(float16ToNumber)
        return neighbours.every((other) => Math.abs(rounded - value) <= Math.abs(other - value))
      }),
    )
    expect(
      [1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25].map((value) =>
        float16ToNumber(numberToFloat16(value)),
      ),
    ).toEqual([1, 1 + 2 ** -9, 0, 2 ** -23])
  })
})

const widened = (bits: Uint16Array): Float32Array => {
  const values = new Float32Array(bits.length)
  widenBfloat16(bits, values)
  return values
}

it('bfloat16 keeps 8 bits of precision and every exponent', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const [rounded] = widened(float32ToBfloat16(Float32Array.of(value)))
      return (
        !Number.isFinite(rounded!) ||
        Math.abs(rounded! - value) <= Math.abs(value) * 2 ** -8 + 1e-40
      )
    }),
  )
})
